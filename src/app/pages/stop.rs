//! Stop: a stranger asked for the code. The page shows no code, no way to one but to choose again, and what to do.

use super::disclosed::Disclosed;
use super::{
    Asker, Banners, Files, LocalTime, Manners, Next, Offer, Parent, Reading, Remains, Room, Shows, Turn,
    Vault,
};
use crate::app::Reply;

#[derive(Debug)]
pub(in crate::app) struct Stop {
    /// Where 選び直す leads.
    pub asker: Asker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopAct {
    /// 番号を表示せずに閉じる
    Close,
    /// 番号を教えてしまったとき
    HaveTold,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct StopView {
    /// What the bank asks for on the telephone.
    pub serial: String,
}

impl Stop {
    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners { parent: self.asker.parent(), ..MANNERS }
    }

    pub fn act(self, act: StopAct, room: Room) -> Turn {
        match act {
            _ if room.is_deaf() => Turn::stay(self),
            StopAct::Close => Next::Home.into(),
            StopAct::HaveTold => Turn::go(Disclosed { asker: self.asker }),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> StopView {
        StopView { serial: super::shown_serial(room) }
    }
}

/// How the pages without a code behave.
pub(super) const MANNERS: Manners = Manners {
    parent: Parent::Home,
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
    remains: Remains::Page,
    changes_at: None,
};
