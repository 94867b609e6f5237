//! Tokens that are removed, replaced, brought back, named and put into an order; and those that go for good.

use crate::vault_support::*;
use skts_token::keystore::{KeyId, Keystore, KeystoreError, MemoryKeystore};
use skts_token::token::{Draft, Profile, Seed, Serial, Token, UnixTime};
use skts_token::vault::{
    DAYS_ASIDE, DAYS_KEPT, Held, Locked, MAX_REMOVED, Reason, RemovedId, Unlocked, VaultError,
};
use std::fs;

fn reissued(number: u8, filling: u8) -> Token {
    Draft::new(token(number).profile().clone(), Seed::new(&[filling; 32]).unwrap()).confirm()
}

fn again(vault: Unlocked, keystore: &MemoryKeystore) -> Unlocked {
    vault.lock().unlock(keystore).unwrap()
}

fn removed(vault: &Unlocked) -> Vec<(RemovedId, &Serial, Reason)> {
    vault.removed().iter().map(|removed| (removed.id, &removed.profile.serial, removed.reason)).collect()
}

#[test]
fn a_removed_token_gives_no_codes_and_comes_back() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[1, 2, 3]);
    vault.remove(&serial(1), now(), &keystore).unwrap();
    let mut vault = again(vault, &keystore);
    assert_tokens(&vault, &[2, 3]);
    assert_eq!(vault.code(&serial(1), step()).unwrap_err(), VaultError::NoSuchToken);
    assert_eq!(vault.holds(token(1).profile(), &seed(1)), Ok(Held::Nothing));
    let gone = &vault.removed()[0];
    assert_eq!((&gone.profile, gone.at, gone.reason), (token(1).profile(), now(), Reason::Removed));
    let id = gone.id;
    vault.bring_back(id, now(), &keystore).unwrap();
    let mut vault = again(vault, &keystore);
    assert_tokens(&vault, &[2, 3, 1]);
    assert!(vault.removed().is_empty());
    assert_eq!(vault.bring_back(id, now(), &keystore), Err(VaultError::NoSuchToken));
}

/// The old seed and the new one change places as often as the customer wants.
#[test]
fn a_replacement_can_be_undone_and_that_undone_again() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[1, 2]);
    vault.rename(&serial(1), Some(&"家計用".parse().unwrap()), &keystore).unwrap();
    vault.replace(&reissued(1, 0x77), now(), &keystore).unwrap();
    for round in 0..3 {
        vault = again(vault, &keystore);
        let (held, other) = if round % 2 == 0 {
            (Seed::new(&[0x77; 32]).unwrap(), seed(1))
        } else {
            (seed(1), Seed::new(&[0x77; 32]).unwrap())
        };
        assert_eq!(vault.holds(token(1).profile(), &held), Ok(Held::SameSeed), "round {round}");
        assert_eq!(vault.holds(token(1).profile(), &other), Ok(Held::OtherSeed), "round {round}");
        assert_eq!(
            vault.profiles()[0].label,
            Some("家計用".parse().unwrap()),
            "a re-issue keeps the customer's name"
        );
        let [(id, name, reason)] = removed(&vault)[..] else { panic!("{:?}", vault.removed()) };
        assert_eq!((name, reason), (&serial(1), Reason::Replaced));
        vault.bring_back(id, now(), &keystore).unwrap();
    }
}

#[test]
fn a_token_comes_back_only_where_there_is_room() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    vault.remove(&serial(0), now(), &keystore).unwrap();
    vault.add(&token(10), &keystore).unwrap();
    let before = bytes_of(home.path());
    let id = vault.removed()[0].id;
    assert_eq!(vault.bring_back(id, now(), &keystore), Err(VaultError::TooManyTokens));
    assert_eq!(bytes_of(home.path()), before);
    let _ = vault.remove_for_good(&serial(10), &keystore).unwrap();
    vault.bring_back(id, now(), &keystore).unwrap();
    assert_tokens(&vault, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
}

#[test]
fn no_removed_token_is_dropped_to_make_room_for_another() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[1]);
    for filling in 0..MAX_REMOVED as u8 {
        vault.replace(&reissued(1, filling), now(), &keystore).unwrap();
    }
    let before = bytes_of(home.path());
    assert_eq!(vault.replace(&reissued(1, 0xFF), now(), &keystore), Err(VaultError::TooManyRemoved));
    assert_eq!(vault.remove(&serial(1), now(), &keystore), Err(VaultError::TooManyRemoved));
    assert_eq!(bytes_of(home.path()), before);
    // To bring one back takes no place, and one that goes for good makes one.
    vault.bring_back(vault.removed()[3].id, now(), &keystore).unwrap();
    assert_eq!(vault.removed().len(), MAX_REMOVED);
    let _ = vault.erase_removed(vault.removed()[0].id, &keystore).unwrap();
    vault.replace(&reissued(1, 0xFF), now(), &keystore).unwrap();
    assert_eq!(again(vault, &keystore).removed().len(), MAX_REMOVED);
}

