//! Add a token: the ways in. While there is no token yet this page is the first one, drawn as Welcome.

use super::choose::Choose;
use super::confirm::Confirm;
use super::manual::Manual;
use super::no_qr::NoQr;
use super::passphrase::Passphrase;
use super::two_step::TwoStep;
use super::{Banners, Files, LocalTime, Manners, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault};
use crate::app::effect::{Effect, Ticket};
use crate::app::{Refusal, Reply, Scan, Source, Touch, enrolment};
use crate::provisioning::{Asks, DraftError, Found, HalfDraft};
use crate::token::Draft;
use crate::vault::Held;
use std::path::PathBuf;

#[derive(Debug)]
pub(in crate::app) enum Add {
    /// The ways in are open; the last attempt may have been refused.
    Open { refused: Option<Refusal> },
    /// Something is on its way in: the buttons wait.
    Busy(Awaited),
}

/// What is awaited. An answer to anything else is not heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) enum Awaited {
    /// The end of the camera's page.
    Camera,
    /// The customer's choice in the system's file chooser.
    FileChooser,
    /// What is read from outside, a file by this name among it.
    Source { file: Option<String> },
    /// What the vault says of the draft, or the phone's part of it.
    Draft,
}

#[derive(Debug, PartialEq, Eq)]
pub enum AddAct {
    Scan,
    /// The camera was refused for good: the system's settings can change that.
    OpenPermissions,
    ChooseImage,
    Paste,
    EnterByHand,
    /// QRコードが届いていないときは
    NoQr,
    /// The system's file chooser is not waited for any more.
    Cancel,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct AddView {
    /// There is no token yet: the page welcomes the customer.
    pub welcomes: bool,
    pub camera: bool,
    /// Something is on its way in: the buttons wait.
    pub reading: bool,
    /// The wait is for the system's file chooser, which may never answer.
    pub can_cancel: bool,
    /// The last attempt was refused.
    pub refused: Option<Refusal>,
    /// There is a token that can be brought back, and no other: the page leads to it.
    pub has_former: bool,
}

impl Default for Add {
    fn default() -> Self {
        Self::Open { refused: None }
    }
}

impl Add {
    /// The page that reads what was dropped on the window, offered by another app or pasted.
    pub fn reading(ticket: Ticket, source: Source) -> (Self, Effect) {
        (Self::Busy(Awaited::source(&source)), Effect::Read(ticket, source))
    }

    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy(_))
    }

    fn can_cancel(&self) -> bool {
        matches!(self, Self::Busy(Awaited::FileChooser))
    }

    pub fn manners(&self, vault: &Vault) -> Manners<'_> {
        Manners {
            parent: if vault.is_empty() { Parent::Leaves } else { Parent::Home },
            has_menu: vault.is_empty(),
            banners: Banners::All,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: if self.is_busy() { Offer::Waits } else { Offer::Taken },
            hears_late_scan: !self.is_busy(),
            pastes: (!self.is_busy()).then_some(|| AddAct::Paste.into()),
            takes_files: if self.is_busy() { Files::None } else { Files::Tokens },
            keypad: None,
            remains: Remains::Page,
            changes_at: None,
        }
    }

    pub fn act(self, act: AddAct, room: Room) -> Turn {
        match act {
            AddAct::Cancel if self.can_cancel() => Turn::go(Self::default()),
            AddAct::OpenPermissions => Turn::stay(self).with(Effect::OpenPermissions),
            _ if self.is_busy() || !room.vault.takes_tokens() => Turn::stay(self),
            AddAct::Scan => Self::wait(Awaited::Camera, Effect::Scan(room.ticket)),
            AddAct::ChooseImage => Self::wait(Awaited::FileChooser, Effect::ChooseFile(room.ticket)),
            AddAct::Paste => Self::wait(Awaited::Source { file: None }, Effect::ReadClipboard(room.ticket)),
            AddAct::EnterByHand => Turn::go(Manual::default()),
            AddAct::NoQr => Turn::go(NoQr),
            AddAct::Cancel => Turn::stay(self),
        }
    }

    fn wait(awaited: Awaited, effect: Effect) -> Turn {
        Turn::stay(Self::Busy(awaited)).with(effect)
    }

    pub fn hear(self, reply: Reply, room: Room) -> Turn {
        let Self::Busy(awaited) = self else { return Turn::stay(self) };
        match (awaited, reply) {
            (Awaited::Camera, Reply::Scanned(scan)) => Self::scanned(scan, room),
            (Awaited::FileChooser, Reply::FileChosen(None)) => Turn::stay(Self::default()),
            (Awaited::FileChooser, Reply::FileChosen(Some(file))) => {
                Self::wait(Awaited::source(&file), Effect::Read(room.ticket, file))
            }
            (Awaited::Source { .. } | Awaited::Draft | Awaited::FileChooser, Reply::Read(Err(refusal))) => {
                Self::refuse(refusal)
            }
            (Awaited::Source { file }, Reply::Read(Ok(found))) => Self::found(found, file, room),
            (Awaited::Draft, Reply::Drawn(half, part)) => Turn::go(TwoStep::new(half, part)),
            (Awaited::Draft, Reply::Compared(draft, held)) => Self::compared(draft, held, room),
            (Awaited::Draft, Reply::ComparedAll(tokens)) => Turn::go(Choose::among(tokens)),
            (awaited, _) => Turn::stay(Self::Busy(awaited)),
        }
    }

    /// How the camera's page ended, whichever process opened it.
    pub fn scanned(scan: Scan, room: Room) -> Turn {
        match scan {
            Scan::Found(source) => Self::wait(Awaited::source(&source), Effect::Read(room.ticket, source)),
            Scan::Cancelled => Turn::stay(Self::default()),
            Scan::ByImage => Self::wait(Awaited::FileChooser, Effect::ChooseFile(room.ticket)),
            Scan::ByHand => Turn::go(Manual::default()),
            Scan::Denied => Self::refuse(Refusal::CameraDenied),
            Scan::DeniedForEver => Self::refuse(Refusal::CameraDeniedForEver),
            Scan::Unavailable => Self::refuse(Refusal::NoCamera),
            Scan::Failed => Self::refuse(Refusal::CameraFailed),
        }
    }

    fn found(found: Found, file: Option<String>, room: Room) -> Turn {
        match found {
            Found::Whole(draft) => Self::wait(Awaited::Draft, Effect::Compare(room.ticket, draft)),
            Found::Half(half) => Self::half(half, room),
            Found::Several(drafts) => Self::wait(Awaited::Draft, Effect::CompareAll(room.ticket, drafts)),
            Found::Sealed(container) => match container.asks_for() {
                Asks::Passphrase => Turn::go(Passphrase::asking(container, file, room)),
                // No customer has a key in hexadecimal; the command line takes one.
                Asks::Key => Self::refuse(Refusal::Draft(DraftError::SealedFile)),
            },
        }
    }

    /// A token that finds no place is refused before the customer types the phone's part into the site: the site would
    /// have made a token that no device has.
    fn half(half: HalfDraft, room: Room) -> Turn {
        let profiles = room.desk().map_or(&[][..], |desk| desk.profiles());
        let is_here = profiles.iter().any(|profile| profile.serial == half.profile().serial);
        let held = if is_here { Held::OtherSeed } else { Held::Nothing };
        match enrolment::decide(held, profiles.len()) {
            Ok(_) => Self::wait(Awaited::Draft, Effect::Draw(room.ticket, half)),
            Err(refusal) => Self::refuse(refusal),
        }
    }

    /// The draft is known, and what the vault says of it: its question, or why it is refused.
    pub fn compared(draft: Draft, held: Held, room: Room) -> Turn {
        let tokens = room.desk().map_or(0, |desk| desk.profiles().len());
        match enrolment::decide(held, tokens) {
            Ok(step) => Turn::go(Confirm::asking(draft, step, room.now)),
            Err(refusal) => Self::refuse(refusal),
        }
    }

    /// Says why on the page with the ways in, wherever the attempt began.
    pub fn refuse(refusal: Refusal) -> Turn {
        Turn::go(Self::Open { refused: Some(refusal) }).with(Effect::Feel(Touch::Refused))
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> AddView {
        let (reading, refused) = match self {
            Self::Open { refused } => (false, *refused),
            Self::Busy(_) => (true, None),
        };
        AddView {
            welcomes: room.vault.is_empty(),
            camera: room.device.camera,
            reading,
            can_cancel: self.can_cancel(),
            refused,
            has_former: room.desk().is_some_and(|desk| desk.is_empty() && !desk.removed().is_empty()),
        }
    }
}

impl Awaited {
    fn source(source: &Source) -> Self {
        Self::Source { file: source.file_name() }
    }
}

/// The one file of a drop on the window; several at once are refused, for which one is meant is not guessed.
pub(in crate::app) fn dropped(files: Vec<PathBuf>) -> Result<Source, Refusal> {
    let [file] = <[PathBuf; 1]>::try_from(files).map_err(|_| Refusal::OneFileOnly)?;
    Ok(Source::File(file))
}
