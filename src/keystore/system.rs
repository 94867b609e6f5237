//! What the desktops and the iPhone share: a keystore that is reached through keyring-core.
//!
//! It keeps no error of keyring-core's, some of which carry what was stored.

use super::{Attempts, Floor, KeyId, Keystore, KeystoreError, Protection, VaultKey};
use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};
use std::collections::HashMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The entry's service; its user is the key's id, with `floor/` before it where the entry says how far the vault
/// is, and with `attempts/` where it counts wrong passcodes.
pub const SERVICE: &str = "skts-token";

/// A system's keystore behind keyring-core. Entries are built from the store itself, never from
/// keyring-core's global one, and hold 64 hexadecimal digits (KWallet keeps text alone).
pub struct SystemKeystore {
    pub store: Arc<CredentialStore>,
    /// What the system is told when an entry is made.
    pub modifiers: &'static [(&'static str, &'static str)],
    /// What an error of this system means. The error itself must not be kept: some carry what was stored.
    pub refusal: fn(Error) -> KeystoreError,
    /// Called before a key is stored, to make a place for it where there is none.
    pub prepare: fn() -> Result<(), KeystoreError>,
}

impl SystemKeystore {
    fn entry(&self, name: &str) -> Result<Entry, KeystoreError> {
        let modifiers: HashMap<&str, &str> = self.modifiers.iter().copied().collect();
        let modifiers = (!modifiers.is_empty()).then_some(&modifiers);
        let entry = self.store.build(SERVICE, name, modifiers);
        entry.map_err(self.refusal)
    }

    /// Does the same to every entry of this name: a wallet that was copied or imported has one twice, and to ask for the
    /// only one would fail for ever.
    fn each(
        &self,
        name: &str,
        act: impl Fn(&Entry) -> keyring_core::Result<()>,
    ) -> Result<(), KeystoreError> {
        let done = match act(&self.entry(name)?) {
            Err(Error::Ambiguous(entries)) => entries.iter().try_for_each(act),
            other => other,
        };
        done.map_err(self.refusal)
    }

    /// What is noted under this name. A wallet that was copied or imported has the entry twice, and one of them is old: the
    /// one that is further counts.
    fn note<T, K: Ord>(
        &self,
        name: &str,
        parse: fn(&[u8]) -> Option<T>,
        further: fn(&T) -> K,
    ) -> Result<Option<T>, KeystoreError> {
        match self.entry(name)?.get_secret() {
            Ok(text) => Ok(parse(&text)),
            Err(Error::Ambiguous(entries)) => {
                let notes = entries.iter().map(|entry| match entry.get_secret() {
                    Ok(text) => Ok(parse(&text)),
                    Err(error) => self.no_note(error),
                });
                let notes = notes.collect::<Result<Vec<_>, _>>()?;
                Ok(notes.into_iter().flatten().max_by_key(further))
            }
            Err(error) => self.no_note(error),
        }
    }

    /// An entry that is not there, or holds nothing that can be read, is no note; a locked one may well hold one.
    fn no_note<T>(&self, error: Error) -> Result<Option<T>, KeystoreError> {
        match (self.refusal)(error) {
            KeystoreError::NoEntry | KeystoreError::Invalidated => Ok(None),
            error => Err(error),
        }
    }

    /// A wallet that was copied or imported has an entry twice. An id is random, so both are the same key; where they
    /// are not, nobody can say which is right.
    fn only_key(&self, entries: &[Entry]) -> Result<VaultKey, KeystoreError> {
        let keys = entries.iter().map(|entry| {
            let text = Zeroizing::new(entry.get_secret().map_err(self.refusal)?);
            VaultKey::from_text(&text).ok_or(KeystoreError::Invalidated)
        });
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let same = keys.windows(2).all(|pair| pair[0].same_as(&pair[1]));
        keys.into_iter().next().filter(|_| same).ok_or(KeystoreError::Platform(0))
    }
}

