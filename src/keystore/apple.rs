//! The Data Protection keychain of iOS and macOS. Never synchronised, never in a backup that another
//! device can restore.
//!
//! On macOS it needs a signed program with an application identifier; an unsigned build has no system
//! keystore here and is told so with `Unavailable`.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::decisions::apple_codes::refusal_of;
use super::system::{SERVICE, SystemKeystore, common_refusal};
use super::{Keystore, KeystoreError};
use apple_native_keyring_store::protected::Store;
use keyring_core::Error;
use keyring_core::api::CredentialStoreApi;
use security_framework::base::Error as SecurityError;

pub type Policy = &'static [(&'static str, &'static str)];

/// `prepare` is called before a key is stored.
pub fn open(
    policy: Policy,
    prepare: fn() -> Result<(), KeystoreError>,
) -> Result<Box<dyn Keystore>, KeystoreError> {
    let store = Store::new().map_err(refusal)?;
    // A program without the entitlement opens the keychain all the same; only a question shows that it is missing.
    let probe = store.build(SERVICE, "probe", None).and_then(|entry| entry.get_secret().map(drop));
    if let Err(KeystoreError::Unavailable) = probe.map_err(refusal) {
        return Err(KeystoreError::Unavailable);
    }
    Ok(Box::new(SystemKeystore { store, modifiers: policy, refusal, prepare }))
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
