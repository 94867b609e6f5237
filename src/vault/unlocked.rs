//! A vault with its key: what may be shown of the tokens, codes, and edits.
//!
//! It never keeps an unsealed seed: each is unsealed for one computation, on a stack that is overwritten.

use super::document::Document;
use super::edit::Edit;
use super::envelope::{Envelope, FIRST_VERSION};
use super::noted::Noted;
use super::sealing::{Key, made};
use super::{Locked, MAX_TOKENS, Removed, RemovedId, VaultError, generation};
use crate::keystore::{Floor, KeyId, Keystore, KeystoreError, VaultKey};
use crate::otp::{Code, Step, TransactionCode, sign_payee, sign_transaction, totp};
use crate::scrub::on_scrubbed_stack;
use crate::token::{Label, Profile, Seed, Serial, ToSign, Token, UnixTime};
use std::fmt;

/// An open vault: its key, what may be shown of its tokens, and its sealed bytes.
///
/// The seeds stay sealed. Each computation unseals them, uses one and overwrites them, on the heap and
/// on the stack. After an error, too, this value says what the disk has.
pub struct Unlocked {
    home: Locked,
    key: Option<Key>,
    state: State,
}

/// One generation, as it lies on the disk.
#[derive(Default)]
struct State {
    /// `None` before the first token.
    sealed: Option<Envelope>,
    generation: u64,
    profiles: Vec<Profile>,
    removed: Vec<Removed>,
    /// Keys that sealed a token that is gone for good, as far as they are not known to be deleted.
    erased_keys: Vec<KeyId>,
}

/// What the vault has under a serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    Nothing,
    /// The same token, seed and algorithm: there is nothing to do.
    SameSeed,
    /// A re-issue: another seed, or the same one for another algorithm.
    OtherSeed,
}

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

impl Unlocked {
    pub(super) fn empty(home: Locked) -> Self {
        Self { home, key: None, state: State::default() }
    }

    /// `noted`: by `keystore`, before the file was read.
    #[allow(clippy::result_large_err)]
    pub(super) fn unseal(
        home: Locked,
        kek: VaultKey,
        sealed: Envelope,
        noted: Noted,
        keystore: &dyn Keystore,
    ) -> Result<Self, (Locked, VaultError)> {
        let opened = on_scrubbed_stack(|| {
            let key = Key::of(&sealed, kek)?;
            Ok::<_, VaultError>((State::of(sealed, &key)?, key))
        });
        match opened {
            Ok((state, key)) => Self { home, key: Some(key), state }.above(noted, keystore),
            Err(error) => Err((home, error)),
        }
    }

    /// Refuses a vault that is older than what the keystore has noted, or may be, unless the customer has accepted it.
    #[allow(clippy::result_large_err)]
    fn above(mut self, noted: Noted, keystore: &dyn Keystore) -> Result<Self, (Locked, VaultError)> {
        let refused = match (noted, self.floor()) {
            (Noted::UpTo(floor), Some(found)) if !floor.admits(&found) => Some(VaultError::Older),
            (Noted::Unreadable, _) => Some(VaultError::Unproven),
            (Noted::UpTo(_) | Noted::Nothing, _) => None,
        };
        match refused {
            None => {
                self.catch_up(noted, keystore);
                return Ok(self);
            }
            Some(error) if !self.home.accepts_older => return Err((self.home, error)),
            Some(_) => {}
        }
        // Generations never go back: whatever was written once beside this one stays older than what is written from
        // now on.
        if let Noted::UpTo(floor) = noted {
            self.state.generation = self.state.generation.max(floor.generation());
        }
        if let Err(error) = self.write(Edit::Renew, keystore) {
            return Err((self.home, error));
        }
        self.home.accepts_older = false;
        Ok(self)
    }

    /// Does what an earlier process has left: the note of how far the vault is, and the end of keys.
    fn catch_up(&mut self, noted: Noted, keystore: &dyn Keystore) {
        let is_behind = self.floor().is_some_and(|found| noted != Noted::UpTo(found));
        // That process may have been killed before its file's name was on the disk for good. A note of a file that a power
        // cut takes back would make the file before an older one.
        if is_behind && self.home.process_lock.is_held() && self.is_on_disk() {
            self.note_floor(keystore);
        }
        // Whatever stays is asked for again at the next opening.
        let _ = self.delete_erased(keystore);
    }

    /// In the customer's order.
    pub fn profiles(&self) -> &[Profile] {
        &self.state.profiles
    }

    /// The tokens that can be brought back, the one that was removed first before the others.
    pub fn removed(&self) -> &[Removed] {
        &self.state.removed
    }