#[test]
fn what_is_overdue_goes_and_not_a_second_before() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[1, 2, 3]);
    vault.remove(&serial(1), now(), &keystore).unwrap();
    vault.remove(&serial(2), UnixTime::from_seconds(now().seconds() + 5), &keystore).unwrap();
    let before = bytes_of(home.path());
    let last = days_later(DAYS_KEPT);
    vault.expire(last, &keystore).unwrap();
    assert_eq!(bytes_of(home.path()), before, "nothing is written while nothing is overdue");
    // A clock that is behind takes nothing either.
    vault.expire(UnixTime::from_seconds(0), &keystore).unwrap();
    assert_eq!(bytes_of(home.path()), before);
    vault.expire(UnixTime::from_seconds(last.seconds() + 1), &keystore).unwrap();
    let mut vault = again(vault, &keystore);
    assert_eq!(removed(&vault).iter().map(|it| it.1).collect::<Vec<_>>(), [&serial(2)]);
    vault.expire(UnixTime::from_seconds(last.seconds() + 6), &keystore).unwrap();
    assert!(vault.removed().is_empty());
    assert_tokens(&vault, &[3]);
}

#[test]
fn names_and_order_are_the_customers() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[1, 2, 3]);
    vault.reorder(&[serial(3), serial(1), serial(2)], &keystore).unwrap();
    let mut vault = again(vault, &keystore);
    assert_tokens(&vault, &[3, 1, 2]);
    let before = bytes_of(home.path());
    for order in [
        vec![],
        vec![serial(3), serial(1)],
        vec![serial(3), serial(3), serial(1)],
        vec![serial(3), serial(1), serial(9)],
    ] {
        assert_eq!(vault.reorder(&order, &keystore), Err(VaultError::NoSuchToken));
    }
    assert_eq!(vault.rename(&serial(9), None, &keystore), Err(VaultError::NoSuchToken));
    assert_eq!(bytes_of(home.path()), before);
    let label = "会社の口座".parse().unwrap();
    vault.rename(&serial(1), Some(&label), &keystore).unwrap();
    let mut vault = again(vault, &keystore);
    let labels =
        |vault: &Unlocked| vault.profiles().iter().map(|profile| profile.label.clone()).collect::<Vec<_>>();
    assert_eq!(labels(&vault), [None, Some(label), None]);
    vault.rename(&serial(1), None, &keystore).unwrap();
    assert_eq!(labels(&again(vault, &keystore)), [None, None, None]);
}

/// `tx` and a label come back as they were stored.
#[test]
fn what_an_enrolment_gave_is_kept() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let vault = vault_with(home.path(), &keystore, &[20, 21, 24]);
    let facts = |p: &Profile| (p.tx, p.ocra.is_some());
    let vault = again(vault, &keystore);
    assert_tokens(&vault, &[20, 21, 24]);
    assert_eq!(
        vault.profiles().iter().map(facts).collect::<Vec<_>>(),
        [(false, true), (true, false), (true, true)]
    );
}

// ---- for good

/// No copy of an older file opens any more, and the other tokens are as they were.
#[test]
fn removed_for_good_no_older_file_opens() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let file = home.path().join("vault.skts");
    let mut vault = vault_with(home.path(), &keystore, &[1, 2]);
    vault.replace(&reissued(1, 0x77), now(), &keystore).unwrap();
    let (older, first) = (fs::read(&file).unwrap(), vault.key_id().unwrap());
    let _ = vault.remove_for_good(&serial(1), &keystore).unwrap();
    assert_ne!(vault.key_id(), Some(first));
    assert!(vault.removed().is_empty(), "what it had replaced is gone too");
    assert_eq!(keystore.load(&first).unwrap_err(), KeystoreError::NoEntry);
    assert_eq!(keystore.floor(&first), Ok(None));
    let vault = again(vault, &keystore);
    assert_tokens(&vault, &[2]);
    drop(vault);
    fs::write(&file, older).unwrap();
    let (_, error) = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap_err();
    assert_eq!(error, VaultError::KeyMissing);
}

