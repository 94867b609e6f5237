//! What a person can do.

use super::{Copied, Mode, PageAct};
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
    /// The tokens that can be brought back.
    ShowFormer,
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
    DismissObscured,
    /// The clock's warning was read.
    AcceptClock,
    /// Files were dropped on the window, whichever page it shows.
    FilesDropped(Vec<PathBuf>),

    /// What is done on one page is heard by that page alone.
    Page(PageAct),
}

impl Action {
    /// Whether it leads to another page, whatever the present one is at.
    pub(super) fn leads_away(&self) -> bool {
        match self {
            Self::ChooseMode(_)
            | Self::ShowToken
            | Self::ShowTokens
            | Self::ShowFormer
            | Self::ShowAdd
            | Self::ShowAbout
            | Self::ShowClock
            | Self::SelectToken(_)
            | Self::FilesDropped(_) => true,
            Self::OpenMenu
            | Self::CloseMenu
            | Self::Back
            | Self::Copy(_)
            | Self::Speak
            | Self::DismissNotCopied
            | Self::DismissObscured
            | Self::AcceptClock
            | Self::Page(_) => false,
        }
    }
}

impl<A: Into<PageAct>> From<A> for Action {
    fn from(act: A) -> Self {
        Self::Page(act.into())
    }
}
