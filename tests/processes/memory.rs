//! What is in this process's memory, read through /proc/self/mem: no raw seed between two computations,
//! and neither seed nor key once the vault is locked. The allocator is the program's own: main.rs.
#![cfg(target_os = "linux")]

use crate::vault_support::*;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use skts_token::keystore::FileKeystore;
use skts_token::token::{Draft, Seed, Token};
use skts_token::vault::{Cost, DAYS_KEPT, Held, Locked, Moment, Passcode, Unlocked};
use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use zeroize::{Zeroize, Zeroizing};

/// A secret that is looked for, kept in a form that is not itself found.
struct Needle(Vec<u8>);

const MASK: u8 = 0xa7;

impl Needle {
    fn random(length: usize) -> Self {
        let mut bytes = vec![0; length];
        SystemRandom::new().fill(&mut bytes).unwrap();
        Self(bytes)
    }

    /// From hexadecimal digits.
    fn of_digits(text: &str) -> Self {
        let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap() ^ MASK;
        Self((0..text.trim().len()).step_by(2).map(byte).collect())
    }

    fn reveal(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.0.len()));
        bytes.extend(self.0.iter().map(|byte| byte ^ MASK));
        bytes
    }

    fn found(&self) -> usize {
        found(std::slice::from_ref(self))
    }

    /// Every eight bytes of it, masked.
    fn words(&self) -> impl Iterator<Item = u64> {
        self.0.chunks_exact(8).map(|word| u64::from_ne_bytes(word.try_into().unwrap()))
    }
}

/// One search at a time: each holds a copy of the whole memory, in which another one would find what it looks for.
static ALONE: Mutex<()> = Mutex::new(());

/// How often eight bytes in a row of one of these secrets are in what this process can write.
fn found(needles: &[Needle]) -> usize {
    let words: Vec<u64> = needles.iter().flat_map(Needle::words).collect();
    let mut begins = vec![false; 1 << 16];
    words.iter().for_each(|word| begins[*word as usize & 0xffff] = true);
    let memory = File::open("/proc/self/mem").unwrap();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let (mut hits, mut read) = (0, 0);
    for line in maps.lines().filter(|line| line.split(' ').nth(1).unwrap().starts_with("rw")) {
        let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let from = u64::from_str_radix(from, 16).unwrap();
        let mut bytes = vec![0; (u64::from_str_radix(to, 16).unwrap() - from) as usize];
        if memory.read_exact_at(&mut bytes, from).is_ok() {
            read += bytes.len();
            hits += count(&bytes, &words, &begins);
        }
    }
    assert!(read > 1 << 20, "only {read} bytes could be read");
    hits
}

/// The words as they lie in `bytes`, at any distance from its beginning.
fn count(bytes: &[u8], words: &[u64], begins: &[bool]) -> usize {
    let mask = u64::from_ne_bytes([MASK; 8]);
    let mut hits = 0;
    let mut at = 0;
    while at + 8 <= bytes.len() {
        let first = u16::from_le_bytes([bytes[at], bytes[at + 1]]) ^ mask as u16;
        if begins[usize::from(first)] {
            let word = u64::from_ne_bytes(bytes[at..at + 8].try_into().unwrap()) ^ mask;
            hits += usize::from(words.contains(&word));
        }
        at += 1;
    }
    hits
}

fn token_of(needle: &Needle, number: u8) -> Token {
    Draft::new(token(number).profile().clone(), Seed::new(&needle.reveal()).unwrap()).confirm()
}

