//! Opening the vault with the customer's face or finger, and turning that on and off. What waits here for a person waits on the
//! keeper's thread: whatever else is asked of the vault meanwhile comes after the answer.

use super::{Guarded, Proof, When};
use crate::app::{Bar, Barred, Event, Language, OpenVault, Refusal, Ticket};
use crate::keystore::{BiometricError, BiometricReadiness, KeyId};
use crate::vault::{BiometricSecret, Erasure, Locked, VaultError};

impl OpenVault {
    /// Under which id the biometric keystore has the secret that opens the vault too.
    pub fn biometric_id(&self) -> Option<KeyId> {
        self.vault.biometric_id()
    }

    /// The secret opens the vault too. Needs the passcode.
    pub fn add_biometrics(&mut self, secret: &BiometricSecret) -> Result<(), VaultError> {
        self.vault.add_biometrics(secret, &*self.keystore)
    }

    /// The passcode alone opens the vault.
    pub fn remove_biometrics(&mut self) -> Result<(), VaultError> {
        self.vault.remove_biometrics(&*self.keystore)
    }
}

impl Guarded {
    /// Whether the device would recognise somebody now. Asks nobody, so that its language is no matter.
    pub(super) fn can_recognise(&self) -> bool {
        let keystore = self.device.biometrics(Language::default());
        keystore.is_some_and(|keystore| keystore.readiness() == BiometricReadiness::Ready)
    }

    /// Asks for a face or a finger and opens the vault. `forgotten`: the customer is about to choose another passcode, for which
    /// the face counts.
    pub(super) fn unlock_by_biometrics(
        &mut self,
        forgotten: bool,
        language: Language,
        when: When,
        post: &dyn Fn(Event),
    ) -> Event {
        let secret = match self.recognised(language) {
            Ok(secret) => secret,
            Err(error) => return self.not_recognised(error, when, post),
        };
        let event = self.open_by(Proof::Secret(&secret), when.clone(), post);
        if !forgotten {
            self.put_passcode_away();
        }
        match event {
            // The system has recognised the customer, and its secret is that of another vault.
            Event::VaultLocked(Barred { why: Bar::Untried, .. }) => {
                self.unusable = Some(*secret.id());
                self.not_recognised(BiometricError::NoEntry, when, post)
            }
            event => event,
        }
    }

    fn recognised(&mut self, language: Language) -> Result<BiometricSecret, BiometricError> {
        // A vault that cannot be read says why when it is opened, which follows in any case.
        let id = Locked::look(&self.folder).biometric_id().ok().flatten().ok_or(BiometricError::NoEntry)?;
        let keystore = self.device.biometrics(language).ok_or(BiometricError::Unavailable)?;
        match keystore.load(&id) {
            Ok(key) => Ok(BiometricSecret::new(id, key)),
            Err(error) => {
                if matches!(error, BiometricError::Invalidated | BiometricError::NoEntry) {
                    self.unusable = Some(id);
                }
                Err(error)
            }
        }
    }

    /// The vault as it is without a face: behind its passcode, as a rule.
    fn not_recognised(&mut self, error: BiometricError, when: When, post: &dyn Fn(Event)) -> Event {
        match self.open(Proof::Nothing, when, post) {
            Event::VaultLocked(barred) => {
                Event::VaultLocked(Barred { why: Bar::Biometrics(error), ..self.usable(barred) })
            }
            event => event,
        }
    }

    /// A secret that will never be given out again is no way to open the vault.
    pub(super) fn usable(&self, barred: Barred) -> Barred {
        Barred { biometrics: barred.biometrics.filter(|id| Some(*id) != self.unusable), ..barred }
    }

    /// The vault is open for changes: a slot goes whose secret will never be given out again. If that fails, the next try
    /// to open the vault with it is answered as before.
    pub(super) fn drop_unusable(&mut self, vault: &mut OpenVault) {
        if let Some(id) = self.unusable.filter(|id| !self.read_only && vault.biometric_id() == Some(*id))
            && vault.remove_biometrics().is_ok()
        {
            self.delete_secret(&id);
            self.unusable = None;
        }
    }

    /// Stores a new secret behind the customer's face or finger, and lets it open the vault. What was stored for a write that
    /// failed is deleted again.
    pub(super) fn turn_biometrics_on(&mut self, ticket: Ticket, language: Language) -> Event {
        let before = self.vault.as_ref().map(OpenVault::summary);
        let old = self.vault.as_ref().and_then(OpenVault::biometric_id);
        let result = self.biometrics_on(language);
        let is_on = self.vault.as_ref().and_then(OpenVault::biometric_id);
        if let Some(old) = old.filter(|old| is_on != Some(*old)) {
            self.delete_secret(&old);
        }
        self.changed_since(ticket, before, result.map(|()| Erasure::Complete))
    }

    fn biometrics_on(&mut self, language: Language) -> Result<(), Refusal> {
        let device = self.device.clone();
        let vault = self.vault.as_mut().ok_or(VaultError::NoSuchToken)?;
        let keystore = device.biometrics(language).ok_or(BiometricError::Unavailable)?;
        let secret = BiometricSecret::generate()?;
        keystore.store(secret.id(), secret.key())?;
        let added = vault.add_biometrics(&secret);
        if vault.biometric_id() != Some(*secret.id()) {
            let _ = keystore.delete(secret.id());
        }
        Ok(added?)
    }

    pub(super) fn turn_biometrics_off(&mut self, ticket: Ticket) -> Event {
        self.changed(ticket, |vault| vault.remove_biometrics().map(|()| Erasure::Complete))
    }

    /// The secret that no slot of the open vault needs any more. One that is not deleted opens nothing (FORMAT.md).
    pub(super) fn delete_unneeded(&self, before: Option<KeyId>) {
        let now = self.vault.as_ref().and_then(OpenVault::biometric_id);
        if let Some(id) = before.filter(|id| self.vault.is_some() && now != Some(*id)) {
            self.delete_secret(&id);
        }
    }

    fn delete_secret(&self, id: &KeyId) {
        if let Some(keystore) = self.device.biometrics(Language::default()) {
            let _ = keystore.delete(id);
        }
    }
}
