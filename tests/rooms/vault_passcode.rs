//! A vault that a passcode opens: setting, changing and removing it; the waits after wrong ones; files and slots that
//! somebody has swapped.

use crate::vault_support::*;
use skts_token::keystore::{Attempts, KeyId, Keystore, KeystoreError, MemoryKeystore};
use skts_token::otp::BootId;
use skts_token::token::Label;
use skts_token::vault::{
    Cost, DAYS_KEPT, Erasure, Hook, Locked, Moment, Passcode, Unlocked, VaultError, WritePoint,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// So many seconds after one start of the system.
pub fn at(seconds: u64) -> Moment {
    after_start("one", seconds)
}

fn after_start(boot: &str, seconds: u64) -> Moment {
    let boot = BootId::try_from(boot.to_owned()).unwrap();
    Moment::new(Duration::from_secs(seconds), Some(&boot)).unwrap()
}

pub fn code(text: &str) -> Passcode {
    Passcode::parse(text).unwrap()
}

pub const RIGHT: &str = "482913";
const WRONG: &str = "482914";

/// A vault of the tokens 1 and 2 behind the passcode 482913, closed.
pub struct Home {
    folder: tempfile::TempDir,
    pub keystore: MemoryKeystore,
}

impl Home {
    pub fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap(), keystore: MemoryKeystore::new() };
        let mut vault = vault_with(home.path(), &home.keystore, &[1, 2]);
        assert_eq!(vault.set_passcode(&code(RIGHT), Cost::LEAST, &home.keystore), Ok(Erasure::Complete));
        home
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self) -> PathBuf {
        self.path().join("vault.skts")
    }

    pub fn bytes(&self) -> Vec<u8> {
        fs::read(self.file()).unwrap()
    }

    pub fn id(&self) -> KeyId {
        KeyId::from_bytes(self.bytes()[10..26].try_into().unwrap())
    }

    pub fn failures(&self) -> u32 {
        self.keystore.attempts(&self.id()).unwrap().unwrap().failures()
    }

    pub fn locked(&self) -> Locked {
        Locked::open(self.path()).unwrap()
    }

    fn with(&self, passcode: &str, now: Moment) -> Result<Unlocked, VaultError> {
        self.locked().unlock_with(&code(passcode), &now, &self.keystore).map_err(|(_, error)| error)
    }

    pub fn open(&self) -> Unlocked {
        self.with(RIGHT, at(1_000_000)).unwrap()
    }

    pub fn without(&self) -> Result<Unlocked, VaultError> {
        self.locked().unlock(&self.keystore).map_err(|(_, error)| error)
    }

    #[track_caller]
    fn refuses(&self, passcode: &str, now: Moment, error: VaultError) {
        assert_eq!(self.with(passcode, now).map(drop), Err(error));
    }
}

// ---- what opens

#[test]
fn only_the_passcode_opens_it() {
    let home = Home::new();
    assert_eq!(home.without().unwrap_err(), VaultError::PasscodeNeeded);
    assert_tokens(&home.open(), &[1, 2]);
    // The digits of a Japanese keyboard are the same passcode.
    assert_tokens(&home.with("４８２９１３", at(0)).unwrap(), &[1, 2]);
    home.refuses(WRONG, at(0), VaultError::WrongPasscode);
    assert_eq!(home.bytes()[26..28], [1, 2], "one slot, a passcode's: none that the keystore's key opens");
    // A program that only reads asks for it too.
    let (_, error) = Locked::look(home.path()).unlock(&home.keystore).unwrap_err();
    assert_eq!(error, VaultError::PasscodeNeeded);
    let looked = Locked::look(home.path()).unlock_with(&code(RIGHT), &at(0), &home.keystore).unwrap();
    assert_tokens(&looked, &[1, 2]);
}

