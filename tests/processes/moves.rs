//! Real processes that are killed while a vault's key moves from its file to the system's keystore.
#![cfg(unix)]

use crate::vault_support::*;
use skts_token::app::{Given, KeystoreChoice, StoreMode, look, open};
use skts_token::keystore::KeystoreError;
use skts_token::testing::MemoryDevice;
use skts_token::vault::Moment;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// A device whose system keystore outlives the process: it is a folder beside the vault's.
fn device(folder: &Path) -> MemoryDevice {
    MemoryDevice { key_folder: Some(folder.with_file_name("system")), ..MemoryDevice::default() }
}

/// No passcode.
fn nothing() -> Given<'static> {
    Given::nothing(Moment::new(Duration::ZERO, None).unwrap())
}

/// A vault of two tokens whose key lies in a file beside it.
fn in_a_file(folder: &Path) {
    let device = device(folder);
    *device.no_keystore.lock().unwrap() = Some(KeystoreError::Unavailable);
    let mut vault = open(folder, KeystoreChoice::File, &device, nothing()).unwrap();
    for number in [1, 2] {
        vault.store(&token(number), StoreMode::Add, now()).unwrap();
    }
}

fn key_files(folder: &Path) -> usize {
    names_in(folder).iter().filter(|name| name.ends_with(".key")).count()
}

/// Kills a process that opens a vault whose key is in a file, at any time of the move. Whatever is there then opens at the
/// next start with both tokens, the key in the system's keystore, and no key file left.
#[test]
fn a_hundred_and_fifty_kills_while_a_key_moves_lose_nothing() {
    const NAME: &str = "moves::a_hundred_and_fifty_kills_while_a_key_moves_lose_nothing";
    if let Some(folder) = folder_for("mover") {
        return mover(&folder);
    }
    let exe = std::env::current_exe().unwrap();
    let mut random = Random(0x0de1);
    let (mut untouched, mut half, mut done) = (0, 0, 0);
    // Microseconds until the kill, about. However fast the disk is, the kills find the move: one that came too early makes
    // the next one later, one that came too late makes it earlier.
    let mut span = 10_000;
    for round in 0..150 {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("data");
        in_a_file(&folder);
        let mut child = again(&[], &exe, NAME, "mover:", &folder);
        let mut child = child.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        lines.by_ref().find(|line| line == "> move").expect("the child begins");
        std::thread::sleep(Duration::from_micros(span / 2 + random.below(span as usize) as u64));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9), "it ended by itself");

        let keys = key_files(&folder.with_file_name("system"));
        match (keys, key_files(&folder)) {
            (0, 1) => {
                untouched += 1;
                span = (span * 5 / 4).min(1_000_000);
            }
            (1, 0) => {
                done += 1;
                span = (span * 4 / 5).max(100);
            }
            (1, 1) => half += 1,
            other => panic!("round {round}: {other:?}, {:?}", names_in(&folder)),
        }
        // A program that only reads opens it as it is.
        let device = device(&folder);
        let looked = look(&folder, KeystoreChoice::Best, &device, nothing()).unwrap();
        let [first, second] =
            [1, 2].map(|number| looked.codes(&serial(number), &[step()]).unwrap().remove(0));
        drop(looked);
        let vault = open(&folder, KeystoreChoice::Best, &device, nothing()).unwrap();
        assert_eq!(vault.summary().profiles.len(), 2);
        assert_eq!(vault.in_file(), None);
        for (number, before) in [(1, first), (2, second)] {
            let code = vault.codes(&serial(number), &[step()]).unwrap().remove(0);
            assert_eq!(code.as_str(), before.as_str());
        }
        drop(vault);
        assert_eq!(key_files(&folder), 0, "round {round}: {:?}", names_in(&folder));
        assert!(names_in(&folder).contains(&"key-in-system-keystore".to_owned()));
    }
    println!(
        "150 kills: {untouched} before the key was stored, {half} while both had one, {done} after the move"
    );
    assert!(half > 10 && untouched + half + done == 150, "{untouched} {half} {done}");
}

/// Opens the vault, which moves its key, and waits to be killed.
fn mover(folder: &Path) {
    let say = |line: &str| {
        let mut out = io::stdout().lock();
        out.write_all(line.as_bytes()).and_then(|()| out.flush()).unwrap();
    };
    say("> move\n");
    let vault = open(folder, KeystoreChoice::Best, &device(folder), nothing()).unwrap();
    say("< done\n");
    loop {
        std::thread::sleep(Duration::from_secs(60));
        assert!(vault.key_moved());
    }
}
