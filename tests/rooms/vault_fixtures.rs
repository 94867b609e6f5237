//! Vaults written by version 1, kept for ever: they open with this code and with an independent reader.

use crate::vault_support::*;
use skts_token::keystore::{FileKeystore, KeyId, Keystore, MemoryKeystore, VaultKey};
use skts_token::vault::Locked;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn key_file(name: &str) -> PathBuf {
    fixtures().join(format!("vault-v1-{name}.key"))
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Each with the tokens that it was written with; see `vault_support::token`.
const FIXTURES: [(&str, &[u8]); 3] =
    [("empty", &[]), ("two", &[1, 2]), ("ten", &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])];

/// The fixture in a folder of its own, with its key in a keystore.
fn placed(name: &str) -> (tempfile::TempDir, MemoryKeystore) {
    let home = tempfile::tempdir().unwrap();
    let bytes = fs::read(fixtures().join(format!("vault-v1-{name}.skts"))).unwrap();
    let id = KeyId::from_bytes(bytes[10..26].try_into().unwrap());
    fs::write(home.path().join("vault.skts"), bytes).unwrap();
    let text = fs::read_to_string(key_file(name)).unwrap();
    let byte = |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
    let keystore = MemoryKeystore::new();
    keystore.store(&id, &VaultKey::new(&std::array::from_fn(byte))).unwrap();
    (home, keystore)
}

#[test]
fn every_fixture_opens() {
    for (name, numbers) in FIXTURES {
        let (home, keystore) = placed(name);
        let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
        assert_tokens(&vault, numbers);
        if numbers.len() < 10 {
            vault.add(&token(11), &keystore).unwrap();
            assert_tokens(&vault.lock().unlock(&keystore).unwrap(), &[numbers, &[11]].concat());
        }
    }
}

#[test]
fn the_independent_reader_reads_the_same() {
    for (name, numbers) in FIXTURES {
        let vault = fixtures().join(format!("vault-v1-{name}.skts"));
        assert_eq!(read_by_python(&vault, &key_file(name)), expected(numbers), "{name}");
        // The reader's own test compares its output with these files.
        let lines = fs::read_to_string(fixtures().join(format!("vault-v1-{name}.tsv"))).unwrap();
        assert_eq!(lines, expected(numbers), "{name}");
    }
}

/// What is written today is still what FORMAT.md says.
#[test]
fn the_independent_reader_reads_a_new_vault() {
    let home = tempfile::tempdir().unwrap();
    let keystore = FileKeystore::new(home.path());
    let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
    for number in [3, 4, 8] {
        vault.add(&token(number), &keystore).unwrap();
    }
    vault.remove(&serial(4)).unwrap();
    let key = home.path().join(format!("vault-{}.key", vault.key_id().unwrap()));
    assert_eq!(read_by_python(&home.path().join("vault.skts"), &key), expected(&[3, 8]));
}

fn read_by_python(vault: &Path, key: &Path) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault_reader/read_vault.py");
    let output = Command::new("python3").arg(script).arg(vault).arg(key).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The reader's lines: serial, issuer, algorithm, issue time, suite, seed; a tab between, `-` for none.
fn expected(numbers: &[u8]) -> String {
    let mut lines = String::new();
    for &number in numbers {
        let token = token(number);
        let profile = token.profile();
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let fields = [
            profile.serial.to_string(),
            or_none(profile.issuer.as_ref().map(ToString::to_string)),
            profile.algorithm.to_string(),
            or_none(profile.issued_at.map(|time| time.to_string())),
            or_none(profile.ocra.as_ref().map(ToString::to_string)),
            token.seed().expose().iter().map(|byte| format!("{byte:02x}")).collect(),
        ];
        writeln!(lines, "{}", fields.join("\t")).unwrap();
    }
    lines
}

/// Made the fixtures once, by hand. It overwrites no fixture.
#[test]
#[ignore = "fixtures of version 1 exist"]
fn write_fixtures() {
    for (name, numbers) in FIXTURES {
        let home = tempfile::tempdir().unwrap();
        let keystore = FileKeystore::new(home.path());
        let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
        numbers.iter().for_each(|&number| vault.add(&token(number), &keystore).unwrap());
        if numbers.is_empty() {
            vault.add(&token(1), &keystore).unwrap();
            vault.remove(&serial(1)).unwrap();
        }
        let target = fixtures().join(format!("vault-v1-{name}.skts"));
        assert!(!target.exists());
        fs::copy(home.path().join("vault.skts"), target).unwrap();
        let key = home.path().join(format!("vault-{}.key", vault.key_id().unwrap()));
        fs::copy(key, key_file(name)).unwrap();
    }
}
