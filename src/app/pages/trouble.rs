//! Trouble: the vault does not open. What happened, that nothing was deleted, one next step.

use super::Room;
use crate::app::{Copied, VaultTrouble};
use crate::token::Serial;

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

pub(in crate::app) fn view(trouble: VaultTrouble, room: Room) -> TroubleView {
    TroubleView {
        trouble,
        serials: room.settings.known_serials(),
        copied: known_serial(room),
        can_register_anew: trouble.can_register_anew(),
    }
}

/// Which serial of a page that shows several was copied.
pub(in crate::app) fn known_serial(room: Room) -> Option<Serial> {
    match room.clipboard.copied() {
        Some(Copied::KnownSerial(serial)) => Some(serial.clone()),
        Some(Copied::Code | Copied::NextCode | Copied::Serial) | None => None,
    }
}
