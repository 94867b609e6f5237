//! Refused (番号が通らないとき): what to look at before the bank locks the customer out, and what to do when it has.

use super::purpose::Purpose as AskPurpose;
use super::token::{TokenView, shown};
use super::{
    Banners, Covering, Files, LocalTime, Manners, Offer, Order, Parent, Reading, Remains, Room, Shows, Turn,
    Vault,
};
use crate::app::Cover;
use crate::app::Reply;
use crate::app::desk::Desk;

#[derive(Debug)]
pub(in crate::app) struct Refused {
    /// The customer came from the token's page, and Back leads there.
    from_token: bool,
    /// The customer reads what to do when the bank has locked the service.
    locked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusedAct {
    /// ロックされたとき
    ReadLocked,
    /// The covered code was pressed.
    Uncover,
}

/// What this moment's measurement says of the device's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockCheck {
    /// It cannot be right, or was set while the app ran.
    Wrong,
    /// Nothing speaks against it, and the system sets it by a server's.
    Right,
    /// Nothing speaks against it, and nothing proves it: the customer is asked to look.
    Unknown,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RefusedView {
    pub locked: bool,
    pub clock: ClockCheck,
    /// The token works for 取引認証, whose code is bound to a payee.
    pub signs: bool,
    pub token: TokenView,
}

impl Refused {
    pub fn new(from_token: bool) -> Self {
        Self { from_token, locked: false }
    }

    fn parent(&self) -> Parent {
        match (self.locked, self.from_token) {
            (true, from_token) => Parent::Refused { from_token },
            (false, true) => Parent::Home,
            (false, false) => Parent::Guides,
        }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: self.parent(),
            has_menu: false,
            banners: Banners::All,
            shows: if self.locked { Shows::Nothing } else { Shows::LoginCode(Covering::AsSet) },
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

    pub fn act(self, act: RefusedAct, room: Room) -> Turn {
        match act {
            RefusedAct::ReadLocked => Turn::go(Self { locked: true, ..self }),
            RefusedAct::Uncover => match room.cover() {
                Some(Cover::Purpose) => Turn::go(AskPurpose),
                Some(Cover::Told) if room.settings.ask_purpose => Turn::go(AskPurpose),
                Some(Cover::Told | Cover::Call | Cover::Hidden) => Turn::stay(self).ordering(Order::Uncover),
                Some(Cover::Recorded) | None => Turn::stay(self),
            },
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, now: Reading, local: &dyn LocalTime) -> RefusedView {
        RefusedView {
            locked: self.locked,
            clock: clock_check(room, now),
            signs: room.desk().and_then(Desk::shown).is_some_and(|profile| profile.signs()),
            token: shown(room, room.cover(), now, local),
        }
    }
}

fn clock_check(room: Room, now: Reading) -> ClockCheck {
    if room.clock.fault(now).is_some() || room.clock.is_moved() {
        ClockCheck::Wrong
    } else if room.device.surroundings.sets_clock {
        ClockCheck::Right
    } else {
        ClockCheck::Unknown
    }
}
