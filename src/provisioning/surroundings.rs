//! What a reading must know of the world around it. It is handed in: this room asks no clock and no device of its own.

use super::limits::MAX_READING;
use crate::otp::Clock;
use crate::token::UnixTime;
use std::time::Duration;

/// The moment, the device's bound on pictures, and until when a picture may be looked at.
pub struct Surroundings<'a> {
    today: UnixTime,
    pub(super) max_pixels: u64,
    clock: &'a dyn Clock,
    end: Duration,
}

impl<'a> Surroundings<'a> {
    /// Those of a reading that begins now. `max_pixels` is one of the bounds of [`limits`](super::limits) on a picture.
    pub fn new(built: UnixTime, max_pixels: u64, clock: &'a dyn Clock) -> Self {
        let now = clock.read();
        Self { today: built.max(now.time), max_pixels, clock, end: now.monotonic + MAX_READING }
    }

    /// The later one of the program's build and the wall clock: a clock that is behind refuses no honest token.
    pub fn today(&self) -> UnixTime {
        self.today
    }

    pub(super) fn is_out_of_time(&self) -> bool {
        self.clock.read().monotonic >= self.end
    }
}
