//! Guides (手順): which guides there are. What is needed in a hurry stands first.

use super::guide::Guide;
use super::refused::Refused;
use super::{
    Banners, Files, LocalTime, Manners, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault,
    shown_issuer,
};
use crate::app::Reply;
use crate::app::guides::{GuideId, Instructions, instructions};

#[derive(Debug)]
pub(in crate::app) struct Guides;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuidesAct {
    Open(GuideId),
    /// 番号が通らないとき
    OpenRefused,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuidesView {
    /// In the order of [`GuideId::ALL`].
    pub guides: [&'static Instructions; GuideId::ALL.len()],
}

impl Guides {
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

    pub fn act(self, act: GuidesAct, _: Room) -> Turn {
        match act {
            GuidesAct::Open(id) => Turn::go(Guide::new(id)),
            GuidesAct::OpenRefused => Turn::go(Refused::new(false)),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> GuidesView {
        GuidesView { guides: GuideId::ALL.map(|id| instructions(id, shown_issuer(room))) }
    }
}
