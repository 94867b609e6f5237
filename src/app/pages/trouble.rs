//! Trouble: the vault does not open. What happened, that nothing was deleted, one next step.

use super::{LocalTime, Manners, Next, Offer, Parent, Reading, Room, Turn, Vault};
use crate::app::Reply;
use crate::app::{Copied, VaultTrouble};
use crate::token::Serial;

#[derive(Debug)]
pub(in crate::app) struct Trouble(pub VaultTrouble);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleAct {
    /// もう一度開いてみる
    TryAgain,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TroubleView {
    pub trouble: VaultTrouble,
    /// What the settings still know, while the vault is shut.
    pub serials: Vec<Serial>,
    /// Which of the serials was copied.
    pub copied: Option<Serial>,
    /// Registering anew is offered: only where opening again cannot help.
    pub can_register_anew: bool,
}

impl Trouble {
    pub fn manners(&self, _: &Vault) -> Manners {
        Manners {
            parent: Parent::Leaves,
            has_menu: true,
            has_banners: false,
            shows_code: false,
            needs_token: false,
            offer: Offer::Taken,
            hears_late_scan: true,
            pastes: false,
            takes_files: true,
            changes_at: None,
        }
    }

    pub fn act(self, TroubleAct::TryAgain: TroubleAct, _: Room) -> Turn {
        Next::OpenVault.into()
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> TroubleView {
        TroubleView {
            trouble: self.0,
            serials: room.settings.known_serials(),
            copied: known_serial(room),
            can_register_anew: self.0.can_register_anew(),
        }
    }
}

/// Which serial of a page that shows several was copied.
pub(in crate::app) fn known_serial(room: Room) -> Option<Serial> {
    match room.clipboard.copied() {
        Some(Copied::KnownSerial(serial)) => Some(serial.clone()),
        Some(Copied::Code | Copied::NextCode | Copied::Serial) | None => None,
    }
}
