//! Which transactions a verifier has taken: each once. A file of ids, one a line, that only grows.

use crate::token::TransactionId;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A file of more than so many bytes is not read: two million transactions.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The file with the ids of the transactions that were taken.
#[derive(Debug)]
pub struct UsedTransactions {
    file: File,
    path: PathBuf,
}

/// Why a transaction is not taken.
#[derive(Debug, thiserror::Error)]
pub enum UsedError {
    /// Its code was right before: whoever brings it again replays it.
    #[error("this transaction was taken before")]
    Taken,
    #[error("{} cannot be read or written: {cause}", .path.display())]
    File { path: PathBuf, cause: io::Error },
    /// A line is not an id: the file is another one, or was cut.
    #[error("{} is not a file of transaction ids", .path.display())]
    NotIds { path: PathBuf },
}

impl UsedTransactions {
    /// Opens or makes the file, and holds it alone: of two verifiers at the same moment one waits for the other.
    pub fn open(path: &Path) -> Result<Self, UsedError> {
        let open = || {
            let mut options = OpenOptions::new();
            options.read(true).append(true).create(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let file = options.open(path)?;
            file.lock()?;
            Ok(file)
        };
        let file = open().map_err(|cause| UsedError::File { path: path.to_owned(), cause })?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// Writes the id down; `Ok` means that it is on the disk, and that it was not there before.
    pub fn take(&mut self, id: TransactionId) -> Result<(), UsedError> {
        let id = id.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let failed = |cause| UsedError::File { path: self.path.clone(), cause };
        let mut known = String::new();
        self.file.rewind().map_err(failed)?;
        let read = (&self.file).take(MAX_BYTES + 1).read_to_string(&mut known).map_err(failed)?;
        let is_id = |line: &str| line.len() == id.len() && line.bytes().all(|byte| byte.is_ascii_hexdigit());
        let whole = known.is_empty() || known.ends_with('\n');
        if read as u64 > MAX_BYTES || !whole || !known.lines().all(is_id) {
            return Err(UsedError::NotIds { path: self.path.clone() });
        }
        if known.lines().any(|line| line == id) {
            return Err(UsedError::Taken);
        }
        let line = format!("{id}\n");
        self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_all()).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(byte: u8) -> TransactionId {
        TransactionId::from_bytes([byte; 16])
    }

    #[test]
    fn a_transaction_is_taken_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("used");
        let take = |byte| UsedTransactions::open(&path).unwrap().take(id(byte));
        take(1).unwrap();
        take(0xAB).unwrap();
        assert!(matches!(take(1), Err(UsedError::Taken)));
        assert!(matches!(take(0xAB), Err(UsedError::Taken)));
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 2);
    }

    #[test]
    fn another_file_is_neither_believed_nor_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("letter");
        for text in ["Dear bank,\n", "01", "0101\n\n", "zz010101010101010101010101010101\n"] {
            std::fs::write(&path, text).unwrap();
            let refused = UsedTransactions::open(&path).unwrap().take(id(1)).unwrap_err();
            assert!(matches!(refused, UsedError::NotIds { .. }), "{text:?}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }
}
