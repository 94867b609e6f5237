//! keyring-core's interface over `KeyVault`.

use super::java::KeyVault;
use crate::keystore::Protection;
use crate::keystore::decisions::android_codes;
use crate::keystore::system::SERVICE;
use keyring_core::api::{Credential, CredentialApi, CredentialStore, CredentialStoreApi};
use keyring_core::{Entry, Error, Result};
use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

/// keyring-core's store over `KeyVault`. Entries of our own service only; the user is the key's id.
pub struct Store {
    vault: Arc<KeyVault>,
    level: Arc<AtomicI32>,
}

/// One entry, there or not.
struct Item {
    id: String,
    vault: Arc<KeyVault>,
    level: Arc<AtomicI32>,
}

impl Store {
    pub fn new(vault: Arc<KeyVault>) -> Self {
        Self { vault, level: Arc::default() }
    }

    /// As measured when a key was last stored or loaded: asking Java takes too long for the screen.
    pub fn protection(store: &CredentialStore) -> Protection {
        let store: Option<&Self> = store.as_any().downcast_ref();
        android_codes::protection(store.map_or(0, |store| store.level.load(Ordering::Relaxed)))
    }
}

impl CredentialStoreApi for Store {
    fn vendor(&self) -> String {
        "AndroidKeyStore, through KeyVault.java".to_owned()
    }

    fn id(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    fn build(&self, service: &str, user: &str, modifiers: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        if service != SERVICE || modifiers.is_some() {
            return Err(Error::Invalid("service, modifiers".to_owned(), "not of this app".to_owned()));
        }
        let (vault, level) = (self.vault.clone(), self.level.clone());
        Ok(Entry::new_with_credential(Arc::new(Item { id: user.to_owned(), vault, level })))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Item {
    /// A level that cannot be read counts as not measured.
    fn measure(&self) {
        self.level.store(self.vault.level(&self.id).unwrap_or(0), Ordering::Relaxed);
    }
}

impl CredentialApi for Item {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.vault.store(&self.id, secret)?;
        self.measure();
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        let mut secret = self.vault.load(&self.id)?;
        self.measure();
        Ok(std::mem::take(&mut *secret))
    }

    fn delete_credential(&self) -> Result<()> {
        Ok(self.vault.delete(&self.id)?)
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        // An entry is its own wrapper, where there is one.
        self.get_secret().map(zeroize::Zeroizing::new)?;
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some((SERVICE.to_owned(), self.id.clone()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
