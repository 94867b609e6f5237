//! Change of phone (機種変更): which of the two phones this is.

use super::caution::Caution;
use super::guide::Guide;
use super::remove::retire;
use super::{
    Asker, Banners, Files, LocalTime, Manners, Next, Offer, Parent, Purpose, Reading, Remains, Room, Shows,
    Turn, Vault,
};
use crate::app::Reply;
use crate::app::desk::Desk;
use crate::app::guides::GuideId;
use crate::app::place::Place;

#[derive(Debug)]
pub(in crate::app) struct ChangePhone;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangePhoneAct {
    /// これまでの端末
    Old,
    /// 新しい端末
    New,
    /// 交換の手順を見る
    ReadGuide,
    /// The replacement is done, and the old phone's token goes.
    Remove,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangePhoneView {
    /// Without a token this is no old phone.
    pub has_token: bool,
}

/// The old phone's code hands the account over: the question whether somebody asks for it always stands before it.
pub(super) fn old_code(page: impl Into<Place>, room: Room) -> Turn {
    match room.desk().and_then(Desk::shown) {
        Some(_) => Turn::go(Caution { purpose: Purpose::Replace, asker: Asker::Elsewhere }),
        None => Turn::stay(page),
    }
}

impl ChangePhone {
    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Home,
            has_menu: false,
            banners: Banners::All,
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

    pub fn act(self, act: ChangePhoneAct, room: Room) -> Turn {
        match act {
            ChangePhoneAct::Old => old_code(self, room),
            ChangePhoneAct::New => Next::AddReplacement.into(),
            ChangePhoneAct::ReadGuide => Turn::go(Guide::new(GuideId::Replace)),
            ChangePhoneAct::Remove => retire(self, Parent::ChangePhone, room),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> ChangePhoneView {
        ChangePhoneView { has_token: room.desk().and_then(Desk::shown).is_some() }
    }
}
