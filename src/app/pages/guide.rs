//! Guide: one procedure at the bank, step by step. The page of 利用開始 shows the code with it, once the customer has said
//! that nobody asks for it; all others show none.

use super::caution::Caution;
use super::change_phone::old_code;
use super::remove::retire;
use super::token::{TokenView, shown};
use super::{
    Asker, Banners, Covering, Files, LocalTime, Manners, Next, Offer, Order, Parent, Purpose, Reading,
    Remains, Room, Shows, Turn, Vault, shown_issuer,
};
use crate::app::Reply;
use crate::app::guides::{GuideId, Instructions, JapaneseDay, instructions, tomorrow};

#[derive(Debug)]
pub(in crate::app) struct Guide {
    id: GuideId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideAct {
    /// 交換の手順を見る
    ReadReplacement,
    /// この端末に新しく登録する
    Register,
    /// これまでの端末の番号を表示する
    ShowOldCode,
    /// トークンを削除する
    Remove,
    /// The covered code was pressed.
    Uncover,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuideView {
    pub id: GuideId,
    pub guide: &'static Instructions,
    /// The shown token: its serial is what the branch is told, and what 利用開始 asks for with its code.
    pub token: TokenView,
    /// For 利用開始: the day from which transfers work. `None` where the clock is doubtful.
    pub tomorrow: Option<JapaneseDay>,
}

impl Guide {
    pub fn new(id: GuideId) -> Self {
        Self { id }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Guides,
            has_menu: false,
            banners: Banners::All,
            shows: if self.id == GuideId::Start {
                Shows::LoginCode(Covering::Unless(Purpose::Start))
            } else {
                Shows::Nothing
            },
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

    pub fn act(self, act: GuideAct, room: Room) -> Turn {
        match act {
            GuideAct::ReadReplacement => Turn::go(Self::new(GuideId::Replace)),
            GuideAct::Register => Next::AddReplacement.into(),
            GuideAct::ShowOldCode => old_code(self, room),
            GuideAct::Uncover if room.covers_unless(Purpose::Start) => {
                Turn::go(Caution { purpose: Purpose::Start, asker: Asker::Guide })
            }
            GuideAct::Uncover => Turn::stay(self).ordering(Order::Uncover),
            GuideAct::Remove => retire(self, Parent::GuideOfSuspension, room),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, now: Reading, local: &dyn LocalTime) -> GuideView {
        let starts = self.id == GuideId::Start;
        GuideView {
            id: self.id,
            guide: instructions(self.id, shown_issuer(room)),
            token: shown(room, room.cover_for(Purpose::Start), now, local),
            tomorrow: if starts { tomorrow(room.clock, now) } else { None },
        }
    }
}
