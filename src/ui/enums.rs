//! The app's words and the screen's, one for one. Every match names all of them.

use crate::app::{ConfirmStep, Copied, Mode, Page, Theme};
use crate::keystore::Protection;
use crate::token::Algorithm;
use skts_screens::{ConfirmKind, CopiedKind, ModeKind, PageKind, ProtectionKind, ThemeChoice};

pub(super) fn page(page: &Page) -> PageKind {
    match page {
        Page::Opening => PageKind::Opening,
        Page::Welcome(_) => PageKind::Welcome,
        Page::Token(_) => PageKind::Token,
        Page::Tokens(_) => PageKind::Tokens,
        Page::Add(_) => PageKind::Add,
        Page::Manual(_) => PageKind::Manual,
        Page::Confirm(_) => PageKind::Confirm,
        Page::Registered(_) => PageKind::Registered,
        Page::Trouble(_) | Page::Clock(_) => PageKind::Trouble,
        Page::About(_) => PageKind::About,
    }
}

pub(super) fn mode(mode: Mode) -> ModeKind {
    match mode {
        Mode::Standard => ModeKind::Standard,
        Mode::Simple => ModeKind::Simple,
    }
}

pub(super) fn chosen_mode(mode: ModeKind) -> Mode {
    match mode {
        ModeKind::Standard => Mode::Standard,
        ModeKind::Simple => Mode::Simple,
    }
}

pub(super) fn theme(theme: Theme) -> ThemeChoice {
    match theme {
        Theme::System => ThemeChoice::System,
        Theme::Light => ThemeChoice::Light,
        Theme::Dark => ThemeChoice::Dark,
    }
}

pub(super) fn copied(copied: Option<&Copied>) -> CopiedKind {
    match copied {
        // A page that shows several serials says by itself which of them was copied.
        None | Some(Copied::KnownSerial(_)) => CopiedKind::Nothing,
        Some(Copied::Code) => CopiedKind::Code,
        Some(Copied::NextCode) => CopiedKind::NextCode,
        Some(Copied::Serial) => CopiedKind::Serial,
    }
}

/// `None` for the screen's "nothing": no button asks for it.
pub(super) fn to_copy(kind: CopiedKind) -> Option<Copied> {
    match kind {
        CopiedKind::Nothing => None,
        CopiedKind::Code => Some(Copied::Code),
        CopiedKind::NextCode => Some(Copied::NextCode),
        CopiedKind::Serial => Some(Copied::Serial),
    }
}

pub(super) fn step(step: ConfirmStep) -> ConfirmKind {
    match step {
        ConfirmStep::New => ConfirmKind::New,
        ConfirmStep::AlreadyHere => ConfirmKind::AlreadyHere,
        ConfirmStep::Replace => ConfirmKind::Replace,
        ConfirmStep::ReplaceForSure => ConfirmKind::ReplaceForSure,
    }
}

pub(super) fn protection(protection: Option<Protection>) -> ProtectionKind {
    match protection {
        None => ProtectionKind::Unknown,
        Some(Protection::File) => ProtectionKind::File,
        Some(Protection::SystemKeystore) => ProtectionKind::SystemKeystore,
        Some(Protection::SecureHardware) => ProtectionKind::SecureHardware,
    }
}

/// The three of `Algorithm::ALL`, in its order; the screen knows no fourth.
pub(super) fn algorithm(index: i32) -> Algorithm {
    usize::try_from(index).ok().and_then(|index| Algorithm::ALL.get(index)).copied().unwrap_or_default()
}
