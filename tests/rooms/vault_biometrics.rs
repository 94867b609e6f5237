//! A vault that a face or a finger opens beside its passcode: what turns it on and off, what seals it anew and keeps it, and
//! files and slots that somebody has swapped.

use crate::vault_passcode::{self, RIGHT, at, code};
use crate::vault_support::*;
use skts_token::keystore::{Keystore, KeystoreError, MemoryKeystore, VaultKey};
use skts_token::vault::{BiometricSecret, Cost, DAYS_KEPT, Hook, Locked, Unlocked, VaultError, WritePoint};
use std::fs;
use std::ops::Deref;
use std::sync::Arc;

const OTHER: &str = "739105";

/// A vault of the tokens 1 and 2 behind the passcode 482913 and the secret, closed.
struct Home {
    home: vault_passcode::Home,
    secret: BiometricSecret,
}

impl Deref for Home {
    type Target = vault_passcode::Home;

    fn deref(&self) -> &Self::Target {
        &self.home
    }
}

impl Home {
    fn new() -> Self {
        let home = Self { home: vault_passcode::Home::new(), secret: BiometricSecret::generate().unwrap() };
        home.open().add_biometrics(&home.secret, &home.keystore).unwrap();
        home
    }

    fn by_face(&self) -> Result<Unlocked, VaultError> {
        self.by(&self.secret)
    }

    fn by(&self, secret: &BiometricSecret) -> Result<Unlocked, VaultError> {
        self.locked().unlock_with_biometrics(secret, &self.keystore).map_err(|(_, error)| error)
    }

    fn by_passcode(&self, passcode: &str) -> Result<Unlocked, VaultError> {
        self.locked().unlock_with(&code(passcode), &at(1_000_000), &self.keystore).map_err(|(_, error)| error)
    }
}

// ---- what opens

#[test]
fn the_secret_and_the_passcode_each_open_it_and_nothing_else_does() {
    let home = Home::new();
    assert_eq!(home.bytes()[26..28], [2, 2], "two slots, the passcode's first");
    assert_eq!(home.locked().biometric_id(), Ok(Some(*home.secret.id())));
    assert_tokens(&home.by_face().unwrap(), &[1, 2]);
    assert_tokens(&home.by_passcode(RIGHT).unwrap(), &[1, 2]);
    assert_eq!(home.without().unwrap_err(), VaultError::PasscodeNeeded);
    let other = BiometricSecret::new(*home.secret.id(), VaultKey::new(&[7; 32]));
    assert_eq!(home.by(&other).unwrap_err(), VaultError::PasscodeNeeded);
    let looked = Locked::look(home.path()).unlock_with_biometrics(&home.secret, &home.keystore).unwrap();
    assert_tokens(&looked, &[1, 2]);
}

#[test]
fn the_secret_opens_it_with_this_devices_key_alone() {
    let home = Home::new();
    let elsewhere = MemoryKeystore::new();
    let (_, error) = home.locked().unlock_with_biometrics(&home.secret, &elsewhere).unwrap_err();
    assert_eq!(error, VaultError::KeyMissing, "a copy on another device");
    elsewhere.store(&home.id(), &VaultKey::new(&[7; 32])).unwrap();
    let (_, error) = home.locked().unlock_with_biometrics(&home.secret, &elsewhere).unwrap_err();
    assert_eq!(error, VaultError::PasscodeNeeded);
}

#[test]
fn where_no_slot_is_the_secret_opens_nothing() {
    let home = Home::new();
    home.by_passcode(RIGHT).unwrap().remove_biometrics(&home.keystore).unwrap();
    assert_eq!(home.by_face().unwrap_err(), VaultError::PasscodeNeeded);
    let _ = home.by_passcode(RIGHT).unwrap().remove_passcode(&home.keystore).unwrap();
    assert_tokens(&home.by_face().unwrap(), &[1, 2]);
    assert_tokens(&home.without().unwrap(), &[1, 2]);
}

