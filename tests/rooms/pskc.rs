//! Key containers: the files that python-pskc writes, with every algorithm that it writes.

use serde_json::Value;
use skts_token::provisioning::{DraftError, Found, PskcSecret, found_in_text};
use skts_token::token::{Draft, UnixTime};

const TODAY: UnixTime = UnixTime::from_seconds(1_800_000_000);

pub fn cases(text: &str) -> Vec<Value> {
    let mut document: Value = serde_json::from_str(text).unwrap();
    assert!(document["source"].as_str().is_some_and(|source| !source.is_empty()), "no source is named");
    let Value::Array(cases) = document["cases"].take() else { panic!("no cases") };
    cases
}

fn secret(case: &Value) -> Option<PskcSecret> {
    let passphrase = case["passphrase"].as_str().map(|text| PskcSecret::passphrase(text).unwrap());
    passphrase.or_else(|| case["key"].as_str().map(|text| PskcSecret::hex_key(text).unwrap()))
}

fn tokens(case: &Value) -> Result<Vec<Draft>, DraftError> {
    let found = match found_in_text(case["xml"].as_str().unwrap(), TODAY)? {
        Found::Sealed(container) => container.open(&secret(case).expect("a passphrase or a key"))?,
        plain => plain,
    };
    match found {
        Found::Whole(draft) => Ok(vec![draft]),
        Found::Several(drafts) => Ok(drafts),
        other => panic!("{other:?}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn what_python_pskc_writes_is_read_or_refused_for_its_own_cause() {
    let (mut accepted, mut refused) = (0, 0);
    for case in cases(include_str!("../vectors/pskc.json")) {
        let name = &case["name"];
        match (case["refused"].as_str(), tokens(&case)) {
            (None, Ok(drafts)) => {
                accepted += 1;
                let expected = case["tokens"].as_array().unwrap();
                assert_eq!(drafts.len(), expected.len(), "{name}");
                for (draft, expected) in drafts.iter().zip(expected) {
                    let profile = draft.profile();
                    assert_eq!(expected["serial"], profile.serial.as_str(), "{name}");
                    assert_eq!(
                        expected["issuer"].as_str(),
                        profile.issuer.as_ref().map(|issuer| issuer.as_str())
                    );
                    assert_eq!(expected["algorithm"], profile.algorithm.name(), "{name}");
                    assert_eq!(expected["seed"], hex(draft.seed().expose()), "{name}");
                }
            }
            (Some(expected), Err(error)) => {
                refused += 1;
                assert_eq!(format!("{error:?}"), expected, "{name}");
            }
            (expected, found) => panic!("{name}: {expected:?}, {found:?}"),
        }
    }
    assert_eq!((accepted, refused), (15, 46));
}

/// Each row changes one thing of a good file; what may be changed without harm is a row without an error.
#[test]
fn a_file_that_is_not_as_the_format_says_is_refused() {
    let good = cases(include_str!("../vectors/pskc.json"));
    let base = |name: &str| good.iter().find(|case| case["name"] == name).unwrap_or_else(|| panic!("{name}"));
    let rows = cases(include_str!("../vectors/pskc_changed.json"));
    assert!(rows.len() >= 50, "only {} rows", rows.len());
    let mut wrong = Vec::new();
    for row in rows {
        let (name, base) = (&row["name"], base(row["base"].as_str().unwrap()));
        let mut changed = base.clone();
        let mut text = base["xml"].as_str().unwrap().to_owned();
        for change in row["changes"].as_array().unwrap() {
            let (from, to) = (change[0].as_str().unwrap(), change[1].as_str().unwrap());
            assert!(text.contains(from), "{name}: {from} is not there");
            text = text.replacen(from, to, 1);
        }
        changed["xml"] = text.into();
        let error = tokens(&changed).err().map(|error| format!("{error:?}"));
        if error.as_deref() != row["error"].as_str() {
            wrong.push(format!("{name}: {error:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn whoever_cannot_choose_or_open_says_so() {
    let cases = cases(include_str!("../vectors/pskc.json"));
    let whole = |name: &str| {
        let case = cases.iter().find(|case| case["name"] == name).unwrap_or_else(|| panic!("{name}"));
        skts_token::provisioning::draft_from_text(case["xml"].as_str().unwrap(), TODAY)
    };
    assert!(whole("plain, SHA-1").is_ok());
    assert_eq!(whole("plain, three keys").unwrap_err(), DraftError::SeveralTokens);
    assert_eq!(whole("shared key, aes128-cbc").unwrap_err(), DraftError::SealedFile);
}