    /// `None` before the first token.
    pub fn key_id(&self) -> Option<KeyId> {
        self.state.sealed.as_ref().map(Envelope::key_id)
    }

    /// The code of a token in `step`.
    pub fn code(&self, serial: &Serial, step: Step) -> Result<Code, VaultError> {
        let algorithm = self.profile(serial)?.algorithm;
        self.with_seed(serial, |seed| totp(seed, algorithm, step))
    }

    /// The codes of a token in several steps; the seed is unsealed once for all of them.
    pub fn codes(&self, serial: &Serial, steps: &[Step]) -> Result<Vec<Code>, VaultError> {
        let algorithm = self.profile(serial)?.algorithm;
        self.with_seed(serial, |seed| steps.iter().map(|&step| totp(seed, algorithm, step)).collect())
    }

    /// The code that is bound to a payee or to a transaction. `None`: the token was not enrolled for that, or the transaction
    /// is another token's.
    pub fn sign(
        &self,
        serial: &Serial,
        what: &ToSign,
        at: UnixTime,
    ) -> Result<Option<TransactionCode>, VaultError> {
        let profile = self.profile(serial)?;
        match what {
            ToSign::Payee(payee) => {
                let Some(suite) = profile.payee_suite() else { return Ok(None) };
                self.with_seed(serial, |seed| sign_payee(seed, suite, payee, at).ok())
            }
            ToSign::Transaction(transaction) if profile.tx && transaction.serial() == serial => {
                self.with_seed(serial, |seed| Some(sign_transaction(seed, transaction, at)))
            }
            ToSign::Transaction(_) => Ok(None),
        }
    }

    /// Whether a token with this serial is here, and whether it makes the same codes.
    pub fn holds(&self, profile: &Profile, seed: &Seed) -> Result<Held, VaultError> {
        let algorithm = match self.profile(&profile.serial) {
            Ok(held) => held.algorithm,
            Err(_) => return Ok(Held::Nothing),
        };
        let same_seed = self.with_seed(&profile.serial, |held| held.same_as(seed))?;
        Ok(if same_seed && algorithm == profile.algorithm { Held::SameSeed } else { Held::OtherSeed })
    }

    /// Stores a token; `Ok` means that it was read back from the disk.
    ///
    /// With the first token a key is made and given to `keystore` before the vault is written; when
    /// that is cut short, a key without a vault stays behind, which is harmless.
    pub fn add(&mut self, token: &Token, keystore: &dyn Keystore) -> Result<(), VaultError> {
        self.refuse_link()?;
        match self.profile(&token.profile().serial) {
            Ok(_) => return Err(VaultError::AlreadyHere),
            Err(_) if self.state.profiles.len() >= MAX_TOKENS => return Err(VaultError::TooManyTokens),
            Err(_) => self.ensure_key(keystore)?,
        }
        self.change(Edit::Add(token), keystore)
    }

    /// Puts a re-issued token in the place of the one with the same serial, which can be brought back for
    /// [`DAYS_KEPT`](super::DAYS_KEPT) days. The customer's name for the token stays.
    pub fn replace(
        &mut self,
        token: &Token,
        now: UnixTime,
        keystore: &dyn Keystore,
    ) -> Result<(), VaultError> {
        self.profile(&token.profile().serial)?;
        self.write(Edit::Replace(token, now), keystore)
    }

    /// Removes a token, which can be brought back for [`DAYS_KEPT`](super::DAYS_KEPT) days.
    pub fn remove(
        &mut self,
        serial: &Serial,
        now: UnixTime,
        keystore: &dyn Keystore,
    ) -> Result<(), VaultError> {
        self.profile(serial)?;
        self.write(Edit::Remove(serial, now), keystore)
    }

    /// Puts a removed token back. If another one has its serial now, they change places.
    pub fn bring_back(
        &mut self,
        id: RemovedId,
        now: UnixTime,
        keystore: &dyn Keystore,
    ) -> Result<(), VaultError> {
        self.write(Edit::BringBack(id, now), keystore)
    }

    /// Gives a token the customer's own name, or takes it away.
    pub fn rename(
        &mut self,
        serial: &Serial,
        label: Option<&Label>,
        keystore: &dyn Keystore,
    ) -> Result<(), VaultError> {
        self.profile(serial)?;
        self.write(Edit::Rename(serial, label), keystore)
    }