#[test]
fn a_face_is_neither_kept_waiting_by_wrong_passcodes_nor_forgives_them() {
    let home = Home::new();
    let wrong = || home.locked().unlock_with(&code(OTHER), &at(0), &home.keystore).unwrap_err().1;
    for _ in 0..5 {
        assert_eq!(wrong(), VaultError::WrongPasscode);
    }
    assert_eq!(wrong(), VaultError::TooSoon);
    assert_tokens(&home.by_face().unwrap(), &[1, 2]);
    assert_eq!((home.failures(), wrong()), (5, VaultError::TooSoon));
}

// ---- what a face does not do

#[test]
fn a_face_opens_and_what_needs_the_passcode_needs_it_all_the_same() {
    let home = Home::new();
    let keystore = &home.keystore;
    home.by_passcode(RIGHT).unwrap().remove(&serial(1), now(), keystore).unwrap();
    let before = home.bytes();
    let mut vault = home.by_face().unwrap();
    let removed = vault.removed()[0].id;
    let needed = Err(VaultError::PasscodeNeeded);
    assert_eq!(vault.replace(&token(2), now(), keystore), needed);
    assert_eq!(vault.remove(&serial(2), now(), keystore), needed);
    assert_eq!(vault.remove_for_good(&serial(2), keystore).map(drop), needed);
    assert_eq!(vault.erase_removed(removed, keystore).map(drop), needed);
    assert_eq!(vault.expire(days_later(DAYS_KEPT + 1), keystore), needed);
    assert_eq!(vault.remove_passcode(keystore).map(drop), needed);
    assert_eq!(vault.add_biometrics(&BiometricSecret::generate().unwrap(), keystore), needed);
    assert_eq!(home.bytes(), before, "nothing was written");
    vault.put_passcode_away();
    assert_eq!(vault.set_passcode(&code(OTHER), Cost::LEAST, keystore).map(drop), needed);
    assert_eq!(home.bytes(), before, "nothing was written");
}

#[test]
fn a_forgotten_passcode_is_set_anew_once_after_a_face_has_opened_the_vault() {
    let home = Home::new();
    let mut vault = home.by_face().unwrap();
    assert!(vault.is_recognised());
    let _ = vault.set_passcode(&code(OTHER), Cost::LEAST, &home.keystore).unwrap();
    assert!(!vault.is_recognised());
    vault.put_passcode_away();
    let again = vault.set_passcode(&code(RIGHT), Cost::LEAST, &home.keystore);
    assert_eq!(again.map(drop), Err(VaultError::PasscodeNeeded));
    drop(vault);
    assert_eq!(home.by_passcode(RIGHT).unwrap_err(), VaultError::WrongPasscode);
    assert_tokens(&home.by_passcode(OTHER).unwrap(), &[1, 2]);
    assert!(!home.by_passcode(OTHER).unwrap().is_recognised());
    assert_tokens(&home.by_face().unwrap(), &[1, 2]);
}

#[test]
fn without_an_app_lock_nothing_is_added() {
    let (home, keystore) = (tempfile::tempdir().unwrap(), MemoryKeystore::new());
    let mut vault = vault_with(home.path(), &keystore, &[1]);
    let secret = BiometricSecret::generate().unwrap();
    assert_eq!(vault.add_biometrics(&secret, &keystore), Err(VaultError::PasscodeNeeded));
    assert_eq!((vault.biometric_id(), vault.remove_biometrics(&keystore)), (None, Ok(())));
    drop(vault);
    assert!(Locked::open(home.path()).unwrap().unlock(&keystore).is_ok());
}

// ---- what is sealed anew

