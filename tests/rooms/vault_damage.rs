//! Files that are not as they were written: each gives the error that fits, and none is changed.

use crate::vault_support::*;
use skts_token::keystore::{KeyId, Keystore, KeystoreError, MemoryKeystore, VaultKey};
use skts_token::token::UnixTime;
use skts_token::vault::{Locked, VaultError};
use std::fs;
use std::path::{Path, PathBuf};

/// A vault of three tokens, closed; its bytes, and the key.
struct Home {
    folder: tempfile::TempDir,
    keystore: MemoryKeystore,
    bytes: Vec<u8>,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keystore = MemoryKeystore::new();
        drop(vault_with(folder.path(), &keystore, &[1, 2, 4]));
        let bytes = fs::read(folder.path().join("vault.skts")).unwrap();
        Self { folder, keystore, bytes }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self) -> PathBuf {
        self.path().join("vault.skts")
    }

    /// How opening ends with these bytes, which stay as they are.
    #[track_caller]
    fn outcome(&self, bytes: &[u8]) -> Result<usize, VaultError> {
        fs::write(self.file(), bytes).unwrap();
        let before = bytes_of(self.path());
        let locked = Locked::open(self.path()).unwrap();
        assert!(!locked.is_new());
        let outcome = locked.unlock(&self.keystore);
        let outcome = outcome.map(|vault| vault.profiles().len()).map_err(|(_, error)| error);
        assert_eq!(bytes_of(self.path()), before);
        outcome
    }
}

#[test]
fn cut_off_anywhere_it_is_damaged() {
    let home = Home::new();
    for length in 0..home.bytes.len() {
        assert_eq!(home.outcome(&home.bytes[..length]), Err(VaultError::Damaged), "{length} bytes");
    }
    assert_eq!(home.outcome(&home.bytes), Ok(3));
}

#[test]
fn with_any_bit_flipped_it_is_damaged() {
    let home = Home::new();
    for at in 0..8 * home.bytes.len() {
        let mut bytes = home.bytes.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        assert_eq!(home.outcome(&bytes), Err(VaultError::Damaged), "bit {at}");
    }
    assert_eq!(home.outcome(&home.bytes), Ok(3));
}

#[test]
fn longer_than_it_was_it_is_damaged() {
    let home = Home::new();
    for extra in [&b"\0"[..], b"\n", &[0; 4096], &home.bytes] {
        assert_eq!(home.outcome(&[&home.bytes, extra].concat()), Err(VaultError::Damaged));
    }
    assert_eq!(home.outcome(&vec![0; 2 << 20]), Err(VaultError::Damaged));
}

#[test]
fn forged_with_a_right_checksum_it_still_does_not_open() {
    let home = Home::new();
    for at in 0..home.bytes.len() - 32 {
        let mut bytes = home.bytes.clone();
        bytes[at] ^= 0x40;
        let expected = match at {
            8..10 => VaultError::Newer(u16::from_be_bytes([bytes[8], bytes[9]])),
            10..26 => VaultError::KeyMissing,
            _ => VaultError::Damaged,
        };
        assert_eq!(home.outcome(&resealed(bytes)), Err(expected), "byte {at}");
    }
}

/// The key id is authenticated: a key under another id opens nothing.
#[test]
fn a_key_under_another_id_does_not_open_it() {
    let home = Home::new();
    let id = |bytes: &[u8]| KeyId::from_bytes(bytes[10..26].try_into().unwrap());
    let key = home.keystore.load(&id(&home.bytes)).unwrap();
    for at in 10..26 {
        let mut bytes = home.bytes.clone();
        bytes[at] ^= 1;
        home.keystore.store(&id(&bytes), &key).unwrap();
        assert_eq!(home.outcome(&resealed(bytes)), Err(VaultError::Damaged), "byte {at}");
    }
    let wrong = MemoryKeystore::new();
    wrong.store(&id(&home.bytes), &VaultKey::new(&[7; 32])).unwrap();
    fs::write(home.file(), &home.bytes).unwrap();
    let (_, error) = Locked::open(home.path()).unwrap().unlock(&wrong).unwrap_err();
    assert_eq!(error, VaultError::Damaged);
}

