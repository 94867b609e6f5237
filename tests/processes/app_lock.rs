//! Real processes that are killed while they set, change and remove the passcode, turn biometrics on and off, or try a passcode.
#![cfg(unix)]

use crate::vault_support::*;
use skts_token::keystore::{FileKeystore, KeyId, Keystore, VaultKey};
use skts_token::otp::BootId;
use skts_token::vault::{BiometricSecret, Cost, Locked, Moment, Passcode, Unlocked, VaultError};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

/// Each try is made this long after the one before, so that no wait is left.
const APART: u64 = 2 * 60 * 60;

fn moment(number: u64) -> Moment {
    let boot = BootId::try_from("one".to_owned()).unwrap();
    Moment::new(Duration::from_secs(number * APART), Some(&boot)).unwrap()
}

fn passcode(number: u8) -> Passcode {
    Passcode::parse(&format!("48291{number}")).unwrap()
}

fn keystore_of(folder: &Path) -> FileKeystore {
    FileKeystore::new(&folder.with_file_name("keys"))
}

fn face() -> BiometricSecret {
    BiometricSecret::new(KeyId::from_bytes([3; 16]), VaultKey::new(&[4; 32]))
}

/// How the vault is locked, and how many tokens it has.
#[derive(Clone, Copy, Debug, PartialEq)]
struct There {
    passcode: Option<u8>,
    /// A face opens it too.
    face: bool,
    tokens: u8,
}

impl There {
    fn open(self, folder: &Path, now: &Moment) -> Result<Unlocked, VaultError> {
        let (locked, keystore) = (Locked::open(folder).unwrap(), keystore_of(folder));
        let opened = match self.passcode {
            Some(number) => locked.unlock_with(&passcode(number), now, &keystore),
            None => locked.unlock(&keystore),
        };
        opened.map_err(|(_, error)| error)
    }

    /// Whether this is what the folder has: so many tokens, and behind this passcode or behind none, and a face or none.
    fn is_in(self, folder: &Path, now: &Moment) -> bool {
        self.open(folder, now).is_ok_and(|vault| {
            vault.has_app_lock() == self.passcode.is_some()
                && vault.biometric_id().is_some() == self.face
                && vault.profiles().len() == usize::from(self.tokens)
        }) && (self.passcode.is_none() || self.opens_by_face(folder) == self.face)
    }

    fn opens_by_face(self, folder: &Path) -> bool {
        let opened = Locked::open(folder).unwrap().unlock_with_biometrics(&face(), &keystore_of(folder));
        match opened {
            Ok(vault) => vault.profiles().len() == usize::from(self.tokens),
            Err((_, error)) => {
                assert_eq!(error, VaultError::PasscodeNeeded);
                false
            }
        }
    }

    fn after(mut self, change: &str, number: u8) -> Self {
        match change {
            "set" => self.passcode = Some(number),
            "unset" => (self.passcode, self.face) = (None, false),
            "face" => self.face = !self.face,
            "add" => self.tokens += 1,
            other => panic!("{other}"),
        }
        self
    }
}

fn say(line: &str) {
    let mut out = io::stdout().lock();
    out.write_all(line.as_bytes()).and_then(|()| out.flush()).unwrap();
}

/// Lets the child go until `enough`, kills it after some time more, and gives what it said.
fn killed_after(mut child: Child, more: Duration, enough: impl Fn(&[String]) -> bool) -> Vec<String> {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said: Vec<String> = Vec::new();
    while said.is_empty() || !enough(&said) {
        let line = lines.by_ref().map(Result::unwrap).find(|line| line.starts_with(['>', '<']));
        said.push(line.expect("the child goes on until it is killed"));
    }
    let rest = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>());
    std::thread::sleep(more);
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9), "it ended by itself");
    said.extend(rest.join().unwrap());
    said
}