impl Keystore for SystemKeystore {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        match self.entry(&id.to_string())?.get_secret() {
            Ok(text) => VaultKey::from_text(&Zeroizing::new(text)).ok_or(KeystoreError::Invalidated),
            Err(Error::Ambiguous(entries)) => self.only_key(&entries),
            Err(error) => Err((self.refusal)(error)),
        }
    }

    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        (self.prepare)()?;
        let text = key.to_text();
        self.each(&id.to_string(), |entry| entry.set_secret(&text))?;
        // The key is read back: if the keystore had lost it, the vault that is sealed with it would be lost, too.
        let stored = self.load(id)?;
        if stored.same_as(key) { Ok(()) } else { Err(KeystoreError::Platform(0)) }
    }

    fn floor(&self, id: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        self.note(&id.floor_entry(), Floor::from_text, Floor::generation)
    }

    fn set_floor(&self, id: &KeyId, floor: &Floor) -> Result<(), KeystoreError> {
        let text = floor.to_text();
        self.each(&id.floor_entry(), |entry| entry.set_secret(&text))
    }

    fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        self.note(&id.attempts_entry(), Attempts::from_text, Attempts::failures)
    }

    fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError> {
        let text = attempts.to_text();
        self.each(&id.attempts_entry(), |entry| entry.set_secret(&text))
    }

    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.each(&id.to_string(), Entry::delete_credential)?;
        // Without the key the notes say nothing to anybody: one that stays does no harm.
        let _ = self.each(&id.floor_entry(), Entry::delete_credential);
        let _ = self.each(&id.attempts_entry(), Entry::delete_credential);
        Ok(())
    }

    fn protection(&self) -> Protection {
        Protection::SystemKeystore
    }
}

/// What keyring-core says the same way on every system.
pub fn common_refusal(error: &Error) -> KeystoreError {
    match error {
        Error::NoEntry => KeystoreError::NoEntry,
        Error::NoStorageAccess(_) => KeystoreError::Locked,
        // The keystore has an entry that it cannot decrypt or read: the key is lost, and the vault is not damaged.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => KeystoreError::Invalidated,
        Error::NoDefaultStore | Error::NotSupportedByStore(_) | Error::BadStoreFormat(_) => {
            KeystoreError::Unavailable
        }
        _ => KeystoreError::Platform(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wallet that was copied has the note twice. The one that is locked may be the newer one.
    #[test]
    fn a_locked_note_beside_an_older_one_is_not_passed_over() {
        use keyring_core::mock;
        let store = mock::Store::new().unwrap();
        let refusal = |error: Error| common_refusal(&error);
        let keystore = SystemKeystore { store: store.clone(), modifiers: &[], refusal, prepare: || Ok(()) };
        let id = KeyId::from_bytes([7; 16]);
        let entry = |name: &str| keystore.entry(name).unwrap();
        let fails =
            |entry: &Entry, error| entry.as_any().downcast_ref::<mock::Cred>().unwrap().set_error(error);
        let note = Floor::new(3, [1; 16], 2);
        let twice = || {
            entry("older").set_secret(&note.to_text()).unwrap();
            fails(&entry(&id.floor_entry()), Error::Ambiguous(vec![entry("locked"), entry("older")]));
        };
        fails(&entry("locked"), Error::NoStorageAccess("locked".into()));
        twice();
        assert_eq!(keystore.floor(&id), Err(KeystoreError::Locked));
        // One that is empty is no note.
        twice();
        assert_eq!(keystore.floor(&id), Ok(Some(note)));
    }

    #[test]
    fn an_error_of_the_system_has_no_code_here() {
        let other = Error::PlatformFailure(Box::new(std::io::Error::other("x")));
        assert_eq!(common_refusal(&other), KeystoreError::Platform(0));
        assert_eq!(common_refusal(&Error::NoEntry), KeystoreError::NoEntry);
        let invalid = Error::Invalid("service".into(), "x".into());
        assert_eq!(common_refusal(&invalid), KeystoreError::Platform(0));
    }
}
