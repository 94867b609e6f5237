//! How one generation of the vault takes the place of another, so that a write that is cut short loses nothing.

use super::VaultError;
use super::disk::{Disk, SetAside};
use super::envelope::{Envelope, NAME_BYTES, key_id_of};
use super::names::{CURRENT, NEXT, PREVIOUS};
use crate::keystore::KeyId;
use crate::token::UnixTime;
use std::io;

/// The vault on the disk, or `None` where there is none.
///
/// Where the current file is missing and the previous one is there, a replacement was cut short on a
/// file system whose rename is not atomic; the previous one then holds everything that was confirmed.
/// A current file that is damaged is never passed over for an older one.
pub fn read(disk: &Disk) -> Result<Option<Envelope>, VaultError> {
    match disk.read_through(CURRENT)? {
        Some(bytes) => Envelope::parse(bytes).map(Some),
        None => match disk.read(PREVIOUS)? {
            Some(bytes) => Envelope::parse(bytes).map(Some),
            // A process that has the lock may have given the previous file its own name between the two looks.
            None => disk.read_through(CURRENT)?.map(Envelope::parse).transpose(),
        },
    }
}

/// The key that a vault names which cannot be opened. A file proves nothing by that.
pub fn named_key(disk: &Disk) -> Option<KeyId> {
    let head = [CURRENT, PREVIOUS].iter().find_map(|name| disk.head(name, NAME_BYTES))?;
    key_id_of(&head)
}

/// Whether the vault is a link. It is read through, and never written: a new generation would take the link's place,
/// and the file at its end would stay as it was without a word.
pub fn is_link(disk: &Disk) -> io::Result<bool> {
    disk.is_link(CURRENT)
}

/// Whether a vault, whole or not, is there. Where the disk does not say, it counts as there.
pub fn exists(disk: &Disk) -> bool {
    [CURRENT, PREVIOUS].iter().any(|name| disk.has(name).unwrap_or(true))
}

/// Replaces the vault and returns once the new generation was read back. On an error the disk holds
/// `old` again, unless even that fails: the caller then reads what is there.
pub fn replace(disk: &Disk, old: Option<&Envelope>, new: &Envelope) -> Result<(), VaultError> {
    if old.is_some() {
        settle(disk)?;
    }
    stage(disk, old, new).inspect_err(|_| {
        // To leave them is harmless: `read` prefers CURRENT to both, and the next write overwrites them.
        let _ = disk.remove(NEXT);
        let _ = disk.remove(PREVIOUS);
    })?;
    commit(disk, new).inspect_err(|_| roll_back(disk, old))?;
    forget_previous(disk);
    Ok(())
}

/// Writes the first generation in the place of a vault that cannot be opened, and keeps the old vault under names
/// that are never reused and say that this was `now`. On an error the old vault is where it was.
pub fn replace_unopened(disk: &Disk, new: &Envelope, now: UnixTime) -> Result<(), VaultError> {
    let had_current = disk.has(CURRENT)?;
    let mut kept = Kept::default();
    let staged = stage(disk, None, new).and_then(|()| kept.keep(disk, had_current, now));
    staged.inspect_err(|_| kept.put_back(disk, |vault| disk.undo_aside(vault)))?;
    commit(disk, new).inspect_err(|_| {
        kept.put_back(disk, |vault| {
            if had_current {
                return disk.bring_back(vault);
            }
            disk.remove(CURRENT)?;
            disk.sync_folder()?;
            disk.undo_aside(vault)
        });
    })?;
    forget_previous(disk);
    Ok(())
}

/// The files of a vault that cannot be opened and that a customer registers over.
#[derive(Default)]
struct Kept {
    /// The file that was read as the vault.
    vault: Option<SetAside>,
    /// A previous generation beside it. `read` takes no notice of it as long as the current file is there.
    other: Option<SetAside>,
}

impl Kept {
    fn keep(&mut self, disk: &Disk, had_current: bool, now: UnixTime) -> io::Result<()> {
        if had_current {
            // The previous generation goes first. On a file system whose rename is not atomic, a power failure could
            // otherwise leave it alone in the folder, and `read` would take it for the vault.
            self.other = disk.move_aside(PREVIOUS, now)?;
            self.vault = disk.keep_aside(CURRENT, now)?;
        } else {
            self.vault = disk.keep_aside(PREVIOUS, now)?;
        }
        disk.sync_folder()
    }

    /// Best effort, as in [`roll_back`]. The previous generation comes back only beside the old vault: alone it would
    /// be taken for the vault, and beside the new one the next write would overwrite it.
    fn put_back(&self, disk: &Disk, vault: impl FnOnce(&SetAside) -> io::Result<()>) {
        let back = self.vault.as_ref().map_or(Ok(()), vault);
        let _ = back.and_then(|()| self.other.iter().try_for_each(|file| disk.undo_aside(file)));
        let _ = disk.remove(NEXT);
        let _ = disk.sync_folder();
    }
}

/// Removes the previous generation, once the new one is confirmed. One that stays is harmless: `read` prefers the
/// current one.
fn forget_previous(disk: &Disk) {
    if disk.remove(PREVIOUS).is_ok() {
        let _ = disk.sync_folder();
    }
}

/// Where the vault was opened from its previous generation, makes that the current one, before a write puts another
/// in the place of the previous one.
fn settle(disk: &Disk) -> io::Result<()> {
    if disk.has(CURRENT)? {
        return Ok(());
    }
    disk.rename(PREVIOUS, CURRENT)?;
    disk.sync_folder()
}

/// Both generations under names that are not yet the vault's.
fn stage(disk: &Disk, old: Option<&Envelope>, new: &Envelope) -> io::Result<()> {
    disk.write(NEXT, new.bytes())?;
    disk.read_back(NEXT, new.bytes())?;
    if let Some(old) = old {
        disk.write(PREVIOUS, old.bytes())?;
        disk.read_back(PREVIOUS, old.bytes())?;
    }
    Ok(())
}

fn commit(disk: &Disk, new: &Envelope) -> io::Result<()> {
    disk.rename(NEXT, CURRENT)?;
    disk.sync_folder()?;
    disk.read_back(CURRENT, new.bytes())
}

/// Best effort: whoever called for the write is told why it failed, and not whether taking it back did.
fn roll_back(disk: &Disk, old: Option<&Envelope>) {
    let _ = match old {
        Some(_) => disk.rename(PREVIOUS, CURRENT),
        None => disk.remove(CURRENT),
    };
    let _ = disk.remove(NEXT);
    let _ = disk.sync_folder();
}
