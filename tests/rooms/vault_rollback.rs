//! An older file of the same vault in the place of the newest one, parts of it swapped in, and a file of version 1.

use crate::vault_support::*;
use skts_token::keystore::{
    Attempts, FileKeystore, Floor, KeyId, Keystore, KeystoreError, MemoryKeystore, Protection, VaultKey,
};
use skts_token::vault::{Hook, Locked, Unlocked, VaultError, WritePoint};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A vault after each of three writes, closed.
struct History {
    home: tempfile::TempDir,
    keystore: MemoryKeystore,
    files: [Vec<u8>; 3],
}

impl History {
    fn new() -> Self {
        let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
        let mut vault = vault_with(home.path(), &keystore, &[]);
        let files = [1, 2, 3].map(|number| {
            vault.add(&token(number), &keystore).unwrap();
            fs::read(home.path().join("vault.skts")).unwrap()
        });
        Self { home, keystore, files }
    }

    fn path(&self) -> &Path {
        self.home.path()
    }

    fn put(&self, file: &[u8]) {
        fs::write(self.path().join("vault.skts"), file).unwrap();
    }

    /// How many tokens are there when these bytes are the vault.
    #[track_caller]
    fn with(&self, file: &[u8]) -> Result<usize, VaultError> {
        self.put(file);
        let before = bytes_of(self.path());
        let opened = Locked::open(self.path()).unwrap().unlock(&self.keystore);
        assert_eq!(bytes_of(self.path()), before, "opening writes no file");
        opened.map(|vault| vault.profiles().len()).map_err(|(_, error)| error)
    }
}

#[test]
fn an_older_file_is_told() {
    let history = History::new();
    let [first, second, third] = &history.files;
    assert_eq!(history.with(third), Ok(3));
    assert_eq!(history.with(second), Err(VaultError::Older));
    assert_eq!(history.with(first), Err(VaultError::Older));
    assert_eq!(history.with(third), Ok(3), "the newest one opens again");
    // Nor where it lies as what a write that was cut short left.
    fs::remove_file(history.path().join("vault.skts")).unwrap();
    fs::write(history.path().join("vault.previous"), second).unwrap();
    let (_, error) = Locked::open(history.path()).unwrap().unlock(&history.keystore).unwrap_err();
    assert_eq!(error, VaultError::Older);
    assert!(
        Locked::look(history.path()).unlock(&history.keystore).is_err(),
        "nor for a program that only reads"
    );
}

/// The customer was warned and takes the older file: from then on it is the newest, and what was newer is older.
#[test]
fn an_older_file_that_is_accepted_is_the_newest_from_then_on() {
    let history = History::new();
    let [first, second, third] = &history.files;
    history.put(first);
    let (locked, error) = Locked::open(history.path()).unwrap().unlock(&history.keystore).unwrap_err();
    assert_eq!(error, VaultError::Older);
    let vault = locked.accept_older().unlock(&history.keystore).unwrap();
    assert_tokens(&vault, &[1]);
    drop(vault);
    let accepted = fs::read(history.path().join("vault.skts")).unwrap();
    assert_eq!(history.with(&accepted), Ok(1));
    for older in [first, second, third] {
        assert_eq!(history.with(older), Err(VaultError::Older));
    }
    // To accept what is the newest anyway changes nothing.
    history.put(&accepted);
    drop(Locked::open(history.path()).unwrap().accept_older().unlock(&history.keystore).unwrap());
    assert_eq!(fs::read(history.path().join("vault.skts")).unwrap(), accepted);
}

#[test]
fn an_accepted_file_that_cannot_be_written_stays_older() {
    let history = History::new();
    history.put(&history.files[0]);
    let hook: Hook = Arc::new(|point| match point {
        WritePoint::Create("vault.next") => Err(std::io::ErrorKind::StorageFull.into()),
        _ => Ok(()),
    });
    let locked = Locked::open_with_hook(history.path(), hook).unwrap().accept_older();
    let (_, error) = locked.unlock(&history.keystore).unwrap_err();
    assert_eq!(error, VaultError::Unreachable(std::io::ErrorKind::StorageFull));
    assert_eq!(history.with(&history.files[0]), Err(VaultError::Older));
}

