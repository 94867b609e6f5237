//! What the model asks for, and what comes back.

use super::{Copied, Language, Refusal, Scan, Settings, Source, Touch, TroubleKind};
use crate::keystore::Protection;
use crate::otp::{Code, Step};
use crate::token::{Draft, Profile, Serial, Token, UnixTime};
use crate::vault::Held;

/// Something outside the model. `effects.rs` performs it and answers with an [`Event`].
#[derive(Debug)]
pub enum Effect {
    OpenVault,
    /// The system's own file chooser.
    ChooseFile,
    Read(Source),
    ReadClipboard,
    /// The camera's page.
    Scan,
    /// The system's page with this app's permissions.
    OpenPermissions,
    /// Compare a draft with what the vault holds.
    Compare(Draft),
    Store {
        token: Token,
        how: Store,
    },
    /// The codes of these steps.
    Compute {
        serial: Serial,
        steps: Vec<Step>,
    },
    Copy(Copy),
    /// Empties the clipboard if what we put there is still in it.
    ClearClipboard,
    Speak(Speech),
    Feel(Touch),
    /// Keeps the window out of screenshots.
    GuardScreen,
    RunSelfTest,
    SaveSettings(Settings),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// Beside the others.
    Add,
    /// In place of the token with the same serial.
    Replace,
    /// In a new vault; the one that cannot be opened is set aside, not deleted.
    Anew,
}

/// A text for the clipboard. `Debug` does not show it.
pub struct Copy {
    pub what: Copied,
    pub text: zeroize::Zeroizing<String>,
    /// When the clipboard is to be emptied again: at the end of a code's step.
    pub clear_at: Option<UnixTime>,
}

impl std::fmt::Debug for Copy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Copy({:?})", self.what)
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

/// The vault's state, as far as the model must know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub profiles: Vec<Profile>,
    /// `None` while there is no vault yet.
    pub protection: Option<Protection>,
}

/// What an effect answers, and what happens without anyone's doing.
#[derive(Debug)]
pub enum Event {
    /// Time went by, or the window is seen again.
    Tick,
    Hidden,
    Shown,
    /// The engine that reads aloud answered, later than the start.
    CanSpeak(bool),
    /// The customer chose another language in the system's settings, while the app runs.
    SystemLanguage(Language),
    VaultOpened(Result<Opened, TroubleKind>),
    /// `None`: the chooser was cancelled.
    FileChosen(Option<Source>),
    Scanned(Scan),
    /// Another app sent something: a link, a picture.
    Offered(Source),
    /// Something from outside was read.
    Read(Result<Draft, Refusal>),
    Compared(Draft, Held),
    Stored {
        serial: Serial,
        result: Result<Opened, Refusal>,
    },
    Computed {
        serial: Serial,
        codes: Option<Vec<Code>>,
    },
    Copied {
        what: Copied,
        clear_at: Option<UnixTime>,
    },
    /// The clipboard did not take it.
    CopyFailed,
    SelfTested(bool),
}
