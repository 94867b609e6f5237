//! A vault without its key: it can say whether a vault is there, and be opened.

use super::disk::{Disk, Hook};
use super::process_lock::ProcessLock;
use super::unlocked::Unlocked;
use super::{VaultError, generation};
use crate::keystore::{KeyId, Keystore};
use std::fmt;
use std::path::Path;

/// A vault of which only this process may write, without its key. No seed and no key is in memory.
pub struct Locked {
    pub(super) disk: Disk,
    pub(super) process_lock: ProcessLock,
    /// The customer has given up the vault that lies here because it cannot be opened, and registers over it. Nothing
    /// is deleted: the write of the first token keeps the old file under another name.
    pub(super) over_unopened: bool,
}

impl Locked {
    /// Takes the vault in `folder` for this process. Nothing is created, not even the folder, before the first
    /// token is added, and no file is changed.
    ///
    /// Fails with `InUse` or `Unreachable`. Whatever else is wrong with the vault, [`unlock`](Self::unlock) tells.
    pub fn open(folder: &Path) -> Result<Self, VaultError> {
        Self::with_hook(folder, None)
    }

    /// As [`open`](Self::open), with a hook at every point of a write: for tests.
    #[doc(hidden)]
    pub fn open_with_hook(folder: &Path, hook: Hook) -> Result<Self, VaultError> {
        Self::with_hook(folder, Some(hook))
    }

    /// As [`open`](Self::open), for a program that reads and does not write: without the lock, so beside a
    /// process that has it. A vault's file is only ever replaced by a whole one, so a reader finds one
    /// generation or the next. A write all the same takes the lock first, or is refused with `InUse`.
    pub fn look(folder: &Path) -> Self {
        Self { disk: Disk::new(folder, None), process_lock: ProcessLock::none(), over_unopened: false }
    }

    fn with_hook(folder: &Path, hook: Option<Hook>) -> Result<Self, VaultError> {
        let disk = Disk::new(folder, hook);
        let process_lock = ProcessLock::take(&disk)?;
        Ok(Self { disk, process_lock, over_unopened: false })
    }

    /// Whether there is no vault yet, not even a damaged one.
    pub fn is_new(&self) -> bool {
        !generation::exists(&self.disk)
    }

    /// What can be told without the key: `None` where there is no vault, else the id of its key;
    /// `Damaged`, `Newer`, `Unreachable`.
    pub fn inspect(&self) -> Result<Option<KeyId>, VaultError> {
        Ok(generation::read(&self.disk)?.map(|envelope| envelope.key_id()))
    }

    /// Reads the vault and opens it with the key from `keystore`, which may ask the customer and block.
    /// A folder without a vault opens as one without tokens, without asking the keystore.
    ///
    /// On an error it gives itself back, so that opening can be tried again.
    // Clippy warns of an error that is so large; it has to be, for it gives the vault back.
    #[allow(clippy::result_large_err)]
    pub fn unlock(self, keystore: &dyn Keystore) -> Result<Unlocked, (Self, VaultError)> {
        if self.over_unopened {
            return Ok(Unlocked::empty(self));
        }
        let envelope = match generation::read(&self.disk) {
            Ok(Some(envelope)) => envelope,
            Ok(None) => return Ok(Unlocked::empty(self)),
            Err(error) => return Err((self, error)),
        };
        match keystore.load(&envelope.key_id()) {
            Ok(key) => Unlocked::unseal(self, key, envelope),
            Err(error) => Err((self, VaultError::of_key(error))),
        }
    }

    /// Opens as a vault without tokens, so that the customer can register tokens over one that cannot be opened. The
    /// old file stays where it is until the first token is written, and then a copy of it is kept as `….set-aside-1`
    /// (or the next free number). Only where opening cannot help: `Damaged`, `KeyMissing`.
    pub fn set_aside(self) -> Self {
        Self { over_unopened: true, ..self }
    }
}

impl fmt::Debug for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Locked")
    }
}
