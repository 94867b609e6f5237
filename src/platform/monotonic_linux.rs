//! The clock of Linux and Android that nobody can set and that goes on while the device sleeps.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// `CLOCK_BOOTTIME`: unlike `CLOCK_MONOTONIC` it goes on in suspend.
pub fn since_boot() -> Duration {
    let time = clock_gettime(ClockId::Boottime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

/// The kernel draws a new name at each start. Android may keep it from apps.
pub fn boot() -> Option<String> {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok().map(|text| text.trim_end().to_owned())
}
