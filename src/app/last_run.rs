//! The clock of the last run: whether somebody set the device's clock while the app did not run, to see the codes of a
//! later time. No secret; kept in `last-run.json` beside the vault, and written by whoever can write there: nothing that
//! it says keeps the customer from a code.

use crate::otp::{BootId, Reading};
use crate::token::UnixTime;
use crate::vault::DAYS_KEPT;
use serde::{Deserialize, Serialize};

/// What the device's clocks said when the app ran last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastRun {
    /// Unix seconds.
    wall: u64,
    /// Seconds on the clock that nobody can set. They count from the start that `boot` names.
    since_boot: u64,
    /// `None` where the system does not name its starts.
    boot: Option<BootId>,
    /// Unix seconds: since when no move of the clock was seen, without the time over which nobody can tell.
    steady_since: u64,
}

/// What two looks at the clocks say of the time between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockStory {
    /// The wall clock went as fast as the one that nobody can set.
    Steady,
    /// The system was started anew, or does not name its starts, and the wall clock did not go back: it may have been set.
    Unknown,
    /// The wall clock was set.
    Moved,
}

/// Clocks are corrected by seconds, and by minutes after a device was long without a network.
const MAX_CORRECTION_SECONDS: i128 = 600;

/// Whether the wall clock was set between two readings of one run.
pub(super) fn is_moved(before: Reading, now: Reading) -> bool {
    moved_by(before.time.seconds(), now.time.seconds(), before.monotonic.as_secs(), now.monotonic.as_secs())
        .abs()
        > MAX_CORRECTION_SECONDS
}

/// By how many seconds the wall clock went further than the other one.
fn moved_by(wall: u64, wall_now: u64, since_boot: u64, since_boot_now: u64) -> i128 {
    let passed = |from: u64, to: u64| i128::from(to) - i128::from(from);
    passed(wall, wall_now) - passed(since_boot, since_boot_now)
}

impl LastRun {
    /// How many seconds count as steady between two starts of the system.
    const COUNTED_WHILE_OFF: u64 = 24 * 60 * 60;

    pub fn new(now: Reading, boot: Option<&BootId>) -> Self {
        let wall = now.time.seconds();
        Self { wall, since_boot: now.monotonic.as_secs(), boot: boot.cloned(), steady_since: wall }
    }

    pub fn time(&self) -> UnixTime {
        UnixTime::from_seconds(self.wall)
    }

    /// What happened between this record and `now`.
    pub fn story(&self, now: &Self) -> ClockStory {
        if self.boot.is_some() && self.boot == now.boot {
            let by = moved_by(self.wall, now.wall, self.since_boot, now.since_boot);
            return if by.abs() > MAX_CORRECTION_SECONDS { ClockStory::Moved } else { ClockStory::Steady };
        }
        let went_back = moved_by(self.wall, now.wall, 0, 0) < -MAX_CORRECTION_SECONDS;
        if went_back { ClockStory::Moved } else { ClockStory::Unknown }
    }

    /// The record that takes this one's place.
    pub fn followed_by(&self, now: Self) -> Self {
        match self.story(&now) {
            ClockStory::Moved => now,
            ClockStory::Steady => Self { steady_since: self.steady_since, ..now },
            // What is more than a day is not counted: the device may have been off, or its clock may have been set on.
            ClockStory::Unknown => {
                let unproven = now.wall.saturating_sub(self.wall).saturating_sub(Self::COUNTED_WHILE_OFF);
                Self { steady_since: self.steady_since.saturating_add(unproven), ..now }
            }
        }
    }

