//! Arrival: another app sent a token. The page says so without a word of what was sent, for a title above a code is
//! an attacker's best place, and reads it only when the customer wants it.

use super::{
    Banners, DEAF_FOR, Files, LocalTime, Manners, Next, Offer, Parent, Reading, Remains, Room, Shows, Turn,
    Vault,
};
use crate::app::{Reply, Source};
use std::time::Duration;

#[derive(Debug)]
pub(in crate::app) struct Arrival {
    source: Source,
    /// When the page came, on the clock that nobody can set.
    since: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrivalAct {
    /// 見る
    Read,
    /// 捨てる
    Discard,
}

/// Nothing of what was sent is shown.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ArrivalView;

impl Arrival {
    pub fn of(source: Source, now: Reading) -> Self {
        Self { source, since: now.monotonic }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Home,
            has_menu: false,
            banners: Banners::None,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: None,
            remains: Remains::Page,
            changes_at: None,
        }
    }

    pub fn act(self, act: ArrivalAct, room: Room) -> Turn {
        match act {
            _ if room.now.monotonic < self.since + DEAF_FOR => Turn::stay(self),
            ArrivalAct::Read => Next::Read(self.source).into(),
            ArrivalAct::Discard => Next::Home.into(),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> ArrivalView {
        ArrivalView
    }
}
