//! The vault as the app uses it, on a disk and with a keystore that work.

use crate::vault_support::*;
use skts_token::keystore::{FileKeystore, KeystoreError, MemoryKeystore};
use skts_token::token::{Algorithm, Draft, Profile, Seed, UnixTime};
use skts_token::vault::{Held, Locked, MAX_TOKENS, VaultError, owns};
use std::collections::BTreeSet;
use std::fs;
use std::sync::{Arc, Mutex};

#[test]
fn tokens_are_added_and_survive_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let vault = vault_with(home.path(), &keystore, &[1, 2, 3]);
    assert_tokens(&vault, &[1, 2, 3]);
    let id = vault.key_id();
    drop(vault);
    let vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    assert_tokens(&vault, &[1, 2, 3]);
    assert_eq!(vault.key_id(), id);
    assert_eq!(names_in(home.path()), ["vault.lock", "vault.skts"]);
    assert_eq!(keystore.len(), 1);
}

#[test]
fn a_folder_without_a_vault_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("a/b");
    let keystore = MemoryKeystore::new();
    let locked = Locked::open(&folder).unwrap();
    assert!(locked.is_new());
    assert_eq!(locked.inspect(), Ok(None));
    let vault = locked.unlock(&keystore).unwrap();
    assert!(vault.profiles().is_empty());
    assert_eq!(vault.key_id(), None);
    assert_eq!(vault.code(&serial(1), step()).unwrap_err(), VaultError::NoSuchToken);
    assert_eq!(vault.holds(token(1).profile(), &seed(1)), Ok(Held::Nothing));
    assert!(vault.lock().is_new());
    assert!(!home.path().join("a").exists());
    assert_eq!(keystore.calls(), 0);
}

#[test]
fn looking_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    drop(vault_with(home.path(), &keystore, &[1, 2]));
    // A copy that somebody made by hand has no lock file, and opening makes none.
    fs::remove_file(home.path().join("vault.lock")).unwrap();
    let before = bytes_of(home.path());
    let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    assert_tokens(&vault, &[1, 2]);
    assert_eq!(vault.holds(token(1).profile(), &seed(1)), Ok(Held::SameSeed));
    assert_eq!(vault.holds(token(1).profile(), &seed(2)), Ok(Held::OtherSeed));
    assert_eq!(vault.holds(token(3).profile(), &seed(3)), Ok(Held::Nothing));
    assert_eq!(vault.add(&token(1), &keystore), Err(VaultError::AlreadyHere));
    assert_eq!(vault.replace(&token(3), now(), &keystore), Err(VaultError::NoSuchToken));
    assert_eq!(vault.remove(&serial(3), now(), &keystore), Err(VaultError::NoSuchToken));
    assert_eq!(vault.remove_for_good(&serial(3), &keystore), Err(VaultError::NoSuchToken));
    assert_eq!(vault.expire(days_later(400), &keystore), Ok(()));
    assert_eq!(bytes_of(home.path()), before);
}

#[test]
fn several_codes_come_from_one_unsealing() {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let vault = vault_with(home.path(), &keystore, &[1]);
    let codes = vault.codes(&serial(1), &[step(), step().next()]).unwrap();
    assert_eq!(codes[0].as_str(), vault.code(&serial(1), step()).unwrap().as_str());
    assert_eq!(codes[1].as_str(), vault.code(&serial(1), step().next()).unwrap().as_str());
    assert_eq!(codes[1].step(), step().next());
}

#[test]
fn a_token_removed_for_good_is_gone_and_the_others_stay() {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let mut vault = vault_with(home.path(), &keystore, &[1, 2, 3]);
    let _ = vault.remove_for_good(&serial(2), &keystore).unwrap();
    assert_tokens(&vault, &[1, 3]);
    let _ = vault.remove_for_good(&serial(1), &keystore).unwrap();
    let _ = vault.remove_for_good(&serial(3), &keystore).unwrap();
    assert!(vault.removed().is_empty());
    assert_eq!(keystore.len(), 1, "the keys of before are deleted");
    let vault = vault.lock().unlock(&keystore).unwrap();
    assert_tokens(&vault, &[]);
    assert_eq!(names_in(home.path()), ["vault.lock", "vault.skts"]);
}

#[test]
fn a_reissued_token_takes_the_place_of_the_old_one() {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let mut vault = vault_with(home.path(), &keystore, &[1, 2, 3]);
    let reissued = Draft::new(token(2).profile().clone(), Seed::new(&[0x77; 32]).unwrap()).confirm();
    vault.replace(&reissued, now(), &keystore).unwrap();
    let vault = vault.lock().unlock(&keystore).unwrap();
    assert_eq!(vault.profiles()[1], *token(2).profile());
    assert_eq!(vault.holds(token(2).profile(), reissued.seed()), Ok(Held::SameSeed));
    assert_eq!(vault.holds(token(1).profile(), &seed(1)), Ok(Held::SameSeed));
}

