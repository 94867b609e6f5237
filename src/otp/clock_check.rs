//! Is the device's clock believable? It never hides a code, and never asks the network.

use super::Reading;
use crate::token::UnixTime;

/// Is this device's clock believable? Decided offline, from what cannot be later than now.
///
/// It never hides a code: the customer is told of a wrong clock, and the code is shown all the same.
#[derive(Clone, Copy, Debug)]
pub struct ClockCheck {
    built: UnixTime,
    issued: Option<UnixTime>,
    first: Reading,
}

/// Why the wall clock is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
    /// Earlier than the day this program was built.
    #[error("the clock is earlier than this program's build date")]
    BeforeBuild,
    /// Earlier than the moment the bank issued the selected token's seed (`iat`).
    #[error("the clock is earlier than the issue of a token")]
    BeforeIssue,
    /// The wall clock moved by this many seconds more than a clock that nobody can set.
    #[error("the clock was moved by {seconds} s while the program ran")]
    Jumped { seconds: i64 },
}

impl ClockCheck {
    /// A moment of issue that is later than the build by more than this is ignored. A bank whose clock is wrong, or a
    /// URI of the year 9999, would otherwise warn of a right clock for ever, and nobody would heed the warning on the
    /// day that it is needed. It is measured against the build and not against the device's clock: a token that was
    /// issued today must still tell that the device is a year behind. A program that is older than this still has its
    /// build's date and the clock's jumps to go by.
    pub const MAX_SECONDS_AFTER_BUILD: u64 = 5 * 366 * 86_400;

    /// Clocks are slewed and corrected by a few seconds; half a step is what a bank's window forgives
    /// without fail.
    pub const TOLERANCE_SECONDS: i64 = 15;

    /// `issued` is the moment of issue of the token that is selected, and of no other one: a hostile token says nothing of
    /// the clock while a bank's is shown. `first` is the reading that later readings are measured against.
    pub fn new(built: UnixTime, issued: Option<UnixTime>, first: Reading) -> Self {
        Self { built, issued: None, first }.with_issue(issued)
    }

    /// The same check, measured against the same first reading, with another token.
    pub fn with_issue(self, issued: Option<UnixTime>) -> Self {
        let last = self.built.seconds().saturating_add(Self::MAX_SECONDS_AFTER_BUILD);
        Self { issued: issued.filter(|issue| issue.seconds() <= last), ..self }
    }

    /// The fault that `now` shows, the surest first.
    pub fn fault(&self, now: Reading) -> Option<ClockFault> {
        if now.time < self.built {
            return Some(ClockFault::BeforeBuild);
        }
        if self.issued.is_some_and(|issue| now.time < earliest(issue)) {
            return Some(ClockFault::BeforeIssue);
        }
        let seconds = self.jump(now);
        (seconds.abs() > Self::TOLERANCE_SECONDS).then_some(ClockFault::Jumped { seconds })
    }

    fn jump(&self, now: Reading) -> i64 {
        let wall = i128::from(now.time.seconds()) - i128::from(self.first.time.seconds());
        let passed = now.monotonic.as_secs() as i128 - self.first.monotonic.as_secs() as i128;
        (wall - passed).clamp(i64::MIN.into(), i64::MAX.into()) as i64
    }
}

/// The earliest time that does not contradict a moment of issue: the bank's clock may itself be ahead by a little.
fn earliest(issue: UnixTime) -> UnixTime {
    UnixTime::from_seconds(issue.seconds().saturating_sub(ClockCheck::TOLERANCE_SECONDS as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn reading(time: u64, monotonic: u64) -> Reading {
        Reading {
            time: UnixTime::from_seconds(time),
            to_next_second: Duration::from_secs(1),
            monotonic: Duration::from_secs(monotonic),
        }
    }

    #[track_caller]
    fn case(now: Reading, fault: Option<ClockFault>) {
        let check = ClockCheck::new(
            UnixTime::from_seconds(1000),
            Some(UnixTime::from_seconds(2000)),
            reading(5000, 70),
        );
        assert_eq!(check.fault(now), fault);
    }

    #[test]
    fn time_that_passes_is_believed() {
        case(reading(5000, 70), None);
        case(reading(95_000, 90_070), None);
        case(reading(5015, 70), None);
    }

    #[test]
    fn what_cannot_be_is_told() {
        case(reading(999, 70), Some(ClockFault::BeforeBuild));
        case(reading(1984, 70), Some(ClockFault::BeforeIssue));
        case(reading(5016, 70), Some(ClockFault::Jumped { seconds: 16 }));
        case(reading(4000, 100), Some(ClockFault::Jumped { seconds: -1030 }));
        case(reading(u64::MAX, 0), Some(ClockFault::Jumped { seconds: i64::MAX }));
    }

    #[test]
    fn an_issue_that_cannot_be_is_no_floor() {
        let built = UnixTime::from_seconds(1000);
        let last = 1000 + ClockCheck::MAX_SECONDS_AFTER_BUILD;
        let fault = |issued: u64, now: u64| {
            let issued = Some(UnixTime::from_seconds(issued));
            ClockCheck::new(built, issued, reading(now, 0)).fault(reading(now, 0))
        };
        assert_eq!(fault(253_402_300_799, 5000), None, "the year 9999");
        assert_eq!(fault(last + 1, 5000), None);
        assert_eq!(fault(last, 5000), Some(ClockFault::BeforeIssue));
    }

    #[test]
    fn another_token_leaves_the_first_reading_as_it_was() {
        let check = ClockCheck::new(UnixTime::from_seconds(1000), None, reading(5000, 70));
        let check = check.with_issue(Some(UnixTime::from_seconds(2000)));
        assert_eq!(check.fault(reading(6000, 70)), Some(ClockFault::Jumped { seconds: 1000 }));
        assert_eq!(check.fault(reading(1500, 70)), Some(ClockFault::BeforeIssue));
    }

    #[test]
    fn a_clock_set_back_right_is_believed_again() {
        case(reading(9000, 80), Some(ClockFault::Jumped { seconds: 3990 }));
        case(reading(5020, 90), None);
    }
}
