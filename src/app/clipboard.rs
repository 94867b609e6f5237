//! What this app put on the clipboard: what is said of it, and when it is emptied.

use super::cover::Cover;
use super::effect::{ClipboardText, Effect};
use super::model::{Model, Vault};
use crate::otp::{Code, Reading, Step};
use crate::token::{Serial, UnixTime};
use std::time::Duration;
use zeroize::Zeroizing;

/// コピーしました is shown this long.
const COPIED_FOR: Duration = Duration::from_secs(2);
/// The notice that nothing was copied stands this long: it is read, not glanced at.
const NOT_COPIED_FOR: Duration = Duration::from_secs(6);
/// No code stays on the clipboard longer than this: even the next code, copied in the last seconds of the present
/// one, has ended by then.
const ON_CLIPBOARD: Duration = Duration::from_secs(2 * Step::SECONDS);

/// Which button says コピーしました for two seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copied {
    Code,
    NextCode,
    /// The button of the shown token's serial.
    Serial,
    /// The button of one of the serials on a page that shows several.
    KnownSerial(Serial),
}

#[derive(Debug, Default)]
pub(super) struct Clipboard {
    said: Said,
    /// When the clipboard is to be emptied, on the clock that nobody can set: setting the wall clock back must not
    /// leave a code there.
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

    /// The clipboard took nothing and still holds something older, so no button says コピーしました. A code that was copied
    /// before is still cleared in its time.
    pub fn refused(&mut self, now: Reading) {
        self.said = Said::NotCopied(now.monotonic + NOT_COPIED_FOR);
    }

    /// Time went by: says whether the clipboard is to be emptied now.
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

impl Model {
    pub(super) fn copy(&mut self, what: Copied, now: Reading) -> Vec<Effect> {
        let is_code = matches!(what, Copied::Code | Copied::NextCode);
        if is_code && !self.hands_out_codes(now) {
            return Vec::new();
        }
        // A page with a code shows no serial either while somebody watches the screen.
        if what == Copied::Serial && self.cover(now) == Some(Cover::Recorded) {
            return Vec::new();
        }
        if what == Copied::Code
            && let Some(signed) = self.signed()
        {
            let text = Zeroizing::new(signed.code().as_str().to_owned());
            let copy = ClipboardText { what, text, clear_at: Some(signed.end()) };
            return if self.device.can_copy_codes { vec![Effect::Copy(copy)] } else { Vec::new() };
        }
        if let Vault::Open(desk) = &self.vault
            && let Some(profile) = desk.shown()
            && let Some(code) = match what {
                Copied::Code => desk.shown_code(),
                Copied::NextCode => desk.next_code(),
                Copied::Serial | Copied::KnownSerial(_) => None,
            }
        {
            self.covers.copying(&profile.serial, code.step());
        }
        let text = match (&what, &self.vault) {
            (Copied::KnownSerial(serial), _) => self.knows(serial).then(|| (serial.to_string(), None)),
            (Copied::Serial, Vault::Open(desk)) => {
                desk.shown().map(|profile| (profile.serial.to_string(), None))
            }
            (Copied::Code | Copied::NextCode, _) if !self.device.can_copy_codes => None,
            (Copied::Code, Vault::Open(desk)) => text_of(desk.shown_code()),
            (Copied::NextCode, Vault::Open(desk)) => text_of(desk.next_code()),
            (
                Copied::Code | Copied::NextCode | Copied::Serial,
                Vault::Opening | Vault::Locked | Vault::Shut(_),
            ) => None,
        };
        let copy = |(text, clear_at)| ClipboardText { what, text: Zeroizing::new(text), clear_at };
        text.map(copy).map(Effect::Copy).into_iter().collect()
    }

    /// Whether a page may show this serial: it is a token's, or the settings still know it.
    pub(super) fn knows(&self, serial: &Serial) -> bool {
        self.vault.desk().is_some_and(|desk| desk.holds(serial))
            || self.settings.known_serials().contains(serial)
    }

    pub(super) fn dismiss_not_copied(&mut self) -> Vec<Effect> {
        if self.clipboard.says_not_copied() {
            self.clipboard.say_nothing();
        }
        Vec::new()
    }
}

/// A code's digits, and when it ends.
fn text_of(code: Option<&Code>) -> Option<(String, Option<UnixTime>)> {
    code.map(|code| (code.as_str().to_owned(), Some(code.step().end())))
}
