//! The offer of 使いみちを確かめる (番号の前に使いみちを確かめますか): made once, on the way from Registered to the token. 設定 turns it
//! on and off later.

use super::{
    Banners, Files, LocalTime, Manners, Next, Offer, Order, Parent, Reading, Remains, Room, Shows, Turn,
    Vault,
};
use crate::app::{Reply, Settings};

#[derive(Debug, Default)]
pub(in crate::app) struct PurposeOffer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PurposeOfferAct {
    /// はい、使いみちを確かめる
    Yes,
    /// いいえ、すぐに表示する
    No,
}

/// The page says the same to everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct PurposeOfferView;

impl PurposeOffer {
    /// Whether the customer is to be asked: nobody is asked twice, and nobody who has chosen in 設定.
    pub fn is_due(settings: &Settings) -> bool {
        !settings.purpose_offered && !settings.ask_purpose
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
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
            remains: Remains::Nothing,
            changes_at: None,
        }
    }

    pub fn act(self, act: PurposeOfferAct, room: Room) -> Turn {
        // The button that led here was pressed where the answers are now.
        if room.is_deaf() {
            return Turn::stay(self);
        }
        let ask_purpose = act == PurposeOfferAct::Yes;
        let chosen = Settings { ask_purpose, purpose_offered: true, ..room.settings.clone() };
        Turn::from(Next::Home).ordering(Order::Save(chosen))
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> PurposeOfferView {
        PurposeOfferView
    }
}
