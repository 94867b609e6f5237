//! A power cut that takes back what the disk had not flushed, while the keystore keeps what it was told: a rename comes
//! back as the file before, and neither a floor nor the end of a key comes back with it.

use crate::vault_support::*;
use skts_token::keystore::MemoryKeystore;
use skts_token::vault::{Hook, Locked, Unlocked, VaultError, WritePoint};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A folder on a disk that has for good what was there when the folder was flushed last.
struct Disk {
    home: tempfile::TempDir,
    for_good: Arc<Mutex<BTreeMap<PathBuf, Vec<u8>>>>,
}

impl Disk {
    /// With tokens 1 and 2, on the disk for good.
    fn new(keystore: &MemoryKeystore) -> Self {
        let home = tempfile::tempdir().unwrap();
        drop(vault_with(home.path(), keystore, &[1, 2]));
        let for_good = Arc::new(Mutex::new(bytes_of(home.path())));
        Self { home, for_good }
    }

    fn path(&self) -> &Path {
        self.home.path()
    }

    /// Opens the vault; `at` is asked at each point of a write, before the point is passed.
    fn open(
        &self,
        keystore: &MemoryKeystore,
        at: impl Fn(WritePoint) -> io::Result<()> + Send + Sync + 'static,
    ) -> Result<Unlocked, VaultError> {
        let (for_good, folder) = (self.for_good.clone(), self.path().to_owned());
        let hook: Hook = Arc::new(move |point| {
            at(point)?;
            if point == WritePoint::SyncFolder {
                *for_good.lock().unwrap() = bytes_of(&folder);
            }
            Ok(())
        });
        Locked::open_with_hook(self.path(), hook).unwrap().unlock(keystore).map_err(|(_, error)| error)
    }

    fn cut_power(&self) {
        for path in bytes_of(self.path()).keys() {
            fs::remove_file(path).unwrap();
        }
        for (path, bytes) in self.for_good.lock().unwrap().iter() {
            fs::write(path, bytes).unwrap();
        }
    }
}

/// The changes that a kill hits; each leaves these tokens when it is done.
type Change = fn(&mut Unlocked, &MemoryKeystore);

const CHANGES: [(Change, &[u8]); 3] = [
    (|vault, keystore| vault.add(&token(3), keystore).unwrap(), &[1, 2, 3]),
    (|vault, keystore| vault.remove(&serial(1), now(), keystore).unwrap(), &[2]),
    (
        |vault, keystore| {
            let _ = vault.remove_for_good(&serial(1), keystore).unwrap();
        },
        &[2],
    ),
];

/// The process is killed at each point of a write. The power fails then, or after another process has opened the vault.
#[test]
fn a_rename_that_a_power_cut_takes_back_costs_nothing() {
    let mut kills = 0;
    for (change, after) in CHANGES {
        for opened_between in [false, true] {
            for kill_at in 0.. {
                let keystore = MemoryKeystore::new();
                let disk = Disk::new(&keystore);
                let points = Mutex::new(0);
                let mut vault = disk
                    .open(&keystore, move |_| {
                        let mut points = points.lock().unwrap();
                        *points += 1;
                        // A kill runs no more of the process's code; nothing that would take the write back.
                        if *points > kill_at { resume_unwind(Box::new("killed")) } else { Ok(()) }
                    })
                    .unwrap();
                let killed = catch_unwind(AssertUnwindSafe(|| change(&mut vault, &keystore))).is_err();
                drop(vault);
                if opened_between {
                    drop(disk.open(&keystore, |_| Ok(())).unwrap());
                }
                disk.cut_power();
                let vault = disk.open(&keystore, |_| Ok(()));
                let vault =
                    vault.unwrap_or_else(|error| panic!("{error}: killed at {kill_at}, {opened_between}"));
                let is_done = vault.profiles().len() == after.len();
                assert_tokens(&vault, if is_done { after } else { &[1, 2] });
                kills += usize::from(killed);
                if !killed {
                    assert!(is_done, "what was confirmed is lost");
                    break;
                }
            }
        }
    }
    assert!(kills > 60, "only {kills} kills");
}

/// The flush after the rename fails, and so does taking the rename back: the new file stands, and may yet be gone.
#[test]
fn a_write_that_failed_and_stands_is_not_noted_before_it_is_flushed() {
    let keystore = MemoryKeystore::new();
    let disk = Disk::new(&keystore);
    let renamed = Mutex::new(false);
    let mut vault = disk
        .open(&keystore, move |point| {
            let mut renamed = renamed.lock().unwrap();
            match point {
                WritePoint::Rename("vault.next", _) => *renamed = true,
                _ if *renamed => return Err(ErrorKind::Other.into()),
                _ => {}
            }
            Ok(())
        })
        .unwrap();
    assert!(vault.add(&token(3), &keystore).is_err());
    assert_tokens(&vault, &[1, 2, 3]);
    drop(vault);
    disk.cut_power();
    assert_tokens(&disk.open(&keystore, |_| Ok(())).unwrap(), &[1, 2]);
}
