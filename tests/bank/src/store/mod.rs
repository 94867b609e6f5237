//! What the bank remembers, in one SQLite file.
//!
//! Everything that belongs together is written in one transaction that begins IMMEDIATE: SQLite lets one writer in at a time,
//! also where two programs have opened the file, so two requests never both grant on what they read before the other wrote.

mod audit;
mod contracts;
mod sessions;
mod settings;

pub use audit::AuditLine;
pub use contracts::{Customer, Decision, Granted, IssuedToken, NewCustomer};
pub use settings::Practice;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long a writer waits for another program's.
const BUSY: Duration = Duration::from_secs(10);

/// Tables `session`, `session_form` and `audit` change with every visit; all others only when something is granted.
const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS contract (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, password TEXT NOT NULL, transfer_password TEXT NOT NULL,
    state TEXT NOT NULL, created INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS token (
    serial TEXT PRIMARY KEY, contract TEXT NOT NULL REFERENCES contract (id), two_step INTEGER NOT NULL,
    finished INTEGER NOT NULL, issued INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS session (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, seen INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS session_form (
    token TEXT PRIMARY KEY, session TEXT NOT NULL, sent INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, contract TEXT NOT NULL, journey TEXT NOT NULL, result TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS audit_at ON audit (at);
";

/// Why the bank cannot remember.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says why: no room, no right, a file that is no database.
    #[error("the database refuses: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file cannot be made or opened.
    #[error("{} cannot be opened: {cause}", .file.display())]
    File { file: PathBuf, cause: io::Error },
    /// The JSON of a contract or a session is not what this program writes.
    #[error("the database holds a state that cannot be read: {0}")]
    State(#[from] serde_json::Error),
}

/// The open file.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens the file, and makes it and its tables where they are missing: for its owner alone, where the system has owners.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(file).map_err(|cause| StoreError::File { file: file.to_owned(), cause })?;
        let connection = Connection::open(file)?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // Each granted request is on the disk before its page is sent.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    /// Runs `work` in one transaction; an error takes everything back.
    pub fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // A panic inside a transaction has rolled it back, so the connection behind the poisoned lock is whole.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(StoreError::from)?;
        let result = work(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(result)
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        work(&self.connection.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
