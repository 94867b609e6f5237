//! The keystore of tests. The app and the command line never open it.

use super::{Attempts, Floor, KeyId, Keystore, KeystoreError, Protection, VaultKey};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A keystore that forgets everything when it is dropped: for tests. It can be told to fail.
#[derive(Default)]
pub struct MemoryKeystore(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    keys: HashMap<KeyId, VaultKey>,
    floors: HashMap<KeyId, Floor>,
    attempts: HashMap<KeyId, Attempts>,
    no_notes: bool,
    hidden_floors: Option<KeystoreError>,
    calls: usize,
    fault: Option<Fault>,
}

struct Fault {
    error: KeystoreError,
    /// Calls from `first` on fail, `count` of them.
    first: usize,
    count: usize,
}

impl MemoryKeystore {
    pub fn new() -> Self {
        Self::default()
    }

    /// Every call fails from now on.
    pub fn fail(&self, error: KeystoreError) {
        self.set_fault(error, 0, usize::MAX);
    }

    /// The call after `calls` more calls fails, once.
    pub fn fail_after(&self, calls: usize, error: KeystoreError) {
        self.set_fault(error, calls, 1);
    }

    /// No call fails from now on.
    pub fn work(&self) {
        self.inner().fault = None;
    }

    /// From now on it takes no note beside a key: there is no room for more entries.
    pub fn take_no_notes(&self) {
        self.inner().no_notes = true;
    }

    /// From now on it does not give out how far a vault has come, for this reason; `None`: it does.
    pub fn hide_floors(&self, error: Option<KeystoreError>) {
        self.inner().hidden_floors = error;
    }

    /// How many calls there were.
    pub fn calls(&self) -> usize {
        self.inner().calls
    }

    /// How many keys it holds.
    pub fn len(&self) -> usize {
        self.inner().keys.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn set_fault(&self, error: KeystoreError, after: usize, count: usize) {
        let mut inner = self.inner();
        let first = inner.calls.saturating_add(after);
        inner.fault = Some(Fault { error, first, count });
    }

    /// A panic elsewhere leaves the map as whole as it was.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn call(&mut self) -> Result<(), KeystoreError> {
        let call = self.calls;
        self.calls += 1;
        match &self.fault {
            Some(fault) if call >= fault.first && call - fault.first < fault.count => Err(fault.error),
            _ => Ok(()),
        }
    }
}

impl Keystore for MemoryKeystore {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        let mut inner = self.inner();
        inner.call()?;
        let key = inner.keys.get(id).ok_or(KeystoreError::NoEntry)?;
        Ok(VaultKey::new(key.expose()))
    }

    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        let mut inner = self.inner();
        inner.call()?;
        inner.keys.insert(*id, VaultKey::new(key.expose()));
        Ok(())
    }

    fn floor(&self, id: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        let mut inner = self.inner();
        inner.call()?;
        inner.hidden_floors.map_or_else(|| Ok(inner.floors.get(id).copied()), Err)
    }

    fn set_floor(&self, id: &KeyId, floor: &Floor) -> Result<(), KeystoreError> {
        let mut inner = self.inner();
        inner.call()?;
        if inner.no_notes {
            return Err(KeystoreError::Platform(0));
        }
        inner.floors.insert(*id, *floor);
        Ok(())
    }

    fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        let mut inner = self.inner();
        inner.call()?;
        Ok(inner.attempts.get(id).copied())
    }

    fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError> {
        let mut inner = self.inner();
        inner.call()?;
        if inner.no_notes {
            return Err(KeystoreError::Platform(0));
        }
        inner.attempts.insert(*id, *attempts);
        Ok(())
    }

    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        let mut inner = self.inner();
        inner.call()?;
        inner.floors.remove(id);
        inner.attempts.remove(id);
        inner.keys.remove(id).map(drop).ok_or(KeystoreError::NoEntry)
    }

    fn protection(&self) -> Protection {
        Protection::File
    }
}

impl fmt::Debug for MemoryKeystore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryKeystore({} keys)", self.len())
    }
}
