//! The clock of Windows, and of systems not named elsewhere, that nobody can set.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Windows' performance counter behind `Instant` goes on in sleep; its zero is the first call.
pub fn since_boot() -> Duration {
    static FIRST: OnceLock<Instant> = OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}

/// The clock above counts from the start of this process: two runs have nothing to compare it by.
pub fn boot() -> Option<String> {
    None
}
