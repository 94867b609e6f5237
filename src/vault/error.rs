//! Why the vault does not do what it is asked. No variant carries a key, a seed or a token.

use crate::keystore::{KeystoreError, NoRandomness};
use std::io;

/// Why the vault does not open, or does not change. Safe to print.
///
/// Whatever the error: nothing that was confirmed is lost, and nothing was deleted. The Trouble page of
/// each is named in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Another process has the vault, or changed it since it was opened here. \[InUse\]
    #[error("another window has the tokens open")]
    InUse,
    /// The folder or a file in it cannot be read or written: full, read-only, no permission. What could
    /// be read before is still there. \[DataUnreachable\]
    #[error("the folder with the tokens cannot be read or written ({0})")]
    Unreachable(io::ErrorKind),
    /// The vault's file is a link. It is read through the link, and nothing is changed. \[DataUnreachable\]
    #[error("the file with the tokens is a link; only a file is written")]
    Linked,
    /// The bytes are not those that were written: cut off, flipped, not a vault, or forged. \[DataDamaged\]
    #[error("the file with the tokens is damaged")]
    Damaged,
    /// Intact, and older than what this device wrote last: somebody put an older file in its place, or a backup
    /// did. Tokens that were removed or replaced since may be in it, and others may be missing. \[DataOlder\]
    #[error("the file with the tokens is older than the one that was written last")]
    Older,
    /// Intact, and its key is there; but how far this device had written is noted in an entry of the keystore that
    /// cannot be read, so the file may be older. \[DataUnproven\]
    #[error("it cannot be told whether the file with the tokens is the one that was written last")]
    Unproven,
    /// Intact, but of a format that this version does not know. \[DataNewer\]
    #[error("the tokens were stored by a newer version of this program (format {0})")]
    Newer(u16),
    /// The vault is intact; its key is not in the keystore (`NoEntry`), or no longer valid
    /// (`Invalidated`): a restored backup, a reset, another device's file. \[KeyMissing\]
    #[error("the key to the tokens is not on this device")]
    KeyMissing,
    /// An app lock is on, and no passcode was given, or none for this change. \[the lock's page\]
    #[error("the tokens are locked with a passcode")]
    PasscodeNeeded,
    /// The passcode is another one. The try was counted. \[the lock's page\]
    #[error("the passcode is wrong")]
    WrongPasscode,
    /// Too many wrong passcodes were tried for another try now. \[the lock's page\]
    #[error("too many wrong passcodes were tried; wait before the next one")]
    TooSoon,
    /// The keystore refuses: `Locked` \[KeystoreLocked\], `Cancelled` \[KeystoreClosed\], `Platform` \[KeystoreRefused\],
    /// `Unavailable` or `Silent` \[KeystoreUnavailable\], `LooseFile` \[KeyFileLoose\], `LooseFolder` \[KeyFolderLoose\],
    /// `NoPasscode` \[KeystoreRefused; an import is refused with words of its own\].
    #[error(transparent)]
    Keystore(KeystoreError),
    /// [`MAX_TOKENS`](super::MAX_TOKENS) are there already. \[no page: the import is refused\]
    #[error("there are ten tokens already; no more can be stored")]
    TooManyTokens,
    /// [`MAX_REMOVED`](super::MAX_REMOVED) removed tokens are kept already. \[no page\]
    #[error("there are too many removed tokens; remove one of them for good first")]
    TooManyRemoved,
    /// A token with this serial is there already. \[no page\]
    #[error("a token with this serial number is stored already")]
    AlreadyHere,
    /// No token has this serial. \[no page\]
    #[error("no token with this serial number is stored")]
    NoSuchToken,
}

impl VaultError {
    /// What the keystore's refusal means for a vault that exists.
    pub(super) fn of_key(error: KeystoreError) -> Self {
        match error {
            KeystoreError::NoEntry | KeystoreError::Invalidated => Self::KeyMissing,
            other => Self::of_store(other),
        }
    }

    /// What the keystore's refusal means for a key that is new. A key's file that cannot be written is no refusal of
    /// a keystore: the disk is full, or read-only.
    pub(super) fn of_store(error: KeystoreError) -> Self {
        match error {
            KeystoreError::OutOfReach(kind) => Self::Unreachable(kind),
            other => Self::Keystore(other),
        }
    }
}

impl From<io::Error> for VaultError {
    /// Keeps the kind alone: the text of an I/O error may hold a path.
    fn from(error: io::Error) -> Self {
        Self::Unreachable(error.kind())
    }
}

impl From<NoRandomness> for VaultError {
    fn from(_: NoRandomness) -> Self {
        Self::Keystore(KeystoreError::Unavailable)
    }
}
