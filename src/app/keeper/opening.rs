//! Opening the vault with the right keystore, and writing to it.
//!
//! A key lies in a file only where the customer agreed to it, or asked for it with `--keystore file`; and never again by
//! itself once a system keystore has held the key. A vault whose key lies in a file moves to the system's keystore as soon
//! as that answers. A system keystore that is there and does not answer, or whose question the customer closed, is not
//! passed over: no new vault is made. No failure here deletes anything.

use super::given::{Given, Proof};
use super::key_home::{NoKeystore, SystemAndFiles, note_system, was_in_system};
use crate::app::lock::{NotOpened, barred};
use crate::app::{Device, Opened, StoreMode, VaultTrouble};
use crate::keystore::{FileKeystore, Keystore, KeystoreError, Protection};
use crate::otp::{Code, Step, TransactionCode};
use crate::token::{Draft, Label, Serial, ToSign, Token, UnixTime};
use crate::vault::{
    Cost, Erasure, Held, Locked, Moment, Passcode, Removed, RemovedId, Tries, Unlocked, VaultError,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which keystore the caller wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum KeystoreChoice {
    /// The system's; a file where no system keystore answers and the customer agrees.
    #[default]
    Best,
    /// The system's or none.
    Platform,
    /// A file: for development. The key stays there.
    File,
}

/// Why a key lies in a file that nobody asked for on this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InFile {
    /// No system keystore answers.
    NoKeystore,
    /// A system keystore answers, and has not taken the key yet: it was not asked to, or failed.
    NotMoved,
}

/// Whether the vault may be changed: a program that only reads moves no key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Changes,
    Reading,
}

/// An open vault and the keystore that its key is in.
pub struct OpenVault {
    pub(super) vault: Unlocked,
    pub(super) keystore: Arc<dyn Keystore>,
    folder: PathBuf,
    choice: KeystoreChoice,
    /// A system keystore answers, and the key lies in a file all the same.
    not_moved: bool,
    moved: bool,
}

impl OpenVault {
    pub fn summary(&self) -> Opened {
        let protection = (!self.vault.profiles().is_empty()).then(|| self.keystore.protection());
        Opened {
            profiles: self.vault.profiles().to_vec(),
            removed: self.vault.removed().to_vec(),
            protection,
            key_moved: self.moved,
            app_lock: self.vault.has_app_lock(),
            biometrics: self.vault.biometric_id().is_some(),
        }
    }

    pub fn holds(&self, draft: &Draft) -> Result<Held, VaultError> {
        self.vault.holds(draft.profile(), draft.seed())
    }

    /// Whether the key lies in a file although `--keystore file` does not ask for it, and why.
    pub fn in_file(&self) -> Option<InFile> {
        let is_there = self.vault.key_id().is_some() && self.keystore.protection() == Protection::File;
        let why = if self.not_moved { InFile::NotMoved } else { InFile::NoKeystore };
        (is_there && self.choice != KeystoreChoice::File).then_some(why)
    }

    /// Whether opening the vault moved its key from a file to the system's keystore.
    pub fn key_moved(&self) -> bool {
        self.moved
    }

    /// Whether what was refused with `error` could be stored with its key in a file, if the customer agrees: only the
    /// first token, where no system keystore answers or ever held a key of this folder.
    pub fn could_use_file(&self, error: &VaultError) -> bool {
        *error == VaultError::Keystore(KeystoreError::Unavailable)
            && self.choice == KeystoreChoice::Best
            && self.vault.key_id().is_none()
            && !was_in_system(&self.folder)
    }

    /// The customer has agreed to a file.
    pub fn use_file(&mut self) {
        self.keystore = Arc::new(FileKeystore::new(&self.folder));
    }

    /// Whether the disk still has what was opened here.
    pub fn is_current(&self) -> Result<bool, VaultError> {
        self.vault.is_current()
    }

    pub fn codes(&self, serial: &Serial, steps: &[Step]) -> Result<Vec<Code>, VaultError> {
        self.vault.codes(serial, steps)
    }

    pub fn sign(
        &self,
        serial: &Serial,
        what: &ToSign,
        at: UnixTime,
    ) -> Result<Option<TransactionCode>, VaultError> {
        self.vault.sign(serial, what, at)
    }

    /// `now`: when the token that is replaced was.
    pub fn store(&mut self, token: &Token, mode: StoreMode, now: UnixTime) -> Result<(), VaultError> {
        if mode == StoreMode::Replace {
            self.vault.replace(token, now, &*self.keystore)?;
        } else {
            self.vault.add(token, &*self.keystore)?;
        }
        self.note_system();
        Ok(())
    }

