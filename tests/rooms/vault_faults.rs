//! A write that fails, or whose process dies, at any of its points.
#![cfg(unix)]

use crate::vault_support::*;
use skts_token::keystore::{FileKeystore, Keystore, KeystoreError, MemoryKeystore};
use skts_token::token::{Draft, Seed, Token};
use skts_token::vault::{Hook, Locked, Unlocked, VaultError, WritePoint};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// The changes that are tried, each from its own beginning.
#[derive(Clone, Copy, Debug)]
enum Change {
    First,
    Add,
    Replace,
    Remove,
    /// For good: under another key.
    Erase,
}

impl Change {
    const ALL: [Self; 5] = [Self::First, Self::Add, Self::Replace, Self::Remove, Self::Erase];

    fn before(self) -> &'static [u8] {
        if matches!(self, Self::First) { &[] } else { &[1, 2] }
    }

    fn apply(self, vault: &mut Unlocked, keystore: &dyn Keystore) -> Result<(), VaultError> {
        match self {
            Self::First | Self::Add => vault.add(&token(3), keystore),
            Self::Replace => vault.replace(&reissued(), now(), keystore),
            Self::Remove => vault.remove(&serial(1), now(), keystore),
            Self::Erase => vault.remove_for_good(&serial(1), keystore).map(drop),
        }
    }

    /// Whether the vault has the tokens of before or those of after the change. Any others fail the test.
    #[track_caller]
    fn is_done(self, vault: &Unlocked) -> bool {
        let serials: Vec<_> = vault.profiles().iter().map(|profile| profile.serial.clone()).collect();
        let are = |numbers: &[u8]| serials == numbers.iter().map(|&n| serial(n)).collect::<Vec<_>>();
        let code = |token: &Token| {
            let code = vault.code(&serial(2), step()).unwrap();
            code.as_str() == skts_token::otp::totp(token.seed(), token.profile().algorithm, step()).as_str()
        };
        match self {
            Self::Replace if code(&reissued()) => are(&[1, 2]),
            _ if are(self.before()) => {
                assert_tokens(vault, self.before());
                false
            }
            Self::First => are(&[3]),
            Self::Add => {
                assert_tokens(vault, &[1, 2, 3]);
                true
            }
            _ => {
                assert_tokens(vault, &[2]);
                true
            }
        }
    }
}

fn reissued() -> Token {
    Draft::new(token(2).profile().clone(), Seed::new(&[0x77; 20]).unwrap()).confirm()
}

/// Makes `count` points fail, from `first` on, and writes down every point that the vault passes.
fn failing(first: usize, count: usize, kind: ErrorKind) -> (Hook, Arc<Mutex<Vec<WritePoint>>>) {
    let points = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&points);
    let hook = move |point| {
        let mut seen = seen.lock().unwrap();
        seen.push(point);
        let at = seen.len() - 1;
        if at >= first && at - first < count { Err(io::Error::from(kind)) } else { Ok(()) }
    };
    (Arc::new(hook), points)
}

fn prepared(folder: &Path, keystore: &dyn Keystore, change: Change) {
    let mut vault = Locked::open(folder).unwrap().unlock(keystore).unwrap();
    change.before().iter().for_each(|&number| vault.add(&token(number), keystore).unwrap());
}

/// How many points the change passes when nothing fails.
fn points_of(change: Change) -> usize {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let folder = home.path().join("data");
    prepared(&folder, &keystore, change);
    let (hook, points) = failing(usize::MAX, 0, ErrorKind::Other);
    let mut vault = Locked::open_with_hook(&folder, hook).unwrap().unlock(&keystore).unwrap();
    change.apply(&mut vault, &keystore).unwrap();
    let points = points.lock().unwrap().clone();
    assert!(points.contains(&WritePoint::Rename("vault.next", "vault.skts")), "{points:?}");
    points.len()
}

/// One change with a fault; afterwards memory is what the disk is, and the change can be made anew.
#[track_caller]
fn with_fault(change: Change, first: usize, count: usize) -> Result<(), VaultError> {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    let folder = home.path().join("data");
    prepared(&folder, &keystore, change);
    let (hook, points) = failing(first, count, ErrorKind::StorageFull);
    let mut vault = Locked::open_with_hook(&folder, hook).unwrap().unlock(&keystore).unwrap();
    let before = vault.key_id();
    let result = change.apply(&mut vault, &keystore);
    let in_memory = change.is_done(&vault);
    drop(vault);

    let mut vault = Locked::open(&folder).unwrap().unlock(&keystore).unwrap();
    assert_eq!(change.is_done(&vault), in_memory, "{change:?} {first} {:?}", points.lock().unwrap());
    assert!(in_memory || result.is_err());
    if count == 1 {
        // After a single fault the vault is again as it was before the change.
        assert_eq!(in_memory, result.is_ok(), "{change:?} {first} {:?}", points.lock().unwrap());
    }
    if !in_memory {
        change.apply(&mut vault, &keystore).unwrap();
        assert!(change.is_done(&vault));
    } else {
        vault.add(&token(9), &keystore).unwrap();
    }
    assert_eq!(names_in(&folder), ["vault.lock", "vault.skts"]);
    if matches!(change, Change::Erase) {
        let before = before.expect("a vault with tokens has a key");
        let old = keystore.load(&before).err();
        assert_eq!(old, Some(KeystoreError::NoEntry), "{first} {count}: the key that sealed the token");
        // The key of an attempt that failed stays: its file may come back after a power cut.
        assert!(keystore.len() <= 1 + usize::from(result.is_err()), "{first} {count}: {}", keystore.len());
    }
    result
}