#[test]
fn whatever_seals_it_anew_carries_the_face_over() {
    let home = Home::new();
    let keystore = &home.keystore;
    type Change = fn(&mut Unlocked, &MemoryKeystore);
    let changes: [Change; 4] = [
        |vault, keystore| {
            let _ = vault.set_passcode(&code(RIGHT), Cost::LEAST, keystore).unwrap();
        },
        |vault, keystore| {
            let _ = vault.move_to(keystore).unwrap();
        },
        |vault, keystore| {
            vault.add(&token(3), keystore).unwrap();
            let _ = vault.remove_for_good(&serial(3), keystore).unwrap();
        },
        |vault, keystore| {
            vault.add(&token(4), keystore).unwrap();
            vault.remove(&serial(4), now(), keystore).unwrap();
            vault.expire(days_later(DAYS_KEPT + 1), keystore).unwrap();
        },
    ];
    for change in changes {
        let (before, old) = (home.bytes(), home.id());
        change(&mut home.by_passcode(RIGHT).unwrap(), keystore);
        assert_ne!(home.id(), old, "under a new key");
        assert_eq!(home.locked().biometric_id(), Ok(Some(*home.secret.id())));
        assert_tokens(&home.by_face().unwrap(), &[1, 2]);
        // The file from before has no key any more, so that the face opens it no more than the passcode does.
        let newest = home.bytes();
        fs::write(home.file(), &before).unwrap();
        assert_eq!(home.by_face().unwrap_err(), VaultError::KeyMissing);
        let (_, error) =
            home.locked().accept_older().unlock_with_biometrics(&home.secret, keystore).unwrap_err();
        assert_eq!(error, VaultError::KeyMissing, "whatever the customer answers");
        fs::write(home.file(), &newest).unwrap();
    }
}

#[test]
fn without_a_passcode_no_face_is_left() {
    let home = Home::new();
    let _ = home.by_passcode(RIGHT).unwrap().remove_passcode(&home.keystore).unwrap();
    assert_eq!(home.bytes()[26..28], [1, 1]);
    assert_eq!(home.locked().biometric_id(), Ok(None));
    let mut vault = home.without().unwrap();
    let _ = vault.set_passcode(&code(RIGHT), Cost::LEAST, &home.keystore).unwrap();
    drop(vault);
    assert_eq!(home.by_face().unwrap_err(), VaultError::PasscodeNeeded, "it does not come back by itself");
}

#[test]
fn ordinary_writes_keep_it_and_a_new_secret_takes_the_old_ones_place() {
    let mut home = Home::new();
    home.by_face().unwrap().add(&token(3), &home.keystore).unwrap();
    assert_tokens(&home.by_face().unwrap(), &[1, 2, 3]);
    let new = BiometricSecret::generate().unwrap();
    home.by_passcode(RIGHT).unwrap().add_biometrics(&new, &home.keystore).unwrap();
    assert_eq!(home.by_face().unwrap_err(), VaultError::PasscodeNeeded);
    home.secret = new;
    assert_tokens(&home.by_face().unwrap(), &[1, 2, 3]);
}

/// Turning it off asks for no passcode, and so keeps the key: a copy from before is told as older.
#[test]
fn a_copy_from_before_it_was_turned_off_is_older() {
    let home = Home::new();
    let before = home.bytes();
    let mut vault = home.by_face().unwrap();
    vault.put_passcode_away();
    vault.remove_biometrics(&home.keystore).unwrap();
    drop(vault);
    assert_eq!(home.by_face().unwrap_err(), VaultError::PasscodeNeeded);
    fs::write(home.file(), before).unwrap();
    assert_eq!(home.by_face().unwrap_err(), VaultError::Older);
}

// ---- files that somebody has swapped

const PASSCODE_SLOT: std::ops::Range<usize> = 27..27 + 1 + 24 + 76;
const FACE_SLOT: std::ops::Range<usize> = PASSCODE_SLOT.end..PASSCODE_SLOT.end + 1 + 76 + 76;

#[test]
fn with_any_byte_of_the_header_changed_a_face_opens_nothing() {
    let home = Home::new();
    let whole = home.bytes();
    for byte in 26..FACE_SLOT.end {
        let mut bytes = whole.clone();
        bytes[byte] ^= 1;
        fs::write(home.file(), resealed(bytes)).unwrap();
        let error = home.by_face().unwrap_err();
        // The slot's commitment is that of another key.
        let commitment = FACE_SLOT.start + 1 + 76..FACE_SLOT.start + 1 + 76 + 16;
        let expected =
            if commitment.contains(&byte) { VaultError::PasscodeNeeded } else { VaultError::Damaged };
        assert_eq!(error, expected, "byte {byte}");
    }
    for byte in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[byte] ^= 0x10;
        fs::write(home.file(), bytes).unwrap();
        assert_eq!(home.by_face().unwrap_err(), VaultError::Damaged, "byte {byte}");
    }
    fs::write(home.file(), whole).unwrap();
    assert_tokens(&home.by_face().unwrap(), &[1, 2]);
}

