//! A vault without its key: it can say whether a vault is there, and be opened.

use super::disk::{Disk, Hook};
use super::envelope::{Envelope, key_id_of};
use super::process_lock::ProcessLock;
use super::unlocked::Unlocked;
use super::{VaultError, generation};
use crate::keystore::{Floor, KeyId, Keystore, KeystoreError, VaultKey};
use crate::token::UnixTime;
use std::fmt;
use std::path::Path;

/// For how many days the key of a vault is kept that the customer registered anew over.
pub const DAYS_ASIDE: u64 = 90;

/// A vault of which only this process may write, without its key. No seed and no key is in memory.
pub struct Locked {
    pub(super) disk: Disk,
    pub(super) process_lock: ProcessLock,
    /// The customer has given up the vault that lies here because it cannot be opened, and registers over it. Nothing
    /// is deleted: the write of the first token keeps the old file under another name. `Some`: when that was.
    pub(super) over_unopened: Option<UnixTime>,
    /// The customer was told that the file is older than what was written last, and wants it all the same.
    pub(super) accepts_older: bool,
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
        Self {
            disk: Disk::new(folder, None),
            process_lock: ProcessLock::none(),
            over_unopened: None,
            accepts_older: false,
        }
    }

    fn with_hook(folder: &Path, hook: Option<Hook>) -> Result<Self, VaultError> {
        let disk = Disk::new(folder, hook);
        let process_lock = ProcessLock::take(&disk)?;
        Ok(Self { disk, process_lock, over_unopened: None, accepts_older: false })
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
        if self.over_unopened.is_some() {
            return Ok(Unlocked::empty(self));
        }
        match self.read(keystore) {
            Ok(None) => Ok(Unlocked::empty(self)),
            Ok(Some((sealed, key, floor))) => Unlocked::unseal(self, key, sealed, floor, keystore),
            Err(error) => Err((self, error)),
        }
    }

    /// The vault, its key, and how far the keystore has noted that it is.
    ///
    /// Another process may write meanwhile, or delete the key of the vault that was read. So the file is read once more
    /// after the keystore has answered: what is noted is then never newer than the file, and a key that is missing is
    /// one that this file needs.
    fn read(
        &self,
        keystore: &dyn Keystore,
    ) -> Result<Option<(Envelope, VaultKey, Option<Floor>)>, VaultError> {
        let Some(mut sealed) = generation::read(&self.disk)? else { return Ok(None) };
        loop {
            let id = sealed.key_id();
            let answer = keystore.load(&id).and_then(|key| Ok((key, keystore.floor(&id)?)));
            let Some(again) = generation::read(&self.disk)? else { return Ok(None) };
            if again.key_id() == id {
                let (key, floor) = answer.map_err(VaultError::of_key)?;
                return Ok(Some((again, key, floor)));
            }
            sealed = again;
        }
    }

    /// Opens as a vault without tokens, so that the customer can register tokens over one that cannot be opened. The
    /// old file stays where it is until the first token is written, and then a copy of it is kept under a name that
    /// says that this was `now`. Only where opening cannot help: `Damaged`, `KeyMissing`.
    pub fn set_aside(self, now: UnixTime) -> Self {
        Self { over_unopened: Some(now), ..self }
    }

    /// Opens a vault although it is `Older`: the customer was warned and has accepted what is in it. Opening writes it
    /// once more, so that it is the newest from then on.
    pub fn accept_older(self) -> Self {
        Self { accepts_older: true, ..self }
    }

    /// Deletes the keys of vaults that were set aside [`DAYS_ASIDE`] days before `now`, or of all of them. Their files
    /// stay, and open no more. `current` is the key that is in use; whatever a file says, that one stays.
    pub(super) fn delete_keys_aside(
        &self,
        now: Option<UnixTime>,
        current: Option<KeyId>,
        keystore: &dyn Keystore,
    ) -> Result<(), VaultError> {
        let is_due = |at: Option<UnixTime>| match (now, at) {
            (None, _) => true,
            (Some(now), Some(at)) => at.seconds().saturating_add(DAYS_ASIDE * 24 * 60 * 60) <= now.seconds(),
            (Some(_), None) => false,
        };
        if !self.process_lock.is_held() {
            return Ok(());
        }
        if let Some(now) = now {
            // The days of a file that earlier versions set aside begin now.
            self.disk.date_set_aside(now)?;
        }
        for (at, bytes) in self.disk.set_aside_files()? {
            let Some(id) = key_id_of(&bytes).filter(|id| is_due(at) && Some(*id) != current) else {
                continue;
            };
            match keystore.delete(&id) {
                Ok(()) | Err(KeystoreError::NoEntry) => {}
                Err(error) => return Err(VaultError::of_store(error)),
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Locked")
    }
}