#[test]
fn the_passcode_opens_it_with_this_devices_key_alone() {
    let home = Home::new();
    let other = MemoryKeystore::new();
    let (_, error) = home.locked().unlock_with(&code(RIGHT), &at(0), &other).unwrap_err();
    assert_eq!(error, VaultError::KeyMissing, "a copy on another device");
    let wrong = MemoryKeystore::new();
    wrong.store(&home.id(), &skts_token::keystore::VaultKey::new(&[7; 32])).unwrap();
    let (_, error) = home.locked().unlock_with(&code(RIGHT), &at(0), &wrong).unwrap_err();
    assert_eq!(error, VaultError::WrongPasscode, "nobody tells a wrong key from a wrong passcode");
}

#[test]
fn a_vault_is_written_on_behind_its_passcode() {
    let home = Home::new();
    let mut vault = home.open();
    vault.put_passcode_away();
    vault.add(&token(3), &home.keystore).unwrap();
    vault.rename(&serial(3), Some(&"家計用".parse::<Label>().unwrap()), &home.keystore).unwrap();
    vault.reorder(&[serial(3), serial(1), serial(2)], &home.keystore).unwrap();
    drop(vault);
    assert_eq!(home.without().unwrap_err(), VaultError::PasscodeNeeded);
    assert_eq!(home.open().profiles().len(), 3);
}

#[test]
fn what_replaces_and_removes_asks_for_the_passcode_again() {
    let home = Home::new();
    let keystore = &home.keystore;
    let mut vault = home.open();
    vault.remove(&serial(1), now(), keystore).unwrap();
    vault.put_passcode_away();
    let before = home.bytes();
    let removed = vault.removed()[0].id;
    let needed = Err(VaultError::PasscodeNeeded);
    assert_eq!(vault.replace(&token(2), now(), keystore), needed);
    assert_eq!(vault.remove(&serial(2), now(), keystore), needed);
    assert_eq!(vault.remove_for_good(&serial(2), keystore).map(drop), needed);
    assert_eq!(vault.erase_removed(removed, keystore).map(drop), needed);
    assert_eq!(vault.expire(days_later(DAYS_KEPT + 1), keystore), needed);
    assert_eq!(vault.set_passcode(&code("739105"), Cost::LEAST, keystore).map(drop), needed);
    assert_eq!(vault.remove_passcode(keystore).map(drop), needed);
    assert_eq!(home.bytes(), before, "nothing was written");
    // A wrong one is counted, and helps nothing.
    assert_eq!(vault.confirm_passcode(&code(WRONG), &at(0), keystore), Err(VaultError::WrongPasscode));
    assert_eq!((home.failures(), vault.remove(&serial(2), now(), keystore)), (1, needed));
    vault.confirm_passcode(&code(RIGHT), &at(0), keystore).unwrap();
    assert_eq!(home.failures(), 0);
    let _ = vault.erase_removed(removed, keystore).unwrap();
    vault.remove(&serial(2), now(), keystore).unwrap();
    drop(vault);
    assert_eq!(
        home.without().unwrap_err(),
        VaultError::PasscodeNeeded,
        "sealed anew behind the same passcode"
    );
    let vault = home.open();
    assert_eq!((vault.profiles().len(), vault.removed().len()), (0, 1));
}

#[test]
fn a_passcode_is_changed_and_removed() {
    let home = Home::new();
    let mut vault = home.open();
    let _ = vault.set_passcode(&code("739105"), Cost::LEAST, &home.keystore).unwrap();
    assert!(vault.has_app_lock());
    drop(vault);
    home.refuses(RIGHT, at(0), VaultError::WrongPasscode);
    let mut vault = home.with("739105", at(0)).unwrap();
    let _ = vault.remove_passcode(&home.keystore).unwrap();
    assert!(!vault.has_app_lock());
    // Without an app lock nothing asks for a passcode.
    vault.put_passcode_away();
    vault.remove(&serial(1), now(), &home.keystore).unwrap();
    drop(vault);
    let vault = home.without().unwrap();
    assert_eq!((vault.profiles().len(), home.keystore.len()), (1, 1));
    drop(vault);
    assert!(home.with("739105", at(0)).is_ok(), "a passcode that is not needed keeps nobody out");
}