    /// Puts the tokens into this order, which names each of them once: else `NoSuchToken`.
    pub fn reorder(&mut self, order: &[Serial], keystore: &dyn Keystore) -> Result<(), VaultError> {
        let named = |profile: &Profile| order.iter().filter(|serial| **serial == profile.serial).count();
        if order.len() != self.profiles().len() || self.profiles().iter().any(|profile| named(profile) != 1) {
            return Err(VaultError::NoSuchToken);
        }
        self.write(Edit::Reorder(order), keystore)
    }

    /// Removes a token for good, and whatever it has replaced: the rest is sealed anew under another key, and the key
    /// that sealed the token is deleted. No copy of an older file opens then.
    pub fn remove_for_good(
        &mut self,
        serial: &Serial,
        keystore: &dyn Keystore,
    ) -> Result<Erasure, VaultError> {
        self.profile(serial)?;
        self.erase(Edit::Erase(serial), keystore)
    }

    /// As [`remove_for_good`](Self::remove_for_good), for a token that was removed before.
    pub fn erase_removed(&mut self, id: RemovedId, keystore: &dyn Keystore) -> Result<Erasure, VaultError> {
        self.state.removed.iter().find(|removed| removed.id == id).ok_or(VaultError::NoSuchToken)?;
        self.erase(Edit::EraseRemoved(id), keystore)
    }

    /// Removes for good what was removed [`DAYS_KEPT`](super::DAYS_KEPT) days ago, and deletes the keys of vaults that
    /// were set aside [`DAYS_ASIDE`](super::DAYS_ASIDE) days ago. Without anything to do it writes nothing. What fails of
    /// the one does not keep the other from being done.
    pub fn expire(&mut self, now: UnixTime, keystore: &dyn Keystore) -> Result<(), VaultError> {
        let is_overdue = self.state.removed.iter().any(|removed| removed.until() <= now);
        let erased =
            if is_overdue { self.erase(Edit::EraseOverdue(now), keystore).map(drop) } else { Ok(()) };
        erased.and(self.home.delete_keys_aside(Some(now), self.key_id(), keystore))
    }

    /// Deletes the keys of all vaults that were set aside, at the customer's request.
    pub fn forget_set_aside(&self, keystore: &dyn Keystore) -> Result<(), VaultError> {
        self.home.delete_keys_aside(None, self.key_id(), keystore)
    }

    /// Seals the vault anew under a new key of `keystore`, and deletes the key before it, so `keystore` must be able to
    /// delete that key too, wherever it lies. After an error [`key_id`](Self::key_id) tells which key the disk's vault has.
    pub fn move_to(&mut self, keystore: &dyn Keystore) -> Result<Erasure, VaultError> {
        self.erase(Edit::Renew, keystore)
    }

    /// Whether the disk still has the generation that was opened here. Only where this process does not hold the
    /// vault's lock can the answer be no.
    pub fn is_current(&self) -> Result<bool, VaultError> {
        Ok(generation::read(&self.home.disk)? == self.state.sealed)
    }

    /// Forgets the key.
    pub fn lock(self) -> Locked {
        self.home
    }

    fn profile(&self, serial: &Serial) -> Result<&Profile, VaultError> {
        self.profiles().iter().find(|profile| profile.serial == *serial).ok_or(VaultError::NoSuchToken)
    }

    /// Unseals one seed for `use_seed`, and overwrites everything that was unsealed.
    fn with_seed<R>(&self, serial: &Serial, use_seed: impl FnOnce(&Seed) -> R) -> Result<R, VaultError> {
        let (Some(sealed), Some(key)) = (&self.state.sealed, &self.key) else {
            return Err(VaultError::NoSuchToken);
        };
        on_scrubbed_stack(|| {
            let plain = key.unseal(sealed)?;
            let seed = document_of(sealed, &plain)?.find(serial)?.seed()?;
            Ok(use_seed(&seed))
        })
    }

    fn refuse_link(&self) -> Result<(), VaultError> {
        if generation::is_link(&self.home.disk)? { Err(VaultError::Linked) } else { Ok(()) }
    }

    /// Makes the vault's key if there is none yet. A key that was made for a write that failed is used for the next.
    fn ensure_key(&mut self, keystore: &dyn Keystore) -> Result<(), VaultError> {
        if self.key.is_none() {
            let (id, kek) = made(keystore)?;
            self.key = Some(Key::OfKeystore(id, kek));
        }
        Ok(())
    }

    fn write(&mut self, edit: Edit<'_>, keystore: &dyn Keystore) -> Result<(), VaultError> {
        self.refuse_link()?;
        self.change(edit, keystore)
    }

