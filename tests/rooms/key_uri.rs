//! Every acceptance and every refusal of formats.md, from data files; what privacyIDEA wrote too.

use serde_json::Value;
use skts_token::provisioning::{DraftError, NotYet, draft_from_text};
use skts_token::token::Draft;
use std::collections::BTreeSet;
use std::path::Path;

fn cases(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut document: Value = serde_json::from_str(&text).expect(file);
    assert!(document["source"].as_str().is_some_and(|source| !source.is_empty()), "{file} names no source");
    let Value::Array(cases) = document["cases"].take() else { panic!("{file} has no cases") };
    assert!(!cases.is_empty(), "{file} has no cases");
    let names: BTreeSet<_> = cases.iter().map(|case| case["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), cases.len(), "{file}: two cases of one name");
    cases
}

fn read(case: &Value) -> Result<Draft, DraftError> {
    draft_from_text(case["uri"].as_str().unwrap())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[track_caller]
fn says_who_it_is(case: &Value, draft: &Draft) {
    let profile = draft.profile();
    assert_eq!(case["serial"].as_str(), Some(profile.serial.as_str()), "{}", case["name"]);
    assert_eq!(
        case["issuer"].as_str(),
        profile.issuer.as_ref().map(|name| name.as_str()),
        "{}",
        case["name"]
    );
    assert_eq!(case["algorithm"].as_str(), Some(profile.algorithm.name()), "{}", case["name"]);
}

#[test]
fn what_is_accepted_is_read_whole() {
    for case in cases("key_uri_accepted.json") {
        let draft = read(&case).unwrap_or_else(|error| panic!("{}: {error:?}", case["name"]));
        says_who_it_is(&case, &draft);
        let profile = draft.profile();
        assert_eq!(case["seed"], hex(draft.seed().expose()), "{}", case["name"]);
        assert_eq!(
            case["issued_at"].as_u64(),
            profile.issued_at.map(|time| time.seconds()),
            "{}",
            case["name"]
        );
        assert_eq!(
            case["ocra"].as_str(),
            profile.ocra.as_ref().map(|suite| suite.as_str()),
            "{}",
            case["name"]
        );
    }
}

#[test]
fn each_refusal_has_its_own_error() {
    let mut found = BTreeSet::new();
    for case in cases("key_uri_refused.json") {
        let error = read(&case).err().unwrap_or_else(|| panic!("{}: accepted", case["name"]));
        assert_eq!(case["error"], format!("{error:?}"), "{}", case["name"]);
        found.insert(name(error));
    }
    let all: BTreeSet<_> = NAMES.into_iter().collect();
    assert_eq!(found, all, "an error without a case");
}

#[test]
fn no_error_repeats_what_it_read() {
    for case in cases("key_uri_refused.json") {
        let error = read(&case).unwrap_err();
        let shown = format!("{error} {error:?}").to_uppercase();
        let uri = case["uri"].as_str().unwrap();
        let values =
            uri.split(['?', '&', '/']).map(|part| part.split_once('=').map_or(part, |(_, value)| value));
        for value in values.filter(|value| value.len() >= 7 && !value.ends_with("otpauth:")) {
            assert!(!shown.contains(&value.to_uppercase()), "{}: {value} in {shown}", case["name"]);
        }
    }
}

#[test]
fn uris_of_privacyidea_are_accepted_as_they_are() {
    let (mut accepted, mut refused) = (0, 0);
    for case in cases("privacyidea.json") {
        match (case["refused"].as_str(), read(&case)) {
            (None, Ok(draft)) => {
                accepted += 1;
                says_who_it_is(&case, &draft);
            }
            (Some(expected), Err(error)) => {
                refused += 1;
                assert_eq!(expected, format!("{error:?}"), "{}", case["name"]);
            }
            (expected, result) => panic!("{}: {expected:?}, {result:?}", case["name"]),
        }
    }
    assert_eq!((accepted, refused), (8, 6));
}

/// Exhaustive: an error that is added here needs a case in key_uri_refused.json too.
fn name(error: DraftError) -> &'static str {
    use DraftError::*;
    match error {
        NotAKeyUri => "NotAKeyUri",
        TooLong { .. } => "TooLong",
        ControlCharacter => "ControlCharacter",
        Fragment => "Fragment",
        Hotp => "Hotp",
        UnknownType => "UnknownType",
        PercentEncoding => "PercentEncoding",
        NotUtf8 => "NotUtf8",
        NoLabel => "NoLabel",
        LabelColons => "LabelColons",
        DuplicateParameter { .. } => "DuplicateParameter",
        NoSerial => "NoSerial",
        Serial(_) => "Serial",
        SerialContradiction => "SerialContradiction",
        Issuer(_) => "Issuer",
        IssuerContradiction => "IssuerContradiction",
        NoSecret => "NoSecret",
        SeedText(_) => "SeedText",
        Seed(_) => "Seed",
        Algorithm => "Algorithm",
        Digits => "Digits",
        Period => "Period",
        IssueTime => "IssueTime",
        Ocra => "Ocra",
        NotSupportedYet(NotYet::TwoStep) => "TwoStep",
        NotSupportedYet(NotYet::Pskc) => "Pskc",
    }
}

const NAMES: [&str; 26] = [
    "NotAKeyUri",
    "TooLong",
    "ControlCharacter",
    "Fragment",
    "Hotp",
    "UnknownType",
    "PercentEncoding",
    "NotUtf8",
    "NoLabel",
    "LabelColons",
    "DuplicateParameter",
    "NoSerial",
    "Serial",
    "SerialContradiction",
    "Issuer",
    "IssuerContradiction",
    "NoSecret",
    "SeedText",
    "Seed",
    "Algorithm",
    "Digits",
    "Period",
    "IssueTime",
    "Ocra",
    "TwoStep",
    "Pskc",
];