#[test]
fn a_passphrase_opens_as_well() {
    let home = Home::new();
    let mut vault = home.open();
    let phrase = "つき の あかり を あつめて";
    let _ = vault.set_passcode(&code(phrase), Cost::LEAST, &home.keystore).unwrap();
    drop(vault);
    assert_tokens(&home.with(phrase, at(0)).unwrap(), &[1, 2]);
    home.refuses("つき の あかり を あつめた", at(0), VaultError::WrongPasscode);
}

#[test]
fn the_first_version_takes_a_passcode_too() {
    let fixture =
        |end: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/vault-v1-two.{end}"));
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let bytes = fs::read(fixture("skts")).unwrap();
    let key = fs::read_to_string(fixture("key")).unwrap();
    let key = std::array::from_fn(|at| u8::from_str_radix(&key[2 * at..2 * at + 2], 16).unwrap());
    let id = KeyId::from_bytes(bytes[10..26].try_into().unwrap());
    keystore.store(&id, &skts_token::keystore::VaultKey::new(&key)).unwrap();
    fs::write(home.path().join("vault.skts"), &bytes).unwrap();
    let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    let _ = vault.set_passcode(&code(RIGHT), Cost::LEAST, &keystore).unwrap();
    drop(vault);
    assert_eq!(keystore.load(&id).unwrap_err(), KeystoreError::NoEntry, "its key opens no copy of it");
    let vault = Locked::open(home.path()).unwrap().unlock_with(&code(RIGHT), &at(0), &keystore).unwrap();
    assert_tokens(&vault, &[1, 2]);
}

#[test]
fn before_the_first_token_there_is_nothing_to_lock() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    let outcome = vault.set_passcode(&code(RIGHT), Cost::LEAST, &keystore);
    assert_eq!(outcome.map(drop), Err(VaultError::NoSuchToken));
    assert!(keystore.is_empty() && bytes_of(home.path()).is_empty());
}

// ---- the waits

#[test]
fn five_are_free_and_then_it_waits() {
    let home = Home::new();
    for failures in 1..=5 {
        home.refuses(WRONG, at(100), VaultError::WrongPasscode);
        assert_eq!(home.failures(), failures);
    }
    for (failures, wait) in [(5, 30), (6, 60), (7, 300), (8, 900), (9, 3600), (10, 3600)] {
        let begin = 100_000 * u64::from(failures);
        let boot = format!("start-{failures}");
        // The right one is refused as well: otherwise whoever tries them all would learn it.
        home.refuses(RIGHT, after_start(&boot, begin), VaultError::TooSoon);
        home.refuses(RIGHT, after_start(&boot, begin + wait - 1), VaultError::TooSoon);
        assert_eq!(home.failures(), failures, "a try that is refused is none");
        home.refuses(WRONG, after_start(&boot, begin + wait), VaultError::WrongPasscode);
    }
    let tries = home.locked().tries(&after_start("start-10", 10_000_000), &home.keystore).unwrap();
    assert_eq!((tries.failures, tries.wait), (11, Duration::ZERO));
    assert_tokens(&home.with(RIGHT, after_start("start-10", 10_000_000)).unwrap(), &[1, 2]);
    assert_eq!(home.failures(), 0, "the right one forgets them");
    assert_eq!(home.keystore.len(), 1, "nothing was deleted");
}

/// Five failures, the last one 100 s after the start `one`.
fn waiting() -> Home {
    let home = Home::new();
    (0..5).for_each(|_| home.refuses(WRONG, at(100), VaultError::WrongPasscode));
    home
}

