//! Time that a test sets.

use crate::app::{BootId, LocalTime};
use crate::otp::{Clock, Reading};
use crate::token::UnixTime;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// When every bench begins: 12:34:12, with 18 seconds of a code's 30 left.
pub const NOON: u64 = 1_800_016_452;

/// Two clocks that a test sets: the wall's, and the one that nobody can set; and which start of the system it is.
#[derive(Clone)]
pub struct HandClock(Arc<Mutex<(u64, Duration, u64)>>);

impl HandClock {
    pub(super) fn new(wall: u64) -> Self {
        Self(Arc::new(Mutex::new((wall, Duration::from_secs(70), 1))))
    }

    /// Time goes by until the wall clock shows `wall`. Time does not go back: a clock is set back.
    pub fn reach(&self, wall: u64) {
        let mut clocks = self.0.lock().unwrap();
        let passed = Duration::from_secs(wall.saturating_sub(clocks.0));
        clocks.1 += passed;
        clocks.0 = wall;
    }

    /// So short a time goes by that no second of the wall clock ends.
    pub fn pass(&self, time: Duration) {
        self.0.lock().unwrap().1 += time;
    }

    /// The system is started anew, and no time goes by.
    pub fn reboot(&self) {
        let mut clocks = self.0.lock().unwrap();
        (clocks.1, clocks.2) = (Duration::from_secs(5), clocks.2 + 1);
    }

    pub fn boot(&self) -> BootId {
        BootId::try_from(format!("boot-{}", self.0.lock().unwrap().2)).expect("it is short and plain")
    }

    /// The wall clock is set, and no time goes by.
    pub fn set(&self, wall: u64) {
        self.0.lock().unwrap().0 = wall;
    }
}

impl Clock for HandClock {
    fn read(&self) -> Reading {
        let (wall, monotonic, _) = *self.0.lock().unwrap();
        Reading { time: UnixTime::from_seconds(wall), to_next_second: Duration::from_millis(400), monotonic }
    }
}

/// The time zone of every bench.
pub struct Utc;

impl LocalTime for Utc {
    fn time_of_day(&self, time: UnixTime) -> String {
        let day = time.seconds() % 86_400;
        format!("{:02}:{:02}:{:02}", day / 3600, day / 60 % 60, day % 60)
    }
}
