//! パスフレーズを入力してください: a key container is opened. Until then nothing of the file is trusted, and nothing of it is
//! shown but its name.
//!
//! Neither the file nor the passphrase is kept: both go with the page. How often a passphrase was wrong outlives the page, and
//! no more than the app: whoever has the file can try passphrases without this app.

use super::add::Add;
use super::choose::Choose;
use super::lock::Wait;
use super::{
    Banners, FieldFault, Files, LocalTime, Manners, Offer, Order, Parent, Reading, Remains, Room, Shows,
    Turn, Vault,
};
use crate::app::effect::Effect;
use crate::app::{Refusal, Reply, Touch};
use crate::provisioning::{Container, DraftError, Found, PskcError};
use std::fmt;
use zeroize::Zeroizing;

#[derive(Debug)]
pub(in crate::app) struct Passphrase {
    /// The file's own name, where the system gives one.
    file: Option<String>,
    stage: Stage,
    /// How often a passphrase was wrong, and until when no other is tried.
    wait: Wait,
}

/// So many wrong passphrases are tried at once; then each costs what a wrong passcode does.
const FREE_PASSPHRASES: u32 = 3;

#[derive(Debug)]
enum Stage {
    Asking {
        container: Container,
        /// What was wrong with the last passphrase.
        fault: Option<FieldFault>,
    },
    /// A worker has the container, and then the vault is asked about its tokens. The customer may leave meanwhile.
    Opening,
}

#[derive(PartialEq)]
pub enum PassphraseAct {
    /// 開く, with what the field holds.
    Open(Zeroizing<String>),
}

/// `Debug` does not show the passphrase.
impl fmt::Debug for PassphraseAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Open(…)")
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PassphraseView {
    pub file: Option<String>,
    pub fault: Option<FieldFault>,
    /// The container is being opened: field and button wait.
    pub opening: bool,
    /// So many seconds no passphrase is tried.
    pub wait: Option<u64>,
}

impl Passphrase {
    pub fn asking(container: Container, file: Option<String>, room: Room) -> Self {
        Self { file, stage: Stage::Asking { container, fault: None }, wait: room.passphrases }
    }

    fn at(self, stage: Stage) -> Turn {
        Turn::stay(Self { stage, ..self })
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Add,
            has_menu: false,
            banners: Banners::All,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: None,
            changes_at: Some(self.wait.change()),
            remains: Remains::Nothing,
        }
    }

    pub fn act(mut self, PassphraseAct::Open(text): PassphraseAct, room: Room) -> Turn {
        if self.wait.seconds(room.now).is_some() {
            return Turn::stay(self);
        }
        let Stage::Asking { container, .. } = std::mem::replace(&mut self.stage, Stage::Opening) else {
            return Turn::stay(self);
        };
        match container.typed(&text) {
            Ok(secret) => Turn::stay(self).with(Effect::Unseal(room.ticket, container, secret)),
            Err(_) => {
                let fault = if text.is_empty() { FieldFault::Empty } else { FieldFault::TooLong };
                self.at(Stage::Asking { container, fault: Some(fault) })
            }
        }
    }

    pub fn hear(self, reply: Reply, room: Room) -> Turn {
        match (&self.stage, reply) {
            (Stage::Opening, Reply::Unsealed(Ok(found))) => {
                self.opened(found, room).ordering(Order::NotePassphrases(Wait::default()))
            }
            (Stage::Opening, Reply::Unsealed(Err((container, DraftError::Pskc(PskcError::Unopened))))) => {
                let stage = Stage::Asking { container, fault: Some(FieldFault::WrongPassphrase) };
                let wait = self.wait.after_failure(FREE_PASSPHRASES, room.now);
                Turn::stay(Self { stage, wait, ..self })
                    .with(Effect::Feel(Touch::Refused))
                    .ordering(Order::NotePassphrases(wait))
            }
            (Stage::Opening, Reply::Unsealed(Err((_, error)))) => Add::refuse(Refusal::Draft(error)),
            (Stage::Opening, Reply::Compared(draft, held)) => Add::compared(draft, held, room),
            (Stage::Opening, Reply::ComparedAll(tokens)) => Turn::go(Choose::among(tokens)),
            (Stage::Opening, Reply::Read(Err(refusal))) => Add::refuse(refusal),
            _ => Turn::stay(self),
        }
    }

    fn opened(self, found: Found, room: Room) -> Turn {
        match found {
            Found::Whole(draft) => Turn::stay(self).with(Effect::Compare(room.ticket, draft)),
            Found::Several(drafts) => Turn::stay(self).with(Effect::CompareAll(room.ticket, drafts)),
            Found::Half(_) | Found::Sealed(_) => Add::refuse(Refusal::Draft(DraftError::SealedFile)),
        }
    }

    pub fn view(&self, _: Room, now: Reading, _: &dyn LocalTime) -> PassphraseView {
        let (fault, opening) = match self.stage {
            Stage::Asking { fault, .. } => (fault, false),
            Stage::Opening => (None, true),
        };
        PassphraseView { file: self.file.clone(), fault, opening, wait: self.wait.seconds(now) }
    }
}
