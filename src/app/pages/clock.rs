//! Clock: the device's clock cannot be right, or was set while the app ran. The codes are shown all the same;
//! this page says where the setting is.

use super::Room;
use super::trouble::known_serial;
use crate::otp::{ClockFault, Reading};
use crate::token::Serial;

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ClockView {
    /// The clock was set while the app ran, and may well be right now.
    pub changed: bool,
    /// The shown token's serial; while the vault is shut, those that the settings still know.
    pub serials: Vec<Serial>,
    /// Which of the serials was copied.
    pub copied: Option<Serial>,
}

pub(in crate::app) fn view(room: Room, now: Reading) -> ClockView {
    let serials = match room.desk() {
        Some(desk) => desk.shown().map(|profile| profile.serial.clone()).into_iter().collect(),
        None => room.settings.known_serials(),
    };
    let changed = matches!(room.clock.fault(now), Some(ClockFault::Jumped { .. }));
    ClockView { changed, serials, copied: known_serial(room) }
}
