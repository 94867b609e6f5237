//! A write that fails, or whose process dies, at any of its points.
#![cfg(unix)]

mod vault_support;

use skts_token::keystore::{FileKeystore, Keystore, MemoryKeystore};
use skts_token::token::{Draft, Seed, Token};
use skts_token::vault::{Hook, Locked, Unlocked, VaultError, WritePoint};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use vault_support::*;

/// The changes that are tried, each from its own beginning.
#[derive(Clone, Copy, Debug)]
enum Change {
    First,
    Add,
    Replace,
    Remove,
}

impl Change {
    const ALL: [Self; 4] = [Self::First, Self::Add, Self::Replace, Self::Remove];

    fn before(self) -> &'static [u8] {
        if matches!(self, Self::First) { &[] } else { &[1, 2] }
    }

    fn apply(self, vault: &mut Unlocked, keystore: &dyn Keystore) -> Result<(), VaultError> {
        match self {
            Self::First | Self::Add => vault.add(&token(3), keystore),
            Self::Replace => vault.replace(&reissued()),
            Self::Remove => vault.remove(&serial(1)),
        }
    }

    /// Whether the vault has what it had before, or what it has afterwards. Anything else fails.
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

/// Fails the points from `first` on, `count` of them, and writes down all that it is asked.
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
    let result = change.apply(&mut vault, &keystore);
    let in_memory = change.is_done(&vault);
    drop(vault);

    let mut vault = Locked::open(&folder).unwrap().unlock(&keystore).unwrap();
    assert_eq!(change.is_done(&vault), in_memory, "{change:?} {first} {:?}", points.lock().unwrap());
    assert!(in_memory || result.is_err());
    if count == 1 {
        // A single fault is taken back whole.
        assert_eq!(in_memory, result.is_ok(), "{change:?} {first} {:?}", points.lock().unwrap());
    }
    if !in_memory {
        change.apply(&mut vault, &keystore).unwrap();
        assert!(change.is_done(&vault));
    } else {
        vault.add(&token(9), &keystore).unwrap();
    }
    assert_eq!(names_in(&folder), ["vault.lock", "vault.skts"]);
    result
}

#[test]
fn a_fault_at_any_point_is_told_and_taken_back() {
    for change in Change::ALL {
        let points = points_of(change);
        let failed = (0..points).filter(|&point| with_fault(change, point, 1).is_err()).count();
        // All but the clearing up after the new generation was read back.
        assert_eq!(failed, points - 2, "{change:?}");
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

/// A vault without its key, and a first token in its place: how many points that passes, and how it ends
/// when the points from `first` on fail, `count` of them.
#[track_caller]
fn anew(first: usize, count: usize) -> (usize, Result<(), VaultError>) {
    let home = tempfile::tempdir().unwrap();
    let keystore = MemoryKeystore::new();
    drop(vault_with(home.path(), &MemoryKeystore::new(), &[1, 2]));
    let sealed = std::fs::read(home.path().join("vault.skts")).unwrap();
    std::fs::write(home.path().join("vault.previous"), "older").unwrap();
    let before = bytes_of(home.path());

    let (hook, points) = failing(first, count, ErrorKind::StorageFull);
    let locked = Locked::open_with_hook(home.path(), hook).unwrap();
    let (locked, error) = locked.unlock(&keystore).unwrap_err();
    assert_eq!(error, VaultError::KeyMissing);
    let mut vault = locked.set_aside().unlock(&keystore).unwrap();
    assert_eq!(bytes_of(home.path()), before, "nothing is moved before a token is stored");
    let result = vault.add(&token(3), &keystore);
    let stored = vault.profiles().len() == 1;
    drop(vault);
    let points = points.lock().unwrap().clone();

    let file = |name: &str| std::fs::read(home.path().join(name)).ok();
    if stored {
        let vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
        assert_tokens(&vault, &[3]);
        assert_eq!(file("vault.skts.set-aside-1"), Some(sealed));
        let kept = [file("vault.previous"), file("vault.previous.set-aside-1")];
        assert!(kept.contains(&Some(b"older".to_vec())), "{points:?}");
    } else if count == 1 {
        // A single fault is taken back whole, and so it can be tried again.
        assert_eq!(bytes_of(home.path()), before, "{points:?}");
    } else {
        // Where taking back fails too: the old vault is there, in its place or under its other name.
        let kept = [file("vault.skts"), file("vault.skts.set-aside-1")];
        assert!(kept.contains(&Some(sealed)), "{points:?}");
    }
    (points.len(), result)
}

#[test]
fn a_fault_while_registering_anew_leaves_the_old_vault_where_it_was() {
    let (points, result) = anew(usize::MAX, 0);
    assert_eq!(result, Ok(()));
    assert!(points >= 8, "{points} points");
    // The last two tidy up: the token is stored by then.
    for point in 0..points - 2 {
        assert_eq!(anew(point, 1).1, Err(VaultError::Unreachable(ErrorKind::StorageFull)), "{point}");
        assert!(anew(point, 2).1.is_err());
        assert!(anew(point, usize::MAX).1.is_err());
    }
    for point in points - 2..points {
        assert_eq!(anew(point, usize::MAX).1, Ok(()), "{point}");
    }
}

/// Whatever the moment the power fails at, the next start finds a vault: the one in trouble, or the new one.
#[test]
fn there_is_always_a_vault_while_registering_anew() {
    for only_previous in [false, true] {
        let home = tempfile::tempdir().unwrap();
        let keystore = MemoryKeystore::new();
        drop(vault_with(home.path(), &MemoryKeystore::new(), &[1, 2]));
        if only_previous {
            std::fs::rename(home.path().join("vault.skts"), home.path().join("vault.previous")).unwrap();
        }
        let (folder, seen) = (home.path().to_owned(), Arc::new(Mutex::new(Vec::new())));
        let seen_there = seen.clone();
        let hook: Hook = Arc::new(move |point| {
            let copy = tempfile::tempdir()?;
            for (path, bytes) in bytes_of(&folder) {
                std::fs::write(copy.path().join(path.file_name().unwrap()), bytes)?;
            }
            let opened = Locked::open(copy.path()).unwrap().inspect();
            seen_there.lock().unwrap().push((point, opened));
            Ok(())
        });
        let locked = Locked::open_with_hook(home.path(), hook).unwrap();
        let old = locked.inspect().unwrap().expect("a vault");
        let (locked, _) = locked.unlock(&keystore).unwrap_err();
        let mut vault = locked.set_aside().unlock(&keystore).unwrap();
        vault.add(&token(3), &keystore).unwrap();
        drop(vault);
        let new = Locked::open(home.path()).unwrap().inspect().unwrap().expect("a vault");
        let seen = seen.lock().unwrap();
        assert!(seen.len() >= 8, "{seen:?}");
        for (point, opened) in seen.iter() {
            assert!([Ok(Some(old)), Ok(Some(new))].contains(opened), "{point:?}: {opened:?}");
        }
    }
}

#[test]
fn a_process_that_dies_at_any_point_loses_nothing() {
    const NAME: &str = "a_process_that_dies_at_any_point_loses_nothing";
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
