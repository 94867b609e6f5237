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

    /// The vault was opened, or its tokens changed. A jump that was seen stays told: only the customer ends that
    /// warning.
    pub fn watch(&mut self, built: UnixTime, now: Reading) {
        self.0.get_or_insert_with(|| ClockCheck::new(built, None, now));
    }

    /// The moment of issue of the token that is selected now bounds the clock, and no other token's.
    pub fn select(&mut self, issued: Option<UnixTime>) {
        self.0 = self.0.map(|check| check.with_issue(issued));
    }

    /// The customer read the warning of a jump: the next jump is measured from here.
    pub fn accept(&mut self, built: UnixTime, now: Reading) {
        self.0 = Some(ClockCheck::new(built, None, now));
    }
}
