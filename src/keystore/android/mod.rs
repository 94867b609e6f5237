//! Android's keystore: the Java class `KeyVault`, and `BiometricVault` for what lies behind a face or a finger.
//!
//! The key that encrypts never leaves AndroidKeyStore. Whether it lies in hardware is measured, for each key,
//! whenever the key is used. Nothing here keeps a secret: Java's copies of one are overwritten.

mod biometric;
mod java;

use super::decisions::android_codes;
use super::{Attempts, Floor, KeyId, Keystore, KeystoreError, Protection, VaultKey};
pub use biometric::biometrics;
use java::KeyVault;
use jni::Env;
use jni::objects::JObject;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Found again by every `android_main`.
static KEY_VAULT: Mutex<Option<Arc<KeyVault>>> = Mutex::new(None);

/// Looks the Java classes up. Until this has succeeded, [`open`] answers that there is no keystore.
pub fn introduce(env: &mut Env, activity: &JObject) -> jni::errors::Result<()> {
    let found = KeyVault::find(env, activity)?;
    *KEY_VAULT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(found));
    biometric::introduce(env, activity)
}

pub fn open() -> Result<Box<dyn Keystore>, KeystoreError> {
    let vault = KEY_VAULT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let vault = vault.ok_or(KeystoreError::Unavailable)?;
    Ok(Box::new(AndroidKeystore { vault, level: AtomicI32::default() }))
}

struct AndroidKeystore {
    vault: Arc<KeyVault>,
    /// Where the key lies that was used last, as it was measured then: to ask Java takes too long for the screen.
    level: AtomicI32,
}

impl AndroidKeystore {
    /// A level that cannot be read counts as not measured.
    fn measure(&self, id: &str) {
        self.level.store(self.vault.level(id).unwrap_or(0), Ordering::Relaxed);
    }

    /// A note beside a key, if there is one that can be read.
    fn note<T>(&self, name: &str, parse: fn(&[u8]) -> Option<T>) -> Result<Option<T>, KeystoreError> {
        match self.vault.load(name) {
            Ok(text) => Ok(parse(&text)),
            Err(KeystoreError::NoEntry | KeystoreError::Invalidated) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Keystore for AndroidKeystore {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        let id = id.to_string();
        let text = self.vault.load(&id)?;
        self.measure(&id);
        VaultKey::from_text(&text).ok_or(KeystoreError::Invalidated)
    }

    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        self.vault.store(&id.to_string(), &key.to_text())?;
        // The key is read back: if the keystore had lost it, the vault that is sealed with it would be lost, too.
        let stored = self.load(id)?;
        if stored.same_as(key) { Ok(()) } else { Err(KeystoreError::Platform(0)) }
    }

    fn floor(&self, id: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        self.note(&id.floor_entry(), Floor::from_text)
    }

    fn set_floor(&self, id: &KeyId, floor: &Floor) -> Result<(), KeystoreError> {
        self.vault.store(&id.floor_entry(), &floor.to_text())
    }

    fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        self.note(&id.attempts_entry(), Attempts::from_text)
    }

    fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError> {
        self.vault.store(&id.attempts_entry(), &attempts.to_text())
    }

    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.vault.delete(&id.to_string())?;
        // Without the key the notes say nothing to anybody: one that stays does no harm.
        let _ = self.vault.delete(&id.floor_entry());
        let _ = self.vault.delete(&id.attempts_entry());
        Ok(())
    }

    fn protection(&self) -> Protection {
        android_codes::protection(self.level.load(Ordering::Relaxed))
    }
}