/// A keystore that makes no key leaves the vault as it was; one that deletes none is asked at the next opening.
#[test]
fn a_keystore_that_refuses_while_a_token_goes_is_asked_again() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[1, 2]);
    let (before, first) = (bytes_of(home.path()), vault.key_id().unwrap());
    keystore.fail(KeystoreError::Locked);
    assert_eq!(
        vault.remove_for_good(&serial(1), &keystore),
        Err(VaultError::Keystore(KeystoreError::Locked))
    );
    keystore.work();
    assert_eq!(bytes_of(home.path()), before);
    assert_tokens(&vault, &[1, 2]);

    // The calls: the new key, what is noted, the deletion.
    keystore.fail_after(2, KeystoreError::Platform(7));
    let _ = vault.remove_for_good(&serial(1), &keystore).unwrap();
    assert!(keystore.load(&first).is_ok(), "the keystore did not delete it");
    // A write in between does not forget the key.
    vault.add(&token(3), &keystore).unwrap();
    let vault = again(vault, &keystore);
    assert_eq!(keystore.load(&first).unwrap_err(), KeystoreError::NoEntry);
    assert_tokens(&vault, &[2, 3]);
    assert_eq!(keystore.len(), 1);
}

/// Registers anew over a vault whose file is damaged and whose key is there. Gives the key's id.
fn set_aside(home: &std::path::Path, keystore: &MemoryKeystore, number: u8) -> KeyId {
    let id = Locked::open(home).unwrap().inspect().unwrap().unwrap();
    let file = home.join("vault.skts");
    let mut bytes = fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&file, bytes).unwrap();
    let (locked, error) = Locked::open(home).unwrap().unlock(keystore).unwrap_err();
    assert_eq!(error, VaultError::Damaged);
    let mut vault = locked.set_aside(now()).unlock(keystore).unwrap();
    vault.add(&token(number), keystore).unwrap();
    id
}

#[test]
fn the_key_of_a_vault_that_was_set_aside_goes_after_ninety_days_or_on_request() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    drop(vault_with(home.path(), &keystore, &[1]));
    let first = set_aside(home.path(), &keystore, 2);
    let second = set_aside(home.path(), &keystore, 3);
    let names = names_in(home.path());
    let aside = format!("vault.skts.set-aside-{}", now());
    assert!(names.contains(&aside), "the name says when: {names:?}");
    let open = || Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    open().expire(days_later(DAYS_ASIDE), &keystore).unwrap();
    assert!(keystore.load(&first).is_ok() && keystore.load(&second).is_ok());
    // The second name is the next number, since the first one was taken.
    open().expire(UnixTime::from_seconds(days_later(DAYS_ASIDE).seconds() + 1), &keystore).unwrap();
    assert_eq!(keystore.load(&first).unwrap_err(), KeystoreError::NoEntry);
    assert!(keystore.load(&second).is_ok());
    open().forget_set_aside(&keystore).unwrap();
    assert_eq!(keystore.load(&second).unwrap_err(), KeystoreError::NoEntry);
    assert_tokens(&open(), &[3]);
    assert_eq!(names_in(home.path()), names, "the files stay");
}

/// Earlier versions counted the files instead of dating them.
#[test]
fn the_days_of_a_file_without_a_date_begin_when_it_is_seen_first() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    drop(vault_with(home.path(), &keystore, &[1]));
    let old = set_aside(home.path(), &keystore, 2);
    let path = |name: &str| home.path().join(name);
    fs::rename(path(&format!("vault.skts.set-aside-{}", now())), path("vault.skts.set-aside-1")).unwrap();
    let open = || Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    open().expire(now(), &keystore).unwrap();
    assert!(keystore.load(&old).is_ok());
    open().expire(days_later(DAYS_ASIDE), &keystore).unwrap();
    assert!(keystore.load(&old).is_ok());
    open().expire(UnixTime::from_seconds(days_later(DAYS_ASIDE).seconds() + 1), &keystore).unwrap();
    assert_eq!(keystore.load(&old).unwrap_err(), KeystoreError::NoEntry);
    assert_tokens(&open(), &[2]);
}

/// Somebody puts the vault's own file beside it, under the name of one that was set aside long ago.
#[test]
fn the_key_in_use_stays_whatever_lies_in_the_folder() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    drop(vault_with(home.path(), &keystore, &[1]));
    for name in ["vault.skts.set-aside-1000000000", "vault.skts.set-aside-1"] {
        fs::copy(home.path().join("vault.skts"), home.path().join(name)).unwrap();
    }
    let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    vault.expire(days_later(1_000), &keystore).unwrap();
    vault.forget_set_aside(&keystore).unwrap();
    assert_tokens(&again(vault, &keystore), &[1]);
}