/// A process that ends after the commit has not noted it: the next opening takes the file, and notes it.
#[test]
fn a_file_that_was_not_noted_yet_opens_and_is_noted() {
    let history = History::new();
    let mut vault = Locked::open(history.path()).unwrap().unlock(&history.keystore).unwrap();
    history.keystore.fail(KeystoreError::Locked);
    vault.add(&token(4), &history.keystore).unwrap();
    drop(vault);
    history.keystore.work();
    let fourth = fs::read(history.path().join("vault.skts")).unwrap();
    // A program that only reads notes nothing: the one before may still be put back.
    drop(Locked::look(history.path()).unlock(&history.keystore).unwrap());
    assert_eq!(history.with(&history.files[2]), Ok(3));
    assert_eq!(history.with(&fourth), Ok(4));
    assert_eq!(history.with(&history.files[2]), Err(VaultError::Older));
}

/// A keystore that holds no further entries takes no note, and the vault works without.
#[test]
fn a_keystore_without_room_for_a_note_costs_no_token() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    keystore.take_no_notes();
    let mut vault = vault_with(home.path(), &keystore, &[1, 2]);
    let _ = vault.remove_for_good(&serial(1), &keystore).unwrap();
    assert_tokens(&vault.lock().unlock(&keystore).unwrap(), &[2]);
    // The same where it took some notes before it was full: the vault is further than the last one.
    let history = History::new();
    history.keystore.take_no_notes();
    let mut vault = Locked::open(history.path()).unwrap().unlock(&history.keystore).unwrap();
    for number in [4, 5, 6] {
        vault.add(&token(number), &history.keystore).unwrap();
    }
    assert_tokens(&vault.lock().unlock(&history.keystore).unwrap(), &[1, 2, 3, 4, 5, 6]);
    assert_eq!(history.with(&history.files[1]), Err(VaultError::Older));
}

/// The note may be lost or spoiled. That is no reason to keep the customer from the tokens; the next opening notes anew.
#[test]
fn a_note_that_is_lost_or_spoiled_is_made_anew() {
    for spoiled in [None, Some("no note")] {
        let home = tempfile::tempdir().unwrap();
        let keystore = FileKeystore::new(home.path());
        let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
        vault.add(&token(1), &keystore).unwrap();
        let id = vault.key_id().unwrap();
        let note = home.path().join(format!("vault-{id}.floor"));
        drop(vault);
        let noted = keystore.floor(&id).unwrap().unwrap();
        match spoiled {
            None => fs::remove_file(&note).unwrap(),
            Some(text) => fs::write(&note, text).unwrap(),
        }
        assert_tokens(&Locked::open(home.path()).unwrap().unlock(&keystore).unwrap(), &[1]);
        assert_eq!(keystore.floor(&id), Ok(Some(noted)));
    }
}

/// Another process writes after this one has read the file, and before it reads the note.
#[test]
fn a_reader_beside_a_writer_is_not_told_of_older_data() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), Arc::new(MemoryKeystore::new()));
    drop(vault_with(home.path(), &*keystore, &[1, 2]));
    for erases in [false, true] {
        let writer = Locked::open(home.path()).unwrap().unlock(&*keystore).unwrap();
        let writes = Writing { keystore: keystore.clone(), vault: Mutex::new(Some(writer)), erases };
        let read = Locked::look(home.path()).unlock(&writes).unwrap();
        assert!(writes.vault.lock().unwrap().is_none(), "it wrote in between");
        assert_eq!(read.is_current(), Ok(true));
    }
}

/// Writes the vault whenever it is first asked for a key.
struct Writing {
    keystore: Arc<MemoryKeystore>,
    vault: Mutex<Option<Unlocked>>,
    erases: bool,
}

impl Keystore for Writing {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        if let Some(mut vault) = self.vault.lock().unwrap().take() {
            match self.erases {
                true => vault.remove_for_good(&serial(1), &*self.keystore).map(drop).unwrap(),
                false => vault.add(&token(3), &*self.keystore).unwrap(),
            }
        }
        self.keystore.load(id)
    }
    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        self.keystore.store(id, key)
    }
    fn floor(&self, id: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        self.keystore.floor(id)
    }
    fn set_floor(&self, id: &KeyId, floor: &Floor) -> Result<(), KeystoreError> {
        self.keystore.set_floor(id, floor)
    }
    fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        self.keystore.attempts(id)
    }
    fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError> {
        self.keystore.set_attempts(id, attempts)
    }
    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.keystore.delete(id)
    }
    fn protection(&self) -> Protection {
        self.keystore.protection()
    }
}

// ---- parts of other files

/// The header ends where the document's nonce begins.
const HEADER: usize = 104;

