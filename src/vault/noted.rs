//! What the keystore has noted of how far the vault is, and what that says of a file.

use crate::keystore::{Floor, KeyId, Keystore, KeystoreError};

/// Noted under the key of a vault that the customer has registered over: no file of that vault is so far, and none has this
/// digest. So each of them is older, and the note says that the key is that of a vault that was given up.
pub const GIVEN_UP: Floor = Floor::new(1 << 62, [0; 16], super::envelope::VERSION);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// There is no note: the vault is of version 1, or the keystore takes none.
    Nothing,
    UpTo(Floor),
    /// There is a note, and the keystore does not give it out. Whoever can spoil the note must not get an older file
    /// past it without a warning, and a note that is spoiled for good must not shut a vault whose key is there.
    Unreadable,
}

impl Noted {
    /// Asks for the note under a key that the keystore has just given out. A keystore that may answer later is an error.
    pub fn under(id: &KeyId, keystore: &dyn Keystore) -> Result<Self, KeystoreError> {
        match keystore.floor(id) {
            Ok(Some(floor)) => Ok(Self::UpTo(floor)),
            Ok(None) | Err(KeystoreError::NoEntry | KeystoreError::Invalidated) => Ok(Self::Nothing),
            Err(KeystoreError::Platform(_) | KeystoreError::OutOfReach(_)) => Ok(Self::Unreadable),
            Err(
                error @ (KeystoreError::Cancelled
                | KeystoreError::Locked
                | KeystoreError::NoPasscode
                | KeystoreError::Unavailable
                | KeystoreError::Silent
                | KeystoreError::LooseFile
                | KeystoreError::LooseFolder),
            ) => Err(error),
        }
    }
}
