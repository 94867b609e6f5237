use super::VaultError;
use super::disk::{Disk, SetAside};
use super::envelope::Envelope;
use std::io;

/// The vault.
const CURRENT: &str = "vault.skts";
/// The generation before, while a new one takes its place.
const PREVIOUS: &str = "vault.previous";
/// The new generation, until it is complete.
const NEXT: &str = "vault.next";

/// The vault on the disk, or `None` where there is none.
///
/// Where the current file is missing and the previous one is there, a replacement was cut short on a
/// file system whose rename is not atomic; the previous one then holds everything that was confirmed.
/// A current file that is damaged is never passed over for an older one.
pub fn read(disk: &Disk) -> Result<Option<Envelope>, VaultError> {
    match disk.read(CURRENT)? {
        Some(bytes) => Envelope::parse(bytes).map(Some),
        None => disk.read(PREVIOUS)?.map(Envelope::parse).transpose(),
    }
}

/// Whether a vault, whole or not, is there, or may be.
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
        // Both are never read beside a current file, and overwritten by the next write.
        let _ = disk.remove(NEXT);
        let _ = disk.remove(PREVIOUS);
    })?;
    commit(disk, new).inspect_err(|_| roll_back(disk, old))?;
    forget_previous(disk);
    Ok(())
}

/// Writes the first generation in the place of a vault that cannot be opened. A copy of that is kept, under
/// names that are never reused; on an error it is where it was. At no moment is there no vault.
pub fn replace_unopened(disk: &Disk, new: &Envelope) -> Result<(), VaultError> {
    let staged = disk.write(NEXT, new.bytes()).and_then(|()| disk.read_back(NEXT, new.bytes()));
    staged.inspect_err(|_| {
        let _ = disk.remove(NEXT);
    })?;
    let mut aside = Vec::new();
    let replaced = disk.has(CURRENT).and_then(|had| {
        set_aside(disk, &mut aside)?;
        commit(disk, new).inspect_err(|_| {
            // What the previous generation stood in for is the previous generation's again.
            if !had {
                let _ = disk.remove(CURRENT);
            }
        })
    });
    replaced.inspect_err(|_| {
        for file in aside.iter().rev() {
            let _ = disk.bring_back(file);
        }
        let _ = disk.remove(NEXT);
        let _ = disk.sync_folder();
    })?;
    forget_previous(disk);
    Ok(())
}

fn set_aside(disk: &Disk, aside: &mut Vec<SetAside>) -> io::Result<()> {
    for name in [PREVIOUS, CURRENT] {
        aside.extend(disk.set_aside(name)?);
    }
    disk.sync_folder()
}

/// The new generation counts from here on. A previous one that stays is harmless: it is never read beside a
/// current one.
fn forget_previous(disk: &Disk) {
    if disk.remove(PREVIOUS).is_ok() {
        let _ = disk.sync_folder();
    }
}

/// Where the vault was opened from its previous generation, that becomes the current one before anything
/// is written over it.
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

/// Best effort: the error that led here is the one that is told.
fn roll_back(disk: &Disk, old: Option<&Envelope>) {
    let _ = match old {
        Some(_) => disk.rename(PREVIOUS, CURRENT),
        None => disk.remove(CURRENT),
    };
    let _ = disk.remove(NEXT);
    let _ = disk.sync_folder();
}
