//! What comes back from effects, and what happens without anyone's doing.

use super::{
    Barred, Copied, Language, NotOpened, Postponed, Question, Refusal, Scan, Source, Ticket, VaultTrouble,
};
use crate::keystore::Protection;
use crate::otp::{Code, TransactionCode};
use crate::provisioning::{Container, DraftError, Found, HalfDraft, PhonePart};
use crate::token::{Draft, Profile, Serial, Token, Transaction, UnixTime};
use crate::vault::{Erasure, Held, Removed, Tries};

#[derive(Debug)]
pub enum Event {
    /// Time went by, or the window is seen again.
    Tick,
    Hidden,
    Shown,
    /// The phone's screen went off, or the phone was locked. Told whether the window was seen or not.
    ScreenOff,
    /// A call began or ended, on a device that tells of calls.
    InCall(bool),
    /// The screen is being recorded or shared, or is not any more.
    Recorded(bool),
    /// The engine that reads aloud answered, later than the start.
    CanSpeak(bool),
    /// The customer chose another language in the system's settings, while the app runs.
    SystemLanguage(Language),
    /// Another app sent something: a link, a picture.
    Offered(Source),
    /// What the customer chose on the camera's page or in the file chooser, which an earlier process of this app had
    /// opened: Android may end the app while one of them is in front.
    Chosen(Source),
    /// The camera's page ended, and an earlier process of this app had opened it: Android may end the app
    /// while the camera's page is in front, and hands the result to the new process.
    Scanned(Scan),

    /// The clock was set since the app ran last. Comes before the vault that was opened.
    ClockMoved,
    VaultOpened(Result<Opened, VaultTrouble>),
    /// Whether the device would recognise a face or a finger now.
    CanRecognise(bool),
    /// The vault is locked with a passcode.
    VaultLocked(Barred),
    /// What was asked needs the passcode once more, and was not done.
    PasscodeNeeded(Postponed, Tries),
    /// The codes that the question asked for; or why the vault, which was open, does not open any more and was shut.
    Codes {
        question: Question,
        result: Result<Vec<Code>, VaultTrouble>,
    },
    /// The code that is bound to a payee or a transaction, `None` where the token signs no such thing; or why the vault,
    /// which was open, does not open any more and was shut.
    Signed {
        ticket: Ticket,
        result: Result<Option<TransactionCode>, VaultTrouble>,
    },
    /// The vault was written, or a confirmed token came back because it was not.
    Stored {
        ticket: Ticket,
        serial: Serial,
        result: Result<Opened, (Token, Refusal)>,
    },
    /// The list of tokens or the passcode was changed, or the vault refused.
    Changed {
        ticket: Ticket,
        /// What the vault holds now, in either case: a write that failed and could not be taken back stands. `None` where
        /// it is shut.
        opened: Option<Opened>,
        result: Result<Erasure, Refusal>,
    },
    /// An answer to the page that holds this ticket; no other page hears it.
    Reply(Ticket, Reply),
    Copied {
        what: Copied,
        clear_at: Option<UnixTime>,
    },
    /// The clipboard did not take what was to be copied.
    CopyFailed,
    /// A touch was dropped: another app's window lies over this one, and the finger may have meant something there.
    Obscured,
    SelfTested(bool),
}

/// What a page hears: an answer to what it asked for, or what happens to every page.
#[derive(Debug)]
pub enum Reply {
    /// `None`: the file chooser was cancelled.
    FileChosen(Option<Source>),
    /// The camera's page ended.
    Scanned(Scan),
    /// Something from outside was read.
    Read(Result<Found, Refusal>),
    /// The phone's part of a two-step enrolment was drawn.
    Drawn(HalfDraft, PhonePart),
    /// A key container was opened, or comes back as it was.
    Unsealed(Result<Found, (Container, DraftError)>),
    /// A 取引QR was read.
    Transaction(Result<Transaction, Refusal>),
    /// The code that was asked for; `None`: the token signs no such thing.
    Signed(Option<TransactionCode>),
    /// The vault was asked whether it holds the draft's serial and seed.
    Compared(Draft, Held),
    /// The same of each token of a file.
    ComparedAll(Vec<(Draft, Held)>),
    /// The vault has stored the token that was confirmed, or gives it back.
    Stored(Result<(), (Token, Refusal)>),
    /// The list of tokens or the passcode was changed, or the vault refused.
    Changed(Result<Erasure, Refusal>),
    /// The passcode was tried that the customer gave once more.
    Tried(Result<(), NotOpened>),
    /// Time went by.
    TimePassed,
    /// The window is seen again, or not any more.
    Seen(bool),
    /// The customer says that the clock is right.
    ClockAccepted,
}

/// The vault's state, as far as the model must know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub profiles: Vec<Profile>,
    /// What was removed or replaced, and can be brought back.
    pub removed: Vec<Removed>,
    /// `None` while there is no vault yet.
    pub protection: Option<Protection>,
    /// The vault's key has just moved from a file to the system's keystore.
    pub key_moved: bool,
    /// A passcode opens the vault.
    pub app_lock: bool,
    /// A face or a finger opens it too.
    pub biometrics: bool,
}
