//! The lock that keeps a second process from writing. It never waits: whoever comes second is told so.

use super::VaultError;
use super::disk::Disk;
use super::names::LOCK;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;

/// This process's hold on the vault: as long as it lives, no other process writes.
///
/// The lock file is empty and is never removed: two processes could otherwise lock two files of the
/// same name. Opening creates none, so that looking changes no folder; it is created for the first write.
pub struct Hold(Option<File>);

impl Hold {
    /// No lock: for reading.
    pub fn none() -> Self {
        Self(None)
    }

    /// Takes the lock where its file is there.
    pub fn take(disk: &Disk) -> Result<Self, VaultError> {
        disk.open_lock(LOCK)?.map(lock).transpose().map(Self)
    }

    /// Takes the lock in any case, creating its file.
    pub fn ensure(&mut self, disk: &Disk) -> Result<(), VaultError> {
        if self.0.is_none() {
            self.0 = Some(lock(disk.create_lock(LOCK)?)?);
        }
        Ok(())
    }
}

impl Drop for Hold {
    /// A child process that was just begun may have a copy of the handle until it becomes another
    /// program; closing ours would not be enough.
    fn drop(&mut self) {
        if let Some(file) = &self.0 {
            // Where it fails, the handle's end releases it.
            let _ = file.unlock();
        }
    }
}

fn lock(file: File) -> Result<File, VaultError> {
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(VaultError::InUse),
        // A phone, where the system runs an app once.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}
