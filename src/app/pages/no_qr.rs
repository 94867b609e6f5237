//! No QR code: what a customer does to whom no letter has come. The first page leads here.

use super::{Banners, Files, LocalTime, Manners, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault};
use crate::app::Reply;

#[derive(Debug)]
pub(in crate::app) struct NoQr;

#[derive(Debug, PartialEq, Eq)]
pub enum NoQrAct {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoQrView;

impl NoQr {
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

    pub fn act(self, act: NoQrAct, _: Room) -> Turn {
        match act {}
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> NoQrView {
        NoQrView
    }
}
