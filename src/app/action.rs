//! What a person can do.

use super::{Copied, Mode};
use crate::token::Algorithm;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// What a person does on the screen. Answers of effects come as [`super::Event`]s.
#[derive(Debug)]
pub enum Action {
    OpenMenu,
    CloseMenu,
    ChooseMode(Mode),
    ShowToken,
    ShowTokens,
    ShowAdd,
    ShowAbout,
    /// The page about a clock that cannot be right; the banner leads there.
    ShowClock,
    /// The way back of the page that is shown; Escape and Android's back key too.
    Back,

    Scan,
    /// The camera was refused for good: the system's settings can change that.
    OpenPermissions,
    ChooseImage,
    Paste,
    FilesDropped(Vec<PathBuf>),
    EnterByHand,
    ManualChanged(ManualEntry),
    ManualDone(ManualEntry),

    ConfirmYes,
    ConfirmNo,

    SelectToken(usize),
    Copy(Copied),
    Speak,

    /// もう一度開いてみる
    TryAgain,
    RunSelfTest,
    /// The clock's warning was read.
    AcceptClock,
}

/// The texts of the fields of manual entry, overwritten when dropped.
#[derive(Default)]
pub struct ManualEntry {
    pub serial: String,
    pub issuer: String,
    pub seed: Zeroizing<String>,
    pub algorithm: Algorithm,
}

impl std::fmt::Debug for ManualEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ManualEntry(…)")
    }
}
