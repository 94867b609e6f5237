//! Why the vault does not open: one page for each.

use crate::keystore::KeystoreError;
use crate::vault::VaultError;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VaultTrouble {
    /// The system's keystore is locked.
    KeystoreLocked,
    /// The customer closed the system's question, or it could not be answered.
    KeystoreClosed,
    /// The system refused the key.
    KeystoreRefused,
    /// No keystore answers, and the vault's key was in one.
    KeystoreUnavailable,
    /// The vault is here, its key is not (a restored backup, a reset, another device's file).
    KeyMissing,
    /// The key lies in a file, though a system keystore has held the key of this vault before: somebody may have put
    /// another vault there.
    KeyInFile,
    /// Other users of this device can read or write the key's file.
    KeyFileLoose,
    /// Other users of this device can write into the folder of the key's file.
    KeyFolderLoose,
    /// The vault's bytes are damaged.
    DataDamaged,
    /// The vault's file is older than what this device wrote last (an old copy that was put back).
    DataOlder,
    /// Whether the vault's file is the one that this device wrote last cannot be told.
    DataUnproven,
    /// The vault was written by a newer version of this app.
    DataNewer,
    /// The folder cannot be read or written (full, read-only, permissions).
    DataUnreachable,
    /// Another window has the vault.
    InUse,
    /// A passcode opens the vault, and the customer has forgotten it.
    AppLocked,
}

impl VaultTrouble {
    /// Whether a new token may be registered although the vault does not open. The old vault is kept.
    pub fn can_register_anew(self) -> bool {
        match self {
            // Said only to a customer who has forgotten the passcode and answered two checks.
            Self::KeyMissing | Self::DataDamaged | Self::AppLocked => true,
            Self::KeystoreLocked
            | Self::KeystoreClosed
            | Self::KeystoreRefused
            | Self::KeystoreUnavailable
            | Self::KeyInFile
            | Self::KeyFileLoose
            | Self::KeyFolderLoose
            | Self::DataOlder
            | Self::DataUnproven
            | Self::DataNewer
            | Self::DataUnreachable
            | Self::InUse => false,
        }
    }

    /// Whether the customer may take it for a deletion of the tokens.
    pub fn looks_like_loss(self) -> bool {
        match self {
            Self::KeyMissing | Self::DataDamaged | Self::KeystoreRefused | Self::KeystoreUnavailable => true,
            Self::KeystoreLocked
            | Self::KeystoreClosed
            | Self::KeyInFile
            | Self::KeyFileLoose
            | Self::KeyFolderLoose
            | Self::DataOlder
            | Self::DataUnproven
            | Self::DataNewer
            | Self::DataUnreachable
            | Self::InUse
            | Self::AppLocked => false,
        }
    }

    /// Whether the vault may be opened all the same, once the customer was warned.
    pub fn can_use_older(self) -> bool {
        matches!(self, Self::DataOlder | Self::DataUnproven)
    }
}

impl From<VaultError> for VaultTrouble {
    fn from(error: VaultError) -> Self {
        Self::from(&error)
    }
}

impl From<&VaultError> for VaultTrouble {
    fn from(error: &VaultError) -> Self {
        match error {
            VaultError::Keystore(KeystoreError::Locked) => Self::KeystoreLocked,
            VaultError::Keystore(KeystoreError::Unavailable | KeystoreError::Silent) => {
                Self::KeystoreUnavailable
            }
            VaultError::Keystore(KeystoreError::Cancelled) => Self::KeystoreClosed,
            VaultError::Keystore(KeystoreError::NoPasscode | KeystoreError::Platform(_)) => {
                Self::KeystoreRefused
            }
            VaultError::Keystore(KeystoreError::LooseFile) => Self::KeyFileLoose,
            VaultError::Keystore(KeystoreError::LooseFolder) => Self::KeyFolderLoose,
            VaultError::Keystore(KeystoreError::NoEntry | KeystoreError::Invalidated)
            | VaultError::KeyMissing => Self::KeyMissing,
            VaultError::Damaged => Self::DataDamaged,
            VaultError::Older => Self::DataOlder,
            VaultError::Unproven => Self::DataUnproven,
            VaultError::Newer(_) => Self::DataNewer,
            VaultError::InUse => Self::InUse,
            VaultError::PasscodeNeeded | VaultError::WrongPasscode | VaultError::TooSoon => Self::AppLocked,
            VaultError::Unreachable(_)
            | VaultError::Linked
            | VaultError::Keystore(KeystoreError::OutOfReach(_))
            | VaultError::TooManyTokens
            | VaultError::TooManyRemoved
            | VaultError::AlreadyHere
            | VaultError::NoSuchToken => Self::DataUnreachable,
        }
    }
}
