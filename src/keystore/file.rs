//! The keystore that is a file beside the vault. It never calls itself more than [`Protection::File`].

use super::{KeyId, Keystore, KeystoreError, Protection, VaultKey};
use crate::private_files::{Links, is_absent, make_private_folder, open_regular, scratch_file, sync_folder};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Keys in files beside the vault: for development, and where no system keystore answers.
///
/// It keeps the key from other users (mode 0600; a folder that it makes has 0700) and from nobody else, and
/// says so with [`Protection::File`]. A file `vault-ID.key` holds 64 hexadecimal digits and a line end.
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

    fn write(&self, id: &KeyId, text: &[u8]) -> io::Result<()> {
        make_private_folder(&self.folder)?;
        let unfinished = self.folder.join(format!("vault-{id}.key.new"));
        let written = scratch_file(&unfinished).and_then(|mut file| {
            file.write_all(text)?;
            file.write_all(b"\n")?;
            file.sync_all()
        });
        written.and_then(|()| fs::rename(&unfinished, self.path(id))).inspect_err(|_| {
            // It is ours, unfinished, and under a random name; that it cannot go either changes nothing.
            let _ = fs::remove_file(&unfinished);
        })?;
        sync_folder(&self.folder)
    }
}

impl Keystore for FileKeystore {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        let path = self.path(id);
        let file = open_regular(&path, OpenOptions::new().read(true), Links::Follow);
        let file = file.map_err(|error| refusal(error, &path))?;
        let mut text = Zeroizing::new(Vec::with_capacity(MAX_BYTES as usize));
        file.take(MAX_BYTES).read_to_end(&mut text).map_err(|error| refusal(error, &path))?;
        VaultKey::from_text(digits(&text)).ok_or(KeystoreError::Invalidated)
    }

    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        self.write(id, &key.to_text()).map_err(|error| refusal(error, &self.folder))?;
        let stored = self.load(id)?;
        if stored.same_as(key) { Ok(()) } else { Err(KeystoreError::Platform(0)) }
    }

    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        let path = self.path(id);
        fs::remove_file(&path).and_then(|()| sync_folder(&self.folder)).map_err(|error| refusal(error, &path))
    }

    fn protection(&self) -> Protection {
        Protection::File
    }
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
