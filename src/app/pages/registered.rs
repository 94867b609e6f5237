//! Registered: serial and live code together, and the next step in the bank's own words.

use super::purpose_offer::PurposeOffer;
use super::token::{TokenView, shown};
use super::{
    Banners, Covering, Files, LocalTime, Manners, Next, Offer, Order, Parent, Reading, Remains, Room, Shows,
    Turn, Vault,
};
use crate::app::Reply;
use crate::app::guides::{JapaneseDay, tomorrow};

#[derive(Debug, Default)]
pub(in crate::app) struct Registered {
    next: NextStep,
}

/// What the customer does next at the bank. The bank's letter says which; the app cannot know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NextStep {
    /// 利用開始
    #[default]
    Start,
    /// 交換: this phone takes another's place.
    Replace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisteredAct {
    /// The customer says which of the two steps is the next one.
    Choose(NextStep),
    /// The covered code was pressed.
    Uncover,
    /// トークンを表示する
    Done,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct RegisteredView {
    pub token: TokenView,
    pub next: NextStep,
    /// The day from which transfers work where the customer goes to the bank's site now. `None` where the clock is doubtful,
    /// and for 交換, of which nothing is promised.
    pub tomorrow: Option<JapaneseDay>,
}

impl Registered {
    /// After a token was stored: for 交換 where the customer came from 機種変更, else for 利用開始.
    pub fn after(room: Room) -> Self {
        Self { next: if room.replaces { NextStep::Replace } else { NextStep::Start } }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Home,
            has_menu: false,
            banners: Banners::All,
            shows: Shows::LoginCode(Covering::PurposeKnown),
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

    pub fn act(self, act: RegisteredAct, room: Room) -> Turn {
        match act {
            RegisteredAct::Choose(next) => Turn::stay(Self { next }),
            RegisteredAct::Uncover => Turn::stay(self).ordering(Order::Uncover),
            RegisteredAct::Done if PurposeOffer::is_due(room.settings) => Turn::go(PurposeOffer),
            RegisteredAct::Done => Next::Home.into(),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, now: Reading, local: &dyn LocalTime) -> RegisteredView {
        let tomorrow = match self.next {
            NextStep::Start => tomorrow(room.clock, now),
            NextStep::Replace => None,
        };
        RegisteredView {
            token: shown(room, room.cover_where_purpose_is_known(), now, local),
            next: self.next,
            tomorrow,
        }
    }
}
