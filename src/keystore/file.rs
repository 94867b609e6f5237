use super::{KeyId, Keystore, KeystoreError, Protection, VaultKey};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Keys in files beside the vault: for development, and where no system keystore answers.
///
/// It keeps the key from other users (mode 0600 in a folder of mode 0700) and from nobody else, and
/// says so with [`Protection::File`]. A file `vault-ID.key` holds 64 hexadecimal digits and a line end.
#[derive(Clone, Debug)]
pub struct FileKeystore {
    folder: PathBuf,
}

/// A key file is 65 bytes; what is longer is not read to its end.
const MOST_BYTES: u64 = 128;

impl FileKeystore {
    /// `folder` need not exist; the first [`store`](Keystore::store) creates it.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Whether a key lies under this id, readable or not: the vault was made with the file keystore.
    pub fn holds(&self, id: &KeyId) -> bool {
        self.path(id).symlink_metadata().is_ok()
    }

    fn path(&self, id: &KeyId) -> PathBuf {
        self.folder.join(format!("vault-{id}.key"))
    }

    fn write(&self, id: &KeyId, text: &[u8]) -> io::Result<()> {
        create_private_folder(&self.folder)?;
        let unfinished = self.folder.join(format!("vault-{id}.key.new"));
        let written = create_private_file(&unfinished).and_then(|mut file| {
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
        let mut text = Zeroizing::new(Vec::with_capacity(MOST_BYTES as usize));
        file.take(MOST_BYTES).read_to_end(&mut text).map_err(refusal)?;
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

fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn create_private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a renamed file's name last; Windows does so by itself and cannot open folders.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
