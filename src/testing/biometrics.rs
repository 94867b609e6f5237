//! A phone's faces and fingers, in memory.

use crate::keystore::{BiometricError, BiometricKeystore, BiometricReadiness, KeyId, VaultKey};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Recognises whoever looks at it, unless a test says otherwise.
#[derive(Clone, Default)]
pub struct MemoryBiometrics(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    secrets: HashMap<KeyId, VaultKey>,
    readiness: Option<BiometricReadiness>,
    answers: VecDeque<BiometricError>,
    asked: usize,
}

impl MemoryBiometrics {
    /// From now on the device says this of itself.
    pub fn be(&self, readiness: BiometricReadiness) {
        self.inner().readiness = Some(readiness);
    }

    /// The next question ends so; those after it as the ones before.
    pub fn answer(&self, error: BiometricError) {
        self.inner().answers.push_back(error);
    }

    /// A finger was added in the system's settings.
    pub fn change_fingers(&self) {
        self.inner().secrets.values_mut().for_each(|key| *key = VaultKey::new(&[0; VaultKey::BYTES]));
    }

    /// How often somebody was asked for a face or a finger.
    pub fn asked(&self) -> usize {
        self.inner().asked
    }

    /// How many secrets are stored.
    pub fn stored(&self) -> usize {
        self.inner().secrets.len()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self) -> Result<MutexGuard<'_, Inner>, BiometricError> {
        let mut inner = self.inner();
        inner.asked += 1;
        inner.answers.pop_front().map_or(Ok(inner), Err)
    }
}

impl BiometricKeystore for MemoryBiometrics {
    fn readiness(&self) -> BiometricReadiness {
        self.inner().readiness.unwrap_or(BiometricReadiness::Ready)
    }

    fn store(&self, id: &KeyId, secret: &VaultKey) -> Result<(), BiometricError> {
        self.ask()?.secrets.insert(*id, VaultKey::new(secret.expose()));
        Ok(())
    }

    fn load(&self, id: &KeyId) -> Result<VaultKey, BiometricError> {
        let inner = self.ask()?;
        let key = inner.secrets.get(id).ok_or(BiometricError::NoEntry)?;
        let spoilt = key.expose() == &[0; VaultKey::BYTES];
        if spoilt { Err(BiometricError::Invalidated) } else { Ok(VaultKey::new(key.expose())) }
    }

    fn delete(&self, id: &KeyId) -> Result<(), BiometricError> {
        self.inner().secrets.remove(id);
        Ok(())
    }
}