    /// Whether the clock may end the days for which something is kept. A clock that is wrong for an hour must not, even
    /// after the customer has read of it: it has to be steady for as many days first.
    pub fn may_end_days(&self, now: &Self) -> bool {
        let steady = i128::from(now.wall) - i128::from(self.steady_since);
        self.story(now) == ClockStory::Steady && steady >= i128::from(DAYS_KEPT) * 24 * 60 * 60
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn record(wall: u64, since_boot: u64, boot: &str) -> LastRun {
        let now = Reading {
            time: UnixTime::from_seconds(wall),
            to_next_second: Duration::from_secs(1),
            monotonic: Duration::from_secs(since_boot),
        };
        LastRun::new(now, BootId::try_from(boot.to_owned()).ok().as_ref())
    }

    /// Against a record of 100,000 s on the wall clock, 5,000 s after the start `one`.
    #[track_caller]
    fn case(wall: u64, since_boot: u64, boot: &str, story: ClockStory) {
        assert_eq!(record(100_000, 5_000, "one").story(&record(wall, since_boot, boot)), story);
    }

    #[test]
    fn within_one_start_both_clocks_are_compared() {
        case(100_000, 5_000, "one", ClockStory::Steady);
        case(190_000, 95_000, "one", ClockStory::Steady);
        case(100_700, 5_100, "one", ClockStory::Steady);
        case(100_701, 5_100, "one", ClockStory::Moved);
        case(99_500, 5_100, "one", ClockStory::Steady);
        case(99_499, 5_100, "one", ClockStory::Moved);
        case(u64::MAX, 0, "one", ClockStory::Moved);
        case(0, u64::MAX, "one", ClockStory::Moved);
    }

    #[test]
    fn over_a_start_only_a_wall_clock_that_went_back_is_told() {
        for boot in ["two", ""] {
            case(100_000, 10, boot, ClockStory::Unknown);
            case(u64::MAX, 10, boot, ClockStory::Unknown);
            case(99_400, u64::MAX, boot, ClockStory::Unknown);
            case(99_399, 0, boot, ClockStory::Moved);
        }
        // A system that names no starts: two absent names are not the same start.
        assert_eq!(record(5_000, 0, "").story(&record(9_000, 0, "")), ClockStory::Unknown);
    }

    #[test]
    fn days_end_by_a_clock_that_was_steady_as_long() {
        const DAY: u64 = 86_400;
        let first = record(0, 0, "one");
        assert!(!first.may_end_days(&record(14 * DAY - 1, 14 * DAY - 1, "one")));
        assert!(first.may_end_days(&record(14 * DAY, 14 * DAY, "one")));
        assert!(!first.may_end_days(&record(14 * DAY, 5, "two")), "nobody knows how long the device was off");
        // The clock is set on by twenty days, the customer reads of it and goes on.
        let wrong = first.followed_by(record(20 * DAY, 100, "one"));
        assert!(!wrong.may_end_days(&record(20 * DAY + 100, 200, "one")));
        assert!(wrong.may_end_days(&record(34 * DAY, 100 + 14 * DAY, "one")));
        // After a start of the system the days go on to count.
        let later = first.followed_by(record(DAY, 5, "two"));
        assert!(later.may_end_days(&record(14 * DAY, 5 + 13 * DAY, "two")));
        // Of the days over which nobody watched the clock, one counts.
        let later = first.followed_by(record(15 * DAY, 5, "two"));
        assert!(
            !later.may_end_days(&record(15 * DAY + 10, 15, "two")),
            "it may have been set on before the start"
        );
        assert!(later.may_end_days(&record(28 * DAY, 5 + 13 * DAY, "two")));
    }

    #[test]
    fn a_name_is_short_and_plain() {
        let read = |text: &str| serde_json::from_str::<LastRun>(text).map(|record| record.boot);
        let with = |boot: &str| {
            format!(r#"{{"wall":1,"since_boot":2,"boot":{boot},"steady_since":18446744073709551615}}"#)
        };
        assert_eq!(read(&with("null")).unwrap(), None);
        assert!(read(&with(r#""9c1f3f34-6c1e-4f3c-8a55-0f1d2f3a4b5c""#)).unwrap().is_some());
        for bad in [r#""""#, r#""a b""#, r#""\u0007""#, &format!("\"{}\"", "a".repeat(65)), "7"] {
            assert!(read(&with(bad)).is_err(), "{bad}");
        }
    }
}