    /// Writes the next generation with the key that there is.
    fn change(&mut self, edit: Edit<'_>, keystore: &dyn Keystore) -> Result<(), VaultError> {
        let key = self.key.as_ref().ok_or(VaultError::NoSuchToken)?;
        let next = match key {
            Key::OfDocument(..) => None,
            Key::OfKeystore(id, kek) => Some(on_scrubbed_stack(|| Key::for_document(*id, kek))?),
        };
        self.replace_generation(edit, next, keystore)
    }

    /// Writes the next generation under a new key, and deletes the key before it once the new generation was read
    /// back. If the process ends in between, the next opening deletes that key.
    fn erase(&mut self, edit: Edit<'_>, keystore: &dyn Keystore) -> Result<Erasure, VaultError> {
        self.refuse_link()?;
        let (id, kek) = made(keystore)?;
        let next = on_scrubbed_stack(|| Key::for_document(id, &kek))?;
        // Where this fails the new key stays, though nothing may need it: a rename that was taken back may come back after a
        // power cut, and its file would have no key.
        self.replace_generation(edit, Some(next), keystore)?;
        Ok(self.delete_erased(keystore))
    }

    /// Writes the next generation, and takes it over into this value only when the disk has it. `next` takes the place
    /// of the key that there is; a next key under another id leaves the id before among the erased ones.
    fn replace_generation(
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

    /// What the keystore is to note; `None` before the first token.
    fn floor(&self) -> Option<Floor> {
        self.state.sealed.as_ref().map(|sealed| sealed.floor(self.state.generation))
    }

    /// Notes in the keystore how far the vault is. What was written stands, whatever the keystore says: it may be
    /// locked by now, or have no room for one more entry. The next opening tries again.
    fn note_floor(&self, keystore: &dyn Keystore) {
        // A process that only looks notes nothing: another one may be writing.
        let writes = self.home.process_lock.is_held();
        let sealed = self.state.sealed.as_ref().filter(|sealed| writes && sealed.version() != FIRST_VERSION);
        if let (Some(sealed), Some(floor)) = (sealed, self.floor()) {
            let _ = keystore.set_floor(&sealed.key_id(), &floor);
        }
    }

    /// Whether the disk has this generation for good. A file whose name is not flushed may be the one before again after a
    /// power cut.
    fn is_on_disk(&self) -> bool {
        let disk = &self.home.disk;
        disk.sync_folder().is_ok() && generation::read(disk) == Ok(self.state.sealed.clone())
    }

    /// Deletes the keys that sealed what is gone for good. A keystore that does not delete one is asked again at the
    /// next opening.
    fn delete_erased(&mut self, keystore: &dyn Keystore) -> Erasure {
        let Some(floor) = self.floor().filter(|_| !self.state.erased_keys.is_empty()) else {
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

fn document_of<'a>(sealed: &Envelope, plain: &'a [u8]) -> Result<Document<'a>, VaultError> {
    if sealed.version() == FIRST_VERSION { Document::parse_first(plain) } else { Document::parse(plain) }
}

impl State {
    fn of(sealed: Envelope, key: &Key) -> Result<Self, VaultError> {
        on_scrubbed_stack(|| {
            let plain = key.unseal(&sealed)?;
            let document = document_of(&sealed, &plain)?;
            let (generation, erased_keys) = (document.generation, document.erased_keys());
            let (profiles, removed) = (document.profiles()?, document.removed()?);
            Ok(Self { sealed: Some(sealed), generation, profiles, removed, erased_keys })
        })
    }

    /// The next generation, sealed with `next`; `old` is what the present one was sealed with.
    fn edited(&self, old: &Key, next: &Key, edit: Edit<'_>) -> Result<Envelope, VaultError> {
        let Key::OfDocument(header, data) = next else {
            unreachable!("what is written has a key of its own")
        };
        let old_id = self.sealed.as_ref().map(Envelope::key_id).filter(|id| *id != header.id());
        on_scrubbed_stack(|| {
            let plain = self.sealed.as_ref().map(|sealed| old.unseal(sealed)).transpose()?;
            let mut document = match (&plain, &self.sealed) {
                (Some(plain), Some(sealed)) => document_of(sealed, plain)?,
                _ => Document::empty(),
            };
            document.generation = self.generation.saturating_add(1);
            document.erased_keys.retain(|key| key.id().is_some_and(|id| self.erased_keys.contains(&id)));
            edit.apply(&mut document)?;
            if let Some(id) = &old_id {
                document.erase_key(id);
            }
            Envelope::seal(header, data, |buffer| document.write(buffer))
        })
    }
}

impl fmt::Debug for Unlocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unlocked({} tokens)", self.state.profiles.len())
    }
}
