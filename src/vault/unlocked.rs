//! A vault with its key: what may be shown of the tokens, codes, and edits.
//!
//! It never keeps an unsealed seed: each is unsealed for one computation, on a stack that is overwritten.

use super::edit::Edit;
use super::envelope::Envelope;
use super::noted::Noted;
use super::passcode::Stretched;
use super::sealing::{Key, Opener};
use super::state::{State, document_of};
use super::{Erasure, Locked, MAX_TOKENS, Removed, RemovedId, VaultError, generation};
use crate::keystore::{KeyId, Keystore};
use crate::otp::{Code, Step, TransactionCode, sign_payee, sign_transaction, totp};
use crate::scrub::on_scrubbed_stack;
use crate::token::{Label, Profile, Seed, Serial, ToSign, Token, UnixTime};
use std::fmt;

/// An open vault: its key, what may be shown of its tokens, and its sealed bytes.
///
/// The seeds stay sealed. Each computation unseals them, uses one and overwrites them, on the heap and
/// on the stack. After an error, too, this value says what the disk has. With an app lock, what replaces or removes a token
/// needs the passcode: [`confirm_passcode`](Self::confirm_passcode).
pub struct Unlocked {
    pub(super) home: Locked,
    pub(super) key: Option<Key>,
    pub(super) state: State,
    /// The passcode as the customer has given it for what is done next, stretched.
    pub(super) presented: Option<Stretched>,
    /// A face or a finger has opened the vault, and counts for another passcode.
    pub(super) recognised: bool,
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

impl Unlocked {
    pub(super) fn empty(home: Locked) -> Self {
        Self { home, key: None, state: State::default(), presented: None, recognised: false }
    }

    /// `noted`: by `keystore`, before the file was read.
    #[allow(clippy::result_large_err)]
    pub(super) fn unseal(
        home: Locked,
        opener: Opener,
        sealed: Envelope,
        noted: Noted,
        keystore: &dyn Keystore,
    ) -> Result<Self, (Locked, VaultError)> {
        let opened = on_scrubbed_stack(|| {
            let key = Key::of(&sealed, &opener)?;
            Ok::<_, VaultError>((State::of(sealed, &key)?, key))
        });
        let (presented, recognised) = match opener {
            Opener::Keystore(_) => (None, false),
            Opener::Passcode { stretched, .. } => (Some(stretched), false),
            Opener::Biometrics(_) => (None, true),
        };
        match opened {
            Ok((state, key)) => {
                Self { home, key: Some(key), state, presented, recognised }.above(noted, keystore)
            }
            Err(error) => Err((home, error)),
        }
    }

    /// Refuses a vault that is older than what the keystore has noted, or may be, unless the customer has accepted it.
    #[allow(clippy::result_large_err)]
    fn above(mut self, noted: Noted, keystore: &dyn Keystore) -> Result<Self, (Locked, VaultError)> {
        let refused = match (noted, self.state.floor()) {
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
        let is_behind = self.state.floor().is_some_and(|found| noted != Noted::UpTo(found));
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
        self.refuse_without_passcode()?;
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
        self.refuse_without_passcode()?;
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
}

impl fmt::Debug for Unlocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unlocked({} tokens)", self.state.profiles.len())
    }
}
