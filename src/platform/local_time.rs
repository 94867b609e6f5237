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
        let japan = chrono::FixedOffset::east_opt(9 * 3600).unwrap();
        assert_eq!(time_of_day(&japan, UnixTime::from_seconds(0)), "09:00:00");
        assert_eq!(time_of_day(&japan, UnixTime::from_seconds(1_700_000_000)), "07:13:20");
    }
}
