//! The app's words and the screen's, one for one. Every match names all of them.

use crate::app::{ConfirmStep, Copied, FieldFault, Mode, Page, Theme, TroubleKind};
use crate::keystore::Protection;
use crate::token::Algorithm;
use skts_screens::{
    ConfirmKind, CopiedKind, Fault, FaultKind, ModeKind, PageKind, ProtectionKind, ThemeChoice, TroubleWords,
};

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
        Page::Trouble(_) => PageKind::Trouble,
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

pub(super) fn copied(copied: Option<Copied>) -> CopiedKind {
    match copied {
        // The Trouble page says which of its serials by number.
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

pub(super) fn trouble(kind: TroubleKind) -> TroubleWords {
    match kind {
        TroubleKind::KeystoreLocked => TroubleWords::KeystoreLocked,
        TroubleKind::KeystoreRefused => TroubleWords::KeystoreRefused,
        TroubleKind::KeystoreUnavailable => TroubleWords::KeystoreUnavailable,
        TroubleKind::KeyMissing => TroubleWords::KeyMissing,
        TroubleKind::DataDamaged => TroubleWords::DataDamaged,
        TroubleKind::DataNewer => TroubleWords::DataNewer,
        TroubleKind::DataUnreachable => TroubleWords::DataUnreachable,
        TroubleKind::InUse => TroubleWords::InUse,
        TroubleKind::ClockWrong => TroubleWords::ClockWrong,
    }
}

pub(super) fn fault(fault: Option<FieldFault>) -> Fault {
    let (kind, at) = match fault {
        None => (FaultKind::None, 0),
        Some(FieldFault::At(at)) => (FaultKind::At, i32::try_from(at).unwrap_or(i32::MAX)),
        Some(FieldFault::TooShort) => (FaultKind::TooShort, 0),
        Some(FieldFault::TooLong) => (FaultKind::TooLong, 0),
        Some(FieldFault::Empty) => (FaultKind::Empty, 0),
    };
    Fault { kind, at }
}

/// The three of `Algorithm::ALL`, in its order; the screen knows no fourth.
pub(super) fn algorithm(index: i32) -> Algorithm {
    usize::try_from(index).ok().and_then(|index| Algorithm::ALL.get(index)).copied().unwrap_or_default()
}
