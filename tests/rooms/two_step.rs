//! Two-step enrolment against the values that privacyIDEA's own functions compute.

use serde_json::Value;
use skts_token::provisioning::{Found, PhonePart, found_in_text};
use skts_token::token::UnixTime;

const TODAY: UnixTime = UnixTime::from_seconds(1_800_000_000);

fn cases() -> Vec<Value> {
    let mut document: Value = serde_json::from_str(include_str!("../vectors/two_step.json")).unwrap();
    assert!(document["source"].as_str().is_some_and(|source| !source.is_empty()), "no source is named");
    let Value::Array(cases) = document["cases"].take() else { panic!("no cases") };
    assert_eq!(cases.len(), 9);
    cases
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_seeds_are_privacyideas() {
    for case in cases() {
        let text = case["text"].as_str().unwrap();
        let part = PhonePart::typed(text).unwrap();
        assert_eq!(*part.text(), text, "{case}");
        let Found::Half(half) = found_in_text(case["uri"].as_str().unwrap(), TODAY).unwrap() else {
            panic!("a whole token: {case}")
        };
        assert!(part.fits(&half), "{case}");
        assert_eq!(hex(half.join(&part).seed().expose()), case["seed"].as_str().unwrap(), "{case}");
    }
}

/// The vector that this app's designers give, to the letter.
#[test]
fn the_vector_of_the_formats_is_among_them() {
    let first = &cases()[0];
    assert_eq!(first["text"], "M5BD5PYAAEBAGBAFAYDQ");
    assert_eq!(first["part"], "0001020304050607");
    // 6V3PXQLLZVLEQQYAUDTW3NCEYT7ADBGX in base32.
    assert_eq!(first["seed"], "f576fbc16bcd56484300a0e76db444c4fe0184d7");
    assert!(first["uri"].as_str().unwrap().contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"));
}
