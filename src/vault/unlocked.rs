//! A vault with its key: what may be shown of the tokens, codes, and edits.
//!
//! It never keeps an unsealed seed: each is unsealed for one computation, on a stack that is overwritten.

use super::document::{Document, MAX_DOCUMENT_BYTES, Record};
use super::envelope::Envelope;
use super::{Locked, MAX_TOKENS, VaultError, generation};
use crate::keystore::{KeyId, Keystore, VaultKey};
use crate::otp::{Code, Step, totp};
use crate::scrub::on_scrubbed_stack;
use crate::token::{Profile, Seed, Serial, Token};
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

struct Key {
    id: KeyId,
    key: VaultKey,
}

/// One generation, as it lies on the disk.
#[derive(Default)]
struct State {
    /// `None` before the first token.
    sealed: Option<Envelope>,
    generation: u64,
    profiles: Vec<Profile>,
}

/// What changes from one generation to the next.
#[derive(Clone, Copy)]
enum Edit<'a> {
    Add(&'a Token),
    Replace(&'a Token),
    Remove(&'a Serial),
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
        Self { home, key: None, state: State::default() }
    }

    #[allow(clippy::result_large_err)]
    pub(super) fn unseal(
        home: Locked,
        key: VaultKey,
        sealed: Envelope,
    ) -> Result<Self, (Locked, VaultError)> {
        let key = Key { id: sealed.key_id(), key };
        match State::of(sealed, &key.key) {
            Ok(state) => Ok(Self { home, key: Some(key), state }),
            Err(error) => Err((home, error)),
        }
    }

    /// In the order in which the tokens were added.
    pub fn profiles(&self) -> &[Profile] {
        &self.state.profiles
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
        self.change(Edit::Add(token))
    }

    /// Puts a re-issued token in the place of the one with the same serial.
    pub fn replace(&mut self, token: &Token) -> Result<(), VaultError> {
        self.profile(&token.profile().serial)?;
        self.refuse_link()?;
        self.change(Edit::Replace(token))
    }

    /// Removes a token for good. Its sealed seed is gone from the disk with `Ok`, unless the disk refuses
    /// to remove the generation before; the next write then overwrites that generation.
    pub fn remove(&mut self, serial: &Serial) -> Result<(), VaultError> {
        self.profile(serial)?;
        self.refuse_link()?;
        self.change(Edit::Remove(serial))
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
            let plain = sealed.unseal(&key.key)?;
            let seed = Document::parse(&plain)?.find(serial)?.seed()?;
            Ok(use_seed(&seed))
        })
    }

    fn refuse_link(&self) -> Result<(), VaultError> {
        if generation::is_link(&self.home.disk)? { Err(VaultError::Linked) } else { Ok(()) }
    }

    /// Makes the vault's key if there is none yet. A key that was made for a write that failed is used for the next.
    fn ensure_key(&mut self, keystore: &dyn Keystore) -> Result<(), VaultError> {
        if self.key.is_none() {
            let id = KeyId::generate()?;
            let key = on_scrubbed_stack(VaultKey::generate)?;
            keystore.store(&id, &key).map_err(VaultError::of_store)?;
            self.key = Some(Key { id, key });
        }
        Ok(())
    }

    /// Writes the next generation, and takes it over into this value only when the disk has it.
    fn change(&mut self, edit: Edit<'_>) -> Result<(), VaultError> {
        let key = self.key.as_ref().ok_or(VaultError::NoSuchToken)?;
        let new = self.state.edited(key, edit)?;
        let disk = &self.home.disk;
        let fresh = self.state.sealed.is_none();
        if fresh {
            disk.create_folder()?;
        }
        self.home.process_lock.ensure(disk)?;
        let over_unopened = self.home.over_unopened;
        // Where there was no lock file, this process took no lock when it opened the vault: another process may have
        // written since, and this write would lose that process's token.
        if !over_unopened && generation::read(disk)? != self.state.sealed {
            return Err(VaultError::InUse);
        }
        let new_state = State::of(new.clone(), &key.key)?;
        let written = if over_unopened {
            generation::replace_unopened(disk, &new)
        } else {
            generation::replace(disk, self.state.sealed.as_ref(), &new)
        };
        let stands = match written {
            Ok(()) => true,
            // To take a failed write back may have failed as well: what the disk has is the truth.
            Err(_) => generation::read(disk) == Ok(Some(new)),
        };
        if stands {
            self.home.over_unopened = false;
            self.state = new_state;
        }
        written
    }
}

impl State {
    fn of(sealed: Envelope, key: &VaultKey) -> Result<Self, VaultError> {
        let (generation, profiles) = on_scrubbed_stack(|| {
            let plain = sealed.unseal(key)?;
            let document = Document::parse(&plain)?;
            Ok::<_, VaultError>((document.generation, document.profiles()?))
        })?;
        Ok(Self { sealed: Some(sealed), generation, profiles })
    }

    /// The next generation, sealed.
    fn edited(&self, key: &Key, edit: Edit<'_>) -> Result<Envelope, VaultError> {
        on_scrubbed_stack(|| {
            let plain = self.sealed.as_ref().map(|sealed| sealed.unseal(&key.key)).transpose()?;
            let mut tokens = match &plain {
                Some(plain) => Document::parse(plain)?.tokens,
                None => Vec::with_capacity(1),
            };
            edit.apply(&mut tokens);
            let document = Document { generation: self.generation.saturating_add(1), tokens };
            Envelope::seal(&key.id, &key.key, MAX_DOCUMENT_BYTES, |buffer| document.write(buffer))
        })
    }
}

impl<'a> Edit<'a> {
    fn apply(self, records: &mut Vec<Record<'a>>) {
        match self {
            Self::Add(token) => records.push(Record::of(token)),
            Self::Replace(token) => {
                let new = Record::of(token);
                records
                    .iter_mut()
                    .filter(|record| record.serial == new.serial)
                    .for_each(|record| *record = new);
            }
            Self::Remove(serial) => records.retain(|record| record.serial != serial.as_str()),
        }
    }
}

impl fmt::Debug for Unlocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unlocked({} tokens)", self.state.profiles.len())
    }
}
