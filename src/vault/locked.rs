//! A vault without its key: it can say whether a vault is there, and be opened.

use super::disk::{Disk, Hook};
use super::envelope::{Envelope, NAME_BYTES, key_id_of};
use super::noted::{Noted, given_up, given_up_at};
use super::process_lock::ProcessLock;
use super::sealing::Opener;
use super::unlocked::Unlocked;
use super::{VaultError, generation};
use crate::keystore::{KeyId, Keystore, KeystoreError, VaultKey};
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

/// A vault as it was read, its key, and how far the keystore has noted that it is.
pub(super) struct Read {
    pub sealed: Envelope,
    pub key: VaultKey,
    pub noted: Noted,
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
    /// A folder without a vault opens as one without tokens, without asking the keystore. `PasscodeNeeded` where an app lock
    /// is on and all else is there.
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
            Ok(Some(Read { sealed, .. })) if sealed.stretching().is_some() => {
                Err((self, VaultError::PasscodeNeeded))
            }
            Ok(Some(Read { sealed, key, noted })) => {
                Unlocked::unseal(self, Opener::Keystore(key), sealed, noted, keystore)
            }
            Err(error) => Err((self, error)),
        }
    }

    /// The vault, its key, and how far the keystore has noted that it is.
    ///
    /// Another process may write meanwhile, or delete the key of the vault that was read. So the file is read once more
    /// after the keystore has answered: what is noted is then never newer than the file, and a key that is missing is
    /// one that this file needs.
    pub(super) fn read(&self, keystore: &dyn Keystore) -> Result<Option<Read>, VaultError> {
        let Some(mut sealed) = generation::read(&self.disk)? else { return Ok(None) };
        loop {
            let id = sealed.key_id();
            let answer = keystore.load(&id).and_then(|key| Ok((key, Noted::under(&id, keystore)?)));
            let Some(again) = generation::read(&self.disk)? else { return Ok(None) };
            if again.key_id() == id {
                let (key, noted) = answer.map_err(VaultError::of_key)?;
                return Ok(Some(Read { sealed: again, key, noted }));
            }
            sealed = again;
        }
    }

    /// Opens as a vault without tokens, so that the customer can register tokens over one that cannot be opened. The
    /// old file stays where it is until the first token is written, and then a copy of it is kept under a name that
    /// says that this was `now`. Only where opening cannot help: `Damaged`, `KeyMissing`, a passcode that the customer has
    /// forgotten.
    pub fn set_aside(self, now: UnixTime) -> Self {
        Self { over_unopened: Some(now), ..self }
    }

    /// Opens a vault although it is `Older`, or `Unproven`: the customer was warned and has accepted what is in it. Opening writes it
    /// once more, so that it is the newest from then on.
    pub fn accept_older(self) -> Self {
        Self { accepts_older: true, ..self }
    }

    /// The key of the vault that the customer has registered over is that of a vault in use no longer: its file is
    /// `Older` from now on, wherever it lies, and [`delete_keys_aside`](Self::delete_keys_aside) may delete the key.
    pub(super) fn give_up(id: &KeyId, now: UnixTime, keystore: &dyn Keystore) {
        // A note under a key that is not there would stay for ever.
        if keystore.load(id).is_ok() {
            // A keystore that takes no note keeps the key until the customer asks for its end.
            let _ = keystore.set_floor(id, &given_up(now));
        }
    }

    /// Deletes the keys of vaults that were set aside [`DAYS_ASIDE`] days before `now`, or of all of them. Their files
    /// stay, and open no more. Goes on after an error, and returns the first.
    ///
    /// Anybody who can write here can name any key in a file. So a key goes only if the keystore itself has noted that
    /// its vault was given up, or, when the customer asks, if nothing is noted (an earlier version set its vault aside).
    /// `current` is the key that is in use; that one always stays.
    pub(super) fn delete_keys_aside(
        &self,
        now: Option<UnixTime>,
        current: Option<KeyId>,
        keystore: &dyn Keystore,
    ) -> Result<(), VaultError> {
        let is_due = |at: Option<UnixTime>| now.is_none_or(|now| at.is_some_and(|at| is_over(at, now)));
        if !self.process_lock.is_held() {
            return Ok(());
        }
        if let Some(now) = now {
            // The days of a file that earlier versions set aside begin now.
            self.disk.date_set_aside(now)?;
        }
        let mut outcome = Ok(());
        for (at, name) in self.disk.set_aside_names()? {
            let id = is_due(at).then(|| self.disk.head(&name, NAME_BYTES)).flatten();
            let id = id.and_then(|head| key_id_of(&head)).filter(|id| Some(*id) != current);
            if let Some(id) = id {
                outcome = outcome.and(delete_given_up(&id, now, keystore));
            }
            // Each further question would be waited for, too.
            if outcome == Err(VaultError::Keystore(KeystoreError::Silent)) {
                break;
            }
        }
        outcome
    }
}

/// Whether a vault that was set aside then has been kept long enough.
fn is_over(at: UnixTime, now: UnixTime) -> bool {
    at.seconds().saturating_add(DAYS_ASIDE * 24 * 60 * 60) <= now.seconds()
}

/// The days count from the moment that the keystore has noted: a file's name may say any. `now` is `None` where the customer
/// asks.
fn delete_given_up(id: &KeyId, now: Option<UnixTime>, keystore: &dyn Keystore) -> Result<(), VaultError> {
    let goes = match Noted::under(id, keystore).map_err(VaultError::of_store)? {
        Noted::UpTo(floor) => given_up_at(&floor).is_some_and(|at| now.is_none_or(|now| is_over(at, now))),
        Noted::Nothing => now.is_none(),
        Noted::Unreadable => false,
    };
    let deleted = if goes { keystore.delete(id) } else { Ok(()) };
    match deleted {
        Ok(()) | Err(KeystoreError::NoEntry) => Ok(()),
        Err(error) => Err(VaultError::of_store(error)),
    }
}

impl fmt::Debug for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Locked")
    }
}