/// The same seed makes other codes under another algorithm: the bank sent something else.
#[test]
fn the_same_seed_for_another_algorithm_is_a_reissue() {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let vault = vault_with(home.path(), &keystore, &[1]);
    for algorithm in Algorithm::ALL {
        let profile = Profile { algorithm, ..token(1).profile().clone() };
        let same = algorithm == token(1).profile().algorithm;
        let expected = if same { Held::SameSeed } else { Held::OtherSeed };
        assert_eq!(vault.holds(&profile, &seed(1)), Ok(expected), "{algorithm}");
        assert_eq!(vault.holds(&profile, &seed(2)), Ok(Held::OtherSeed), "{algorithm}");
    }
}

#[test]
fn ten_tokens_are_the_most() {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let numbers: Vec<u8> = (0..MAX_TOKENS as u8).collect();
    let mut vault = vault_with(home.path(), &keystore, &numbers);
    let before = bytes_of(home.path());
    assert_eq!(vault.add(&token(10), &keystore), Err(VaultError::TooManyTokens));
    assert_tokens(&vault, &numbers);
    assert_eq!(bytes_of(home.path()), before);
}

#[test]
fn a_second_window_is_refused_and_brings_nothing_down() {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let mut vault = vault_with(home.path(), &keystore, &[1]);
    let before = bytes_of(home.path());
    assert_eq!(Locked::open(home.path()).unwrap_err(), VaultError::InUse);
    assert_eq!(bytes_of(home.path()), before);
    vault.add(&token(2), &keystore).unwrap();
    let locked = vault.lock();
    assert_eq!(Locked::open(home.path()).unwrap_err(), VaultError::InUse);
    drop(locked);
    assert_tokens(&Locked::open(home.path()).unwrap().unlock(&keystore).unwrap(), &[1, 2]);
}

#[test]
fn of_two_windows_on_an_empty_folder_one_writes() {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let open = || Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    let (mut first, mut second) = (open(), open());
    first.add(&token(1), &keystore).unwrap();
    assert_eq!(second.add(&token(2), &keystore), Err(VaultError::InUse));
    drop(first);
    // The first process has ended, but the second one's picture of the disk is out of date.
    assert_eq!(second.add(&token(2), &keystore), Err(VaultError::InUse));
    assert_tokens(&second, &[]);
    drop(second);
    assert_tokens(&open(), &[1]);
}

#[test]
fn a_keystore_that_refuses_leaves_no_trace() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let keystore = MemoryKeystore::new();
    let mut vault = Locked::open(&folder).unwrap().unlock(&keystore).unwrap();
    for error in [KeystoreError::Unavailable, KeystoreError::Locked, KeystoreError::Platform(7)] {
        keystore.fail(error);
        assert_eq!(vault.add(&token(1), &keystore), Err(VaultError::Keystore(error)));
        assert!(!folder.exists());
    }
    keystore.work();
    vault.add(&token(1), &keystore).unwrap();
    assert_tokens(&vault, &[1]);
}

#[test]
fn debug_shows_no_secret() {
    let home = tempfile::tempdir().unwrap();
    let keystore = FileKeystore::new(home.path());
    let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    vault.add(&token(1), &keystore).unwrap();
    assert_eq!(format!("{vault:?}"), "Unlocked(1 tokens)");
    let locked = vault.lock();
    assert_eq!(format!("{locked:?}"), "Locked");
    assert_eq!(
        format!("{:?}", VaultError::Unreachable(std::io::ErrorKind::StorageFull)),
        "Unreachable(StorageFull)"
    );
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let keystore = FileKeystore::new(&folder);
    let mut vault = Locked::open(&folder).unwrap().unlock(&keystore).unwrap();
    vault.add(&token(1), &keystore).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files = bytes_of(&folder);
    assert_eq!(files.len(), 4);
    files.keys().for_each(|path| assert_eq!(mode(path), 0o600, "{}", path.display()));
}

#[test]
fn the_vault_owns_every_file_that_it_ever_makes() {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let open = || {
        let (folder, seen) = (home.path().to_owned(), seen.clone());
        let look = move |_| {
            seen.lock().unwrap().extend(names_in(&folder));
            Ok(())
        };
        Locked::open_with_hook(home.path(), Arc::new(look)).unwrap()
    };
    let mut vault = open().unlock(&keystore).unwrap();
    vault.add(&token(1), &keystore).unwrap();
    vault.replace(&token(1), now(), &keystore).unwrap();
    let _ = vault.remove_for_good(&serial(1), &keystore).unwrap();
    drop(vault);
    for file in ["vault.skts", "vault.previous"] {
        fs::write(home.path().join(file), "damaged").unwrap();
    }
    let now = UnixTime::from_seconds(1);
    open().set_aside(now).unlock(&keystore).unwrap().add(&token(2), &keystore).unwrap();
    let seen = seen.lock().unwrap();
    let all = ["vault.lock", "vault.next", "vault.previous", "vault.previous.set-aside-1", "vault.skts"];
    assert!(
        seen.iter().map(String::as_str).eq(all.into_iter().chain(["vault.skts.set-aside-1"])),
        "{seen:?}"
    );
    assert!(seen.iter().all(|name| owns(name)), "{seen:?}");
}