#[test]
fn a_fault_at_any_point_is_told_and_taken_back() {
    for change in Change::ALL {
        let points = points_of(change);
        let failed = (0..points).filter(|&point| with_fault(change, point, 1).is_err()).count();
        // Every point makes the change fail but those that tidy up after the new generation was read back: two, and a
        // flush before a key is deleted.
        let tidying = if matches!(change, Change::Erase) { 3 } else { 2 };
        assert_eq!(failed, points - tidying, "{change:?}");
    }
}

#[test]
fn a_disk_that_stays_broken_loses_nothing() {
    for change in Change::ALL {
        for point in 0..points_of(change) {
            if let Err(error) = with_fault(change, point, usize::MAX) {
                assert_eq!(error, VaultError::Unreachable(ErrorKind::StorageFull));
            }
        }
    }
}

#[test]
fn two_faults_in_a_row_lose_nothing() {
    for change in Change::ALL {
        for point in 0..points_of(change) {
            let _ = with_fault(change, point, 2);
        }
    }
}

/// The files over which the first token of a new vault is registered.
#[derive(Clone, Copy, Debug)]
enum Given {
    /// A vault without its key, and a previous generation beside it.
    Vault,
    /// A previous generation alone, which then is the vault.
    Previous,
    /// A file that is no vault, too large to be one, and a previous generation whose key is there.
    Large,
}

impl Given {
    const ALL: [Self; 3] = [Self::Vault, Self::Previous, Self::Large];

    fn prepare(self, folder: &Path, keystore: &MemoryKeystore) {
        let lost = MemoryKeystore::new();
        drop(vault_with(folder, if matches!(self, Self::Large) { keystore } else { &lost }, &[1, 2]));
        let (vault, previous) = (folder.join("vault.skts"), folder.join("vault.previous"));
        match self {
            Self::Vault => std::fs::write(previous, "older").unwrap(),
            Self::Previous => std::fs::rename(vault, previous).unwrap(),
            Self::Large => {
                std::fs::rename(&vault, previous).unwrap();
                std::fs::write(vault, vec![7; 2 << 20]).unwrap();
            }
        }
    }
}

/// Registers a first token over such files: returns how many points that passes, and how it ends when `count` points
/// fail, from `first` on. The old files must be whole, at once and after one more write.
#[track_caller]
fn anew(given: Given, first: usize, count: usize) -> (usize, Result<(), VaultError>) {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    given.prepare(home.path(), &keystore);
    let before = bytes_of(home.path());
    let kept = |when: &str| {
        let now: Vec<_> = bytes_of(home.path()).into_values().collect();
        for (name, bytes) in &before {
            assert!(now.contains(bytes), "{given:?} {first} {count} {when}: {} is lost", name.display());
        }
    };

    let (hook, points) = failing(first, count, ErrorKind::StorageFull);
    let locked = Locked::open_with_hook(home.path(), hook).unwrap();
    let (locked, error) = locked.unlock(&keystore).unwrap_err();
    assert!([VaultError::KeyMissing, VaultError::Damaged].contains(&error), "{error:?}");
    let mut vault = locked.set_aside(now()).unlock(&keystore).unwrap();
    assert_eq!(bytes_of(home.path()), before, "nothing is moved before a token is stored");
    let result = vault.add(&token(3), &keystore);
    let stored = vault.profiles().len() == 1;
    let points = points.lock().unwrap().len();
    kept("at once");
    assert!(count != 1 || stored == result.is_ok(), "{given:?} {first}: a single fault is taken back");
    if !stored && count == 1 {
        // After a single fault the folder is as it was, so the customer can try again.
        assert_eq!(bytes_of(home.path()), before, "{given:?} {first}");
    }

    // As soon as the disk works again, the same window can store a token, and so can the next start.
    if count < usize::MAX {
        let added = (0..=count).any(|_| {
            let added = vault.add(&token(4), &keystore).is_ok();
            kept("while one more token is added");
            added
        });
        assert!(added, "{given:?} {first} {count}");
        vault.remove(&serial(4), now(), &keystore).unwrap();
        kept("after its removal");
    }
    drop(vault);
    match Locked::open(home.path()).unwrap().unlock(&keystore) {
        Ok(mut vault) => {
            let old = vault.profiles().iter().any(|profile| [serial(1), serial(2)].contains(&profile.serial));
            assert!(!old, "{given:?} {first} {count}: an older generation is passed off as the vault");
            let holds = vault.profiles().iter().any(|profile| profile.serial == serial(3));
            assert!(holds || !stored, "{given:?} {first} {count}: a stored token is lost");
            // A file that is no vault was moved, and while the disk stays broken it cannot be moved back.
            assert!(stored || count < usize::MAX || matches!(given, Given::Large), "{given:?} {first}");
            vault.add(&token(5), &keystore).unwrap();
            kept("after the next start");
        }
        Err((_, again)) => {
            assert_eq!((again, stored, count), (error, false, usize::MAX), "{given:?} {first}");
        }
    }
    (points, result)
}

