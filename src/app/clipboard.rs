//! What this app put on the clipboard: what is said of it, and when it is emptied.

use crate::otp::{Reading, Step};
use crate::token::{Serial, UnixTime};
use std::time::Duration;

/// コピーしました is shown this long.
const COPIED_FOR: Duration = Duration::from_secs(2);
/// The notice that nothing was copied stands this long: it is read, not glanced at.
const NOT_COPIED_FOR: Duration = Duration::from_secs(6);
/// No code is on the clipboard longer: none lives longer, the next one in its step's last seconds included.
const ON_CLIPBOARD: Duration = Duration::from_secs(2 * Step::SECONDS);

/// Which button says コピーしました for two seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copied {
    Code,
    NextCode,
    /// The shown token's.
    Serial,
    /// One of the serials on a page that shows several.
    KnownSerial(Serial),
}

#[derive(Debug, Default)]
pub(super) struct Clipboard {
    said: Said,
    /// On the clock that nobody can set: a wall clock that is set back must not leave a code there.
    clear_at: Option<Duration>,
}

/// What the screen says of the last copy, and until when.
#[derive(Debug, Default)]
enum Said {
    #[default]
    Nothing,
    Copied(Copied, Duration),
    NotCopied(Duration),
}

impl Clipboard {
    pub fn copied(&self) -> Option<&Copied> {
        match &self.said {
            Said::Copied(what, _) => Some(what),
            Said::Nothing | Said::NotCopied(_) => None,
        }
    }

    pub fn says_not_copied(&self) -> bool {
        matches!(self.said, Said::NotCopied(_))
    }

    /// The customer went to another page or pressed the notice away.
    pub fn say_nothing(&mut self) {
        self.said = Said::Nothing;
    }

    pub fn took(&mut self, what: Copied, clear_at: Option<UnixTime>, now: Reading) {
        self.said = Said::Copied(what, now.monotonic + COPIED_FOR);
        self.clear_at = clear_at.map(|at| now.monotonic + until(at, now).min(ON_CLIPBOARD));
    }

    /// What is on the clipboard is something older, so no button says コピーしました. A code that was copied before is
    /// still cleared in its time.
    pub fn refused(&mut self, now: Reading) {
        self.said = Said::NotCopied(now.monotonic + NOT_COPIED_FOR);
    }

    /// Time went by. Whether the clipboard is to be emptied now.
    pub fn tick(&mut self, now: Reading) -> bool {
        if let Said::Copied(_, until) | Said::NotCopied(until) = self.said
            && now.monotonic >= until
        {
            self.said = Said::Nothing;
        }
        self.clear_at.take_if(|at| now.monotonic >= *at).is_some()
    }

    /// When time alone changes something here.
    pub fn next_change(&self, now: Reading) -> Option<Duration> {
        let said = match self.said {
            Said::Copied(_, until) | Said::NotCopied(until) => Some(until),
            Said::Nothing => None,
        };
        let next = said.into_iter().chain(self.clear_at).min();
        next.map(|at| at.saturating_sub(now.monotonic))
    }
}

/// How long until the wall clock shows `at`.
fn until(at: UnixTime, now: Reading) -> Duration {
    match at.seconds().saturating_sub(now.time.seconds()) {
        0 => Duration::ZERO,
        seconds => Duration::from_secs(seconds - 1) + now.to_next_second,
    }
}
