//! What a person can do.

use super::{Copied, Key, Mode, Notice, PageAct};
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
    /// 手順
    ShowGuides,
    /// 機種変更
    ShowChangePhone,
    /// 番号が通らないとき, from the foot of the token's page.
    ShowRefused,
    ShowAbout,
    /// 設定
    ShowSettings,
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
    /// A warning of the device as it is was read.
    PutAway(Notice),
    /// Files were dropped on the window, whichever page it shows.
    FilesDropped(Vec<PathBuf>),

    /// Ctrl+V, where the page takes what is pasted.
    Paste,
    /// A key of the keypad, on the screen or on a keyboard.
    Press(Key),

    /// What is done on one page is heard by that page alone.
    Page(PageAct),
}

impl Action {
    /// Whether it is heard while the lock is down. What a page's act does, only that page hears.
    pub(super) fn is_heard_by_the_lock(&self) -> bool {
        match self {
            Self::Back
            | Self::Press(_)
            | Self::Copy(Copied::KnownSerial(_))
            | Self::DismissNotCopied
            | Self::DismissObscured
            | Self::Page(PageAct::Lock(_) | PageAct::Forgot(_)) => true,
            Self::OpenMenu
            | Self::CloseMenu
            | Self::ChooseMode(_)
            | Self::ShowToken
            | Self::ShowTokens
            | Self::ShowFormer
            | Self::ShowAdd
            | Self::ShowGuides
            | Self::ShowChangePhone
            | Self::ShowRefused
            | Self::ShowAbout
            | Self::ShowSettings
            | Self::ShowClock
            | Self::SelectToken(_)
            | Self::Copy(Copied::Code | Copied::NextCode | Copied::Serial)
            | Self::Speak
            | Self::AcceptClock
            | Self::PutAway(_)
            | Self::FilesDropped(_)
            | Self::Paste
            | Self::Page(_) => false,
        }
    }

    /// Whether it leads to another page, whatever the present one is at.
    pub(super) fn leads_away(&self) -> bool {
        match self {
            Self::ChooseMode(_)
            | Self::ShowToken
            | Self::ShowTokens
            | Self::ShowFormer
            | Self::ShowAdd
            | Self::ShowGuides
            | Self::ShowChangePhone
            | Self::ShowRefused
            | Self::ShowAbout
            | Self::ShowSettings
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
            | Self::PutAway(_)
            | Self::Paste
            | Self::Press(_)
            | Self::Page(_) => false,
        }
    }
}

impl<A: Into<PageAct>> From<A> for Action {
    fn from(act: A) -> Self {
        Self::Page(act.into())
    }
}
