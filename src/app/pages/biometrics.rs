//! Biometrics (生体認証でも開けるようにしますか): offered once, after a passcode was set, and never instead of it. 設定 turns it
//! on and off later.

use super::settings::{LockChange, Settings};
use super::{Banners, Files, LocalTime, Manners, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault};
use crate::app::effect::Effect;
use crate::app::{Refusal, Reply, Touch};
use crate::keystore::BiometricError;

#[derive(Debug, Default)]
pub(in crate::app) struct Biometrics {
    /// The system asks for a face or a finger, and the vault is written.
    working: bool,
    refused: Option<Refusal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BiometricsAct {
    /// はい、生体認証を使う
    Yes,
    /// いいえ、パスコードだけで開く
    No,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct BiometricsView {
    /// The buttons wait.
    pub working: bool,
    pub refused: Option<Refusal>,
}

impl Biometrics {
    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: if self.working { Parent::Stays } else { Parent::Settings },
            has_menu: false,
            banners: Banners::None,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: true,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: None,
            remains: Remains::Nothing,
            changes_at: None,
        }
    }

    pub fn act(self, act: BiometricsAct, room: Room) -> Turn {
        match act {
            // The last digit was pressed where the answers are now.
            _ if self.working || room.is_deaf() => Turn::stay(self),
            BiometricsAct::Yes => {
                Turn::stay(Self { working: true, refused: None }).with(Effect::TurnBiometricsOn(room.ticket))
            }
            BiometricsAct::No => Turn::go(Settings::after(LockChange::Set)),
        }
    }

    pub fn hear(self, reply: Reply, _: Room) -> Turn {
        match reply {
            Reply::Changed(Ok(_)) if self.working => {
                Turn::go(Settings::after(LockChange::BiometricsOn)).with(Effect::Feel(Touch::Done))
            }
            Reply::Changed(Err(why)) if self.working => {
                Turn::stay(Self { working: false, refused: worth_saying(why) })
                    .with(Effect::Feel(Touch::Refused))
            }
            _ => Turn::stay(self),
        }
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> BiometricsView {
        BiometricsView { working: self.working, refused: self.refused }
    }
}

/// A customer who has closed the system's question knows that nothing was changed.
pub(super) fn worth_saying(why: Refusal) -> Option<Refusal> {
    (why != Refusal::Biometrics(BiometricError::Cancelled)).then_some(why)
}
