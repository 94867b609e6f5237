//! The published values, from data files that name their source.

use serde_json::Value;
use skts_token::otp::{Step, totp};
use skts_token::provisioning::check_seed;
use skts_token::token::{Algorithm, Seed, UnixTime};
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
