//! What the tests of the vault share: tokens, folders, and a folder's bytes.
#![allow(dead_code)]

use ring::digest::{SHA256, digest};
use skts_token::keystore::{
    Attempts, Floor, KeyId, Keystore, KeystoreError, MemoryKeystore, Protection, VaultKey,
};
use skts_token::otp::{Step, totp};
use skts_token::token::{Algorithm, Draft, Profile, Seed, Serial, Token, UnixTime};
use skts_token::vault::{Locked, Unlocked};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Tokens that all differ: the serial and the seed follow from the number.
pub fn token(number: u8) -> Token {
    let profile = Profile {
        serial: serial(number),
        issuer: number.is_multiple_of(2).then(|| "見本信用金庫".parse().unwrap()),
        label: None,
        algorithm: Algorithm::ALL[usize::from(number) % 3],
        issued_at: number
            .is_multiple_of(3)
            .then(|| UnixTime::from_seconds(1_700_000_000 + u64::from(number))),
        ocra: number.is_multiple_of(4).then(|| "OCRA-1:HOTP-SHA1-6:QN08".parse().unwrap()),
        // No token of a vault of version 1 signs transactions.
        tx: number > 20,
    };
    Draft::new(profile, seed(number)).confirm()
}

pub fn serial(number: u8) -> Serial {
    format!("SKTS{:08}", 10_000_000 + u32::from(number)).parse().unwrap()
}

/// A seed of 16 to 64 bytes, another for each number.
pub fn seed(number: u8) -> Seed {
    let length = 16 + usize::from(number) * 7 % 49;
    let bytes: Vec<u8> =
        (0..length).map(|at| (at as u8).wrapping_mul(31) ^ number.wrapping_mul(97)).collect();
    Seed::new(&bytes).unwrap()
}

pub fn step() -> Step {
    Step::at(now())
}

pub fn now() -> UnixTime {
    UnixTime::from_seconds(1_800_000_000)
}

/// So many days after [`now`], and a second less.
pub fn days_later(days: u64) -> UnixTime {
    UnixTime::from_seconds(now().seconds() + days * 24 * 60 * 60 - 1)
}

/// Checks that the vault has exactly these tokens, in this order, and that each yields its code.
#[track_caller]
pub fn assert_tokens(vault: &Unlocked, numbers: &[u8]) {
    let serials: Vec<_> = vault.profiles().iter().map(|profile| profile.serial.clone()).collect();
    assert_eq!(serials, numbers.iter().map(|&number| serial(number)).collect::<Vec<_>>());
    for &number in numbers {
        let expected = token(number);
        let profile = vault.profiles().iter().find(|profile| profile.serial == serial(number)).unwrap();
        assert_eq!(profile, expected.profile());
        let code = totp(expected.seed(), profile.algorithm, step());
        assert_eq!(vault.code(&serial(number), step()).unwrap().as_str(), code.as_str());
    }
}

/// A new vault in `folder` with these tokens.
pub fn vault_with(folder: &Path, keystore: &dyn Keystore, numbers: &[u8]) -> Unlocked {
    let mut vault = Locked::open(folder).unwrap().unlock(keystore).unwrap();
    for &number in numbers {
        vault.add(&token(number), keystore).unwrap();
    }
    vault
}

/// Puts the right checksum under bytes of a vault that were changed on purpose.
pub fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len() - 32;
    let checksum = digest(&SHA256, &bytes[..end]);
    bytes[end..].copy_from_slice(checksum.as_ref());
    bytes
}

/// A keystore that does not delete every key.
#[derive(Default)]
pub struct Stubborn {
    pub keystore: MemoryKeystore,
    /// The keys that it does not delete.
    pub keeps: Vec<KeyId>,
}

impl Keystore for Stubborn {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        self.keystore.load(id)
    }
    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        self.keystore.store(id, key)
    }
    fn floor(&self, id: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        self.keystore.floor(id)
    }
    fn set_floor(&self, id: &KeyId, floor: &Floor) -> Result<(), KeystoreError> {
        self.keystore.set_floor(id, floor)
    }
    fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        self.keystore.attempts(id)
    }
    fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError> {
        self.keystore.set_attempts(id, attempts)
    }
    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        if self.keeps.contains(id) { Err(KeystoreError::Platform(7)) } else { self.keystore.delete(id) }
    }
    fn protection(&self) -> Protection {
        self.keystore.protection()
    }
}

/// Every file of a folder with its bytes; a folder that is not there has none.
pub fn bytes_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    entries.map(|entry| entry.unwrap().path()).map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

/// Copies a key's file, for its owner alone: the file keystore takes no other.
pub fn place_key(from: &Path, to: &Path) {
    use std::io::Write;
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create_new(true).open(to).unwrap();
    file.write_all(&fs::read(from).unwrap()).unwrap();
}

pub fn names_in(folder: &Path) -> Vec<String> {
    bytes_of(folder).keys().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

/// The same numbers on every run: xorshift64*, Vigna 2016.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound
    }
}

const SCENARIO: &str = "SKTS_VAULT_SCENARIO";
const FOLDER: &str = "SKTS_VAULT_FOLDER";

/// The folder that the parent hands to `scenario`, where this process runs it.
pub fn folder_for(scenario: &str) -> Option<PathBuf> {
    let mine = std::env::var(SCENARIO).is_ok_and(|name| name.starts_with(scenario));
    mine.then(|| std::env::var_os(FOLDER).unwrap().into())
}

/// What the parent says to the scenario besides its name: `name:argument`.
pub fn argument() -> String {
    std::env::var(SCENARIO).unwrap().split_once(':').unwrap().1.to_owned()
}

/// This test program again, to run one test of it (`module::name`) as a scenario in `folder`; `wrapper` is
/// run with it.
pub fn again(
    wrapper: &[&str],
    exe: &Path,
    test: &str,
    scenario: &str,
    folder: &Path,
) -> std::process::Command {
    let mut words = wrapper.to_vec();
    words.extend([exe.to_str().unwrap(), "--exact", test, "--nocapture", "--include-ignored"]);
    let mut command = std::process::Command::new(words[0]);
    command.args(&words[1..]).env(SCENARIO, scenario).env(FOLDER, folder).env("RUST_BACKTRACE", "0");
    command
}