    /// Remembers that a system keystore holds the key.
    fn note_system(&self) {
        if self.vault.key_id().is_some() && self.keystore.protection() != Protection::File {
            note_system(&self.folder);
        }
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

    /// Sets the passcode that opens the vault, or another one in its place.
    pub fn set_passcode(&mut self, passcode: &Passcode, cost: Cost) -> Result<Erasure, VaultError> {
        self.vault.set_passcode(passcode, cost, &*self.keystore)
    }

    pub fn remove_passcode(&mut self) -> Result<Erasure, VaultError> {
        self.vault.remove_passcode(&*self.keystore)
    }

    /// The customer gives the passcode once more: it counts until [`put_passcode_away`](Self::put_passcode_away).
    pub fn confirm_passcode(&mut self, passcode: &Passcode, now: &Moment) -> Result<(), NotOpened> {
        let confirmed = self.vault.confirm_passcode(passcode, now, &*self.keystore);
        confirmed.map_err(|error| barred(error, || Ok((self.tries(now)?, self.biometric_id()))))
    }

    pub fn put_passcode_away(&mut self) {
        self.vault.put_passcode_away();
    }

    pub fn tries(&self, now: &Moment) -> Result<Tries, VaultError> {
        self.vault.tries(now, &*self.keystore)
    }

    /// Deletes the keys of the vaults that were set aside, at the customer's request.
    pub fn forget_set_aside(&self) -> Result<(), VaultError> {
        self.vault.forget_set_aside(&*self.keystore)
    }
}

/// Opens the vault in `folder`; a folder without one is an empty vault, and nothing is created.
pub fn open(
    folder: &Path,
    choice: KeystoreChoice,
    device: &dyn Device,
    given: Given,
) -> Result<OpenVault, NotOpened> {
    Opening { folder, choice, device, given, to: For::Changes, anew: false }.open(Locked::open(folder)?)
}

/// As [`open`], for a vault that is older than what was written last: the customer was warned, and takes it.
pub(super) fn open_older(
    folder: &Path,
    choice: KeystoreChoice,
    device: &dyn Device,
    given: Given,
) -> Result<OpenVault, NotOpened> {
    Opening { folder, choice, device, given, to: For::Changes, anew: false }
        .open(Locked::open(folder)?.accept_older())
}

/// As [`open`], to read and not to write: without the vault's lock, so beside a window that has it.
///
/// That window may move the key from a file to the system's keystore after the reader has asked the one and before it
/// looks for the other. A file that was sealed with another key meanwhile is therefore opened once more.
pub fn look(
    folder: &Path,
    choice: KeystoreChoice,
    device: &dyn Device,
    given: Given,
) -> Result<OpenVault, NotOpened> {
    let opening = Opening { folder, choice, device, given, to: For::Reading, anew: false };
    let key = || Locked::look(folder).inspect();
    let before = key();
    match opening.open(Locked::look(folder)) {
        Err(_) if key() != before => opening.open(Locked::look(folder)),
        opened => opened,
    }
}

/// Begins an empty vault in the place of one that cannot be opened, which is set aside (and kept) once the
/// new token is written; its name then says that this was `now`. The keystore is asked once more before: one that failed
/// for a moment must not cost a vault. `forgotten`: the customer gave up a vault whose passcode is forgotten.
pub(super) fn begin_over_unopened(
    folder: &Path,
    choice: KeystoreChoice,
    device: &dyn Device,
    forgotten: bool,
    now: (UnixTime, Moment),
) -> Result<OpenVault, NotOpened> {
    let given = Given::nothing(now.1);
    let can_register_anew = |why: &NotOpened| match why {
        NotOpened::Trouble(trouble) => trouble.can_register_anew(),
        NotOpened::Barred(_) => forgotten,
    };
    match open(folder, choice, device, given) {
        Err(why) if can_register_anew(&why) => {
            let opening = Opening { folder, choice, device, given, to: For::Changes, anew: true };
            opening.open(Locked::open(folder)?.set_aside(now.0))
        }
        other => other,
    }
}

/// One try to open a vault.
#[derive(Clone, Copy)]
struct Opening<'a> {
    folder: &'a Path,
    choice: KeystoreChoice,
    device: &'a dyn Device,
    given: Given<'a>,
    to: For,
    /// The customer registers over a vault that cannot be opened.
    anew: bool,
}