/// Magic, version, key id, the number of slots, and one slot of 1 + 76 bytes are before it.
fn nonce(file: &[u8]) -> Vec<u8> {
    file[104..116].to_vec()
}

#[test]
fn every_write_has_a_nonce_of_its_own() {
    let home = Home::new();
    let mut vault = Locked::open(home.path()).unwrap().unlock(&home.keystore).unwrap();
    let mut nonces = std::collections::BTreeSet::from([nonce(&home.bytes)]);
    for _ in 0..20 {
        vault.rename(&serial(1), None, &home.keystore).unwrap();
        nonces.insert(nonce(&fs::read(home.file()).unwrap()));
    }
    assert_eq!(nonces.len(), 21);
}

#[test]
fn a_newer_version_is_told_and_left_alone() {
    let home = Home::new();
    for version in [3, 4, 255, 256, u16::MAX] {
        let mut bytes = home.bytes.clone();
        bytes[8..10].copy_from_slice(&version.to_be_bytes());
        assert_eq!(home.outcome(&resealed(bytes)), Err(VaultError::Newer(version)));
        // Of a newer version only magic, version and checksum are known to be there.
        let short = [&b"SKTSVLT\n"[..], &version.to_be_bytes(), &[0; 32]].concat();
        assert_eq!(home.outcome(&resealed(short)), Err(VaultError::Newer(version)));
    }
    let mut bytes = home.bytes.clone();
    bytes[8..10].copy_from_slice(&[0, 0]);
    assert_eq!(home.outcome(&resealed(bytes)), Err(VaultError::Damaged));
}

#[test]
fn another_devices_file_misses_its_key() {
    let home = Home::new();
    let before = bytes_of(home.path());
    let (locked, error) = Locked::open(home.path()).unwrap().unlock(&MemoryKeystore::new()).unwrap_err();
    assert_eq!(error, VaultError::KeyMissing);
    // The right device opens the vault, on a second try as well.
    assert_tokens(&locked.unlock(&home.keystore).unwrap(), &[1, 2, 4]);
    assert_eq!(bytes_of(home.path()), before);
}

#[test]
fn what_the_keystore_says_is_passed_on() {
    let home = Home::new();
    let before = bytes_of(home.path());
    let mut locked = Locked::open(home.path()).unwrap();
    for (said, expected) in [
        (KeystoreError::Locked, VaultError::Keystore(KeystoreError::Locked)),
        (KeystoreError::Cancelled, VaultError::Keystore(KeystoreError::Cancelled)),
        (KeystoreError::Unavailable, VaultError::Keystore(KeystoreError::Unavailable)),
        (KeystoreError::Platform(-7), VaultError::Keystore(KeystoreError::Platform(-7))),
        (KeystoreError::NoEntry, VaultError::KeyMissing),
        (KeystoreError::Invalidated, VaultError::KeyMissing),
    ] {
        home.keystore.fail(said);
        let (again, error) = locked.unlock(&home.keystore).unwrap_err();
        assert_eq!(error, expected);
        locked = again;
    }
    home.keystore.work();
    assert_tokens(&locked.unlock(&home.keystore).unwrap(), &[1, 2, 4]);
    assert_eq!(bytes_of(home.path()), before);
}

#[test]
fn a_vault_can_be_looked_at_without_its_key() {
    let home = Home::new();
    let id = KeyId::from_bytes(home.bytes[10..26].try_into().unwrap());
    let inspect = || Locked::open(home.path()).unwrap().inspect();
    assert_eq!(inspect(), Ok(Some(id)));
    fs::write(home.file(), b"").unwrap();
    assert_eq!(inspect(), Err(VaultError::Damaged));
    fs::remove_file(home.file()).unwrap();
    fs::create_dir(home.file()).unwrap();
    assert!(matches!(inspect(), Err(VaultError::Unreachable(_))));
}

