//! Trouble: the vault does not open. What happened, that nothing was deleted, one next step.

use super::{
    Banners, Files, LocalTime, MUST_READ_FOR, Manners, Next, Offer, Parent, Reading, Remains, Room, Shows,
    Turn, Vault,
};
use crate::app::Reply;
use crate::app::{Copied, VaultTrouble};
use crate::token::Serial;
use std::time::Duration;

#[derive(Debug)]
pub(in crate::app) struct Trouble {
    trouble: VaultTrouble,
    /// Since when the customer is told what older data may mean, and asked whether to use them all the same; on the
    /// clock that nobody can set.
    warned: Option<Duration>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleAct {
    /// もう一度開く
    TryAgain,
    /// このデータを使う: warns at first, and opens the older vault the second time.
    UseOlder,
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
    /// Using the older data is offered, after a warning.
    pub can_use_older: bool,
    /// The warning is shown.
    pub warned: bool,
}

impl Trouble {
    pub fn new(trouble: VaultTrouble) -> Self {
        Self { trouble, warned: None }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Leaves,
            has_menu: true,
            banners: Banners::None,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: Offer::Taken,
            hears_late_scan: true,
            pastes: None,
            takes_files: Files::Tokens,
            keypad: None,
            remains: Remains::Nothing,
            changes_at: None,
        }
    }

    pub fn act(self, act: TroubleAct, room: Room) -> Turn {
        match act {
            TroubleAct::TryAgain => Next::OpenVault.into(),
            TroubleAct::UseOlder if !self.trouble.can_use_older() => Turn::stay(self),
            TroubleAct::UseOlder => match self.warned {
                None => Turn::go(Self { warned: Some(room.now.monotonic), ..self }),
                // The second half of a double click, or a press before the warning could be read.
                Some(since) if room.now.monotonic < since + MUST_READ_FOR => Turn::stay(self),
                Some(_) => Next::OpenOlderVault.into(),
            },
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> TroubleView {
        TroubleView {
            trouble: self.trouble,
            serials: room.settings.known_serials(),
            copied: known_serial(room),
            can_register_anew: self.trouble.can_register_anew(),
            can_use_older: self.trouble.can_use_older(),
            warned: self.warned.is_some(),
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