#[test]
fn no_part_of_an_older_file_can_be_swapped_in() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[1, 2]);
    let file = home.path().join("vault.skts");
    let old = fs::read(&file).unwrap();
    let _ = vault.remove_for_good(&serial(1), &keystore).unwrap();
    drop(vault);
    let new = fs::read(&file).unwrap();
    let other = History::new();
    let another = &other.files[2];
    let outcome = |bytes: Vec<u8>| {
        fs::write(&file, resealed(bytes)).unwrap();
        Locked::open(home.path()).unwrap().unlock(&keystore).map(drop).map_err(|(_, error)| error)
    };
    assert_eq!(outcome(new.clone()), Ok(()));
    for from in [&old, another] {
        // The slot alone; the slot without its commitment; the document under the new header; the new document under
        // the old header.
        for range in [26..HEADER, 44..HEADER, 28..44, 56..HEADER, HEADER..new.len()] {
            let mut bytes = new.clone();
            bytes[range.clone()].copy_from_slice(&from[range.clone()]);
            assert_eq!(outcome(bytes), Err(VaultError::Damaged), "{range:?}");
        }
        assert_eq!(outcome([&from[..HEADER], &new[HEADER..]].concat()), Err(VaultError::KeyMissing));
    }
}

#[test]
fn a_file_of_version_2_does_not_pass_for_one_of_version_1() {
    let history = History::new();
    let mut bytes = history.files[2].clone();
    bytes[9] = 1;
    assert_eq!(history.with(&resealed(bytes)), Err(VaultError::Damaged));
}

/// The vault of version 1 that became one of version 2 opens with the same key, but it is older.
#[test]
fn a_file_of_version_1_does_not_come_back_once_it_is_of_version_2() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let (home, file) = (tempfile::tempdir().unwrap(), fs::read(fixtures.join("vault-v1-two.skts")).unwrap());
    let vault = home.path().join("vault.skts");
    fs::write(&vault, &file).unwrap();
    let keystore = FileKeystore::new(home.path());
    let id = Locked::open(home.path()).unwrap().inspect().unwrap().unwrap();
    place_key(&fixtures.join("vault-v1-two.key"), &home.path().join(format!("vault-{id}.key")));
    let mut open = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    assert_eq!(keystore.floor(&id), Ok(None), "opening changes nothing");
    open.add(&token(3), &keystore).unwrap();
    assert_eq!(fs::read(&vault).unwrap()[8..10], [0, 2], "the first write makes it one of version 2");
    assert_eq!(open.key_id(), Some(id));
    assert_tokens(&open.lock().unlock(&keystore).unwrap(), &[1, 2, 3]);
    fs::write(&vault, &file).unwrap();
    let (locked, error) = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap_err();
    assert_eq!(error, VaultError::Older);
    assert_tokens(&locked.accept_older().unlock(&keystore).unwrap(), &[1, 2]);
    assert_eq!(fs::read(&vault).unwrap()[8..10], [0, 2]);
}

/// A header that asks for much: refused before anything is taken for it.
#[test]
fn a_header_that_asks_for_too_much_is_damaged() {
    let history = History::new();
    let file = &history.files[2];
    let body = &file[HEADER..];
    let passcode = |kib: u32, passes: u32| {
        [&[1, 2][..], &[9; 16], &kib.to_be_bytes(), &passes.to_be_bytes(), &[5; 76]].concat()
    };
    for slots in [
        vec![0],
        vec![255],
        [vec![255], vec![1; 255 * 77]].concat(),
        [vec![1, 4], vec![5; 76]].concat(),
        passcode(u32::MAX, 3),
        passcode(256 * 1024 + 1, 3),
        passcode(64 * 1024, 11),
        passcode(64 * 1024, u32::MAX),
        passcode(8, 1),
    ] {
        let bytes = [&file[..26], &slots[..], body].concat();
        assert_eq!(
            history.with(&resealed(bytes)),
            Err(VaultError::Damaged),
            "{:02x?}",
            &slots[..slots.len().min(30)]
        );
    }
    // A vault with an app lock, which a later version of the program makes.
    let bytes = [&file[..26], &passcode(64 * 1024, 3)[..], body].concat();
    assert_eq!(history.with(&resealed(bytes)), Err(VaultError::PasscodeNeeded));
}

/// What is in the vault does not show in the size of its file.
#[test]
fn the_size_does_not_tell_the_tokens() {
    let history = History::new();
    let sizes: Vec<usize> = history.files.iter().map(Vec::len).collect();
    assert_eq!(sizes, [HEADER + 12 + 1024 + 16 + 32; 3]);
}
