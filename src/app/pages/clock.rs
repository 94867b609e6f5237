//! Clock: the device's clock cannot be right, or was set while the app ran. The codes are shown all the same;
//! this page says where the setting is.

use super::trouble::known_serial;
use super::{
    Banners, Files, LocalTime, Manners, Next, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault,
};
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
    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Home,
            has_menu: true,
            banners: Banners::None,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: Offer::Taken,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: None,
            remains: Remains::Page,
            changes_at: None,
        }
    }

    pub fn act(self, act: ClockAct, _: Room) -> Turn {
        match act {}
    }

    pub fn hear(self, reply: Reply, _: Room) -> Turn {
        if matches!(reply, Reply::ClockAccepted) { Next::Home.into() } else { Turn::stay(self) }
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
