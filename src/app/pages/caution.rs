//! Caution: before a code for 利用開始 or 交換 is shown, the customer says that nobody asks for it. Such a code hands over
//! the account.

use super::guide::Guide;
use super::stop::Stop;
use super::{
    Asker, Banners, Files, LocalTime, Manners, Next, Offer, Order, Parent, Purpose, Reading, Remains, Room,
    Shows, Turn, Vault,
};
use crate::app::Reply;
use crate::app::guides::GuideId;

#[derive(Debug)]
pub(in crate::app) struct Caution {
    /// [`Purpose::Start`] or [`Purpose::Replace`].
    pub purpose: Purpose,
    pub asker: Asker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CautionAct {
    /// はい、聞かれています
    Asked,
    /// いいえ
    NotAsked,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CautionView {
    /// The customer moves to another phone (交換), and does not use the token for the first time.
    pub replaces: bool,
}

impl Caution {
    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: match self.asker {
                Asker::Purpose => Parent::Purpose,
                Asker::Guide => Parent::GuideOfStart,
                Asker::Caution(_) | Asker::Elsewhere => Parent::Home,
            },
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
        }
    }

    pub fn act(self, act: CautionAct, room: Room) -> Turn {
        match act {
            _ if room.is_deaf() => Turn::stay(self),
            CautionAct::Asked => Turn::go(Stop { asker: Asker::Caution(self.purpose) }).ordering(Order::Told),
            CautionAct::NotAsked => self.goes_on().ordering(Order::Grant(self.purpose)),
        }
    }

    /// To the page that shows the code.
    fn goes_on(&self) -> Turn {
        match self.asker {
            Asker::Guide => Turn::go(Guide::new(GuideId::Start)),
            Asker::Purpose | Asker::Caution(_) | Asker::Elsewhere => Next::Home.into(),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> CautionView {
        CautionView { replaces: self.purpose == Purpose::Replace }
    }
}
