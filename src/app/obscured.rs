//! The notice that a touch was dropped, because another app's window lies over this one.

use super::effect::Effect;
use super::model::Model;
use crate::otp::Reading;
use std::time::Duration;

/// How long after the last such touch the notice stands: long enough to be read.
const SAID_FOR: Duration = Duration::from_secs(8);

#[derive(Debug, Default)]
pub(super) struct Obscured {
    until: Option<Duration>,
}

impl Obscured {
    pub fn is_said(&self) -> bool {
        self.until.is_some()
    }

    pub fn touched(&mut self, now: Reading) {
        self.until = Some(now.monotonic + SAID_FOR);
    }

    /// Time went by.
    pub fn tick(&mut self, now: Reading) {
        self.until.take_if(|until| now.monotonic >= *until);
    }

    /// When time alone takes the notice away.
    pub fn next_change(&self, now: Reading) -> Option<Duration> {
        self.until.map(|until| until.saturating_sub(now.monotonic))
    }
}

impl Model {
    pub(super) fn dismiss_obscured(&mut self) -> Vec<Effect> {
        self.obscured = Obscured::default();
        Vec::new()
    }
}
