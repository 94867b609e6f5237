//! The device's clocks.

use crate::app::BootId;
use crate::otp::{Clock, Reading};
use crate::token::UnixTime;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The wall clock beside a clock that nobody can set and that goes on while the device sleeps.
pub struct SystemClock {
    monotonic: fn() -> Duration,
}

impl SystemClock {
    pub fn new() -> Self {
        Self { monotonic: super::monotonic::since_boot }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn read(&self) -> Reading {
        // A clock before 1970 is wrong, not fatal: it reads as 1970 and the clock check says so.
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Reading {
            time: UnixTime::from_seconds(wall.as_secs()),
            to_next_second: Duration::from_secs(1) - Duration::from_nanos(wall.subsec_nanos().into()),
            monotonic: (self.monotonic)(),
        }
    }
}

/// Which start of the system this is; `None` where the system does not say so, or not to this program.
pub fn boot_id() -> Option<BootId> {
    BootId::try_from(super::monotonic::boot()?).ok()
}

/// A clock that stands still: pictures and tests.
pub struct FixedClock(pub UnixTime);

impl Clock for FixedClock {
    fn read(&self) -> Reading {
        Reading { time: self.0, to_next_second: Duration::from_secs(1), monotonic: Duration::ZERO }
    }
}
