//! What the model asks for.

use super::{Copied, Language, Refusal, Reply, Settings, Source, Touch};
use crate::otp::Step;
use crate::provisioning::{Container, HalfDraft, PhonePart, PskcSecret};
use crate::token::{Draft, Label, Serial, ToSign, Token, UnixTime};
use crate::vault::{Passcode, RemovedId};

/// The number of one visit to one page. An answer carries the ticket of the page that asked, and is dropped when the
/// customer has gone elsewhere meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Ticket(u64);

impl Ticket {
    pub(super) fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// Something outside the model. `effects.rs` performs it and answers with an [`super::Event`].
#[derive(Debug)]
pub enum Effect {
    /// Opens the vault; one that is open already is shut first.
    OpenVault,
    /// As `OpenVault`, for a vault that is older than what was written last: the customer was warned.
    OpenOlderVault,
    /// Compares a draft with what the vault holds.
    Compare(Ticket, Draft),
    /// The same for each token of a file.
    CompareAll(Ticket, Vec<Draft>),
    Store {
        ticket: Ticket,
        token: Token,
        mode: StoreMode,
    },
    /// Changes the list of tokens.
    Change(Ticket, Change),
    /// As `Store`, for the first token where no system keystore answers: the customer has agreed that a file has the key.
    StoreInFile {
        ticket: Ticket,
        token: Token,
        mode: StoreMode,
    },
    /// Tries the passcode on the vault that is locked.
    Unlock(Passcode),
    /// Forgets the vault's key.
    LockVault,
    /// The customer gives the passcode once more, for what needs it.
    ConfirmPasscode(Ticket, Passcode),
    /// What needs the passcode asks for it again from now on.
    PutPasscodeAway,
    /// Sets the passcode that opens the vault, or another one in its place.
    SetPasscode(Ticket, Passcode),
    /// Turns the app lock off.
    RemovePasscode(Ticket),
    /// Asks for a face or a finger, and opens the vault that is locked.
    UnlockByBiometrics {
        /// The customer has forgotten the passcode, and is to choose another one next.
        forgotten: bool,
    },
    /// Lets a face or a finger open the vault too; needs the passcode.
    TurnBiometricsOn(Ticket),
    TurnBiometricsOff(Ticket),
    ComputeCodes(Question),
    /// Computes the code that is bound to what the customer has compared.
    Sign {
        ticket: Ticket,
        serial: Serial,
        what: ToSign,
    },
    SaveSettings(Settings),
    /// Records what the clocks say, for the next run.
    KeepClock,

    /// The system's own file chooser.
    ChooseFile(Ticket),
    Read(Ticket, Source),
    ReadClipboard(Ticket),
    /// As `Read`, for a 取引QR.
    ReadTransaction(Ticket, Source),
    ReadClipboardTransaction(Ticket),
    /// Draws the phone's part of a two-step enrolment.
    Draw(Ticket, HalfDraft),
    /// Makes a token of the bank's half and the phone's part.
    Join(Ticket, HalfDraft, PhonePart),
    /// Opens a key container, which takes up to some seconds.
    Unseal(Ticket, Container, PskcSecret),
    /// The camera's page.
    Scan(Ticket),
    /// The system's page with this app's permissions.
    OpenPermissions,
    Copy(ClipboardText),
    /// Empties the clipboard if what this app put there is still in it.
    ClearClipboard,
    Speak(Speech),
    Feel(Touch),
    /// Keeps the window out of screenshots.
    GuardScreen,
    RunSelfTest,
}

/// The codes of these steps of one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub serial: Serial,
    pub steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreMode {
    /// Adds the token beside the others.
    Add,
    /// Puts the token in the place of the one with the same serial.
    Replace,
    /// Stores the token in a new vault; the vault that cannot be opened is set aside, not deleted.
    OverUnopened,
}

/// What becomes of the tokens that are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// They stand in this order, which names each of them once.
    Reorder(Vec<Serial>),
    /// The token has this name on this device; `None`: its issuer's.
    Rename(Serial, Option<Label>),
    /// It goes to what can be brought back.
    Remove(Serial),
    /// It goes for good at once: the phone on which it was may be sold tomorrow.
    Retire(Serial),
    /// It comes back, in the place of whatever has its serial now.
    BringBack(RemovedId),
    /// It goes for good.
    Erase(RemovedId),
}

/// What the vault does only once the customer has given the passcode again.
#[derive(Debug)]
pub enum Postponed {
    Store { ticket: Ticket, token: Token, mode: StoreMode },
    Change(Ticket, Change),
}

impl Postponed {
    pub(super) fn ticket(&self) -> Ticket {
        match self {
            Self::Store { ticket, .. } | Self::Change(ticket, _) => *ticket,
        }
    }

    /// The same once more.
    pub(super) fn again(self) -> Effect {
        match self {
            Self::Store { ticket, token, mode } => Effect::Store { ticket, token, mode },
            Self::Change(ticket, change) => Effect::Change(ticket, change),
        }
    }

    /// What the page hears that asked for it, where the customer gives no passcode.
    pub(super) fn refused(self) -> Reply {
        match self {
            Self::Store { token, .. } => Reply::Stored(Err((token, Refusal::PasscodeNeeded))),
            Self::Change(..) => Reply::Changed(Err(Refusal::PasscodeNeeded)),
        }
    }
}

/// A text for the clipboard. `Debug` does not show it.
pub struct ClipboardText {
    pub what: Copied,
    pub text: zeroize::Zeroizing<String>,
    /// When the clipboard is to be emptied again: at the end of a code's step.
    pub clear_at: Option<UnixTime>,
}

impl std::fmt::Debug for ClipboardText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ClipboardText({:?})", self.what)
    }
}

/// What is to be read aloud, as a voice reads it. `Debug` does not show it.
pub struct Speech {
    pub text: zeroize::Zeroizing<String>,
    pub language: Language,
}

impl std::fmt::Debug for Speech {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Speech(…)")
    }
}