#[test]
fn a_fault_while_registering_anew_leaves_the_old_vault_where_it_was() {
    for given in Given::ALL {
        let (points, result) = anew(given, usize::MAX, 0);
        assert_eq!(result, Ok(()));
        assert!(points >= 8, "{points} points");
        // The last points only tidy up: the token is stored by then.
        let stored =
            (0..points).find(|point| anew(given, *point, 1).1.is_ok()).expect("tidying up is no fault");
        for point in 0..stored {
            let failed = Err(VaultError::Unreachable(ErrorKind::StorageFull));
            assert_eq!(anew(given, point, 1).1, failed, "{given:?} {point}");
            for count in [2, 3, 4, usize::MAX] {
                assert!(anew(given, point, count).1.is_err(), "{given:?} {point}");
            }
        }
        for point in stored..points {
            assert_eq!(anew(given, point, usize::MAX).1, Ok(()), "{given:?} {point}");
        }
    }
}

/// Whatever the moment the power fails at, the next start finds a vault: the one in trouble, or the new one.
#[test]
fn there_is_always_a_vault_while_registering_anew() {
    for given in [Given::Vault, Given::Previous] {
        let home = tempfile::tempdir().unwrap();
        let keystore = MemoryKeystore::new();
        given.prepare(home.path(), &keystore);
        let (folder, seen) = (home.path().to_owned(), Arc::new(Mutex::new(Vec::new())));
        let seen_there = seen.clone();
        let hook: Hook = Arc::new(move |point| {
            let copy = tempfile::tempdir()?;
            for (path, bytes) in bytes_of(&folder) {
                std::fs::write(copy.path().join(path.file_name().unwrap()), bytes)?;
            }
            seen_there.lock().unwrap().push((point, Locked::open(copy.path()).unwrap().inspect()));
            Ok(())
        });
        let locked = Locked::open_with_hook(home.path(), hook).unwrap();
        let old = locked.inspect().unwrap().expect("a vault");
        let (locked, _) = locked.unlock(&keystore).unwrap_err();
        let mut vault = locked.set_aside(now()).unlock(&keystore).unwrap();
        vault.add(&token(3), &keystore).unwrap();
        drop(vault);
        let new = Locked::open(home.path()).unwrap().inspect().unwrap().expect("a vault");
        let seen = seen.lock().unwrap();
        assert!(seen.len() >= 8, "{seen:?}");
        for (point, opened) in seen.iter() {
            assert!([Ok(Some(old)), Ok(Some(new))].contains(opened), "{given:?} {point:?}: {opened:?}");
        }
    }
}

#[test]
fn a_process_that_dies_at_any_point_loses_nothing() {
    const NAME: &str = "vault_faults::a_process_that_dies_at_any_point_loses_nothing";
    if let Some(folder) = folder_for("dies") {
        let (change, point) = argument().split_once(' ').map(|(c, p)| (c.to_owned(), p.to_owned())).unwrap();
        return die(&folder, Change::ALL[change.parse::<usize>().unwrap()], point.parse().unwrap());
    }
    let exe = std::env::current_exe().unwrap();
    for (index, change) in Change::ALL.into_iter().enumerate() {
        let points = points_of(change);
        let mut done = 0;
        for point in 0..points {
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("data");
            let keystore = FileKeystore::new(&home.path().join("keys"));
            prepared(&folder, &keystore, change);
            let scenario = format!("dies:{index} {point}");
            let output = again(&[], &exe, NAME, &scenario, &folder).output().unwrap();
            assert!(!output.status.success(), "it did not die at {point} of {change:?}");
            assert!(String::from_utf8_lossy(&output.stdout).contains("begins"), "{output:?}");
            let vault = Locked::open(&folder).unwrap().unlock(&keystore).unwrap();
            done += usize::from(change.is_done(&vault));
        }
        assert!(done > 0 && done < points, "{change:?}: {done} of {points}");
    }
}

fn die(folder: &Path, change: Change, at: usize) {
    let passed = AtomicUsize::new(0);
    let hook = move |_| {
        if passed.fetch_add(1, Ordering::Relaxed) == at {
            std::process::abort();
        }
        Ok(())
    };
    let keystore = FileKeystore::new(&folder.with_file_name("keys"));
    let locked = Locked::open_with_hook(folder, Arc::new(hook)).unwrap();
    let mut vault = locked.unlock(&keystore).unwrap();
    println!("begins");
    change.apply(&mut vault, &keystore).unwrap();
}