#[test]
fn seeds_are_in_memory_for_one_computation_and_keys_until_the_vault_is_locked() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let home = tempfile::tempdir().unwrap();
    let keystore = FileKeystore::new(home.path());
    let needles = [16, 32, 64, 48].map(Needle::random);
    // The search finds the seed while the seed is in memory: otherwise finding nothing would mean nothing.
    let alive = token_of(&needles[0], 1);
    assert!(needles[0].found() >= 2);
    black_box(&alive);
    drop(alive);
    let nowhere = |when: &str| {
        assert_eq!(found(&needles), 0, "a seed is in memory {when}");
    };
    nowhere("before");

    let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    for (needle, number) in needles.iter().zip(0..) {
        vault.add(&token_of(needle, number), &keystore).unwrap();
        nowhere("after adding");
    }
    uses(&vault, &needles);
    nowhere("between two codes");
    vault.replace(&token_of(&needles[1], 1), now(), &keystore).unwrap();
    nowhere("after replacing");
    // The keys are taken before they are erased: what is erased is looked for, and not what takes its place.
    let before = keys_of(home.path(), &vault);
    assert!(in_files(home.path(), &before.0), "the search finds the key in its file while the file is there");
    let _ = vault.remove_for_good(&serial(2), &keystore).unwrap();
    nowhere("after removing for good");
    erased("by a removal for good", home.path(), &before);
    vault.remove(&serial(3), now(), &keystore).unwrap();
    nowhere("after removing");
    let before = keys_of(home.path(), &vault);
    let _ = vault.erase_removed(vault.removed().last().unwrap().id, &keystore).unwrap();
    nowhere("after a removed token went for good");
    erased("with a removed token", home.path(), &before);
    let before = keys_of(home.path(), &vault);
    vault.expire(days_later(DAYS_KEPT + 1), &keystore).unwrap();
    assert!(vault.removed().is_empty(), "the replaced token expired");
    nowhere("after expiry");
    erased("by expiry", home.path(), &before);
    assert!(!needles.iter().any(|needle| in_files(home.path(), needle)), "a seed is in a file");
    let (kek, key) = keys_of(home.path(), &vault);
    assert!(key.found() >= 4, "the key of the document is in memory while the vault is open");
    assert_eq!(kek.found(), 0, "the keystore's key is in memory for one opening");

    let locked = vault.lock();
    nowhere("while it is locked");
    assert_eq!((kek.found(), key.found()), (0, 0), "the keys of a locked vault");
    let vault = locked.unlock(&keystore).unwrap();
    nowhere("after unlocking");
    uses(&vault, &needles[..2]);
    nowhere("between two codes");
    drop(vault);
    assert_eq!((kek.found(), key.found()), (0, 0), "the keys of a closed vault");
}

/// A passcode is in memory while it is tried; what it was stretched to, while it counts as given; the vault's key, until the
/// vault is locked.
#[test]
fn a_passcode_is_in_memory_for_one_try() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let home = tempfile::tempdir().unwrap();
    let keystore = FileKeystore::new(home.path());
    // Sixteen letters, so that there are words to look for. (Six digits stand anywhere in a process's memory.)
    let letters = Needle(Needle::random(16).0.iter().map(|byte| (b'a' + byte % 26) ^ MASK).collect());
    let now = Moment::new(Duration::ZERO, None).unwrap();
    let alive = passcode_of(&letters);
    assert!(letters.found() >= 2, "the search finds the passcode while it is in memory");
    black_box(&alive);
    drop(alive);
    let nowhere = |when: &str| {
        assert_eq!(letters.found(), 0, "the passcode is in memory {when}");
        assert!(!in_files(home.path(), &letters), "the passcode is in a file {when}");
    };
    nowhere("before");
    let mut vault = vault_with(home.path(), &keystore, &[1]);
    let _ = vault.set_passcode(&passcode_of(&letters), Cost::LEAST, &keystore).unwrap();
    nowhere("after setting it");
    let (stretched, kek, data) = locked_keys_of(home.path(), &vault, &letters);
    assert!(stretched.found() >= 4, "what it was stretched to counts as given");
    vault.put_passcode_away();
    assert_eq!((stretched.found(), kek.found()), (0, 0), "once it counts no more");
    assert!(data.found() >= 4, "the key of the document is in memory while the vault is open");
    vault.confirm_passcode(&passcode_of(&letters), &now, &keystore).unwrap();
    nowhere("after confirming it");
    let locked = vault.lock();
    assert_eq!((stretched.found(), kek.found(), data.found()), (0, 0, 0), "the keys of a locked vault");
    let (locked, _) = locked.unlock_with(&Passcode::parse("482913").unwrap(), &now, &keystore).unwrap_err();
    assert_eq!((stretched.found(), kek.found(), data.found()), (0, 0, 0), "after a wrong one");
    let vault = locked.unlock_with(&passcode_of(&letters), &now, &keystore).unwrap();
    nowhere("after unlocking");
    assert!(data.found() >= 4);
    drop(vault);
    assert_eq!((stretched.found(), kek.found(), data.found()), (0, 0, 0), "the keys of a closed vault");
}

