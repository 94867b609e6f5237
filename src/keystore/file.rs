//! The keystore that is a file beside the vault. It never calls itself more than [`Protection::File`].

use super::{KeyId, Keystore, KeystoreError, Protection, VaultKey};
use crate::private_files::{make_private_folder, private_file, sync_folder};
use std::fs::{self, File};
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
        let written = private_file().truncate(true).open(&unfinished).and_then(|mut file| {
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
        let file = File::open(self.path(id)).map_err(refusal)?;
        let mut text = Zeroizing::new(Vec::with_capacity(MAX_BYTES as usize));
        file.take(MAX_BYTES).read_to_end(&mut text).map_err(refusal)?;
        let digits = text.strip_suffix(b"\n").unwrap_or(&text);
        VaultKey::from_text(digits).ok_or(KeystoreError::Invalidated)
    }

    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        self.write(id, &key.to_text()).map_err(refusal)?;
        let stored = self.load(id)?;
        if stored.same_as(key) { Ok(()) } else { Err(KeystoreError::Platform(0)) }
    }

    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        fs::remove_file(self.path(id)).map_err(refusal)?;
        sync_folder(&self.folder).map_err(refusal)
    }

    fn protection(&self) -> Protection {
        Protection::File
    }
}

fn refusal(error: io::Error) -> KeystoreError {
    match error.kind() {
        ErrorKind::NotFound => KeystoreError::NoEntry,
        _ => KeystoreError::Platform(error.raw_os_error().unwrap_or(0)),
    }
}
