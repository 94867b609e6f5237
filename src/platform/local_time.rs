//! The device's time zone.

use crate::app::LocalTime;
use crate::token::UnixTime;
use chrono::{DateTime, Local, TimeZone, Utc};

/// The zone that the device is set to.
pub struct DeviceZone;

impl LocalTime for DeviceZone {
    fn time_of_day(&self, time: UnixTime) -> String {
        time_of_day(&Local, time)
    }
}

/// A fixed zone for pictures and tests: Japan, UTC+9.
pub struct JapanZone;

impl LocalTime for JapanZone {
    fn time_of_day(&self, time: UnixTime) -> String {
        const NINE_HOURS: i32 = 9 * 3600;
        match chrono::FixedOffset::east_opt(NINE_HOURS) {
            Some(japan) => time_of_day(&japan, time),
            None => time_of_day(&Utc, time),
        }
    }
}

fn time_of_day<Zone: TimeZone>(zone: &Zone, time: UnixTime) -> String
where
    Zone::Offset: std::fmt::Display,
{
    let seconds = i64::try_from(time.seconds()).unwrap_or(i64::MAX);
    let utc = DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
    utc.with_timezone(zone).format("%H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_is_applied() {
        assert_eq!(JapanZone.time_of_day(UnixTime::from_seconds(0)), "09:00:00");
        assert_eq!(JapanZone.time_of_day(UnixTime::from_seconds(1_700_000_000)), "07:13:20");
    }
}