#[test]
fn neither_a_restart_nor_a_clock_shortens_a_wait() {
    let home = waiting();
    let left = |now: Moment| home.locked().tries(&now, &home.keystore).unwrap().wait.as_secs();
    assert_eq!(left(at(100)), 30, "the program was started anew");
    assert_eq!(left(at(129)), 1);
    // The system was started anew, long ago, and its clock is further than the noted one.
    assert_eq!(left(after_start("two", 9_000_000)), 30);
    assert_eq!(left(after_start("two", 9_000_029)), 1);
    assert_eq!(left(after_start("three", 0)), 30);
    home.refuses(RIGHT, after_start("three", 29), VaultError::TooSoon);
    assert!(home.with(RIGHT, after_start("three", 30)).is_ok());
}

#[test]
fn a_try_counts_before_it_is_made() {
    /// Ends the try where the passcode has just been stretched.
    struct Ending<'a>(&'a MemoryKeystore);
    impl Keystore for Ending<'_> {
        fn load(&self, id: &KeyId) -> Result<skts_token::keystore::VaultKey, KeystoreError> {
            self.0.load(id)
        }
        fn store(&self, id: &KeyId, key: &skts_token::keystore::VaultKey) -> Result<(), KeystoreError> {
            self.0.store(id, key)
        }
        fn floor(&self, id: &KeyId) -> Result<Option<skts_token::keystore::Floor>, KeystoreError> {
            self.0.floor(id)
        }
        fn set_floor(&self, id: &KeyId, floor: &skts_token::keystore::Floor) -> Result<(), KeystoreError> {
            self.0.set_floor(id, floor)
        }
        fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
            self.0.attempts(id)
        }
        fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError> {
            self.0.set_attempts(id, attempts)
        }
        fn bind(
            &self,
            _: &KeyId,
            _: &skts_token::keystore::VaultKey,
            _: &[u8; 32],
        ) -> Result<zeroize::Zeroizing<[u8; 32]>, KeystoreError> {
            Err(KeystoreError::Cancelled)
        }
        fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
            self.0.delete(id)
        }
        fn protection(&self) -> skts_token::keystore::Protection {
            self.0.protection()
        }
    }
    let home = Home::new();
    for failures in 1..=5 {
        let ended = home.locked().unlock_with(&code(RIGHT), &at(0), &Ending(&home.keystore));
        assert_eq!(ended.unwrap_err().1, VaultError::Keystore(KeystoreError::Cancelled));
        assert_eq!(home.failures(), failures);
    }
    home.refuses(RIGHT, at(0), VaultError::TooSoon);
}

#[test]
fn where_nothing_can_be_counted_nothing_is_tried_and_no_passcode_set() {
    let home = Home::new();
    home.keystore.take_no_notes();
    home.refuses(RIGHT, at(0), VaultError::Keystore(KeystoreError::Platform(0)));
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[1]);
    keystore.take_no_notes();
    let refused = vault.set_passcode(&code(RIGHT), Cost::LEAST, &keystore);
    assert_eq!(refused.map(drop), Err(VaultError::Keystore(KeystoreError::Platform(0))));
    assert!(!vault.has_app_lock());
    drop(vault);
    assert!(Locked::open(home.path()).unwrap().unlock(&keystore).is_ok());
}

// ---- files that somebody has swapped

