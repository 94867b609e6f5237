//! Manual entry with live validation. The fields' texts live in the screen and are handed in with each change.

use super::add::Add;
use super::{Banners, Files, LocalTime, Manners, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault};
use crate::app::Reply;
use crate::app::effect::Effect;
use crate::provisioning::{self, IssuerNameError, SeedTextError, check_seed, issuer_name};
use crate::token::{Algorithm, SeedError, Serial, SerialError};
use std::fmt;
use zeroize::Zeroizing;

#[derive(Debug, Default)]
pub(in crate::app) struct Manual {
    faults: ManualView,
    /// The vault is asked about the draft.
    comparing: bool,
}

#[derive(Debug, PartialEq)]
pub enum ManualAct {
    Changed(ManualEntry),
    Done(ManualEntry),
}

/// The texts of the fields of manual entry, overwritten when dropped. `Debug` does not show them.
#[derive(Default, PartialEq)]
pub struct ManualEntry {
    pub serial: String,
    pub issuer: String,
    pub seed: Zeroizing<String>,
    pub algorithm: Algorithm,
}

impl fmt::Debug for ManualEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ManualEntry(…)")
    }
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ManualView {
    pub serial_fault: Option<FieldFault>,
    pub seed_fault: Option<FieldFault>,
    pub issuer_fault: Option<FieldFault>,
    /// Whether 次へ works.
    pub complete: bool,
}

/// A fault in a field as it is typed. A text that is only unfinished has no fault before the other field is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFault {
    /// The text can never become right: its fault is at this character, counted from 1.
    At(usize),
    TooShort,
    TooLong,
    Empty,
    /// More digits in a row than an issuer's name has.
    ManyDigits,
    /// The passphrase does not open the file.
    WrongPassphrase,
    /// A character that nobody sees or types twice in the same way.
    Unusable,
}

impl Manual {
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
            takes_files: Files::Tokens,
            keypad: None,
            remains: Remains::Nothing,
            changes_at: None,
        }
    }

    pub fn act(self, act: ManualAct, room: Room) -> Turn {
        let entry = match &act {
            ManualAct::Changed(entry) | ManualAct::Done(entry) => entry,
        };
        let page = Self { faults: check(entry), ..self };
        match act {
            ManualAct::Done(entry) if !page.comparing && room.vault.takes_tokens() => page.done(&entry, room),
            ManualAct::Done(_) | ManualAct::Changed(_) => Turn::stay(page),
        }
    }

    fn done(self, entry: &ManualEntry, room: Room) -> Turn {
        let draft = provisioning::draft_by_hand(&entry.serial, &entry.issuer, &entry.seed, entry.algorithm);
        match draft {
            Ok(draft) => {
                Turn::stay(Self { comparing: true, ..self }).with(Effect::Compare(room.ticket, draft))
            }
            // The fields say what is wrong; the button that leads here is grey until they are right.
            Err(_) => Turn::stay(self),
        }
    }

    pub fn hear(self, reply: Reply, room: Room) -> Turn {
        match reply {
            Reply::Compared(draft, held) => Add::compared(draft, held, room),
            Reply::Read(Err(refusal)) => Add::refuse(refusal),
            _ => Turn::stay(self),
        }
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> ManualView {
        self.faults.clone()
    }
}

/// Live validation. A field that is only unfinished is no fault while the other required one is empty: the
/// customer is on the way. Once both are begun, each says what it lacks, so that the button that waits
/// for them is never grey without a reason.
pub(in crate::app) fn check(entry: &ManualEntry) -> ManualView {
    let serial = entry.serial.parse::<Serial>().err();
    let seed = check_seed(&entry.seed).err();
    let issuer = issuer_name(&entry.issuer).err().filter(|error| *error != IssuerNameError::Empty);
    let both_begun = !entry.serial.is_empty() && !entry.seed.is_empty();
    let told = |(fault, unfinished): (FieldFault, bool)| (both_begun || !unfinished).then_some(fault);
    ManualView {
        complete: serial.is_none() && seed.is_none() && issuer.is_none(),
        serial_fault: serial.map(serial_fault).and_then(told),
        seed_fault: seed.map(seed_fault).and_then(told),
        issuer_fault: issuer.map(issuer_fault),
    }
}

pub(super) fn issuer_fault(error: IssuerNameError) -> FieldFault {
    match error {
        IssuerNameError::Empty => FieldFault::Empty,
        IssuerNameError::TooLong => FieldFault::TooLong,
        IssuerNameError::Digits => FieldFault::ManyDigits,
        IssuerNameError::Hidden { position }
        | IssuerNameError::RightToLeft { position }
        | IssuerNameError::Mark { position }
        | IssuerNameError::Lookalike { position }
        | IssuerNameError::Punctuation { position }
        | IssuerNameError::Alphabet { position }
        | IssuerNameError::Blanks { position } => FieldFault::At(position),
    }
}

/// The fault, and whether typing on may mend it.
fn serial_fault(error: SerialError) -> (FieldFault, bool) {
    match error {
        SerialError::Empty => (FieldFault::Empty, true),
        SerialError::TooShort { .. } => (FieldFault::TooShort, true),
        SerialError::Prefix { position } | SerialError::NotADigit { position } => {
            (FieldFault::At(position), false)
        }
        SerialError::TooLong { .. } => (FieldFault::TooLong, false),
    }
}

/// As [`serial_fault`]. While a right seed is being typed, its length is often one that no seed has, and its last
/// character often has bits to spare. Once the field is done, both mean that a character is missing far more often
/// than that one is wrong.
fn seed_fault(error: SeedTextError) -> (FieldFault, bool) {
    match error {
        SeedTextError::NotBase32 { position } => (FieldFault::At(position), false),
        SeedTextError::Seed(SeedError::TooLong(_)) => (FieldFault::TooLong, false),
        SeedTextError::Empty => (FieldFault::Empty, true),
        SeedTextError::ImpossibleLength { .. }
        | SeedTextError::SpareBits
        | SeedTextError::Seed(SeedError::TooShort(_)) => (FieldFault::TooShort, true),
    }
}
