//! Whether the device's clock can be right, watched while the app runs. The check warns; no code is ever
//! hidden for it, but for the one page that says that the clock was set while nobody saw the app.

use super::last_run;
use crate::otp::{ClockCheck, ClockFault, Reading};
use crate::token::UnixTime;
use std::time::Duration;

/// How old the record of the clock may become while the app runs.
const KEEP_EVERY: Duration = Duration::from_secs(300);

#[derive(Debug, Default)]
pub(super) struct ClockWatch {
    check: Option<ClockCheck>,
    /// What was recorded last for the next run.
    kept: Option<Reading>,
    /// The customer has to be told that the clock was set.
    moved: bool,
    /// What a move of the clock is measured from while an app lock is on and the vault is open.
    watched: Option<Reading>,
}

impl ClockWatch {
    pub fn fault(&self, now: Reading) -> Option<ClockFault> {
        self.check.and_then(|check| check.fault(now))
    }

    /// The vault was opened, or its tokens changed. A jump that was seen stays told: only the customer ends that
    /// warning.
    pub fn watch(&mut self, built: UnixTime, now: Reading) {
        self.check.get_or_insert_with(|| ClockCheck::new(built, None, now));
    }

    /// The moment of issue of the token that is selected now bounds the clock, and no other token's.
    pub fn select(&mut self, issued: Option<UnixTime>) {
        self.check = self.check.map(|check| check.with_issue(issued));
    }

    /// The customer read the warning of a jump: the next one is measured from here. It says nothing of who may have looked at
    /// the codes of another time, and the page that does still comes before the next code.
    pub fn accept(&mut self, built: UnixTime, now: Reading) {
        self.check = Some(ClockCheck::new(built, None, now));
        if !self.is_moved() {
            self.kept = None;
        }
    }

    /// The customer read that the clock was set, and the record says what the clock says now.
    pub fn accept_moved(&mut self, built: UnixTime, now: Reading) {
        self.moved = false;
        self.accept(built, now);
    }

    // ---- from one look at the app to the next

    /// The clock was set since the last run.
    pub fn moved(&mut self) {
        self.moved = true;
    }

    pub fn is_moved(&self) -> bool {
        self.moved
    }

    /// Somebody looks at the app again. Whether the clock was set meanwhile.
    pub fn seen_again(&mut self, now: Reading) -> bool {
        self.moved |= self.jumped(now);
        self.is_moved()
    }

    /// Whether the clock is to be recorded now for the next run: every few minutes, or at once where nobody will look for a
    /// while. Never while the customer has not yet read that the clock was set, for the record is what tells it.
    pub fn keep(&mut self, now: Reading, at_once: bool) -> bool {
        let is_due = |kept: Reading| at_once || now.monotonic >= kept.monotonic + KEEP_EVERY;
        let keep = !self.is_moved() && !self.jumped(now) && self.kept.is_none_or(is_due);
        if keep {
            self.kept = Some(now);
        }
        keep
    }

    /// Whether the wall clock was set since the vault was opened, or since this was told last. Whoever sets it, to see the
    /// codes of another time, is to know the passcode. `is_open`: a passcode had opened the vault.
    pub fn leapt(&mut self, is_open: bool, now: Reading) -> bool {
        let leapt = self.watched.is_some_and(|before| last_run::is_moved(before, now));
        self.watched = self.watched.filter(|_| is_open && !leapt).or(is_open.then_some(now));
        leapt
    }

    fn jumped(&self, now: Reading) -> bool {
        self.kept.is_some_and(|kept| last_run::is_moved(kept, now))
    }
}
