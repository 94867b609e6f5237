//! Which sentence pair a refusal gets. The words are in `ui/words.slint`; here is only the grouping, and every match
//! names every variant, so that a new refusal cannot pass without words.

use crate::app::Refusal;
use crate::provisioning::{DraftError, NotYet};
use skts_screens::RefusalWords;

pub(super) fn words(refused: Option<Refusal>) -> RefusalWords {
    let Some(refusal) = refused else { return RefusalWords::None };
    match refusal {
        Refusal::NoQrCode => RefusalWords::NoQrCode,
        Refusal::SeveralQrCodes => RefusalWords::SeveralQrCodes,
        Refusal::NotAPicture => RefusalWords::NotAPicture,
        Refusal::NothingToPaste => RefusalWords::NothingToPaste,
        Refusal::NoFileChooser => RefusalWords::NoFileChooser,
        Refusal::OneFileOnly => RefusalWords::OneFileOnly,
        Refusal::Draft(error) => draft(error),
        Refusal::CameraDenied => RefusalWords::CameraDenied,
        Refusal::CameraDeniedForEver => RefusalWords::CameraDeniedForEver,
        Refusal::NoCamera => RefusalWords::NoCamera,
        Refusal::CameraFailed => RefusalWords::CameraFailed,
        Refusal::TooManyTokens => RefusalWords::TooManyTokens,
        Refusal::NotStored => RefusalWords::NotStored,
        Refusal::NoPasscode => RefusalWords::NoPasscode,
    }
}

fn draft(error: DraftError) -> RefusalWords {
    match error {
        DraftError::NotAKeyUri | DraftError::Migration => RefusalWords::NotAToken,
        DraftError::Svg => RefusalWords::NotAPicture,
        DraftError::TooLong { .. } => RefusalWords::TooLong,
        DraftError::HiddenCharacter { .. }
        | DraftError::ControlCharacter
        | DraftError::Fragment
        | DraftError::PercentEncoding
        | DraftError::NotUtf8
        | DraftError::DoubleEncoding
        | DraftError::NoLabel
        | DraftError::LabelColons
        | DraftError::DuplicateParameter { .. }
        | DraftError::MisspeltParameter { .. }
        | DraftError::UnknownParameter { .. }
        | DraftError::IssueTime
        | DraftError::Ocra => RefusalWords::DamagedCode,
        DraftError::Hotp | DraftError::UnknownType => RefusalWords::NotTotp,
        DraftError::NoSerial => RefusalWords::NoSerial,
        DraftError::Serial(_) => RefusalWords::BadSerial,
        DraftError::SerialContradiction | DraftError::IssuerContradiction => RefusalWords::Contradiction,
        DraftError::Issuer(_) => RefusalWords::BadIssuer,
        DraftError::NoSecret | DraftError::SeedText(_) | DraftError::Seed(_) => RefusalWords::BadSeed,
        DraftError::Algorithm | DraftError::Digits | DraftError::Period => RefusalWords::OtherMethod,
        DraftError::NotSupportedYet(NotYet::TwoStep) => RefusalWords::TwoStep,
        DraftError::NotSupportedYet(NotYet::Transaction | NotYet::Pskc) => RefusalWords::Unsupported,
    }
}
