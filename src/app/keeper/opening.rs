//! Opening the vault with the right keystore, and writing to it.
//!
//! The file keystore is used only when asked for, or when no system keystore answers and the vault is new or was made
//! with the file keystore. A system keystore that is there and does not answer is waited for and not passed over: a
//! vault whose key lies in a file opens all the same, and a new vault is not made. No failure here deletes anything.

use crate::app::{Device, Opened, StoreMode, VaultTrouble};
use crate::keystore::{FileKeystore, Keystore, KeystoreError, Protection};
use crate::otp::{Code, Step};
use crate::token::{Draft, Label, Serial, Token, UnixTime};
use crate::vault::{Erasure, Held, Locked, Removed, RemovedId, Unlocked, VaultError};
use std::path::Path;

/// Which keystore the caller wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum KeystoreChoice {
    /// The system's; a file where no system keystore answers, with a warning.
    #[default]
    Best,
    /// The system's or none.
    Platform,
    /// A file: for development.
    File,
}

/// An open vault and the keystore that its key is in.
pub struct OpenVault {
    vault: Unlocked,
    keystore: Box<dyn Keystore>,
    /// For the first key, where a keystore answers but cannot keep anything (a session whose
    /// Secret Service has no collection and cannot ask for one).
    fall_back: Option<Box<dyn Keystore>>,
}

impl OpenVault {
    pub fn summary(&self) -> Opened {
        let protection = (!self.vault.profiles().is_empty()).then(|| self.keystore.protection());
        Opened { profiles: self.vault.profiles().to_vec(), protection }
    }

    pub fn holds(&self, draft: &Draft) -> Result<Held, VaultError> {
        self.vault.holds(draft.profile(), draft.seed())
    }

    /// Whether the key lies in a file.
    pub fn uses_file(&self) -> bool {
        self.keystore.protection() == Protection::File
    }

    /// Whether the disk still has what was opened here.
    pub fn is_current(&self) -> Result<bool, VaultError> {
        self.vault.is_current()
    }

    pub fn codes(&self, serial: &Serial, steps: &[Step]) -> Result<Vec<Code>, VaultError> {
        self.vault.codes(serial, steps)
    }

    /// `now`: when the token that is replaced was.
    pub fn store(&mut self, token: &Token, mode: StoreMode, now: UnixTime) -> Result<(), VaultError> {
        if mode == StoreMode::Replace {
            return self.vault.replace(token, now, &*self.keystore);
        }
        match (self.vault.add(token, &*self.keystore), self.fall_back.take()) {
            (Err(VaultError::Keystore(KeystoreError::Unavailable)), Some(file))
                if self.vault.key_id().is_none() =>
            {
                self.keystore = file;
                self.vault.add(token, &*self.keystore)
            }
            (result, _) => result,
        }
    }

    fn or_file(self, fall_back: Option<Box<dyn Keystore>>) -> Self {
        Self { fall_back, ..self }
    }

    /// What can be brought back.
    pub fn removed(&self) -> &[Removed] {
        self.vault.removed()
    }

    /// Removes a token, which can be brought back for 14 days.
    pub fn remove(&mut self, serial: &Serial, now: UnixTime) -> Result<(), VaultError> {
        self.vault.remove(serial, now, &*self.keystore)
    }

    pub fn bring_back(&mut self, id: RemovedId, now: UnixTime) -> Result<(), VaultError> {
        self.vault.bring_back(id, now, &*self.keystore)
    }

    /// Removes a token so that nothing brings it back, and deletes the key that sealed it, if the keystore does.
    pub fn remove_for_good(&mut self, serial: &Serial) -> Result<Erasure, VaultError> {
        self.vault.remove_for_good(serial, &*self.keystore)
    }

    /// As [`remove_for_good`](Self::remove_for_good), for a token that was removed before.
    pub fn erase_removed(&mut self, id: RemovedId) -> Result<Erasure, VaultError> {
        self.vault.erase_removed(id, &*self.keystore)
    }

    pub fn rename(&mut self, serial: &Serial, label: Option<&Label>) -> Result<(), VaultError> {
        self.vault.rename(serial, label, &*self.keystore)
    }

    pub fn reorder(&mut self, order: &[Serial]) -> Result<(), VaultError> {
        self.vault.reorder(order, &*self.keystore)
    }

    /// Deletes what is overdue. A failure hides no token: what is overdue goes at the next opening.
    pub fn expire(&mut self, now: UnixTime) -> Result<(), VaultError> {
        self.vault.expire(now, &*self.keystore)
    }