impl Opening<'_> {
    fn open(self, locked: Locked) -> Result<OpenVault, NotOpened> {
        if self.choice == KeystoreChoice::File {
            return self.unlock_by_file(locked);
        }
        let system = match self.device.system_keystore() {
            Ok(system) => Arc::new(SystemAndFiles::new(system, self.folder)),
            Err(error) => return self.without_system(locked, error),
        };
        match self.unlock(locked, system.clone()) {
            Ok(vault) => {
                if self.to == For::Changes {
                    vault.note_system();
                }
                Ok(vault)
            }
            Err((locked, VaultError::KeyMissing)) if self.may_use_file() => {
                Ok(self.move_to(system, self.by_file(locked, VaultTrouble::KeyMissing)?)?)
            }
            Err((
                locked,
                VaultError::Keystore(error @ (KeystoreError::Silent | KeystoreError::Unavailable)),
            )) => self.without_system(locked, error),
            Err((locked, error)) => Err(self.barred(error, &locked, &*system)),
        }
    }

    /// Why the vault does not open, and what is known of the tries of its passcode.
    fn barred(self, error: VaultError, locked: &Locked, keystore: &dyn Keystore) -> NotOpened {
        barred(error, || Ok((locked.tries(&self.given.now, keystore)?, locked.biometric_id()?)))
    }

    fn unlock_by_file(self, locked: Locked) -> Result<OpenVault, NotOpened> {
        let file = self.file();
        self.unlock(locked, file.clone()).map_err(|(locked, error)| self.barred(error, &locked, &*file))
    }

    fn may_use_file(self) -> bool {
        self.choice == KeystoreChoice::Best
    }

    fn file(self) -> Arc<dyn Keystore> {
        Arc::new(FileKeystore::new(self.folder))
    }

    fn unlock(self, locked: Locked, keystore: Arc<dyn Keystore>) -> Result<OpenVault, (Locked, VaultError)> {
        let vault = match self.given.proof {
            Proof::Nothing => locked.unlock(&*keystore)?,
            Proof::Passcode(passcode) => locked.unlock_with(passcode, &self.given.now, &*keystore)?,
            Proof::Secret(secret) => locked.unlock_with_biometrics(secret, &*keystore)?,
        };
        let folder = self.folder.to_owned();
        Ok(OpenVault { vault, keystore, folder, choice: self.choice, not_moved: false, moved: false })
    }

    /// No system keystore is there, or the one that is there does not answer. A vault whose key lies in a file needs
    /// neither. A new vault is begun only where there is none: the first token then waits for the customer's word.
    fn without_system(self, locked: Locked, error: KeystoreError) -> Result<OpenVault, NotOpened> {
        let trouble = VaultTrouble::from(&VaultError::Keystore(error));
        let is_there = !matches!(error, KeystoreError::Unavailable | KeystoreError::Silent);
        if is_there || !self.may_use_file() {
            return Err(trouble.into());
        }
        let vault = self.by_file(locked, trouble)?;
        match (vault.vault.key_id(), error) {
            (None, KeystoreError::Silent) => Err(trouble.into()),
            (None, _) if was_in_system(self.folder) => Err(trouble.into()),
            (None, _) => Ok(OpenVault { keystore: Arc::new(NoKeystore), ..vault }),
            (Some(_), _) => Ok(vault),
        }
    }

    /// A vault whose key lies in a file beside it; `otherwise` where it does not. Once a system keystore has held the key,
    /// a vault with its key in a file is one that somebody has put there.
    fn by_file(self, locked: Locked, otherwise: VaultTrouble) -> Result<OpenVault, NotOpened> {
        if was_in_system(self.folder) {
            let id = if self.anew { None } else { locked.inspect()? };
            let none = |id| {
                matches!(self.file().load(&id), Err(KeystoreError::NoEntry | KeystoreError::Invalidated))
            };
            return Err(if id.is_none_or(none) { otherwise } else { VaultTrouble::KeyInFile }.into());
        }
        self.unlock_by_file(locked).map_err(|why| match why {
            NotOpened::Trouble(VaultTrouble::KeyMissing) => otherwise.into(),
            why => why,
        })
    }

    /// Moves the key of an open vault from its file to the system's keystore. A keystore that the customer did not unlock
    /// may take the key at the next try, so the vault stays shut until then. Where the keystore can keep nothing, or the
    /// disk is full, the vault stays open with the key where it is.
    fn move_to(self, system: Arc<SystemAndFiles>, mut vault: OpenVault) -> Result<OpenVault, VaultTrouble> {
        vault.not_moved = true;
        if self.to == For::Reading {
            return Ok(vault);
        }
        let before = vault.vault.key_id();
        let result = vault.vault.move_to(&*system);
        if vault.vault.key_id() != before {
            // What is said is that the file's key is gone.
            let moved = result == Ok(Erasure::Complete);
            let vault = OpenVault { keystore: system, not_moved: false, moved, ..vault };
            vault.note_system();
            return Ok(vault);
        }
        match result {
            Err(error @ VaultError::Keystore(KeystoreError::Cancelled | KeystoreError::Locked)) => {
                Err(error.into())
            }
            _ => Ok(vault),
        }
    }
}
