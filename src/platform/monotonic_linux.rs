//! The clock of Linux and Android that nobody can set and that goes on while the device sleeps.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// `CLOCK_BOOTTIME`: unlike `CLOCK_MONOTONIC` it goes on in suspend.
pub fn since_boot() -> Duration {
    let time = clock_gettime(ClockId::Boottime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}
