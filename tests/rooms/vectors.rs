//! The published values, from data files that name their source.

use serde_json::Value;
use skts_token::otp::{OcraCounter, OcraInput, PinHash, Step, ocra, sign_transaction, totp};
use skts_token::provisioning::{check_seed, transaction_from_text, transaction_text};
use skts_token::token::{Algorithm, Destination, OcraSuite, Seed, Transaction, UnixTime};
use std::collections::BTreeSet;
use std::path::Path;

/// The cases of a file under tests/vectors; exactly as many as its source has.
fn cases(file: &str, count: usize) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut document: Value = serde_json::from_str(&text).expect(file);
    assert!(document["source"].as_str().is_some_and(|source| !source.is_empty()), "{file} names no source");
    let Value::Array(cases) = document["cases"].take() else { panic!("{file} has no cases") };
    assert_eq!(cases.len(), count, "{file}");
    cases
}

fn rfc_seed(bytes: usize) -> Seed {
    let digits: Vec<u8> = b"1234567890".iter().copied().cycle().take(bytes).collect();
    Seed::new(&digits).unwrap()
}

/// A count of HOTP is the number of a step of TOTP (RFC 6238 §4.2).
#[test]
fn rfc_4226_appendix_d() {
    for case in cases("rfc4226.json", 10) {
        let step = Step::at(UnixTime::from_seconds(case["count"].as_u64().unwrap() * Step::SECONDS));
        assert_eq!(step.counter(), case["count"].as_u64().unwrap());
        assert_eq!(totp(&rfc_seed(20), Algorithm::Sha1, step).as_str(), case["hotp"], "{case}");
    }
}

/// Six digits are the last six of eight: both are the same number modulo a power of ten.
#[test]
fn rfc_6238_appendix_b() {
    for case in cases("rfc6238.json", 18) {
        let algorithm: Algorithm = case["algorithm"].as_str().unwrap().parse().unwrap();
        let seed = rfc_seed(case["seed_bytes"].as_u64().unwrap() as usize);
        let step = Step::at(UnixTime::from_seconds(case["time"].as_u64().unwrap()));
        let expected = &case["totp"].as_str().unwrap()[2..];
        assert_eq!(totp(&seed, algorithm, step).as_str(), expected, "{case}");
    }
}

/// Twenty zero bytes (32 digits, whole blocks) stand before each vector, since the vectors are shorter than a seed.
#[test]
fn rfc_4648_section_10() {
    for case in cases("rfc4648_base32.json", 7) {
        let text = format!("{}{}", "A".repeat(32), case["base32"].as_str().unwrap());
        let seed = check_seed(&text).unwrap();
        assert_eq!(seed.expose()[..20], [0; 20]);
        assert_eq!(&seed.expose()[20..], case["text"].as_str().unwrap().as_bytes(), "{case}");
    }
}

#[test]
fn rfc_6287_appendix_c() {
    let mut suites = BTreeSet::new();
    for case in cases("rfc6287.json", 70) {
        let suite: OcraSuite = case["suite"].as_str().unwrap().parse().unwrap();
        let questions: Vec<&str> =
            case["questions"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
        let pin = case["pin"].as_str().map(|pin| PinHash::of(pin, suite.pin().unwrap()));
        let input = OcraInput {
            counter: case["counter"].as_u64().map(OcraCounter),
            questions: &questions,
            pin: pin.as_ref(),
            session: None,
            time: case["time"].as_u64().map(UnixTime::from_seconds),
        };
        let seed = rfc_seed(case["key_bytes"].as_u64().unwrap() as usize);
        let code = ocra(&seed, &suite, &input).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert_eq!(code.as_str(), case["response"], "{case}");
        suites.insert(suite.to_string());
    }
    assert_eq!(suites.len(), 9, "each suite of the appendix: {suites:?}");
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn read(text: &str) -> Transaction {
    transaction_from_text(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Bytes and codes were computed by a program in another language.
#[test]
fn transactions_are_read_and_signed() {
    for case in cases("transactions.json", 18) {
        let transaction = read(case["text"].as_str().unwrap());
        assert_eq!(transaction.bytes(), bytes(case["cbor"].as_str().unwrap()), "{case}");
        assert_eq!(transaction_text(&transaction), case["text"].as_str().unwrap());
        assert_eq!(transaction.serial().as_str(), case["serial"], "{case}");
        assert_eq!(transaction.amount().count(), case["amount"], "{case}");
        assert_eq!(transaction.expires().seconds(), case["expires"], "{case}");
        let (bank, branch, kind) = match transaction.destination() {
            Destination::Account { bank, branch, kind, .. } => {
                (Some(bank.to_string()), Some(branch.to_string()), Some(*kind as u64))
            }
            Destination::Institution(_) => (None, None, None),
        };
        assert_eq!(bank.as_deref(), case["bank"].as_str(), "{case}");
        assert_eq!(branch.as_deref(), case["branch"].as_str(), "{case}");
        assert_eq!(kind, case["kind"].as_u64(), "{case}");
        assert_eq!(transaction.destination().payee().as_str(), case["payee"], "{case}");
        let seed = Seed::new(&bytes(case["seed"].as_str().unwrap())).unwrap();
        let at = UnixTime::from_seconds(case["time"].as_u64().unwrap());
        assert_eq!(sign_transaction(&seed, &transaction, at).as_str(), case["code"], "{case}");
    }
}

#[test]
fn each_hostile_transaction_is_refused_for_its_own_cause() {
    let mut found = BTreeSet::new();
    for case in cases("transactions_refused.json", 63) {
        let error =
            transaction_from_text(case["text"].as_str().unwrap()).expect_err(case["name"].as_str().unwrap());
        let shown = format!("{error:?}").replace(" { key: ", "(").replace(" }", ")");
        assert_eq!(shown, case["error"].as_str().unwrap(), "{}", case["name"]);
        found.insert(shown.split('(').next().unwrap().to_owned());
    }
    // Two more, for another token and expired, are found by whoever knows the token and the time.
    assert_eq!(found.len(), 13, "an error without a case: {found:?}");
}
