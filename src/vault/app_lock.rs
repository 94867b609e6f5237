//! The app lock: a vault that opens with a passcode, and how the passcode is set, changed and taken away.

use super::attempts::{self, Moment, Tries};
use super::envelope::Envelope;
use super::locked::Read;
use super::passcode::{Cost, Passcode, Stretching};
use super::sealing::{Key, Opener};
use super::writing::Lid;
use super::{Erasure, Locked, Unlocked, VaultError};
use crate::keystore::{KeyId, Keystore, VaultKey};

impl Locked {
    /// As [`unlock`](Self::unlock), with the customer's passcode. `WrongPasscode`: the try was counted; `TooSoon`: none was
    /// made. `now`: when the try is made. Takes as long as Argon2id takes. Where the app lock is off by now, the vault
    /// opens without the passcode.
    #[allow(clippy::result_large_err)]
    pub fn unlock_with(
        self,
        passcode: &Passcode,
        now: &Moment,
        keystore: &dyn Keystore,
    ) -> Result<Unlocked, (Self, VaultError)> {
        let read = match self.read(keystore) {
            Ok(Some(read)) if read.sealed.stretching().is_some() => read,
            Ok(_) => return self.unlock(keystore),
            Err(error) => return Err((self, error)),
        };
        let Read { sealed, key, noted } = read;
        match tried(&sealed, &key, passcode, now, keystore) {
            Ok(opener) => Unlocked::unseal(self, opener, sealed, noted, keystore),
            Err(error) => Err((self, error)),
        }
    }

    /// How often a wrong passcode was tried, and how long the next try has to wait.
    pub fn tries(&self, now: &Moment, keystore: &dyn Keystore) -> Result<Tries, VaultError> {
        self.inspect()?.map_or(Ok(Tries::default()), |id| attempts::tries(&id, now, keystore))
    }
}

/// One try, which is counted before it is made.
fn tried(
    sealed: &Envelope,
    key: &VaultKey,
    passcode: &Passcode,
    now: &Moment,
    keystore: &dyn Keystore,
) -> Result<Opener, VaultError> {
    let (id, stretching) = (sealed.key_id(), sealed.stretching().ok_or(VaultError::Damaged)?);
    attempts::begin(&id, now, keystore)?;
    let stretched = stretching.stretch(passcode)?;
    let kek = stretched.kek(&id, key, keystore)?;
    let opener = Opener::Passcode { kek, stretched };
    Key::of(sealed, &opener)?;
    attempts::forget(&id, keystore);
    Ok(opener)
}

impl Unlocked {
    /// Whether a passcode opens the vault.
    pub fn has_app_lock(&self) -> bool {
        self.key.as_ref().is_some_and(Key::is_behind_passcode)
    }

    /// Sets the passcode, or another in its place. From then on nothing else opens the vault: it is sealed anew under
    /// another key, and no copy of an older file opens. What needs a passcode needs it for this too, unless the customer has
    /// forgotten it and a face or a finger has just opened the vault. What biometrics open stays open to them.
    pub fn set_passcode(
        &mut self,
        passcode: &Passcode,
        cost: Cost,
        keystore: &dyn Keystore,
    ) -> Result<Erasure, VaultError> {
        if !self.recognised {
            self.refuse_without_passcode()?;
        }
        let stretched = Stretching::generate(cost)?.stretch(passcode)?;
        let before = self.key_id();
        let outcome = self.seal_anew(super::edit::Edit::Renew, Lid::Passcode(stretched), keystore);
        // It counts for one passcode, and until that one is there.
        self.recognised &= self.key_id() == before;
        outcome
    }

    /// Turns the app lock off: from now on the keystore's key alone opens the vault, and no slot is left for biometrics.
    pub fn remove_passcode(&mut self, keystore: &dyn Keystore) -> Result<Erasure, VaultError> {
        self.refuse_without_passcode()?;
        self.seal_anew(super::edit::Edit::Renew, Lid::Keystore, keystore)
    }

    /// The customer gives the passcode once more, for what needs it: replacing and removing tokens, another passcode, the
    /// end of the app lock. It counts until [`put_passcode_away`](Self::put_passcode_away). Errors as
    /// [`unlock_with`](Locked::unlock_with) has them.
    pub fn confirm_passcode(
        &mut self,
        passcode: &Passcode,
        now: &Moment,
        keystore: &dyn Keystore,
    ) -> Result<(), VaultError> {
        self.presented = None;
        let Some(sealed) = self.state.sealed.as_ref().filter(|sealed| sealed.stretching().is_some()) else {
            return Ok(());
        };
        let key = keystore.load(&sealed.key_id()).map_err(VaultError::of_key)?;
        if let Opener::Passcode { stretched, .. } = tried(sealed, &key, passcode, now, keystore)? {
            self.presented = Some(stretched);
        }
        Ok(())
    }

    /// From now on the passcode is asked for again. A vault that a passcode has just opened still has it; what a face or a
    /// finger has just opened takes another passcode.
    pub fn put_passcode_away(&mut self) {
        self.presented = None;
        self.recognised = false;
    }

    /// As [`Locked::tries`].
    pub fn tries(&self, now: &Moment, keystore: &dyn Keystore) -> Result<Tries, VaultError> {
        let id: Option<KeyId> = self.key_id();
        id.map_or(Ok(Tries::default()), |id| attempts::tries(&id, now, keystore))
    }

    /// `PasscodeNeeded` where an app lock is on and the passcode was not given for this.
    pub(super) fn refuse_without_passcode(&self) -> Result<(), VaultError> {
        if self.has_app_lock() && self.presented.is_none() { Err(VaultError::PasscodeNeeded) } else { Ok(()) }
    }
}