    /// Deletes the keys of the vaults that were set aside, at the customer's request.
    pub fn forget_set_aside(&self) -> Result<(), VaultError> {
        self.vault.forget_set_aside(&*self.keystore)
    }
}

/// Opens the vault in `folder`; a folder without one is an empty vault, and nothing is created.
pub fn open(folder: &Path, choice: KeystoreChoice, device: &dyn Device) -> Result<OpenVault, VaultTrouble> {
    let locked = Locked::open(folder).map_err(|error| VaultTrouble::from(&error))?;
    open_locked(locked, folder, choice, device).map_err(|error| VaultTrouble::from(&error))
}

/// As [`open`], for a vault that is older than what was written last: the customer was warned, and takes it.
pub(super) fn open_older(
    folder: &Path,
    choice: KeystoreChoice,
    device: &dyn Device,
) -> Result<OpenVault, VaultTrouble> {
    let locked =
        Locked::open(folder).map(Locked::accept_older).map_err(|error| VaultTrouble::from(&error))?;
    open_locked(locked, folder, choice, device).map_err(|error| VaultTrouble::from(&error))
}

/// As [`open`], to read and not to write: without the vault's lock, so beside a window that has it.
pub fn look(folder: &Path, choice: KeystoreChoice, device: &dyn Device) -> Result<OpenVault, VaultTrouble> {
    open_locked(Locked::look(folder), folder, choice, device).map_err(|error| VaultTrouble::from(&error))
}

fn open_locked(
    locked: Locked,
    folder: &Path,
    choice: KeystoreChoice,
    device: &dyn Device,
) -> Result<OpenVault, VaultError> {
    let file = || Box::new(FileKeystore::new(folder)) as Box<dyn Keystore>;
    if choice == KeystoreChoice::File {
        return unlock(locked, file()).map_err(|(_, error)| error);
    }
    let fall_back = choice == KeystoreChoice::Best;
    match device.system_keystore() {
        Ok(system) => match unlock(locked, system).map(|vault| vault.or_file(fall_back.then(file))) {
            // This vault was made while no system keystore answered: its key lies in a file.
            Err((locked, VaultError::KeyMissing)) if fall_back => {
                unlock(locked, file()).map_err(|(_, error)| error)
            }
            Err((locked, VaultError::Keystore(KeystoreError::Silent))) if fall_back => {
                despite_silence(locked, file())
            }
            other => other.map_err(|(_, error)| error),
        },
        Err(KeystoreError::Unavailable) if fall_back => match unlock(locked, file()) {
            // The vault's key lies in a keystore that is not there now: nothing is wrong with the vault.
            Err((_, VaultError::KeyMissing)) => Err(VaultError::Keystore(KeystoreError::Unavailable)),
            other => other.map_err(|(_, error)| error),
        },
        Err(KeystoreError::Silent) if fall_back => despite_silence(locked, file()),
        Err(error) => Err(VaultError::Keystore(error)),
    }
}

/// A vault whose key lies in a file needs no answer. Any other waits for the keystore that is there.
fn despite_silence(locked: Locked, file: Box<dyn Keystore>) -> Result<OpenVault, VaultError> {
    let silent = VaultError::Keystore(KeystoreError::Silent);
    if locked.is_new() {
        return Err(silent);
    }
    unlock(locked, file).map_err(|(_, error)| if error == VaultError::KeyMissing { silent } else { error })
}

fn unlock(locked: Locked, keystore: Box<dyn Keystore>) -> Result<OpenVault, (Locked, VaultError)> {
    let vault = locked.unlock(&*keystore)?;
    Ok(OpenVault { vault, keystore, fall_back: None })
}

/// Begins an empty vault in the place of one that cannot be opened, which is set aside (and kept) once the
/// new token is written; its name then says that this was `now`. The keystore is asked once more before: one that failed for a moment must not cost
/// a vault.
pub(super) fn begin_over_unopened(
    folder: &Path,
    choice: KeystoreChoice,
    device: &dyn Device,
    now: UnixTime,
) -> Result<OpenVault, VaultError> {
    match open_locked(Locked::open(folder)?, folder, choice, device) {
        Err(error) if VaultTrouble::from(&error).can_register_anew() => {}
        other => return other,
    }
    open_locked(Locked::open(folder)?.set_aside(now), folder, choice, device)
}
