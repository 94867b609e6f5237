//! What the model asks for.

use super::{Copied, Language, Settings, Source, Touch};
use crate::otp::Step;
use crate::token::{Draft, Serial, Token, UnixTime};
use crate::vault::RemovedId;

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
    ComputeCodes(Question),
    SaveSettings(Settings),
    /// Records what the clocks say, for the next run.
    KeepClock,

    /// The system's own file chooser.
    ChooseFile(Ticket),
    Read(Ticket, Source),
    ReadClipboard(Ticket),
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

/// What becomes of a token that is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It goes to what can be brought back.
    Remove(Serial),
    /// It comes back, in the place of whatever has its serial now.
    BringBack(RemovedId),
    /// It goes for good.
    Erase(RemovedId),
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

/// Digits to be read aloud. `Debug` does not show them.
pub struct Speech {
    pub digits: zeroize::Zeroizing<String>,
    pub language: Language,
}

impl std::fmt::Debug for Speech {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Speech(…)")
    }
}
