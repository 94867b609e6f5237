//! Whether the device's clock can be right, watched while the app runs. The check warns; no code is ever
//! hidden for it.

use crate::otp::{ClockCheck, ClockFault, Reading};
use crate::token::UnixTime;

#[derive(Debug, Default)]
pub(super) struct ClockWatch(Option<ClockCheck>);

impl ClockWatch {
    pub fn fault(&self, now: Reading) -> Option<ClockFault> {
        self.0.and_then(|check| check.fault(now))
    }

    /// The tokens changed, and other moments of issue bound the clock. A jump that was seen stays told: only
    /// the customer ends that warning.
    pub fn watch(&mut self, built: UnixTime, issued: Vec<UnixTime>, now: Reading) {
        self.0 = Some(match self.0 {
            Some(check) => check.with_issues(issued),
            None => ClockCheck::new(built, issued, now),
        });
    }

    /// The customer read the warning of a jump: the next jump is measured from here.
    pub fn accept(&mut self, built: UnixTime, issued: Vec<UnixTime>, now: Reading) {
        self.0 = Some(ClockCheck::new(built, issued, now));
    }
}
