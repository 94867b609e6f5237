//! Clock: the device's clock cannot be right, or was set while the app ran. The codes are shown all the same;
//! this page says where the setting is.

use super::trouble::known_serial;
use super::{LocalTime, Manners, Offer, Parent, Reading, Room, Turn, Vault};
use crate::app::Reply;
use crate::otp::ClockFault;
use crate::token::Serial;

#[derive(Debug)]
pub(in crate::app) struct Clock;

#[derive(Debug, PartialEq, Eq)]
pub enum ClockAct {}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ClockView {
    /// The clock was set while the app ran, and may well be right now.
    pub changed: bool,
    /// The shown token's serial; while the vault is shut, those that the settings still know.
    pub serials: Vec<Serial>,
    /// Which of the serials was copied.
    pub copied: Option<Serial>,
}

impl Clock {
    pub fn manners(&self, _: &Vault) -> Manners {
        Manners {
            parent: Parent::Home,
            has_menu: true,
            has_banners: false,
            shows_code: false,
            needs_token: false,
            offer: Offer::Taken,
            hears_late_scan: false,
            pastes: false,
            takes_files: false,
            changes_at: None,
        }
    }

    pub fn act(self, act: ClockAct, _: Room) -> Turn {
        match act {}
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, now: Reading, _: &dyn LocalTime) -> ClockView {
        let serials = match room.desk() {
            Some(desk) => desk.shown().map(|profile| profile.serial.clone()).into_iter().collect(),
            None => room.settings.known_serials(),
        };
        let changed = matches!(room.clock.fault(now), Some(ClockFault::Jumped { .. }));
        ClockView { changed, serials, copied: known_serial(room) }
    }
}
