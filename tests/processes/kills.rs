//! Real processes that are killed while they write, or want to write at once.
#![cfg(unix)]

use crate::vault_support::*;
use skts_token::keystore::FileKeystore;
use skts_token::vault::{Locked, VaultError};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Kills a process that adds and removes tokens, 300 times, somewhere in its work, and compares what the process said
/// with what is on the disk.
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
    let mut known = Vec::new();
    for round in 0..300 {
        // Every tenth round begins with an empty folder, so that the first token is hit as well.
        if round % 10 == 0 {
            home = tempfile::tempdir().unwrap();
            known.clear();
        }
        let folder = home.path().join("data");
        let seed = 1 + random.below(1 << 30);
        let mut child = again(&[], &exe, NAME, &format!("hammer:{seed}"), &folder);
        let mut child = child.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // The process may confirm some changes, and is then killed at any time of the next one.
        let mut said: Vec<String> = Vec::new();
        let through = random.below(5);
        while said.iter().filter(|line| *line == "< done").count() < through || said.is_empty() {
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
        std::thread::sleep(Duration::from_millis(50));
        pair[1 - loser].kill().unwrap();
        let [first, second] = pair.map(|child| child.wait_with_output().unwrap());
        let (lost, won) = if loser == 0 { (first, second) } else { (second, first) };
        let (words, errors) = (String::from_utf8_lossy(&lost.stdout), String::from_utf8_lossy(&lost.stderr));
        assert!(errors.contains("InUse") && !words.contains("< done"), "{words}{errors}");
        let said: Vec<String> = String::from_utf8(won.stdout).unwrap().lines().map(str::to_owned).collect();
        assert!(said.iter().any(|line| line == "< done"));
        Tally::default().judge(&folder, Vec::new(), &said);
    }
}

/// What the 300 kills met.
#[derive(Debug, Default)]
struct Tally {
    confirmed: usize,
    cut_short: usize,
    cut_short_but_done: usize,
}

impl Tally {
    /// `> add 3` is what the child begins, `< done` what it confirms. Returns what is there now.
    fn judge(&mut self, folder: &Path, mut confirmed: Vec<u8>, said: &[String]) -> Vec<u8> {
        let mut begun = None;
        for line in said {
            match (&line.split(' ').collect::<Vec<_>>()[..], begun.take()) {
                ([">", change, number], None) => {
                    begun = Some((*change == "add", number.parse::<u8>().unwrap()))
                }
                (["<", "done"], Some(change)) => {
                    apply(&mut confirmed, change);
                    self.confirmed += 1;
                }
                // The kill cut the child's line in two.
                (_, before) => begun = before,
            }
        }
        let locked = Locked::open(folder).unwrap();
        let vault = locked.unlock(&FileKeystore::new(&folder.with_file_name("keys"))).unwrap();
        let mut there: Vec<u8> = Vec::new();
        for number in 0..=u8::MAX {
            there.extend(vault.profiles().iter().filter(|p| p.serial == serial(number)).map(|_| number));
        }
        confirmed.sort();
        if let Some(change) = begun {
            self.cut_short += 1;
            if there != confirmed {
                self.cut_short_but_done += 1;
                apply(&mut confirmed, change);
                confirmed.sort();
            }
        }
        assert_eq!(there, confirmed, "{said:?}");
        let order: Vec<u8> = vault
            .profiles()
            .iter()
            .map(|p| (p.serial.digits().parse::<u32>().unwrap() - 10_000_000) as u8)
            .collect();
        assert_tokens(&vault, &order);
        there
    }
}

fn apply(tokens: &mut Vec<u8>, (add, number): (bool, u8)) {
    if add { tokens.push(number) } else { tokens.retain(|&token| token != number) }
}

/// Adds and removes for ever, saying what it begins and what is done.
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
        say(&format!("> {} {number}\n", if here { "remove" } else { "add" }));
        if here { vault.remove(&serial(number)) } else { vault.add(&token(number), &keystore) }.unwrap();
        say("< done\n");
    }
}
