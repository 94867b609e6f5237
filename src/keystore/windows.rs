//! Windows' Credential Manager. Every program of the same user can ask for what it keeps:
//! [`Protection::SystemKeystore`](super::Protection::SystemKeystore) says so.

use super::system::{SystemKeystore, common_refusal};
use super::{Keystore, KeystoreError};
use keyring_core::Error;
use windows_native_keyring_store::Store;

/// `ERROR_CANCELLED` of winerror.h.
const CANCELLED: &str = "1223";

pub fn open() -> Result<Box<dyn Keystore>, KeystoreError> {
    let store = Store::new().map_err(refusal)?;
    Ok(Box::new(SystemKeystore {
        store,
        // The entry stays on this machine: without this, Windows copies it to every machine of the account.
        modifiers: &[("persistence", "Local")],
        refusal,
        prepare: || Ok(()),
    }))
}

fn refusal(error: Error) -> KeystoreError {
    match &error {
        // ERROR_NO_SUCH_LOGON_SESSION: a service or a network logon has no Credential Manager.
        Error::NoStorageAccess(_) => KeystoreError::Unavailable,
        Error::PlatformFailure(cause) => code(&cause.to_string()),
        _ => common_refusal(&error),
    }
}

/// Windows' number, out of the error's text: the store's type of error is private.
fn code(text: &str) -> KeystoreError {
    let digits = text.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty());
    match digits {
        Some(CANCELLED) => KeystoreError::Cancelled,
        digits => KeystoreError::Platform(digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)),
    }
}
