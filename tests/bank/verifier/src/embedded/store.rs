//! The SQLite file: who may read it, and how its changes reach the disk.
//!
//! One thread of the process writes. While the disk takes one transaction, the next checks queue up, and go into the next
//! transaction together, each in a savepoint of its own: under load many checks share one write to the disk.

use super::tokens::{TABLES, Tokens};
use crate::VerifierError;
use rusqlite::{Connection, TransactionBehavior};
use std::fs::OpenOptions;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Another process may hold the write lock for so long before an error is told.
const PATIENCE: Duration = Duration::from_secs(30);

/// Checks that share one write to the disk at most.
const MAX_BATCH: usize = 128;

/// Works inside a transaction; says whether what it wrote is to stay, and how its caller is told once that is certain.
type Job = Box<dyn FnOnce(&Tokens) -> (bool, Tell) + Send>;
type Tell = Box<dyn FnOnce() + Send>;

#[derive(Debug)]
pub struct Store {
    reader: Mutex<Connection>,
    /// `None` only while the store is dropped.
    jobs: Option<Sender<Job>>,
    writer: Option<JoinHandle<()>>,
}

impl Store {
    pub fn open(path: &Path) -> Result<Self, VerifierError> {
        own(path).map_err(|cause| VerifierError::File { path: path.to_owned(), cause })?;
        let mut connection = connected(path)?;
        let tables = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tables.execute_batch(TABLES)?;
        tables.commit()?;
        let reader = Mutex::new(connected(path)?);
        let (jobs, waiting) = mpsc::channel();
        let writer = thread::Builder::new().name("verifier's file".to_owned()).spawn(move || {
            while let Ok(first) = waiting.recv() {
                // Whoever waits for a job that was dropped is told that it was not done.
                drop(batch(&mut connection, first, &waiting));
            }
        });
        let writer = writer.map_err(|cause| VerifierError::File { path: path.to_owned(), cause })?;
        Ok(Self { reader, jobs: Some(jobs), writer: Some(writer) })
    }

    /// Runs `work` on one state of the file.
    pub fn read<T>(
        &self,
        work: impl FnOnce(&Tokens) -> Result<T, VerifierError>,
    ) -> Result<T, VerifierError> {
        // A thread that panicked in here left no transaction open: dropping one ends it.
        let mut connection = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        work(&Tokens(&*connection.transaction()?))
    }

    /// Runs `work` while nobody else may write. What it wrote is on the disk when this returns `Ok`; an error of `work`'s
    /// undoes all of it.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tokens) -> Result<T, VerifierError> + Send + 'static,
    ) -> Result<T, VerifierError> {
        let (tell, told) = mpsc::sync_channel(1);
        let job: Job = Box::new(move |tokens| {
            let done = work(tokens);
            // The caller may have gone; then nobody needs to know.
            (done.is_ok(), Box::new(move || drop(tell.send(done))))
        });
        let jobs = self.jobs.as_ref().expect("the store is not being dropped while it is borrowed");
        jobs.send(job).map_err(|_| VerifierError::NotWritten)?;
        told.recv().map_err(|_| VerifierError::NotWritten)?
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.jobs = None;
        self.writer.take().map(JoinHandle::join);
    }
}

fn batch(connection: &mut Connection, first: Job, waiting: &Receiver<Job>) -> Result<(), rusqlite::Error> {
    // The write lock from the first read on: what a job reads is what the job before it, here or elsewhere, wrote.
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut tellers = Vec::new();
    for job in std::iter::once(first).chain(waiting.try_iter()).take(MAX_BATCH) {
        let own = transaction.savepoint()?;
        let (stays, tell) = job(&Tokens(&own));
        if stays {
            own.commit()?;
        }
        tellers.push(tell);
    }
    transaction.commit()?;
    tellers.into_iter().for_each(|tell| tell());
    Ok(())
}

fn connected(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    Ok(connection)
}

/// Makes the file for its owner alone, or refuses one that others may read or write.
fn own(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&file.metadata()?.permissions()) & 0o077 != 0 {
        return Err(std::io::Error::other("others may read or write it: chmod 600"));
    }
    drop(file);
    Ok(())
}
