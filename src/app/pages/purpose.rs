//! Purpose: what is the code for? The answer is neither stored nor counted.

use super::caution::Caution;
use super::stop::Stop;
use super::{
    Asker, Banners, Files, LocalTime, Manners, Next, Offer, Order, Parent, Purpose as Wanted, Reading,
    Remains, Room, Shows, Turn, Vault,
};
use crate::app::Reply;

#[derive(Debug, Default)]
pub(in crate::app) struct Purpose;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PurposeAct {
    For(Wanted),
    /// 電話やメールで頼まれた
    Asked,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct PurposeView;

impl Purpose {
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

    pub fn act(self, act: PurposeAct, room: Room) -> Turn {
        match act {
            // The finger was meant for the ring, which lay there a moment ago.
            _ if room.is_deaf() => Turn::stay(self),
            PurposeAct::For(purpose @ (Wanted::Start | Wanted::Replace)) => {
                Turn::go(Caution { purpose, asker: Asker::Purpose })
            }
            PurposeAct::For(purpose @ (Wanted::Login | Wanted::Transfer | Wanted::Other)) => {
                Turn::from(Next::Home).ordering(Order::Grant(purpose))
            }
            PurposeAct::Asked => Turn::go(Stop { asker: Asker::Purpose }).ordering(Order::Told),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> PurposeView {
        PurposeView
    }
}
