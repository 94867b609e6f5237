//! Android's keystore: a key that never leaves it encrypts what lies in the app's preferences.
//!
//! keyring's store asks for no StrongBox and binds the key to no screen lock, and it does not tell
//! whether the key lies in hardware: so it counts as [`Protection::SystemKeystore`] until it is measured.

use super::system::{SERVICE, SystemKeystore, common_refusal};
use super::{Keystore, KeystoreError, Protection};
use android_native_keyring_store::Store;
use std::collections::HashMap;

pub fn open() -> Result<Box<dyn Keystore>, KeystoreError> {
    // The application context is there before `android_main` runs: android-activity sets it.
    let store = Store::new_with_configuration(&HashMap::from([("name", SERVICE)]));
    Ok(Box::new(SystemKeystore {
        store: store.map_err(|error| common_refusal(&error))?,
        modifiers: &[],
        protection: Protection::SystemKeystore,
        // Where the system lost its own key, the store makes a new one and what it encrypted before is
        // `BadDataFormat`: `Invalidated`, never a damaged vault.
        refusal: |error| common_refusal(&error),
        prepare: || Ok(()),
    }))
}
