//! What the keystore has noted, where it does not give that out, does not delete a key, or where a file names another
//! vault's key.

use crate::vault_support::*;
use skts_token::keystore::{KeyId, Keystore, KeystoreError, MemoryKeystore};
use skts_token::token::{Draft, Seed};
use skts_token::vault::{DAYS_ASIDE, DAYS_KEPT, Erasure, Locked, Unlocked, VaultError};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

fn opened(folder: &Path, keystore: &dyn Keystore) -> Result<Unlocked, (Locked, VaultError)> {
    Locked::open(folder).unwrap().unlock(keystore)
}

/// Registers anew over a vault whose file is damaged and whose key is there. Gives the file as it was, and its key's id.
fn register_over(folder: &Path, keystore: &dyn Keystore, number: u8) -> (Vec<u8>, KeyId) {
    let id = Locked::open(folder).unwrap().inspect().unwrap().unwrap();
    let whole = fs::read(folder.join("vault.skts")).unwrap();
    let mut damaged = whole.clone();
    *damaged.last_mut().unwrap() ^= 1;
    fs::write(folder.join("vault.skts"), damaged).unwrap();
    let (locked, error) = opened(folder, keystore).unwrap_err();
    assert_eq!(error, VaultError::Damaged);
    let mut vault = locked.set_aside(now()).unlock(keystore).unwrap();
    vault.add(&token(number), keystore).unwrap();
    (whole, id)
}

/// The key loads, and the entry with the note is broken for good: the customer is warned, and goes on.
#[test]
fn a_note_that_cannot_be_read_is_a_warning_and_no_closed_door() {
    for broken in [KeystoreError::Platform(7), KeystoreError::OutOfReach(ErrorKind::PermissionDenied)] {
        let home = tempfile::tempdir().unwrap();
        let keystore = MemoryKeystore::new();
        drop(vault_with(home.path(), &keystore, &[1, 2]));
        keystore.hide_floors(Some(broken));
        let before = bytes_of(home.path());
        let (locked, error) = opened(home.path(), &keystore).unwrap_err();
        assert_eq!(error, VaultError::Unproven, "{broken:?}");
        assert_eq!(bytes_of(home.path()), before, "opening changes nothing");
        let vault = locked.accept_older().unlock(&keystore).unwrap();
        assert_tokens(&vault, &[1, 2]);
        drop(vault);
        keystore.hide_floors(None);
        assert_tokens(&opened(home.path(), &keystore).unwrap(), &[1, 2]);
    }
}

/// A keystore that may answer later is waited for: nobody is asked to go on without its answer.
#[test]
fn a_note_that_may_be_read_later_is_waited_for() {
    for later in [KeystoreError::Locked, KeystoreError::Cancelled, KeystoreError::Silent] {
        let home = tempfile::tempdir().unwrap();
        let keystore = MemoryKeystore::new();
        drop(vault_with(home.path(), &keystore, &[1]));
        keystore.hide_floors(Some(later));
        let (locked, error) = opened(home.path(), &keystore).unwrap_err();
        assert_eq!(error, VaultError::Keystore(later));
        assert!(locked.accept_older().unlock(&keystore).is_err());
    }
}

#[test]
fn an_erasure_whose_key_stays_is_told_and_the_file_from_before_is_older() {
    let home = tempfile::tempdir().unwrap();
    let mut keystore = Stubborn::default();
    let mut vault = vault_with(home.path(), &keystore, &[1, 2, 3]);
    let (before, first) = (fs::read(home.path().join("vault.skts")).unwrap(), vault.key_id().unwrap());
    keystore.keeps = vec![first];
    assert_eq!(vault.remove_for_good(&serial(1), &keystore), Ok(Erasure::KeyStays));
    drop(vault);
    let after = fs::read(home.path().join("vault.skts")).unwrap();
    fs::write(home.path().join("vault.skts"), before).unwrap();
    assert_eq!(opened(home.path(), &keystore).unwrap_err().1, VaultError::Older);
    fs::write(home.path().join("vault.skts"), after).unwrap();
    // The keystore deletes the key later, and the next erasure is a whole one.
    keystore.keeps.clear();
    let mut vault = opened(home.path(), &keystore).unwrap();
    assert_eq!(keystore.load(&first).unwrap_err(), KeystoreError::NoEntry);
    assert_eq!(vault.remove_for_good(&serial(2), &keystore), Ok(Erasure::Complete));
    assert_tokens(&vault, &[3]);
    assert_eq!(keystore.keystore.len(), 1);
}