#[test]
fn no_face_can_be_swapped_in_or_taken_away() {
    let home = Home::new();
    let with = home.bytes();
    let body = |bytes: &[u8], end: usize| bytes[end..].to_vec();
    home.by_passcode(RIGHT).unwrap().remove_biometrics(&home.keystore).unwrap();
    let without = home.bytes();
    // The slot from before it was turned off, under the same key id and data key.
    let added =
        [&without[..26], &[2], &with[PASSCODE_SLOT], &with[FACE_SLOT], &body(&without, PASSCODE_SLOT.end)];
    fs::write(home.file(), resealed(added.concat())).unwrap();
    assert_eq!(home.by_face().unwrap_err(), VaultError::Damaged);
    assert_eq!(home.by_passcode(RIGHT).unwrap_err(), VaultError::Damaged);
    let taken = [&with[..26], &[1], &with[PASSCODE_SLOT], &body(&with, FACE_SLOT.end)];
    fs::write(home.file(), resealed(taken.concat())).unwrap();
    assert_eq!(home.by_passcode(RIGHT).unwrap_err(), VaultError::Damaged);
    // Alone, or before the passcode's, it is no slot that is read.
    for slots in [
        [&[1][..], &with[FACE_SLOT], &[]],
        [&[2][..], &with[FACE_SLOT], &with[PASSCODE_SLOT]],
        [&[2][..], &with[FACE_SLOT], &with[FACE_SLOT]],
    ] {
        let file = [&with[..26], &slots.concat(), &body(&with, FACE_SLOT.end)].concat();
        fs::write(home.file(), resealed(file)).unwrap();
        assert_eq!(home.by_face().unwrap_err(), VaultError::Damaged);
        assert_eq!(home.locked().biometric_id(), Err(VaultError::Damaged));
    }
}

// ---- writes that fail

#[test]
fn a_write_that_fails_leaves_what_opened_it_before() {
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
        let open = || {
            let locked = Locked::open_with_hook(home.path(), hook.clone()).unwrap();
            locked.unlock_with_biometrics(&home.secret, &home.keystore).unwrap()
        };
        let mut vault = open();
        assert!(vault.set_passcode(&code(OTHER), Cost::LEAST, &home.keystore).is_err(), "{fault:?}");
        assert!(vault.is_recognised(), "{fault:?}: the customer may try again");
        assert!(vault.remove_biometrics(&home.keystore).is_err(), "{fault:?}");
        assert_eq!(vault.biometric_id(), Some(*home.secret.id()), "{fault:?}");
        vault.confirm_passcode(&code(RIGHT), &at(0), &home.keystore).unwrap();
        let new = BiometricSecret::generate().unwrap();
        assert!(vault.add_biometrics(&new, &home.keystore).is_err(), "{fault:?}");
        drop(vault);
        assert_tokens(&home.by_face().unwrap(), &[1, 2]);
        assert_tokens(&home.by_passcode(RIGHT).unwrap(), &[1, 2]);
    }
}

#[test]
fn a_keystore_that_does_not_answer_turns_nothing_on() {
    let home = Home::new();
    let mut vault = home.by_passcode(RIGHT).unwrap();
    home.keystore.fail(KeystoreError::Locked);
    let refused = vault.add_biometrics(&BiometricSecret::generate().unwrap(), &home.keystore);
    assert_eq!(refused, Err(VaultError::Keystore(KeystoreError::Locked)));
    home.keystore.work();
    drop(vault);
    assert_tokens(&home.by_face().unwrap(), &[1, 2]);
}
