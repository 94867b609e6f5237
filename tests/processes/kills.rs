//! Real processes that are killed while they write, or want to write at once.
#![cfg(unix)]

use crate::vault_support::*;
use skts_token::keystore::{FileKeystore, KeyId};
use skts_token::token::Profile;
use skts_token::vault::{DAYS_KEPT, Locked, MAX_REMOVED, VaultError};
use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Kills a process that adds tokens, replaces them, removes them, brings them back, removes them for good and lets what was
/// removed expire, 300 times, somewhere in its work, and compares what the process said with what is on the disk. Every second folder begins with a vault of
/// version 1, so that kills hit the write that makes it one of version 2.
#[test]
fn three_hundred_kills_lose_nothing_that_was_confirmed() {
    const NAME: &str = "kills::three_hundred_kills_lose_nothing_that_was_confirmed";
    if let Some(folder) = folder_for("hammer") {
        return hammer(&folder, Random(argument().parse().unwrap()));
    }
    let exe = std::env::current_exe().unwrap();
    let mut random = Random(0x0dd5);
    let mut tally = Tally::default();
    let mut home = tempfile::tempdir().unwrap();
    let mut known = There::default();
    for round in 0..300 {
        // Every tenth round begins with an empty folder, so that the first token is hit as well.
        if round % 10 == 0 {
            home = tempfile::tempdir().unwrap();
            known = There::default();
            if round % 20 == 0 {
                known = There::of_version_1(home.path());
                tally.migrations += 1;
            }
        }
        let folder = home.path().join("data");
        let seed = 1 + random.below(1 << 30);
        let mut child = again(&[], &exe, NAME, &format!("hammer:{seed}"), &folder);
        let mut child = child.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // The process may confirm some changes, and is then killed at any time of the next one.
        let mut said: Vec<String> = Vec::new();
        let through = random.below(5);
        while said.iter().filter(|line| line.starts_with("< done")).count() < through || said.is_empty() {
            let line = lines.by_ref().map(Result::unwrap).find(|line| line.starts_with(['>', '<']));
            said.push(line.expect("the child goes on until it is killed"));
        }
        let rest = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>());
        std::thread::sleep(Duration::from_micros(random.below(15_000) as u64));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9), "it ended by itself");
        said.extend(rest.join().unwrap());
        known = tally.judge(&folder, known, &said);
    }
    println!("{tally:?}");
    assert!(tally.confirmed > 300 && tally.cut_short > 30, "{tally:?}");
    assert!(tally.erased > 30 && tally.expired > 15 && tally.replaced > 15, "{tally:?}");
}