#[test]
fn three_hundred_kills_of_a_changing_passcode_lose_nothing() {
    const NAME: &str = "app_lock::three_hundred_kills_of_a_changing_passcode_lose_nothing";
    if let Some(folder) = folder_for("locks") {
        return change_for_ever(&folder, &argument());
    }
    let exe = std::env::current_exe().unwrap();
    let mut random = Random(0x10c4);
    let (mut confirmed, mut cut_short, mut cut_but_done) = ([0; 4], [0; 4], 0);
    let mut home = tempfile::tempdir().unwrap();
    let mut known = There { passcode: None, face: false, tokens: 0 };
    for round in 0..300 {
        if round % 10 == 0 {
            home = tempfile::tempdir().unwrap();
            known = There { passcode: None, face: false, tokens: 1 };
            drop(vault_with(&home.path().join("data"), &keystore_of(&home.path().join("data")), &[0]));
        }
        let folder = home.path().join("data");
        let (seed, now) = (1 + random.below(1 << 30), 2 * round + 1);
        let opens = known.passcode.map_or_else(|| "-".to_owned(), |number| number.to_string());
        let mut child =
            again(&[], &exe, NAME, &format!("locks:{seed} {now} {opens} {}", known.face), &folder);
        let child = child.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let through = random.below(3);
        let more = Duration::from_micros(random.below(90_000) as u64);
        let said = killed_after(child, more, |said| {
            said.iter().filter(|line| line.starts_with("< done")).count() >= through
        });
        let mut begun = None;
        for line in &said {
            match (&line.split(' ').collect::<Vec<_>>()[..], begun.take()) {
                ([">", change, number], None) => begun = Some((*change, number.parse::<u8>().unwrap())),
                (["<", "done", "."], Some((change, number))) => {
                    known = known.after(change, number);
                    confirmed[kind(change)] += 1;
                }
                // The kill cut the child's line in two.
                (_, before) => begun = before,
            }
        }
        // A change that was cut short has happened or has not: exactly one of the two opens.
        if let Some((change, number)) = begun {
            cut_short[kind(change)] += 1;
            if !known.is_in(&folder, &moment(now as u64 + 1)) {
                cut_but_done += 1;
                known = known.after(change, number);
            }
        }
        assert!(known.is_in(&folder, &moment(now as u64 + 1)), "{known:?}: {said:?}");
        let vault = known.open(&folder, &moment(now as u64 + 1)).unwrap();
        assert_tokens(&vault, &(0..known.tokens).collect::<Vec<_>>());
        drop(vault);
        if known.passcode.is_some() {
            let (_, error) = Locked::open(&folder).unwrap().unlock(&keystore_of(&folder)).unwrap_err();
            assert_eq!(error, VaultError::PasscodeNeeded, "{said:?}");
        }
    }
    println!(
        "set, unset, add, face: confirmed {confirmed:?}, cut short {cut_short:?}, of these done {cut_but_done}"
    );
    assert!(confirmed[0] > 60 && confirmed[1] > 20 && confirmed[3] > 20, "{confirmed:?} {cut_short:?}");
    assert!(cut_short[0] > 60 && cut_short[1] > 5 && cut_short[3] > 0, "{confirmed:?} {cut_short:?}");
}

fn kind(change: &str) -> usize {
    ["set", "unset", "add", "face"].iter().position(|name| *name == change).unwrap()
}

/// Sets, changes and removes passcodes, and adds a token now and then, saying what it begins and what is done.
fn change_for_ever(folder: &Path, argument: &str) {
    let words: Vec<&str> = argument.split(' ').collect();
    let (mut random, now) = (Random(words[0].parse().unwrap()), words[1].parse().unwrap());
    let mut there = There { passcode: words[2].parse().ok(), face: words[3].parse().unwrap(), tokens: 0 };
    let keystore = keystore_of(folder);
    let mut vault = there.open(folder, &moment(now)).unwrap();
    loop {
        let number = random.below(10) as u8;
        let change = match (there.passcode, random.below(6), vault.profiles().len()) {
            (Some(_), 0, _) => "unset",
            (Some(_), 4 | 5, _) => "face",
            (_, 1, 1..6) => "add",
            _ => "set",
        };
        say(&format!("> {change} {number}\n"));
        match change {
            "set" => vault.set_passcode(&passcode(number), Cost::LEAST, &keystore).map(drop),
            "unset" => vault.remove_passcode(&keystore).map(drop),
            "face" if there.face => vault.remove_biometrics(&keystore),
            "face" => vault.add_biometrics(&face(), &keystore),
            _ => vault.add(&token(vault.profiles().len() as u8), &keystore),
        }
        .unwrap();
        there = there.after(change, number);
        say("< done .\n");
    }
}

/// Whoever kills the program in the middle of a try gains none: what was begun was counted.
#[test]
fn a_try_that_is_killed_was_counted() {
    const NAME: &str = "app_lock::a_try_that_is_killed_was_counted";
    if let Some(folder) = folder_for("tries") {
        let now = argument().parse().unwrap();
        let mut locked = Locked::open(&folder).unwrap();
        for number in now.. {
            say("> try\n");
            let (again, error) =
                locked.unlock_with(&passcode(2), &moment(number), &keystore_of(&folder)).unwrap_err();
            assert_eq!(error, VaultError::WrongPasscode);
            say("< wrong\n");
            locked = again;
        }
    }
    let exe = std::env::current_exe().unwrap();
    let mut random = Random(0x7415);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let keystore = keystore_of(&folder);
    let mut vault = vault_with(&folder, &keystore, &[1]);
    let _ = vault.set_passcode(&passcode(1), Cost::LEAST, &keystore).unwrap();
    let id: KeyId = vault.key_id().unwrap();
    drop(vault);
    let mut in_the_middle = 0;
    for round in 0..40 {
        let before = keystore.attempts(&id).unwrap().unwrap().failures() as usize;
        let mut child = again(&[], &exe, NAME, &format!("tries:{}", 1000 * (round + 1)), &folder);
        let child = child.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let through = 1 + random.below(3);
        let more = Duration::from_micros(random.below(60_000) as u64);
        let said = killed_after(child, more, |said| said.len() >= through);
        let count = |word: &str| said.iter().filter(|line| *line == word).count();
        let counted = keystore.attempts(&id).unwrap().unwrap().failures() as usize - before;
        assert!((count("< wrong")..=count("> try")).contains(&counted), "{counted}: {said:?}");
        in_the_middle += usize::from(counted > count("< wrong"));
    }
    assert!(in_the_middle > 5, "kills met {in_the_middle} tries that were counted and not made");
    let there = There { passcode: Some(1), face: false, tokens: 1 };
    assert!(there.open(&folder, &moment(1_000_000)).is_ok());
}
