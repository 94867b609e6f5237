//! Vaults that were written by this version and by the one before, kept for ever: they open with this code and with an
//! independent reader.

use crate::vault_support::*;
use skts_token::keystore::{FileKeystore, KeyId, Keystore, MemoryKeystore, VaultKey};
use skts_token::token::{Draft, Profile, Seed, Token};
use skts_token::vault::{BiometricSecret, Cost, Locked, Moment, Passcode, Reason, Unlocked};
use std::ffi::OsStr;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

fn fixture(name: &str, end: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/vault-{name}.{end}"))
}

/// Each with the tokens that it was written with; see `vault_support::token`.
const FIXTURES: [(&str, &[u8]); 8] = [
    ("v1-empty", &[]),
    ("v1-two", &[1, 2]),
    ("v1-ten", &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ("v2-empty", &[]),
    ("v2-two", &[1, 2]),
    ("v2-full", &[24, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
    ("v2-locked", &[1, 2]),
    ("v2-face", &[1, 2]),
];
/// In `v2-full`: removed, and replaced by a token with another seed.
const REMOVED: u8 = 9;
const REPLACED: u8 = 3;

/// The fixture in a folder of its own, with its key in a keystore.
fn placed(name: &str) -> (tempfile::TempDir, MemoryKeystore) {
    let home = tempfile::tempdir().unwrap();
    let bytes = fs::read(fixture(name, "skts")).unwrap();
    let id = KeyId::from_bytes(bytes[10..26].try_into().unwrap());
    fs::write(home.path().join("vault.skts"), bytes).unwrap();
    let text = fs::read_to_string(fixture(name, "key")).unwrap();
    let byte = |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
    let keystore = MemoryKeystore::new();
    keystore.store(&id, &VaultKey::new(&std::array::from_fn(byte))).unwrap();
    (home, keystore)
}

/// What a token of `v2-full` has beside what every token of its number has.
fn token_in(name: &str, number: u8) -> Token {
    let plain = token(number);
    let full = name == "v2-full";
    let label = (full && number.is_multiple_of(3)).then(|| "家計用".parse().unwrap());
    let seed = if full && number == REPLACED { Seed::new(&[0x77; 32]).unwrap() } else { seed(number) };
    Draft::new(Profile { label, ..plain.profile().clone() }, seed).confirm()
}

/// The passcode that the fixture has in a file, if it has one; full-width digits, as a Japanese keyboard writes them.
fn passcode_of(name: &str) -> Option<Passcode> {
    let text = fs::read_to_string(fixture(name, "passcode")).ok()?;
    assert_eq!(text, "４８２９１３\n");
    Some(Passcode::parse(text.trim_end()).unwrap())
}

fn unlocked(name: &str, locked: Locked, keystore: &dyn Keystore) -> Unlocked {
    let now = Moment::new(Duration::ZERO, None).unwrap();
    match passcode_of(name) {
        Some(passcode) => locked.unlock_with(&passcode, &now, keystore).unwrap(),
        None => locked.unlock(keystore).unwrap(),
    }
}

#[test]
fn every_fixture_opens() {
    for (name, numbers) in FIXTURES {
        assert_eq!(passcode_of(name).is_some(), matches!(name, "v2-locked" | "v2-face"));
        let (home, keystore) = placed(name);
        let mut vault = unlocked(name, Locked::open(home.path()).unwrap(), &keystore);
        assert_holds(name, numbers, &vault);
        if numbers.len() < 10 {
            vault.add(&token(11), &keystore).unwrap();
            assert_tokens(&unlocked(name, vault.lock(), &keystore), &[numbers, &[11]].concat());
            assert_eq!(
                fs::read(home.path().join("vault.skts")).unwrap()[8..10],
                [0, 2],
                "written as version 2"
            );
        }
    }
}

#[track_caller]
fn assert_holds(name: &str, numbers: &[u8], vault: &Unlocked) {
    let tokens: Vec<Token> = numbers.iter().map(|&number| token_in(name, number)).collect();
    assert_eq!(
        vault.profiles(),
        tokens.iter().map(|token| token.profile().clone()).collect::<Vec<_>>(),
        "{name}"
    );
    for token in &tokens {
        let code = skts_token::otp::totp(token.seed(), token.profile().algorithm, step());
        assert_eq!(vault.code(&token.profile().serial, step()).unwrap().as_str(), code.as_str(), "{name}");
    }
    let removed: Vec<_> =
        vault.removed().iter().map(|it| (it.profile.serial.clone(), it.at, it.reason)).collect();
    let full = [(serial(REPLACED), now(), Reason::Replaced), (serial(REMOVED), now(), Reason::Removed)];
    assert_eq!(removed, if name == "v2-full" { full.to_vec() } else { Vec::new() }, "{name}");
}

#[test]
fn the_independent_reader_reads_the_same() {
    for (name, numbers) in FIXTURES {
        assert_eq!(
            read_by_python(&fixture(name, "skts"), &fixture(name, "key"), &fixture(name, "passcode")),
            expected(name, numbers),
            "{name}"
        );
        // The reader's own test compares its output with these files.
        let lines = fs::read_to_string(fixture(name, "tsv")).unwrap();
        assert_eq!(lines, expected(name, numbers), "{name}");
    }
}

/// What is written today is still what FORMAT.md says.
#[test]
fn the_independent_reader_reads_a_new_vault() {
    let home = tempfile::tempdir().unwrap();
    let keystore = FileKeystore::new(home.path());
    let vault = full(&keystore, home.path());
    let key = home.path().join(format!("vault-{}.key", vault.key_id().unwrap()));
    let (name, numbers) = FIXTURES[5];
    let file = home.path().join("vault.skts");
    assert_eq!(read_by_python(&file, &key, Path::new("")), expected(name, numbers));
}

/// With the cost that the app writes, and a passphrase.
#[test]
fn the_independent_reader_reads_a_new_vault_behind_a_passphrase() {
    let home = tempfile::tempdir().unwrap();
    let keystore = FileKeystore::new(home.path());
    let mut vault = vault_with(home.path(), &keystore, &[1, 2]);
    // Half-width kana, which is another text in one form.
    let phrase = "ﾊﾟｽﾌﾚｰｽﾞ は ながい";
    let _ = vault.set_passcode(&Passcode::parse(phrase).unwrap(), Cost::default(), &keystore).unwrap();
    let (key, file) = (format!("vault-{}.key", vault.key_id().unwrap()), home.path().join("phrase"));
    fs::write(&file, format!("{phrase}\n")).unwrap();
    let lines = read_by_python(&home.path().join("vault.skts"), &home.path().join(key), &file);
    assert_eq!(lines, expected("v2-two", &[1, 2]));
}

/// The secret that the fixture's slot for biometrics was made with.
fn secret_of_face(vault: &Locked) -> BiometricSecret {
    let text = fs::read_to_string(fixture("v2-face", "secret")).unwrap();
    let byte = |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
    let id = vault.biometric_id().unwrap().unwrap();
    BiometricSecret::new(id, VaultKey::new(&std::array::from_fn(byte)))
}

#[test]
fn a_face_opens_its_fixture_here_and_in_the_independent_reader() {
    let (home, keystore) = placed("v2-face");
    let locked = Locked::open(home.path()).unwrap();
    let secret = secret_of_face(&locked);
    let mut vault = locked.unlock_with_biometrics(&secret, &keystore).unwrap();
    assert_holds("v2-face", &[1, 2], &vault);
    vault.add(&token(11), &keystore).unwrap();
    assert_tokens(&vault.lock().unlock_with_biometrics(&secret, &keystore).unwrap(), &[1, 2, 11]);
    let files = ["skts", "key", "secret"].map(|end| fixture("v2-face", end));
    let lines =
        python([files[0].as_os_str(), files[1].as_os_str(), "--secret".as_ref(), files[2].as_os_str()]);
    assert_eq!(lines, expected("v2-face", &[1, 2]));
}

/// The vault of `v2-full`: a re-issue, a removed token, names, an order, and a key that was erased.
fn full(keystore: &dyn Keystore, folder: &Path) -> Unlocked {
    let mut vault = Locked::open(folder).unwrap().unlock(keystore).unwrap();
    vault.add(&token(5), keystore).unwrap();
    let _ = vault.remove_for_good(&serial(5), keystore).unwrap();
    for number in 0..10 {
        vault.add(&token(number), keystore).unwrap();
    }
    vault.replace(&token_in("v2-full", REPLACED), now(), keystore).unwrap();
    vault.remove(&serial(REMOVED), now(), keystore).unwrap();
    vault.add(&token(24), keystore).unwrap();
    let order = FIXTURES[5].1;
    for &number in order {
        let label = token_in("v2-full", number).profile().label.clone();
        vault.rename(&serial(number), label.as_ref(), keystore).unwrap();
    }
    vault.reorder(&order.iter().map(|&number| serial(number)).collect::<Vec<_>>(), keystore).unwrap();
    vault
}

fn read_by_python(vault: &Path, key: &Path, passcode: &Path) -> String {
    let passcode = passcode.exists().then_some(passcode);
    python([vault, key].into_iter().chain(passcode).map(Path::as_os_str))
}

fn python<'a>(arguments: impl IntoIterator<Item = &'a OsStr>) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault_reader/read_vault.py");
    let output = Command::new("python3").arg(script).args(arguments).output();
    let output = output.expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The reader's lines: serial, issuer, algorithm, issue time, suite, seed; a tab between, `-` for none. In version 2
/// also the customer's name, `tx`, and of a removed token why and when.
fn expected(name: &str, numbers: &[u8]) -> String {
    let mut lines = String::new();
    for &number in numbers {
        lines += &line(name, &token_in(name, number), &[]);
    }
    if name == "v2-full" {
        let at = now().to_string();
        lines += &line(name, &token(REPLACED), &["replaced", &at]);
        lines += &line(name, &token(REMOVED), &["removed", &at]);
    }
    lines
}

fn line(name: &str, token: &Token, why: &[&str]) -> String {
    let profile = token.profile();
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let mut fields = vec![
        profile.serial.to_string(),
        or_none(profile.issuer.as_ref().map(ToString::to_string)),
        profile.algorithm.to_string(),
        or_none(profile.issued_at.map(|time| time.to_string())),
        or_none(profile.ocra.as_ref().map(ToString::to_string)),
        token.seed().expose().iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a text takes what is written");
            text
        }),
    ];
    if name.starts_with("v2") {
        fields.push(or_none(profile.label.as_ref().map(ToString::to_string)));
        fields.push(or_none(profile.tx.then(|| "tx".to_owned())));
        fields.extend(why.iter().map(|text| (*text).to_owned()));
    }
    fields.join("\t") + "\n"
}

