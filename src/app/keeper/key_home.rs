//! Where a vault's key may lie: the system's keystore before a file, and what remembers that it was there.

use crate::keystore::{Attempts, FileKeystore, Floor, KeyId, Keystore, KeystoreError, Protection, VaultKey};
use crate::private_files::{is_absent, scratch_file, sync_folder};
use std::io::{self, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// The system's keystore. What is deleted goes from the key files beside the vault as well: the key of an earlier vault,
/// or the one that sealed this vault before it moved, may lie there.
pub struct SystemAndFiles {
    system: Box<dyn Keystore>,
    files: FileKeystore,
}

impl SystemAndFiles {
    pub fn new(system: Box<dyn Keystore>, folder: &Path) -> Self {
        Self { system, files: FileKeystore::new(folder) }
    }
}

impl Keystore for SystemAndFiles {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        self.system.load(id)
    }

    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        self.system.store(id, key)
    }

    fn floor(&self, id: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        self.system.floor(id)
    }

    fn set_floor(&self, id: &KeyId, floor: &Floor) -> Result<(), KeystoreError> {
        self.system.set_floor(id, floor)
    }

    fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        self.system.attempts(id)
    }

    fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError> {
        self.system.set_attempts(id, attempts)
    }

    fn bind(
        &self,
        id: &KeyId,
        key: &VaultKey,
        stretched: &[u8; 32],
    ) -> Result<Zeroizing<[u8; 32]>, KeystoreError> {
        self.system.bind(id, key, stretched)
    }

    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        match (self.files.delete(id), self.system.delete(id)) {
            // A key lies in one place or in the other.
            (Ok(()), Err(KeystoreError::NoEntry)) => Ok(()),
            (Ok(()) | Err(KeystoreError::NoEntry), system) => system,
            (file, _) => file,
        }
    }

    fn protection(&self) -> Protection {
        self.system.protection()
    }
}

/// No keystore: a first token is stored nowhere before the customer has agreed to a file.
pub struct NoKeystore;

impl Keystore for NoKeystore {
    fn load(&self, _: &KeyId) -> Result<VaultKey, KeystoreError> {
        Err(KeystoreError::Unavailable)
    }

    fn store(&self, _: &KeyId, _: &VaultKey) -> Result<(), KeystoreError> {
        Err(KeystoreError::Unavailable)
    }

    fn floor(&self, _: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        Err(KeystoreError::Unavailable)
    }

    fn set_floor(&self, _: &KeyId, _: &Floor) -> Result<(), KeystoreError> {
        Err(KeystoreError::Unavailable)
    }

    fn attempts(&self, _: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        Err(KeystoreError::Unavailable)
    }

    fn set_attempts(&self, _: &KeyId, _: &Attempts) -> Result<(), KeystoreError> {
        Err(KeystoreError::Unavailable)
    }

    fn delete(&self, _: &KeyId) -> Result<(), KeystoreError> {
        Err(KeystoreError::Unavailable)
    }

    fn protection(&self) -> Protection {
        Protection::File
    }
}

/// While the data folder has this file, no key is taken from a file or put into one unless `--keystore file` asks for it.
/// It lies beside the vault, so that it is there without any keystore. Whoever forges it takes nothing away: every key
/// stays where it is, and `--keystore file` opens what a file opened before.
const NOTE: &str = "key-in-system-keystore";

const TEXT: &[u8] = b"The system's keystore has held the key of the vault in this folder. While this file is here, skts-token uses a
key in a file only with --keystore file.
";

/// Whether a system keystore has held the key of this folder's vault. Whatever has the note's name counts as the note.
pub fn was_in_system(folder: &Path) -> bool {
    !is_absent(&folder.join(NOTE)).unwrap_or(false)
}

/// Notes that a system keystore holds the key. A note that cannot be written is written at the next opening: the vault
/// does not wait for it.
pub fn note_system(folder: &Path) {
    let write = || -> io::Result<()> {
        let mut file = scratch_file(&folder.join(NOTE))?;
        file.write_all(TEXT)?;
        file.sync_all()?;
        sync_folder(folder)
    };
    if !was_in_system(folder) {
        let _ = write();
    }
}
