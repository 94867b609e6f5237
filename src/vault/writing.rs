//! How an open vault writes its next generation, notes how far it is, and lets keys go.

use super::attempts;
use super::edit::Edit;
use super::envelope::FIRST_VERSION;
use super::passcode::Stretched;
use super::sealing::{Key, made};
use super::state::State;
use super::{Locked, Unlocked, VaultError, generation};
use crate::keystore::{KeyId, Keystore, KeystoreError};
use crate::scrub::on_scrubbed_stack;

/// What became of the keys that sealed what was removed for good. The vault itself is written without it in either case.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erasure {
    /// The keystore has deleted them: no copy of an older file opens.
    Complete,
    /// The keystore still has one, and is asked again at the next opening. Until then a copy of the older file opens on
    /// this device, after a warning.
    KeyStays,
}

/// What opens the next generation.
pub(super) enum Lid {
    /// The keystore's key alone.
    Keystore,
    /// A passcode beside it.
    Passcode(Stretched),
}

impl Unlocked {
    pub(super) fn refuse_link(&self) -> Result<(), VaultError> {
        if generation::is_link(&self.home.disk)? { Err(VaultError::Linked) } else { Ok(()) }
    }

    /// Makes the vault's key if there is none yet. A key that was made for a write that failed is used for the next.
    pub(super) fn ensure_key(&mut self, keystore: &dyn Keystore) -> Result<(), VaultError> {
        if self.key.is_none() {
            let (id, kek) = made(keystore)?;
            self.key = Some(Key::OfKeystore(id, kek));
        }
        Ok(())
    }

    pub(super) fn write(&mut self, edit: Edit<'_>, keystore: &dyn Keystore) -> Result<(), VaultError> {
        self.refuse_link()?;
        self.change(edit, keystore)
    }

    /// Writes the next generation with the key that there is.
    pub(super) fn change(&mut self, edit: Edit<'_>, keystore: &dyn Keystore) -> Result<(), VaultError> {
        let key = self.key.as_ref().ok_or(VaultError::NoSuchToken)?;
        let next = match key {
            Key::OfDocument(..) => None,
            Key::OfKeystore(id, kek) => Some(on_scrubbed_stack(|| Key::for_document(*id, kek))?),
        };
        self.replace_generation(edit, next, keystore)
    }

    /// Writes the next generation under a new key, and deletes the key before it once the new generation was read
    /// back. If the process ends in between, the next opening deletes that key.
    pub(super) fn erase(&mut self, edit: Edit<'_>, keystore: &dyn Keystore) -> Result<Erasure, VaultError> {
        self.refuse_without_passcode()?;
        let lid = match self.presented.take() {
            Some(stretched) if self.has_app_lock() => Lid::Passcode(stretched),
            _ => Lid::Keystore,
        };
        self.seal_anew(edit, lid, keystore)
    }

    /// As [`erase`](Self::erase), and decides what opens the vault from then on.
    pub(super) fn seal_anew(
        &mut self,
        edit: Edit<'_>,
        lid: Lid,
        keystore: &dyn Keystore,
    ) -> Result<Erasure, VaultError> {
        // Another passcode may open the vault from now on, even where the write is said to have failed.
        self.presented = None;
        self.refuse_link()?;
        if self.state.sealed.is_none() {
            return Err(VaultError::NoSuchToken);
        }
        let biometrics = self.biometric_secret()?;
        let (id, key) = made(keystore)?;
        let next = match &lid {
            Lid::Keystore => on_scrubbed_stack(|| Key::for_document(id, &key))?,
            Lid::Passcode(stretched) => {
                attempts::prepare(&id, keystore)?;
                on_scrubbed_stack(|| {
                    Key::behind_passcode(id, &key, stretched, biometrics.as_ref(), keystore)
                })?
            }
        };
        // Where this fails the new key stays, though nothing may need it: a rename that was taken back may come back after a
        // power cut, and its file would have no key.
        self.replace_generation(edit, Some(next), keystore)?;
        if let Lid::Passcode(stretched) = lid {
            self.presented = Some(stretched);
        }
        Ok(self.delete_erased(keystore))
    }

