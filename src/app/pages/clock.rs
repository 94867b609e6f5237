//! Clock: the device's clock cannot be right. The codes are shown all the same; this page says where the setting is.

use super::Room;
use super::trouble::known_serial;
use crate::token::Serial;

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ClockView {
    /// The shown token's serial; while the vault is shut, those that the settings still know.
    pub serials: Vec<Serial>,
    /// Which of the serials was copied.
    pub copied: Option<Serial>,
}

pub(in crate::app) fn view(room: Room) -> ClockView {
    let serials = match room.desk() {
        Some(desk) => desk.shown().map(|profile| profile.serial.clone()).into_iter().collect(),
        None => room.settings.known_serials(),
    };
    ClockView { serials, copied: known_serial(room) }
}