/// Neither the file from before the passcode was set, nor that from before it was changed, opens, whatever the customer
/// answers; and none of them brings tries back.
#[test]
fn no_older_file_opens_without_the_passcode_or_with_an_old_one() {
    let (folder, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let home = Home { folder, keystore };
    let mut vault = vault_with(home.path(), &home.keystore, &[1, 2]);
    let open = home.bytes();
    let _ = vault.set_passcode(&code("111111"), Cost::LEAST, &home.keystore).unwrap();
    let first = home.bytes();
    let _ = vault.set_passcode(&code(RIGHT), Cost::LEAST, &home.keystore).unwrap();
    drop(vault);
    let newest = home.bytes();
    (0..5).for_each(|_| home.refuses(WRONG, at(100), VaultError::WrongPasscode));
    for older in [&open, &first] {
        fs::write(home.file(), older).unwrap();
        assert_eq!(home.without().unwrap_err(), VaultError::KeyMissing);
        let (_, error) = home.locked().accept_older().unlock(&home.keystore).unwrap_err();
        assert_eq!(error, VaultError::KeyMissing, "the customer may not go on with it either");
        for passcode in ["111111", RIGHT] {
            home.refuses(passcode, at(100), VaultError::KeyMissing);
        }
    }
    fs::write(home.file(), &newest).unwrap();
    home.refuses(RIGHT, at(100), VaultError::TooSoon);
    assert_tokens(&home.with(RIGHT, at(130)).unwrap(), &[1, 2]);
}

/// An older file of the same passcode is told like any other, and counts with the same tries.
#[test]
fn an_older_file_of_the_same_passcode_counts_the_same_tries() {
    let home = Home::new();
    let older = home.bytes();
    home.open().add(&token(3), &home.keystore).unwrap();
    home.refuses(WRONG, at(0), VaultError::WrongPasscode);
    fs::write(home.file(), &older).unwrap();
    for _ in 0..4 {
        home.refuses(WRONG, at(0), VaultError::WrongPasscode);
    }
    home.refuses(RIGHT, at(0), VaultError::TooSoon);
    home.refuses(RIGHT, at(30), VaultError::Older);
    let older = home.locked().accept_older().unlock_with(&code(RIGHT), &at(30), &home.keystore).unwrap();
    assert_tokens(&older, &[1, 2]);
    drop(older);
    assert_eq!(home.without().unwrap_err(), VaultError::PasscodeNeeded);
}

/// Magic, version, key id, the number of slots; a passcode's slot has 24 bytes of parameters, a keystore's none.
const SLOTS: usize = 27;
const PASSCODE_SLOT: usize = 1 + 24 + 76;
const KEYSTORE_SLOT: usize = 1 + 76;

#[test]
fn no_slot_can_be_swapped_in_or_taken_away() {
    let home = Home::new();
    let new = home.bytes();
    let keystore = &home.keystore;
    // A slot of the keystore's, from this vault without its passcode, and that of the passcode before.
    let mut vault = home.open();
    let _ = vault.remove_passcode(keystore).unwrap();
    let plain = home.bytes();
    let _ = vault.set_passcode(&code(RIGHT), Cost::LEAST, keystore).unwrap();
    drop(vault);
    let newest = home.bytes();
    let slots = |bytes: &[u8], length: usize| bytes[SLOTS - 1..SLOTS + length].to_vec();
    let after = |bytes: &[u8]| bytes[SLOTS + PASSCODE_SLOT..].to_vec();
    let outcome = |bytes: Vec<u8>| {
        fs::write(home.file(), resealed(bytes)).unwrap();
        let open = home.locked().unlock(keystore).map(drop).map_err(|(_, error)| error);
        keystore.set_attempts(&home.id(), &Attempts::default()).unwrap();
        (open, home.with(RIGHT, at(0)).map(drop))
    };
    assert_eq!(outcome(newest.clone()), (Err(VaultError::PasscodeNeeded), Ok(())));
    // A downgrade: the slot that the keystore's key opens, under the newest name.
    let downgraded = [&newest[..26], &slots(&plain, KEYSTORE_SLOT), &after(&newest)].concat();
    assert_eq!(outcome(downgraded), (Err(VaultError::Damaged), Err(VaultError::Damaged)));
    // The slot of the passcode before, whose digits are the same.
    let swapped = [&newest[..26], &slots(&new, PASSCODE_SLOT), &after(&newest)].concat();
    assert_eq!(outcome(swapped), (Err(VaultError::PasscodeNeeded), Err(VaultError::WrongPasscode)));
    // Version 1, which has no slots.
    let mut first = newest.clone();
    first[9] = 1;
    assert_eq!(outcome(first).0, Err(VaultError::Damaged));
    // One byte of the parameters: another salt, another cost.
    for byte in SLOTS + 1..SLOTS + 25 {
        let mut bytes = newest.clone();
        bytes[byte] ^= 1;
        let (open, with) = outcome(bytes);
        assert!(open.is_err() && with.is_err(), "byte {byte}");
    }
    assert_eq!(outcome(newest), (Err(VaultError::PasscodeNeeded), Ok(())));
}

/// A file that asks for all the memory or for hours is refused before any of it is taken, and costs no try.
#[test]
fn a_header_is_no_bomb() {
    let home = Home::new();
    let whole = home.bytes();
    for (kib, passes) in [
        (u32::MAX, 3),
        (256 * 1024 + 1, 3),
        (64 * 1024, u32::MAX),
        (64 * 1024, 11),
        (19 * 1024 - 1, 2),
        (19 * 1024, 1),
        (0, 0),
    ] {
        let mut bytes = whole.clone();
        bytes[SLOTS + 17..SLOTS + 21].copy_from_slice(&kib.to_be_bytes());
        bytes[SLOTS + 21..SLOTS + 25].copy_from_slice(&passes.to_be_bytes());
        fs::write(home.file(), resealed(bytes)).unwrap();
        home.refuses(RIGHT, at(0), VaultError::Damaged);
        assert_eq!(home.without().unwrap_err(), VaultError::Damaged, "{kib} KiB, {passes} passes");
        assert_eq!(home.failures(), 0);
    }
}

#[test]
fn with_any_byte_changed_it_does_not_open() {
    let home = Home::new();
    let whole = home.bytes();
    for byte in (0..whole.len()).filter(|byte| !(SLOTS + 1..SLOTS + 25).contains(byte)) {
        let mut bytes = whole.clone();
        bytes[byte] ^= 0x10;
        fs::write(home.file(), &bytes).unwrap();
        assert_eq!(home.without().unwrap_err(), VaultError::Damaged, "byte {byte}");
    }
}

// ---- writes that fail

/// At each point of the write: the vault opens with what the disk then has, and never without a passcode where one is set.
#[test]
fn a_change_of_the_passcode_that_fails_leaves_the_one_before() {
    for fault in [
        WritePoint::Create("vault.next"),
        WritePoint::Half("vault.next"),
        WritePoint::Sync("vault.next"),
        WritePoint::ReadBack("vault.next"),
        WritePoint::Create("vault.previous"),
        WritePoint::Rename("vault.next", "vault.skts"),
        WritePoint::ReadBack("vault.skts"),
    ] {
        let home = Home::new();
        let hook: Hook =
            Arc::new(
                move |point| {
                    if point == fault { Err(std::io::ErrorKind::StorageFull.into()) } else { Ok(()) }
                },
            );
        let locked = Locked::open_with_hook(home.path(), hook).unwrap();
        let mut vault = locked.unlock_with(&code(RIGHT), &at(0), &home.keystore).unwrap();
        assert!(vault.set_passcode(&code("739105"), Cost::LEAST, &home.keystore).is_err(), "{fault:?}");
        // What was presented before is not taken for the passcode of what stands now.
        assert_eq!(vault.remove_passcode(&home.keystore).map(drop), Err(VaultError::PasscodeNeeded));
        drop(vault);
        assert_eq!(home.without().unwrap_err(), VaultError::PasscodeNeeded, "{fault:?}");
        assert_tokens(&home.open(), &[1, 2]);
    }
}

#[test]
fn a_keystore_that_keeps_the_key_before_is_told_of() {
    let home = tempfile::tempdir().unwrap();
    let mut keystore = Stubborn::default();
    let vault = vault_with(home.path(), &keystore, &[1]);
    keystore.keeps.push(vault.key_id().unwrap());
    drop(vault);
    let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    assert_eq!(vault.set_passcode(&code(RIGHT), Cost::LEAST, &keystore), Ok(Erasure::KeyStays));
}
