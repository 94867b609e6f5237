//! The clock of iOS and macOS that nobody can set and that goes on while the device sleeps.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Darwin's `CLOCK_MONOTONIC` goes on in sleep, unlike the clock behind `Instant`.
pub fn since_boot() -> Duration {
    let time = clock_gettime(ClockId::Monotonic);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

/// Darwin names its starts in `kern.bootsessionuuid`, which this program does not read.
pub fn boot() -> Option<String> {
    None
}