    /// Writes the next generation, and takes it over into this value only when the disk has it. `next` takes the place
    /// of the key that there is; a next key under another id leaves the id before among the erased ones.
    pub(super) fn replace_generation(
        &mut self,
        edit: Edit<'_>,
        next: Option<Key>,
        keystore: &dyn Keystore,
    ) -> Result<(), VaultError> {
        let old = self.key.as_ref().ok_or(VaultError::NoSuchToken)?;
        let new = self.state.edited(old, next.as_ref().unwrap_or(old), edit)?;
        let disk = &self.home.disk;
        if self.state.sealed.is_none() {
            disk.create_folder()?;
        }
        self.home.process_lock.ensure(disk)?;
        let over_unopened = self.home.over_unopened;
        let given_up = over_unopened.and_then(|now| Some((generation::named_key(disk)?, now)));
        // Where there was no lock file, this process took no lock when it opened the vault: another process may have
        // written since, and this write would lose that process's token.
        if over_unopened.is_none() && generation::read(disk)? != self.state.sealed {
            return Err(VaultError::InUse);
        }
        let new_state = State::of(new.clone(), next.as_ref().unwrap_or(old))?;
        let written = match over_unopened {
            Some(now) => generation::replace_unopened(disk, &new, now),
            None => generation::replace(disk, self.state.sealed.as_ref(), &new),
        };
        let stands = match written {
            Ok(()) => true,
            // To take a failed write back may have failed as well: what the disk has is the truth.
            Err(_) => generation::read(disk) == Ok(Some(new)),
        };
        if stands {
            self.home.over_unopened = None;
            self.state = new_state;
            self.key = next.or(self.key.take());
        }
        // A file that stands against the write's own wish may be gone after a power cut: the next opening notes it.
        if written.is_ok() {
            self.note_floor(keystore);
            if let Some((id, now)) = given_up.filter(|(id, _)| Some(*id) != self.key_id()) {
                Locked::give_up(&id, now, keystore);
            }
        }
        written
    }

    /// Notes in the keystore how far the vault is. What was written stands, whatever the keystore says: it may be
    /// locked by now, or have no room for one more entry. The next opening tries again.
    pub(super) fn note_floor(&self, keystore: &dyn Keystore) {
        // A process that only looks notes nothing: another one may be writing.
        let writes = self.home.process_lock.is_held();
        let sealed = self.state.sealed.as_ref().filter(|sealed| writes && sealed.version() != FIRST_VERSION);
        if let (Some(sealed), Some(floor)) = (sealed, self.state.floor()) {
            let _ = keystore.set_floor(&sealed.key_id(), &floor);
        }
    }

    /// Whether the disk has this generation for good. A file whose name is not flushed may be the one before again after a
    /// power cut.
    pub(super) fn is_on_disk(&self) -> bool {
        let disk = &self.home.disk;
        disk.sync_folder().is_ok() && generation::read(disk) == Ok(self.state.sealed.clone())
    }

    /// Deletes the keys that sealed what is gone for good. A keystore that does not delete one is asked again at the
    /// next opening.
    pub(super) fn delete_erased(&mut self, keystore: &dyn Keystore) -> Erasure {
        let Some(floor) = self.state.floor().filter(|_| !self.state.erased_keys.is_empty()) else {
            return Erasure::Complete;
        };
        if !(self.home.process_lock.is_held() && self.is_on_disk()) {
            return Erasure::KeyStays;
        }
        let current = self.key_id();
        let stays = |id: &KeyId| match keystore.delete(id) {
            Ok(()) | Err(KeystoreError::NoEntry) => false,
            Err(_) => {
                // The file from before still has its key. With this note it is an older one.
                let _ = keystore.set_floor(id, &floor);
                true
            }
        };
        self.state.erased_keys.retain(|id| Some(*id) != current && stays(id));
        if self.state.erased_keys.is_empty() { Erasure::Complete } else { Erasure::KeyStays }
    }
}
