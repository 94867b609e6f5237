//! The keystore that is a file beside the vault. It never calls itself more than [`Protection::File`].

use super::{Attempts, Floor, KeyId, Keystore, KeystoreError, Protection, VaultKey};
use crate::private_files::{
    Links, is_absent, is_foreign, is_loose, make_private_folder, open_regular, scratch_file, sync_folder,
};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Keys in files beside the vault: for development, and where no system keystore answers.
///
/// It keeps the key from other users (mode 0600; a folder that it makes has 0700) and from nobody else, and
/// says so with [`Protection::File`]. A key's file that others can read or write, or whose folder others can write, is
/// refused: [`LooseFile`](KeystoreError::LooseFile), [`LooseFolder`](KeystoreError::LooseFolder). A file
/// `vault-ID.key` holds 64 hexadecimal digits and a line end, a file `vault-ID.floor` 52, a file `vault-ID.attempts` 40.
#[derive(Clone, Debug)]
pub struct FileKeystore {
    folder: PathBuf,
}

/// A key file is 65 bytes; what is longer is not read to its end.
const MAX_BYTES: u64 = 128;

impl FileKeystore {
    /// `folder` need not exist; the first [`store`](Keystore::store) creates it.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    fn path(&self, id: &KeyId) -> PathBuf {
        self.folder.join(format!("vault-{id}.key"))
    }

    fn floor_path(&self, id: &KeyId) -> PathBuf {
        self.folder.join(format!("vault-{id}.floor"))
    }

    fn attempts_path(&self, id: &KeyId) -> PathBuf {
        self.folder.join(format!("vault-{id}.attempts"))
    }

    /// A note, if there is one that can be read.
    fn note<T>(&self, path: &Path, parse: fn(&[u8]) -> Option<T>) -> Result<Option<T>, KeystoreError> {
        match self.read(path).map_err(|error| refusal(error, path)) {
            Ok(text) => Ok(parse(digits(&text))),
            Err(KeystoreError::NoEntry) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn set_note(&self, path: &Path, text: &[u8]) -> Result<(), KeystoreError> {
        self.write(path, text).map_err(|error| refusal(error, &self.folder))
    }

    /// All of a file that is no longer than a file of ours. A note is no secret: it is read whatever its mode is.
    fn read(&self, path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
        read_all(open_regular(path, OpenOptions::new().read(true), Links::Follow)?)
    }

    /// As [`read`](Self::read), for a key: one that others may read or may have written is none.
    fn read_key(&self, path: &Path) -> Result<Zeroizing<Vec<u8>>, KeystoreError> {
        let refused = |error| refusal(error, path);
        let file = open_regular(path, OpenOptions::new().read(true), Links::Follow).map_err(refused)?;
        refuse_loose(&file.metadata().map_err(refused)?)?;
        self.refuse_loose_folder()?;
        read_all(file).map_err(refused)
    }

    fn refuse_loose_folder(&self) -> Result<(), KeystoreError> {
        refuse_loose(&self.folder.metadata().map_err(|error| refusal(error, &self.folder))?)
    }

    fn write(&self, path: &Path, text: &[u8]) -> io::Result<()> {
        make_private_folder(&self.folder)?;
        let unfinished = path.with_added_extension("new");
        let written = scratch_file(&unfinished).and_then(|mut file| {
            file.write_all(text)?;
            file.write_all(b"\n")?;
            file.sync_all()
        });
        written.and_then(|()| fs::rename(&unfinished, path)).inspect_err(|_| {
            // It is ours, unfinished, and under a random name; that it cannot go either changes nothing.
            let _ = fs::remove_file(&unfinished);
        })?;
        sync_folder(&self.folder)
    }
}

impl Keystore for FileKeystore {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        let path = self.path(id);
        let text = self.read_key(&path)?;
        VaultKey::from_text(digits(&text)).ok_or(KeystoreError::Invalidated)
    }

    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        let refused = |error| refusal(error, &self.folder);
        make_private_folder(&self.folder).map_err(refused)?;
        self.refuse_loose_folder()?;
        self.write(&self.path(id), &key.to_text()).map_err(refused)?;
        let stored = self.load(id)?;
        if stored.same_as(key) { Ok(()) } else { Err(KeystoreError::Platform(0)) }
    }

    fn floor(&self, id: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        self.note(&self.floor_path(id), Floor::from_text)
    }

    fn set_floor(&self, id: &KeyId, floor: &Floor) -> Result<(), KeystoreError> {
        self.set_note(&self.floor_path(id), &floor.to_text())
    }

    fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        self.note(&self.attempts_path(id), Attempts::from_text)
    }

    fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError> {
        self.set_note(&self.attempts_path(id), &attempts.to_text())
    }

    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        let path = self.path(id);
        erase(&path).and_then(|()| sync_folder(&self.folder)).map_err(|error| refusal(error, &path))?;
        // Without the key the notes say nothing to anybody: one that stays does no harm.
        let _ = fs::remove_file(self.floor_path(id));
        let _ = fs::remove_file(self.attempts_path(id));
        Ok(())
    }

    fn protection(&self) -> Protection {
        Protection::File
    }
}

fn refuse_loose(file: &fs::Metadata) -> Result<(), KeystoreError> {
    match (is_loose(file), file.is_dir()) {
        (true, true) => Err(KeystoreError::LooseFolder),
        (true, false) => Err(KeystoreError::LooseFile),
        (false, _) if is_foreign(file) => Err(KeystoreError::OutOfReach(ErrorKind::PermissionDenied)),
        (false, _) => Ok(()),
    }
}

fn read_all(file: File) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(Vec::with_capacity(MAX_BYTES as usize));
    file.take(MAX_BYTES).read_to_end(&mut text)?;
    Ok(text)
}

/// Overwrites a key's file before its name goes: a disk of the old kind would keep the digits.
fn erase(path: &Path) -> io::Result<()> {
    if let Ok(mut file) = open_regular(path, OpenOptions::new().write(true), Links::Refuse) {
        let zeros = [b'0'; MAX_BYTES as usize];
        // Whatever of this fails, the name goes all the same.
        let _ = file.write_all(&zeros).and_then(|()| file.sync_all());
    }
    fs::remove_file(path)
}

/// What an editor or another system leaves around the digits is no part of them: a byte order mark, a line's end of
/// Windows.
fn digits(text: &[u8]) -> &[u8] {
    text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text).trim_ascii()
}

/// A file that is not there has no key; one that a link does not reach now may have.
fn refusal(error: io::Error, path: &Path) -> KeystoreError {
    match error.kind() {
        ErrorKind::NotFound if is_absent(path).unwrap_or(false) => KeystoreError::NoEntry,
        kind => KeystoreError::OutOfReach(kind),
    }
}
