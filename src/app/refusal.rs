//! Why something was refused.

use super::VaultTrouble;
use crate::keystore::{BiometricError, KeystoreError};
use crate::provisioning::picture::PictureError;
use crate::provisioning::qr::QrError;
use crate::provisioning::{DraftError, SourceError, TransactionError};
use crate::vault::VaultError;

/// What an import or a 取引QR was refused for; the words for it are the screen's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No QR code was found in the picture.
    NoQrCode,
    /// Several different QR codes in one picture: which one is meant is not guessed.
    SeveralQrCodes,
    /// The picture takes too long to look at.
    OutOfTime,
    /// The file cannot be read, or is not a picture that is read here.
    Picture(PictureError),
    /// There is nothing in the file.
    Empty,
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
    /// What was read is no 取引QR that this token signs.
    Transaction(TransactionError),
    /// The system gives no random numbers, so that the phone cannot draw its part.
    NoRandomNumbers,
    /// Ten tokens are the most.
    TooManyTokens,
    /// Twenty removed tokens are kept already: one of them must go for good first.
    TooManyRemoved,
    /// The vault could not be written; nothing was stored.
    NotStored,
    /// Another process has the vault; nothing was changed.
    InUse,
    /// The system's keystore refuses to keep a key; nothing was changed.
    KeystoreRefused,
    /// The tokens are not what this process took them for; nothing was changed.
    OpenAgain,
    /// No system keystore answers, so only a file could have the key of the first token. The customer is asked for it on a
    /// page of its own; nothing was stored.
    OnlyAFile,
    /// No system keystore answers, or not in time; nothing was stored.
    NoKeystore,
    /// The system's keystore is locked, or the customer closed its question; nothing was stored.
    KeystoreClosed,
    /// Other users of this device can write into the folder that the key's file would lie in; nothing was stored.
    KeyFolderLoose,
    /// The phone keeps no key while it has no passcode of its own; nothing was stored.
    NoPasscode,
    /// The app's passcode is asked for once more before this, and was not given; nothing was changed.
    PasscodeNeeded,
    /// No face and no finger opens the app yet: the system did not recognise one, or cannot.
    Biometrics(BiometricError),
}

impl From<BiometricError> for Refusal {
    fn from(error: BiometricError) -> Self {
        Self::Biometrics(error)
    }
}

impl From<SourceError> for Refusal {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::Draft(error) => Self::Draft(error),
            SourceError::Transaction(error) => Self::Transaction(error),
            SourceError::Qr(QrError::NoQrCode) => Self::NoQrCode,
            SourceError::Qr(QrError::SeveralQrCodes) => Self::SeveralQrCodes,
            SourceError::Qr(QrError::OutOfTime) => Self::OutOfTime,
            SourceError::Qr(QrError::NoToken | QrError::PartOfSeveral | QrError::NotText) => {
                Self::Draft(DraftError::NotAKeyUri)
            }
            SourceError::Empty => Self::Empty,
            SourceError::Picture(error) => Self::Picture(error),
        }
    }
}

/// Why a token was not stored.
impl From<VaultError> for Refusal {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::TooManyTokens => Self::TooManyTokens,
            VaultError::TooManyRemoved => Self::TooManyRemoved,
            VaultError::NoSuchToken | VaultError::AlreadyHere => Self::OpenAgain,
            VaultError::Keystore(KeystoreError::NoPasscode) => Self::NoPasscode,
            VaultError::PasscodeNeeded => Self::PasscodeNeeded,
            other => VaultTrouble::from(&other).into(),
        }
    }
}

/// Why a token was not stored in a vault that did not open.
impl From<VaultTrouble> for Refusal {
    fn from(trouble: VaultTrouble) -> Self {
        match trouble {
            VaultTrouble::KeystoreUnavailable => Self::NoKeystore,
            VaultTrouble::KeystoreLocked | VaultTrouble::KeystoreClosed => Self::KeystoreClosed,
            VaultTrouble::KeyFolderLoose => Self::KeyFolderLoose,
            VaultTrouble::KeystoreRefused => Self::KeystoreRefused,
            VaultTrouble::InUse => Self::InUse,
            VaultTrouble::DataUnreachable => Self::NotStored,
            VaultTrouble::KeyMissing
            | VaultTrouble::KeyInFile
            | VaultTrouble::KeyFileLoose
            | VaultTrouble::DataDamaged
            | VaultTrouble::DataOlder
            | VaultTrouble::DataUnproven
            | VaultTrouble::DataNewer
            | VaultTrouble::AppLocked => Self::OpenAgain,
        }
    }
}
