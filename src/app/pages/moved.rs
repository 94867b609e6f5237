//! Moved: the device's clock was set since the app ran last, or while nobody saw it. The page stands before the code, also
//! after the clock was set back: so the owner of the device learns that somebody may have seen the codes of a later time.
//!
//! The app lock will take this page's place: a clock that was set then asks for the passcode.

use super::{
    Banners, Files, LocalTime, Manners, Next, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault,
};
use crate::app::Reply;

#[derive(Debug)]
pub(in crate::app) struct Moved;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovedAct {
    /// 確認しました
    Seen,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct MovedView;

impl Moved {
    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Leaves,
            has_menu: false,
            banners: Banners::None,
            shows: Shows::Nothing,
            needs_token: true,
            holds_passcode: false,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: None,
            remains: Remains::Nothing,
            changes_at: None,
        }
    }

    pub fn act(self, act: MovedAct, room: Room) -> Turn {
        match act {
            MovedAct::Seen if room.is_deaf() => Turn::stay(self),
            MovedAct::Seen => Next::ClockSeen.into(),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> MovedView {
        MovedView
    }
}
