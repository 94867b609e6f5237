//! Steps of 30 seconds, how much is left of one, and what a clock is. No clock is read here.

use crate::token::UnixTime;
use std::time::Duration;

/// A 30-second time step, counted from the epoch: T of RFC 6238 §4.2 with X = 30 and T0 = 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step(u64);

impl Step {
    pub const SECONDS: u64 = 30;

    /// The step that `time` lies in.
    pub const fn at(time: UnixTime) -> Self {
        Self(time.seconds() / Self::SECONDS)
    }

    /// The moving factor handed to HOTP (RFC 4226 §5.1).
    pub const fn counter(self) -> u64 {
        self.0
    }

    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The first second of the step.
    pub const fn start(self) -> UnixTime {
        UnixTime::from_seconds(self.0.saturating_mul(Self::SECONDS))
    }

    /// The first second after the step: until then its code is good.
    pub const fn end(self) -> UnixTime {
        self.next().start()
    }
}

/// How long the code of a step still lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Countdown {
    /// The ceiling of the seconds to the step's end: 30, 29, … 1.
    pub seconds_left: u8,
    pub valid_until: UnixTime,
}

impl Countdown {
    /// From this many seconds on, the screen warns and offers the next code.
    pub const WARNING_SECONDS: u8 = 5;

    pub fn at(time: UnixTime) -> Self {
        let elapsed = time.seconds() % Step::SECONDS;
        Self { seconds_left: (Step::SECONDS - elapsed) as u8, valid_until: Step::at(time).end() }
    }

    pub fn ends_soon(self) -> bool {
        self.seconds_left <= Self::WARNING_SECONDS
    }
}

/// One look at the device's clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The wall clock's whole seconds, UTC.
    pub time: UnixTime,
    /// What is left of the wall clock's second: how long until the next one.
    pub to_next_second: Duration,
    /// A clock that nobody can set and that goes on while the device sleeps; its zero is arbitrary.
    pub monotonic: Duration,
}

/// Where the time comes from. The platform has the real one, tests hand in a fixed one.
pub trait Clock {
    fn read(&self) -> Reading;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(seconds: u64, counter: u64, left: u8, until: u64) {
        let time = UnixTime::from_seconds(seconds);
        assert_eq!(Step::at(time).counter(), counter);
        let valid_until = UnixTime::from_seconds(until);
        assert_eq!(Countdown::at(time), Countdown { seconds_left: left, valid_until });
    }

    #[test]
    fn steps_begin_at_00_and_30() {
        case(0, 0, 30, 30);
        case(1, 0, 29, 30);
        case(29, 0, 1, 30);
        case(30, 1, 30, 60);
        case(59, 1, 1, 60);
        case(1_111_111_109, 37_037_036, 1, 1_111_111_110);
        case(20_000_000_000, 666_666_666, 10, 20_000_000_010);
    }

    #[test]
    fn the_warning_begins_at_five() {
        let ends_soon = |seconds| Countdown::at(UnixTime::from_seconds(seconds)).ends_soon();
        assert!(!ends_soon(24));
        assert!(ends_soon(25));
        assert!(ends_soon(29));
        assert!(!ends_soon(30));
    }

    #[test]
    fn the_end_of_time_does_not_wrap() {
        let last = UnixTime::from_seconds(u64::MAX);
        assert!(Step::at(last).end() >= Step::at(last).start());
    }
}