#[test]
fn a_damaged_file_is_never_passed_over_for_an_older_one() {
    let home = Home::new();
    fs::write(home.path().join("vault.previous"), &home.bytes).unwrap();
    fs::write(home.path().join("vault.next"), &home.bytes).unwrap();
    assert_eq!(home.outcome(&home.bytes[..100]), Err(VaultError::Damaged));
}

#[test]
fn what_a_cut_short_replacement_left_is_opened_and_settled() {
    let home = Home::new();
    // A rename that was not atomic: the old name is gone, the new one not there yet.
    fs::rename(home.file(), home.path().join("vault.previous")).unwrap();
    fs::write(home.path().join("vault.next"), &home.bytes[..50]).unwrap();
    let before = bytes_of(home.path());
    let locked = Locked::open(home.path()).unwrap();
    assert!(!locked.is_new());
    let mut vault = locked.unlock(&home.keystore).unwrap();
    assert_tokens(&vault, &[1, 2, 4]);
    assert_eq!(bytes_of(home.path()), before);
    vault.add(&token(5), &home.keystore).unwrap();
    assert_tokens(&vault.lock().unlock(&home.keystore).unwrap(), &[1, 2, 4, 5]);
    assert_eq!(names_in(home.path()), ["vault.lock", "vault.skts"]);
}

#[test]
fn a_file_damaged_while_it_is_open_is_not_written_over() {
    let home = Home::new();
    let mut vault = Locked::open(home.path()).unwrap().unlock(&home.keystore).unwrap();
    fs::write(home.file(), &home.bytes[..200]).unwrap();
    let before = bytes_of(home.path());
    assert_eq!(vault.add(&token(5), &home.keystore), Err(VaultError::Damaged));
    assert_tokens(&vault, &[1, 2, 4]);
    assert_eq!(bytes_of(home.path()), before);
    fs::write(home.file(), &home.bytes).unwrap();
    vault.add(&token(5), &home.keystore).unwrap();
    assert_tokens(&vault, &[1, 2, 4, 5]);
}

#[test]
fn a_vault_set_aside_is_kept_under_a_name_of_its_own() {
    let home = Home::new();
    for round in 1..4 {
        let damaged = [&home.bytes[..100], &[round]].concat();
        fs::write(home.file(), &damaged).unwrap();
        fs::write(home.path().join("vault.previous"), &damaged).unwrap();
        let (locked, error) = Locked::open(home.path()).unwrap().unlock(&home.keystore).unwrap_err();
        assert_eq!(error, VaultError::Damaged);
        let mut vault = locked.set_aside(UnixTime::from_seconds(1)).unlock(&home.keystore).unwrap();
        assert_tokens(&vault, &[]);
        vault.add(&token(round), &home.keystore).unwrap();
        for kept in 1..=round {
            let name = |file: &str| home.path().join(format!("{file}.set-aside-{kept}"));
            assert_eq!(fs::read(name("vault.skts")).unwrap()[100], kept);
            assert_eq!(fs::read(name("vault.previous")).unwrap()[100], kept);
        }
    }
}

#[test]
fn no_bytes_make_it_panic() {
    let home = Home::new();
    let mut random = Random(0x5eed);
    for round in 0..2_000 {
        let mut bytes = home.bytes.clone();
        for _ in 0..1 + random.below(6) {
            mutate(&mut bytes, &mut random);
        }
        // Half of them reach what lies behind the checksum.
        if round % 2 == 0 && bytes.len() > 32 {
            bytes = resealed(bytes);
        }
        fs::write(home.file(), &bytes).unwrap();
        let opened = Locked::open(home.path()).unwrap().unlock(&home.keystore);
        assert!(opened.is_err() || bytes == home.bytes);
    }
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len().max(1));
    match random.below(5) {
        0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
        1 if !bytes.is_empty() => bytes[at] = random.below(256) as u8,
        2 => bytes.truncate(at),
        3 => bytes.insert(at.min(bytes.len()), random.below(256) as u8),
        _ => bytes.extend_from_within(..at.min(40)),
    }
}
