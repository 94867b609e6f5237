//! What a person can do.

use super::{AboutAct, AddAct, ConfirmAct, Copied, ManualAct, Mode, RegisteredAct, TroubleAct};
use crate::token::Serial;
use std::path::PathBuf;

/// What a person does on the screen. What an effect answers comes as an [`super::Event`].
#[derive(Debug, PartialEq)]
pub enum Action {
    OpenMenu,
    CloseMenu,
    /// モード切替
    ChooseMode(Mode),
    /// The way back of the page that is shown; Escape and Android's back key too.
    Back,
    ShowToken,
    ShowTokens,
    ShowAdd,
    ShowAbout,
    /// The page about a clock that cannot be right; the banner leads there.
    ShowClock,

    /// The customer chose one of several tokens.
    SelectToken(Serial),
    Copy(Copied),
    /// 読み上げ
    Speak,
    /// The notice that nothing was copied was pressed away.
    DismissNotCopied,
    /// The clock's warning was read.
    AcceptClock,
    /// Files were dropped on the window, whichever page it shows.
    FilesDropped(Vec<PathBuf>),

    // What is done on one page is heard by that page alone.
    Add(AddAct),
    Manual(ManualAct),
    Confirm(ConfirmAct),
    Registered(RegisteredAct),
    Trouble(TroubleAct),
    About(AboutAct),
}
