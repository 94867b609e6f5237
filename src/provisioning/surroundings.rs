//! What a reading must know of the world around it. It is handed in: this room asks no clock and no device of its own.

use crate::otp::Clock;
use crate::token::UnixTime;

/// The moment of a reading.
pub struct Surroundings {
    /// The later one of the program's build and the wall clock: a clock that is behind refuses no honest token.
    today: UnixTime,
}

impl Surroundings {
    /// Those of a reading that begins now.
    pub fn new(built: UnixTime, clock: &dyn Clock) -> Self {
        Self { today: built.max(clock.read().time) }
    }

    pub fn today(&self) -> UnixTime {
        self.today
    }
}