#[inline(never)]
fn passcode_of(letters: &Needle) -> Passcode {
    let text = Zeroizing::new(String::from_utf8(letters.reveal().to_vec()).unwrap());
    let passcode = Passcode::parse(&text).unwrap();
    drop(text);
    wipe_stack();
    passcode
}

/// What the passcode is stretched to, the key of its slot, and the key of the document.
fn locked_keys_of(folder: &Path, vault: &Unlocked, letters: &Needle) -> (Needle, Needle, Needle) {
    let digits = fs::read_to_string(folder.join(format!("vault-{}.key", vault.key_id().unwrap()))).unwrap();
    let file = fs::read(folder.join("vault.skts")).unwrap();
    let secret = letters.reveal();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault_reader/locked_keys.py");
    let mut command = Command::new("python3");
    let mut child = command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let head: String = file[..128].iter().map(|byte| format!("{byte:02x}")).collect();
    let mut input = child.stdin.take().unwrap();
    for line in [head.as_bytes(), digits.trim().as_bytes(), &secret] {
        input.write_all(line).and_then(|()| input.write_all(b"\n")).unwrap();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = Zeroizing::new(String::from_utf8(output.stdout).unwrap());
    let mut lines = text.lines().map(Needle::of_digits);
    let keys = [lines.next().unwrap(), lines.next().unwrap(), lines.next().unwrap()];
    drop(text);
    wipe_stack();
    let [stretched, kek, data] = keys;
    (stretched, kek, data)
}

/// The keystore's key, and the key of the document, which lies wrapped in the vault's slot: from 44 on nonce, key, tag.
fn keys_of(folder: &Path, vault: &Unlocked) -> (Needle, Needle) {
    let digits = fs::read_to_string(folder.join(format!("vault-{}.key", vault.key_id().unwrap()))).unwrap();
    let file = fs::read(folder.join("vault.skts")).unwrap();
    let data = unwrapped(&digits, &file);
    wipe_stack();
    (Needle::of_digits(&digits), Needle::of_digits(&data))
}

/// The keystore's key and the document's are gone, from memory and from every file.
#[track_caller]
fn erased(how: &str, folder: &Path, (kek, key): &(Needle, Needle)) {
    assert_eq!((kek.found(), key.found()), (0, 0), "keys that were erased {how} are in memory");
    assert!(!in_files(folder, kek) && !in_files(folder, key), "keys that were erased {how} are in a file");
}

/// Whether eight bytes in a row of a secret are in a file of the folder, as they are or as hexadecimal digits.
#[inline(never)]
fn in_files(folder: &Path, needle: &Needle) -> bool {
    let secret = needle.reveal();
    let digits = Zeroizing::new(secret.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    let holds = |file: &[u8], part: &[u8]| file.windows(part.len()).any(|window| window == part);
    let found = bytes_of(folder).values().any(|file| {
        let file = Zeroizing::new(file.clone());
        secret.chunks_exact(8).any(|part| holds(&file, part))
            || digits.as_bytes().chunks_exact(16).any(|part| holds(&file.to_ascii_lowercase(), part))
    });
    wipe_stack();
    found
}

/// What unwrapping left on this test's own stack is no finding.
#[inline(never)]
fn wipe_stack() {
    black_box(&mut [0_u64; 8192]).zeroize();
}

#[inline(never)]
fn unwrapped(digits: &str, file: &[u8]) -> Zeroizing<String> {
    let kek = Needle::of_digits(digits).reveal();
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &kek).unwrap());
    let nonce = Nonce::try_assume_unique_for_key(&file[44..56]).unwrap();
    let mut wrapped = Zeroizing::new(file[56..104].to_vec());
    let associated = [&file[..26], &[1]].concat();
    let data = cipher.open_in_place(nonce, Aad::from(&associated), &mut wrapped).unwrap();
    Zeroizing::new(data.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn uses(vault: &Unlocked, needles: &[Needle]) {
    for (needle, number) in needles.iter().zip(0..) {
        let code = vault.code(&serial(number), step()).unwrap();
        assert_eq!(code.as_str().len(), 6);
        assert_eq!(vault.codes(&serial(number), &[step(), step().next()]).unwrap().len(), 2);
        let seed = Seed::new(&needle.reveal()).unwrap();
        assert_eq!(vault.holds(token(number).profile(), &seed), Ok(Held::SameSeed));
    }
}