#[test]
fn the_file_of_a_vault_that_was_given_up_does_not_come_back_without_a_warning() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    drop(vault_with(home.path(), &keystore, &[1]));
    let (whole, _) = register_over(home.path(), &keystore, 2);
    fs::write(home.path().join("vault.skts"), whole).unwrap();
    let (locked, error) = opened(home.path(), &keystore).unwrap_err();
    assert_eq!(error, VaultError::Older);
    // A helper who has brought it back goes on after the warning, and it is a vault like any other then.
    let mut vault = locked.accept_older().unlock(&keystore).unwrap();
    assert_tokens(&vault, &[1]);
    vault.add(&token(3), &keystore).unwrap();
    assert_tokens(&vault.lock().unlock(&keystore).unwrap(), &[1, 3]);
    let vault = opened(home.path(), &keystore);
    assert_tokens(&vault.unwrap(), &[1, 3]);
}

/// Somebody puts a copy of another folder's vault here, under the name of one that was set aside long ago.
#[test]
fn no_file_names_another_folders_key_to_its_death() {
    let keystore = MemoryKeystore::new();
    let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(vault_with(other.path(), &keystore, &[1]));
    let mut vault = vault_with(home.path(), &keystore, &[2]);
    for name in ["vault.skts.set-aside-1000000000", "vault.skts.set-aside-1"] {
        fs::copy(other.path().join("vault.skts"), home.path().join(name)).unwrap();
    }
    vault.expire(days_later(1_000_000), &keystore).unwrap();
    vault.forget_set_aside(&keystore).unwrap();
    assert_tokens(&opened(other.path(), &keystore).unwrap(), &[1]);
}

/// Registering over a file gives up the key that the file names. Nobody can make its 90 days pass by a name of a file.
#[test]
fn no_file_says_since_when_a_vault_is_given_up() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    drop(vault_with(home.path(), &keystore, &[1]));
    let (whole, _) = register_over(home.path(), &keystore, 2);
    fs::write(home.path().join("vault.skts.set-aside-1000000000"), &whole).unwrap();
    let mut vault = opened(home.path(), &keystore).unwrap();
    let keys = keystore.len();
    vault.expire(days_later(89), &keystore).unwrap();
    assert_eq!(keystore.len(), keys);
    vault.expire(days_later(91), &keystore).unwrap();
    assert_eq!(keystore.len(), keys - 1);
}

/// Whoever can write into the folder plants thousands of files: few are looked at, and a start is not held up.
#[test]
fn few_of_many_planted_files_are_looked_at() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[1]);
    let file = fs::read(home.path().join("vault.skts")).unwrap();
    for number in 0..1000_u32 {
        let mut planted = file.clone();
        planted[10..14].copy_from_slice(&number.to_be_bytes());
        let name = format!("vault.skts.set-aside-{}", 1_000_000_000 + number);
        fs::write(home.path().join(name), planted).unwrap();
    }
    let before = keystore.calls();
    vault.expire(days_later(1_000), &keystore).unwrap();
    assert!(keystore.calls() - before <= 200, "{} calls", keystore.calls() - before);
}

/// One key that does not go keeps neither another key nor an overdue token.
#[test]
fn what_is_overdue_goes_beside_what_fails() {
    let home = tempfile::tempdir().unwrap();
    let mut keystore = Stubborn::default();
    drop(vault_with(home.path(), &keystore, &[1]));
    let (_, first) = register_over(home.path(), &keystore, 2);
    let (_, second) = register_over(home.path(), &keystore, 3);
    let mut vault = opened(home.path(), &keystore).unwrap();
    vault.add(&token(4), &keystore).unwrap();
    let reissued = Draft::new(token(4).profile().clone(), Seed::new(&[7; 20]).unwrap()).confirm();
    vault.replace(&reissued, now(), &keystore).unwrap();
    let late = days_later(DAYS_ASIDE.max(DAYS_KEPT) + 1);
    for kept in [vec![first, second], vec![second]] {
        keystore.keeps = kept;
        assert!(vault.expire(late, &keystore).is_err(), "it is told");
        assert!(vault.removed().is_empty(), "the token went");
    }
    assert!(keystore.load(&first).is_err(), "it went while the second one stayed");
    assert!(keystore.load(&second).is_ok());
}
