//! What the screen shows, derived from the model and the time. Display-ready: no seed, no raw time.

use super::{Language, Mode, Theme};
use crate::keystore::Protection;
use crate::provisioning::DraftError;
use std::fmt;
use std::time::Duration;

/// Everything that the window needs to paint.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub page: Page,
    pub menu: Menu,
    pub language: Language,
    pub theme: Theme,
    /// Above every page but Trouble, one line each.
    pub banners: Vec<Banner>,
    /// The clipboard took nothing a moment ago: until when that is said, each time anew.
    pub not_copied: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    /// The vault is being opened; painted empty, for milliseconds, or while the system's keystore asks.
    Opening,
    Welcome(WelcomeView),
    Token(TokenView),
    /// トークン一覧
    Tokens(Vec<TokenRow>),
    /// トークンを追加: the ways in again.
    Add(WelcomeView),
    Manual(ManualView),
    Confirm(ConfirmView),
    Registered(TokenView),
    Trouble(TroubleView),
    About(AboutView),
}

/// The ways in: image, clipboard, by hand; a camera where there is one.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WelcomeView {
    pub camera: bool,
    /// A picture is being read: the buttons wait.
    pub reading: bool,
    /// The last attempt was refused.
    pub refused: Option<Refusal>,
}

/// What an import was refused for; the words for it are the screen's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No QR code was found in the picture.
    NoQrCode,
    /// Several different QR codes in one picture: which one is meant is not guessed.
    SeveralQrCodes,
    /// The file is not a picture, or too large, or cannot be read.
    NotAPicture,
    /// The clipboard holds neither a picture nor text.
    NothingToPaste,
    /// The system has no file chooser that answers.
    NoFileChooser,
    /// Several files were dropped at once.
    OneFileOnly,
    /// The camera's permission was refused; it can be asked for again.
    CameraDenied,
    /// The camera's permission is refused until it is given in the system's settings.
    CameraDeniedForEver,
    /// There is no camera that this app may use.
    NoCamera,
    /// The camera broke off.
    CameraFailed,
    /// The text is not a token's.
    Draft(DraftError),
    /// Ten tokens are the most.
    TooManyTokens,
    /// The vault could not be written; nothing was stored.
    NotStored,
    /// The phone keeps no key while it has no passcode of its own; nothing was stored.
    NoPasscode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Banner {
    /// The clock cannot be right; codes may be refused.
    ClockWrong,
    /// The key lies in a file: for development, or because no system keystore answered.
    FileKeystore,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Menu {
    pub open: bool,
    pub mode: Mode,
    /// Whether there is a token: モード切替 and トークン一覧 are absent without one.
    pub has_tokens: bool,
}

/// One token, its code now, and the next one when it is due. `Debug` does not show the codes.
#[derive(Clone, PartialEq, Default)]
pub struct TokenView {
    pub mode: Mode,
    /// Empty where the bank named none.
    pub issuer: String,
    /// `SKTS 1234 5678`
    pub serial: String,
    /// Six digits; empty while nothing may be shown.
    pub code: String,
    /// 30, 29, … 1
    pub seconds_left: u8,
    /// `12:34:30`, local time
    pub valid_until: String,
    /// Only in the last seconds.
    pub next_code: Option<String>,
    pub copied: Option<Copied>,
    /// Whether 読み上げ works here.
    pub can_speak: bool,
    /// Of `count` tokens this is the one at `index`, from 0.
    pub index: usize,
    pub count: usize,
    /// The code is not there yet: the vault is being opened or written.
    pub unavailable: bool,
    /// All tokens, for the list beside the code on a wide screen.
    pub tokens: Vec<TokenRow>,
}

impl fmt::Debug for TokenView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |code: &str| if code.is_empty() { "" } else { "…" };
        f.debug_struct("TokenView")
            .field("mode", &self.mode)
            .field("serial", &self.serial)
            .field("code", &hidden(&self.code))
            .field("seconds_left", &self.seconds_left)
            .field("next_code", &self.next_code.as_deref().map(hidden))
            .field("copied", &self.copied)
            .field("index", &self.index)
            .field("count", &self.count)
            .field("unavailable", &self.unavailable)
            .finish_non_exhaustive()
    }
}

/// Which button says コピーしました for two seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    Code,
    NextCode,
    /// The shown token's.
    Serial,
    /// One of those on the Trouble page, from 0.
    KnownSerial(usize),
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct TokenRow {
    pub issuer: String,
    pub serial: String,
    pub selected: bool,
}

/// Manual entry with live validation. The fields' texts live in the screen and are handed in with each change.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ManualView {
    pub serial_fault: Option<FieldFault>,
    pub seed_fault: Option<FieldFault>,
    pub issuer_fault: Option<FieldFault>,
    /// Whether 次へ works.
    pub complete: bool,
}

/// A fault in a field as it is typed; one that is only unfinished has none before the other is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFault {
    /// What can never become right: at this character, from 1.
    At(usize),
    TooShort,
    TooLong,
    Empty,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ConfirmView {
    pub issuer: String,
    pub serial: String,
    /// `SHA-256`
    pub algorithm: String,
    pub step: ConfirmStep,
    /// The vault is being written: the buttons wait.
    pub storing: bool,
    /// Storing it failed; nothing was changed.
    pub refused: Option<Refusal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ConfirmStep {
    /// 「このトークンを登録しますか」
    #[default]
    New,
    /// The same serial with the same seed is here already: nothing to do.
    AlreadyHere,
    /// The same serial with another seed: a re-issue, asked for the first time …
    Replace,
    /// … and the second: the old seed will be gone.
    ReplaceForSure,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TroubleView {
    pub kind: TroubleKind,
    /// Grouped serials, where known.
    pub serials: Vec<String>,
    /// Which of them was copied, from 0.
    pub copied: Option<usize>,
    /// Registering anew is offered: only where opening again cannot help.
    pub can_register_anew: bool,
}

/// One page each: what happened, that nothing was deleted, one next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TroubleKind {
    /// The system's keystore is locked.
    KeystoreLocked,
    /// The customer or the system refused the key.
    KeystoreRefused,
    /// No keystore answers, and the vault's key was in one.
    KeystoreUnavailable,
    /// The vault is here, its key is not (a restored backup, a reset, another device's file).
    KeyMissing,
    /// The vault's bytes are damaged.
    DataDamaged,
    /// The vault was written by a newer version of this app.
    DataNewer,
    /// The folder cannot be read or written (full, read-only, permissions).
    DataUnreachable,
    /// Another window has the vault.
    InUse,
    /// The clock cannot be right.
    ClockWrong,
}

impl TroubleKind {
    /// Whether a new token may be registered although the vault does not open. The old one is kept.
    pub fn can_register_anew(self) -> bool {
        matches!(self, Self::KeyMissing | Self::DataDamaged)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct AboutView {
    pub version: String,
    /// `None` before a vault exists.
    pub protection: Option<Protection>,
    pub self_test_passed: bool,
}
