//! What the keystore has noted of how far the vault is, and what that says of a file.

use crate::keystore::{Floor, KeyId, Keystore, KeystoreError};
use crate::token::UnixTime;

/// The generation of the notes that [`given_up`] makes.
const GIVEN_UP: u64 = 1 << 62;

/// What is noted under the key of a vault over which the customer registers `now`: no file of that vault is so far, and none
/// has this digest, which is the moment. So each of them is older, and nobody but the keystore says since when the key is
/// that of a vault that was given up.
pub fn given_up(now: UnixTime) -> Floor {
    let mut digest = [0; 16];
    digest[..8].copy_from_slice(&now.seconds().to_be_bytes());
    Floor::new(GIVEN_UP, digest, super::envelope::VERSION)
}

/// When the vault was given up under whose key this is noted, if it was.
pub fn given_up_at(noted: &Floor) -> Option<UnixTime> {
    let moment = u64::from_be_bytes(noted.digest()[..8].try_into().ok()?);
    let at = UnixTime::from_seconds(moment);
    (*noted == given_up(at)).then_some(at)
}

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
