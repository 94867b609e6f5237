//! The Data Protection keychain of iOS and macOS. Never synchronised, never in a backup that another
//! device can restore.
//!
//! On macOS it needs a signed program with an application identifier; an unsigned build has no system
//! keystore here and is told so with `Unavailable`.

use super::system::{SERVICE, SystemKeystore, common_refusal};
use super::{Keystore, KeystoreError, Protection};
use apple_native_keyring_store::protected::Store;
use keyring_core::Error;
use keyring_core::api::CredentialStoreApi;
use security_framework::base::Error as SecurityError;

pub type Policy = &'static [(&'static str, &'static str)];

const USER_CANCELED: i32 = -128;
const NOT_AVAILABLE: i32 = -25291;
const AUTH_FAILED: i32 = -25293;
const INTERACTION_NOT_ALLOWED: i32 = -25308;
const MISSING_ENTITLEMENT: i32 = -34018;

/// `prepare` is called before a key is stored.
pub fn open(
    policy: Policy,
    prepare: fn() -> Result<(), KeystoreError>,
) -> Result<Box<dyn Keystore>, KeystoreError> {
    let store = Store::new().map_err(refusal)?;
    // A missing entitlement shows only when something is asked for.
    let probe = store.build(SERVICE, "probe", None).and_then(|entry| entry.get_secret().map(drop));
    if let Err(KeystoreError::Unavailable) = probe.map_err(refusal) {
        return Err(KeystoreError::Unavailable);
    }
    Ok(Box::new(SystemKeystore {
        store,
        modifiers: policy,
        protection: |_| Protection::SystemKeystore,
        refusal,
        prepare,
    }))
}

fn refusal(error: Error) -> KeystoreError {
    let code = match &error {
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => {
            cause.downcast_ref().map(|cause: &SecurityError| cause.code())
        }
        _ => None,
    };
    code.map_or_else(|| common_refusal(&error), refusal_of)
}

/// What a number of Security's means.
pub fn refusal_of(code: i32) -> KeystoreError {
    match code {
        INTERACTION_NOT_ALLOWED => KeystoreError::Locked,
        USER_CANCELED | AUTH_FAILED => KeystoreError::Cancelled,
        MISSING_ENTITLEMENT | NOT_AVAILABLE => KeystoreError::Unavailable,
        code => KeystoreError::Platform(code),
    }
}
