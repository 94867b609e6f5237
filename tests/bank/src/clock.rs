//! What time it is for the bank: the system's clock, or a file with which tests let days pass.

use chrono::{DateTime, Datelike, FixedOffset, Utc, Weekday};
use skts_bank_engine::Day;
use skts_token::token::UnixTime;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Japan has had one time zone, nine hours before UTC, and no summer time since 1952.
const JAPAN_SECONDS: i32 = 9 * 3600;

/// Where the bank reads the time.
#[derive(Debug)]
pub struct Clock {
    file: Option<PathBuf>,
    /// What was read last: a test that is writing the file at this moment has emptied it.
    last: AtomicU64,
}

impl Clock {
    pub fn system() -> Self {
        Self { file: None, last: AtomicU64::new(0) }
    }

    /// The file holds one number, Unix seconds, and is read again for every request.
    pub fn file(path: PathBuf) -> Self {
        Self { file: Some(path), last: AtomicU64::new(0) }
    }

    /// Whether a file says the time.
    pub fn is_practice(&self) -> bool {
        self.file.is_some()
    }

    pub fn now(&self) -> UnixTime {
        let read =
            self.file.as_ref().and_then(|file| std::fs::read_to_string(file).ok()?.trim().parse().ok());
        let system = || {
            let passed = SystemTime::now().duration_since(UNIX_EPOCH);
            passed.map_or(0, |passed| passed.as_secs())
        };
        let seconds = match (&self.file, read) {
            (Some(_), Some(seconds)) => seconds,
            (Some(_), None) if self.last.load(Ordering::Relaxed) > 0 => self.last.load(Ordering::Relaxed),
            _ => system(),
        };
        self.last.store(seconds, Ordering::Relaxed);
        UnixTime::from_seconds(seconds)
    }
}

/// The day in Japan, whatever the zone of the computer.
pub fn day(now: UnixTime) -> Day {
    let seconds = i64::try_from(now.seconds()).unwrap_or(i64::MAX - i64::from(JAPAN_SECONDS));
    Day((seconds + i64::from(JAPAN_SECONDS)).div_euclid(86_400))
}

/// `11月28日（土）`, or `Saturday, 28 November`.
pub fn day_words(day: Day, english: bool) -> String {
    let Some(date) = DateTime::<Utc>::from_timestamp(day.0.saturating_mul(86_400), 0) else {
        return "-".to_owned();
    };
    if english {
        return date.format("%A, %-d %B").to_string();
    }
    let weekday = match date.weekday() {
        Weekday::Mon => '月',
        Weekday::Tue => '火',
        Weekday::Wed => '水',
        Weekday::Thu => '木',
        Weekday::Fri => '金',
        Weekday::Sat => '土',
        Weekday::Sun => '日',
    };
    format!("{}月{}日（{weekday}）", date.month(), date.day())
}

/// `2026-11-27 20:05:35` in Japan.
pub fn time_words(time: UnixTime) -> String {
    let zone = FixedOffset::east_opt(JAPAN_SECONDS).expect("nine hours are less than a day");
    let seconds = i64::try_from(time.seconds()).unwrap_or(i64::MAX);
    DateTime::<Utc>::from_timestamp(seconds, 0).map_or_else(
        || "-".to_owned(),
        |time| time.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_japan() {
        // 2026-11-27 14:59:59 and 15:00:00 UTC.
        let before = UnixTime::from_seconds(1_795_791_599);
        let after = UnixTime::from_seconds(1_795_791_600);
        assert_eq!(day(after).0, day(before).0 + 1);
        assert_eq!(time_words(after), "2026-11-28 00:00:00");
        assert_eq!(day_words(day(after), false), "11月28日（土）");
        assert_eq!(day_words(day(after), true), "Saturday, 28 November");
    }

    #[test]
    fn a_file_that_is_being_written_keeps_the_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("now");
        std::fs::write(&path, "1795791600\n").unwrap();
        let clock = Clock::file(path.clone());
        assert_eq!(clock.now().seconds(), 1_795_791_600);
        std::fs::write(&path, "").unwrap();
        assert_eq!(clock.now().seconds(), 1_795_791_600);
    }
}
