//! The lock that keeps a second process from writing. It never waits: whoever comes second is told so.

use super::VaultError;
use super::disk::Disk;
use super::names::LOCK;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;

/// This process's lock on the vault: as long as the lock lives, no other process writes.
///
/// The lock file is empty and is never removed: two processes could otherwise lock two files of the
/// same name. Opening a vault creates no lock file, so that looking changes no folder; the first write creates it.
pub struct ProcessLock(Option<File>);

impl ProcessLock {
    /// No lock: for reading.
    pub fn none() -> Self {
        Self(None)
    }

    /// Takes the lock where its file is there.
    pub fn take(disk: &Disk) -> Result<Self, VaultError> {
        disk.open_lock(LOCK)?.map(lock).transpose().map(Self)
    }

    /// Whether this process has the lock, and so no other one writes.
    pub fn is_held(&self) -> bool {
        self.0.is_some()
    }

    /// Takes the lock if this process does not have it yet, and creates the lock file where it is missing.
    pub fn ensure(&mut self, disk: &Disk) -> Result<(), VaultError> {
        if self.0.is_none() {
            self.0 = Some(lock(disk.create_lock(LOCK)?)?);
        }
        Ok(())
    }
}

impl Drop for ProcessLock {
    /// A child process that this process has just begun may have a copy of the handle until the child becomes another
    /// program: to close the handle here would not release the lock.
    fn drop(&mut self) {
        if let Some(file) = &self.0 {
            // Where unlocking fails, the end of the last handle releases the lock.
            let _ = file.unlock();
        }
    }
}

fn lock(file: File) -> Result<File, VaultError> {
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(VaultError::InUse),
        // Some phones' file systems have no locks; there the system runs an app in one process only.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}