/// Made the fixtures of version 2, by hand. It overwrites no fixture.
#[test]
#[ignore = "writes the fixtures of version 2; they are there, and it is run by hand for a new one"]
fn write_fixtures() {
    for (name, numbers) in FIXTURES.into_iter().filter(|(name, _)| !fixture(name, "skts").exists()) {
        let home = tempfile::tempdir().unwrap();
        let keystore = FileKeystore::new(home.path());
        let vault = if name == "v2-full" {
            full(&keystore, home.path())
        } else {
            let mut vault = Locked::open(home.path()).unwrap().unlock(&keystore).unwrap();
            numbers.iter().for_each(|&number| vault.add(&token(number), &keystore).unwrap());
            if numbers.is_empty() {
                vault.add(&token(1), &keystore).unwrap();
                let _ = vault.remove_for_good(&serial(1), &keystore).unwrap();
            }
            if matches!(name, "v2-locked" | "v2-face") {
                let passcode = Passcode::parse("482913").unwrap();
                let _ = vault.set_passcode(&passcode, Cost::LEAST, &keystore).unwrap();
                fs::write(fixture(name, "passcode"), "４８２９１３\n").unwrap();
            }
            if name == "v2-face" {
                let secret = BiometricSecret::generate().unwrap();
                vault.add_biometrics(&secret, &keystore).unwrap();
                let digits = |text: String, byte: &u8| text + &format!("{byte:02x}");
                let text = secret.key().expose().iter().fold(String::new(), digits);
                fs::write(fixture(name, "secret"), text + "\n").unwrap();
            }
            vault
        };
        fs::copy(home.path().join("vault.skts"), fixture(name, "skts")).unwrap();
        let key = home.path().join(format!("vault-{}.key", vault.key_id().unwrap()));
        fs::copy(key, fixture(name, "key")).unwrap();
        fs::write(fixture(name, "tsv"), expected(name, numbers)).unwrap();
    }
}