/// Ten times two processes on one folder, which has no vault yet: one writes, the other is told `InUse`
/// and has written nothing.
#[test]
fn of_two_processes_one_writes() {
    const NAME: &str = "kills::of_two_processes_one_writes";
    if let Some(folder) = folder_for("pair") {
        return hammer(&folder, Random(argument().parse().unwrap()));
    }
    let exe = std::env::current_exe().unwrap();
    for round in 0..10 {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("data");
        let start = |seed: usize| {
            let mut child = again(&[], &exe, NAME, &format!("pair:{seed}"), &folder);
            child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let mut pair = [start(2 * round + 1), start(2 * round + 2)];
        let end = Instant::now() + Duration::from_secs(30);
        let loser = loop {
            assert!(Instant::now() < end, "both go on");
            match pair.iter_mut().position(|child| child.try_wait().unwrap().is_some()) {
                Some(loser) => break loser,
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        assert_eq!(Locked::open(&folder).unwrap_err(), VaultError::InUse, "the winner holds it");
        // The winner is killed once it has confirmed a change, however slow the machine is.
        let mut lines = BufReader::new(pair[1 - loser].stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut said: Vec<String> = Vec::new();
        while said.last().is_none_or(|line| !line.starts_with("< done")) {
            said.push(lines.next().expect("the winner goes on until it is killed"));
        }
        pair[1 - loser].kill().unwrap();
        said.extend(lines);
        let [first, second] = pair.map(|child| child.wait_with_output().unwrap());
        let lost = if loser == 0 { first } else { second };
        let (words, errors) = (String::from_utf8_lossy(&lost.stdout), String::from_utf8_lossy(&lost.stderr));
        assert!(errors.contains("InUse") && !words.contains("< done"), "{words}{errors}");
        Tally::default().judge(&folder, There::default(), &said);
    }
}

/// What is in the vault, each by its number, and the keys that have ever opened it, as the names of their files say them.
#[derive(Clone, Debug, Default, PartialEq)]
struct There {
    tokens: Vec<u8>,
    removed: Vec<u8>,
    keys: BTreeSet<String>,
}

impl There {
    /// A vault of version 1 with two tokens, as the app wrote it once.
    fn of_version_1(home: &Path) -> Self {
        let fixture = |end: &str| {
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(format!("vault-v1-two.{end}"))
        };
        let vault = std::fs::read(fixture("skts")).unwrap();
        let id = KeyId::from_bytes(vault[10..26].try_into().unwrap());
        for folder in ["data", "keys"] {
            std::fs::create_dir(home.join(folder)).unwrap();
        }
        std::fs::write(home.join("data/vault.skts"), vault).unwrap();
        place_key(&fixture("key"), &home.join(format!("keys/vault-{id}.key")));
        Self { tokens: vec![1, 2], ..Self::default() }
    }

    fn apply(&mut self, (change, number): (&str, u8)) {
        let take_one = |list: &mut Vec<u8>| {
            list.remove(list.iter().position(|&token| token == number).unwrap());
        };
        match change {
            "add" => self.tokens.push(number),
            "replace" => self.removed.push(number),
            "remove" => {
                take_one(&mut self.tokens);
                self.removed.push(number);
            }
            "back" => {
                take_one(&mut self.removed);
                self.tokens.push(number);
            }
            "forget" => take_one(&mut self.removed),
            "erase" => {
                self.tokens.retain(|&token| token != number);
                self.removed.retain(|&token| token != number);
            }
            "expire" => self.removed.clear(),
            other => panic!("{other}"),
        }
        self.tokens.sort();
        self.removed.sort();
    }
}

/// What the 300 kills met.
#[derive(Debug, Default)]
struct Tally {
    migrations: usize,
    confirmed: usize,
    replaced: usize,
    erased: usize,
    expired: usize,
    keys_of_nothing: usize,
    cut_short: usize,
    cut_short_but_done: usize,
}

impl Tally {
    /// `> add 3` is what the child begins, `< done ID` what it confirms, and under which key. Returns what is there now.
    fn judge(&mut self, folder: &Path, mut expected: There, said: &[String]) -> There {
        let mut begun = None;
        for line in said {
            match (&line.split(' ').collect::<Vec<_>>()[..], begun.take()) {
                ([">", change, number], None) => begun = Some((*change, number.parse::<u8>().unwrap())),
                (["<", "done", id], Some(change)) if id.len() == 32 => {
                    expected.apply(change);
                    expected.keys.insert((*id).to_owned());
                    self.confirmed += 1;
                    self.replaced += usize::from(change.0 == "replace");
                    self.erased += usize::from(["erase", "forget"].contains(&change.0));
                    self.expired += usize::from(change.0 == "expire");
                }
                // The kill cut the child's line in two.
                (_, before) => begun = before,
            }
        }
        let keys = folder.with_file_name("keys");
        let vault = Locked::open(folder).unwrap().unlock(&FileKeystore::new(&keys)).unwrap();
        let mut there = There { keys: expected.keys.clone(), ..There::default() };
        for number in 0..=u8::MAX {
            let serials = |profiles: &mut dyn Iterator<Item = &Profile>| {
                profiles
                    .filter(|profile| profile.serial == serial(number))
                    .map(|_| number)
                    .collect::<Vec<_>>()
            };
            there.tokens.extend(serials(&mut vault.profiles().iter()));
            there.removed.extend(serials(&mut vault.removed().iter().map(|removed| &removed.profile)));
        }
        if let Some(change) = begun {
            self.cut_short += 1;
            if there != expected {
                self.cut_short_but_done += 1;
                expected.apply(change);
            }
        }
        assert_eq!(there, expected, "{said:?}");
        let number = |p: &Profile| (p.serial.digits().parse::<u32>().unwrap() - 10_000_000) as u8;
        assert_tokens(&vault, &vault.profiles().iter().map(number).collect::<Vec<_>>());
        // No key is left that sealed a token that was removed for good, even where the process died before it had
        // deleted the key.
        let current = vault.key_id().map(|id| id.to_string());
        there.keys.extend(current.clone());
        for id in there.keys.iter().filter(|id| Some(*id) != current.as_ref()) {
            assert!(
                !keys.join(format!("vault-{id}.key")).exists(),
                "a key outlives what it sealed: {said:?}"
            );
        }
        // A kill between the making of a key and the first file under it leaves a key that has sealed nothing.
        let left = names_in(&keys).iter().filter(|name| name.ends_with(".key")).count();
        self.keys_of_nothing = self.keys_of_nothing.max(left.saturating_sub(1));
        there
    }
}

/// Changes the vault for ever, saying what it begins and what is done.
fn hammer(folder: &Path, mut random: Random) {
    let keystore = FileKeystore::new(&folder.with_file_name("keys"));
    let mut vault = Locked::open(folder).unwrap().unlock(&keystore).unwrap();
    let say = |line: &str| {
        let mut out = io::stdout().lock();
        out.write_all(line.as_bytes()).and_then(|()| out.flush()).unwrap();
    };
    loop {
        let number = random.below(10) as u8;
        let here = vault.profiles().iter().any(|profile| profile.serial == serial(number));
        let removed = vault.removed().iter().find(|removed| removed.profile.serial == serial(number));
        let removed = removed.map(|removed| removed.id);
        let change = match (here, removed, random.below(5)) {
            (_, _, 0) if !vault.removed().is_empty() => "expire",
            _ if vault.removed().len() == MAX_REMOVED => "expire",
            (false, None, _) => "add",
            (false, Some(_), 1 | 2) => "back",
            (_, Some(_), 3) => "forget",
            (true, _, 1) => "replace",
            (true, _, 2) => "remove",
            (true, _, _) => "erase",
            (false, Some(_), _) => "forget",
        };
        say(&format!("> {change} {number}\n"));
        match (change, removed) {
            ("add", _) => vault.add(&token(number), &keystore),
            ("remove", _) => vault.remove(&serial(number), now(), &keystore),
            ("replace", _) => vault.replace(&token(number), now(), &keystore),
            ("back", Some(id)) => vault.bring_back(id, now(), &keystore),
            ("forget", Some(id)) => vault.erase_removed(id, &keystore).map(drop),
            ("expire", _) => vault.expire(days_later(DAYS_KEPT + 1), &keystore),
            _ => vault.remove_for_good(&serial(number), &keystore).map(drop),
        }
        .unwrap();
        say(&format!("< done {}\n", vault.key_id().unwrap()));
    }
}
