//! Android's keystore: the Java class `KeyVault`, behind keyring-core's vocabulary.
//!
//! The key that encrypts never leaves AndroidKeyStore; where it lies there is measured, for each key,
//! whenever it was used. Nothing here keeps a secret: what Java was lent or lends is overwritten.

mod java;
mod store;

use super::decisions::android_codes;
use super::system::SystemKeystore;
use super::{Keystore, KeystoreError};
use java::KeyVault;
use jni::Env;
use jni::objects::JObject;
use std::sync::{Arc, Mutex, PoisonError};
use store::Store;

/// Found anew by every `android_main`.
static KEY_VAULT: Mutex<Option<Arc<KeyVault>>> = Mutex::new(None);

/// Makes the Java side known. Before, and where it fails, there is no keystore.
pub fn introduce(env: &mut Env, activity: &JObject) -> jni::errors::Result<()> {
    let found = KeyVault::find(env, activity)?;
    *KEY_VAULT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(found));
    Ok(())
}

pub fn open() -> Result<Box<dyn Keystore>, KeystoreError> {
    let vault = KEY_VAULT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Box::new(SystemKeystore {
        store: Arc::new(Store::new(vault.ok_or(KeystoreError::Unavailable)?)),
        modifiers: &[],
        protection: Store::protection,
        refusal: android_codes::refusal,
        prepare: || Ok(()),
    }))
}
