//! What must hold for any text at all; for the bounded fuzzing of tests/ and the targets of fuzz/.

use skts_token::issuer::{key_container, key_uri};
use skts_token::otp::{OcraInput, ocra, sign_payee, sign_transaction};
use skts_token::provisioning::{
    Asks, DraftError, Found, PhonePart, PskcSecret, draft_by_hand, draft_from_text, found_in_text,
    parse_key_uri, transaction_from_text, transaction_text,
};
use skts_token::token::{Algorithm, Draft, OcraSuite, Seed, UnixTime};

const TODAY: UnixTime = UnixTime::from_seconds(1_800_000_000);

/// A text that is accepted writes itself down canonically and reads back as the same; no refusal repeats a part of
/// the text. Returns whether it was accepted.
#[track_caller]
pub fn any_uri(text: &str) -> bool {
    // This parser does not overwrite the stack, which would cost more than all the rest of the test.
    match parse_key_uri(text, TODAY) {
        Ok(draft) => {
            comes_back(&draft);
            true
        }
        Err(error) => {
            let shown = shown(&error);
            let (before, rest) = text.split_once("secret=").unwrap_or((text, ""));
            let secret = rest.split('&').next().unwrap_or("");
            let begins: String = secret.chars().take(12).collect();
            let start = begins.to_uppercase();
            // A fuzzer finds "secret=URI has no label": those words are the error's own, and stand in it whatever the secret is.
            let other = || format!("{before}secret=AAAAAAAAAAAA{}", &rest[begins.len()..]);
            let own = || parse_key_uri(&other(), TODAY);
            let repeats = start.len() >= 12 && shown.contains(&start);
            assert!(!repeats || own().is_err_and(|error| self::shown(&error).contains(&start)), "{shown}");
            assert!(!shown.contains("OTPAUTH://"), "{shown}");
            false
        }
    }
}

fn shown(error: &DraftError) -> String {
    format!("{error} {error:?}").to_uppercase()
}

/// The same for the fields of manual entry.
#[track_caller]
pub fn any_entry(serial: &str, issuer: &str, seed: &str, algorithm: Algorithm) -> bool {
    let draft = draft_by_hand(serial, issuer, seed, algorithm);
    draft.as_ref().inspect(|draft| comes_back(draft)).is_ok()
}

#[track_caller]
fn comes_back(draft: &Draft) {
    let canonical = key_uri(draft.profile(), draft.seed());
    let again =
        parse_key_uri(&canonical, TODAY).unwrap_or_else(|error| panic!("{error}: {:?}", canonical.as_str()));
    assert_eq!(draft.profile(), again.profile());
    assert!(draft.seed().same_as(again.seed()));
    assert_eq!(key_uri(again.profile(), again.seed()), canonical);
    assert!(canonical.capacity() == skts_token::provisioning::MAX_KEY_URI_BYTES, "the text was moved");
}

/// The shared key of the sealed files in tests/vectors/pskc.json.
const KEY: &str = "000102030405060708090a0b0c0d0e0f";

/// The same for a key container. One with a shared key is opened; a passphrase would take its rounds.
#[track_caller]
pub fn any_container(text: &str) -> bool {
    let drafts = match found_in_text(text, TODAY) {
        Ok(Found::Sealed(container)) if container.asks_for() == Asks::Key => {
            container.open(&PskcSecret::hex_key(KEY).unwrap())
        }
        other => other,
    };
    match drafts {
        Ok(Found::Whole(draft)) => container_comes_back(&draft),
        Ok(Found::Several(drafts)) => {
            assert!((2..=10).contains(&drafts.len()));
            drafts.iter().for_each(container_comes_back);
        }
        Ok(Found::Half(_) | Found::Sealed(_)) | Err(_) => return false,
    }
    true
}

#[track_caller]
fn container_comes_back(draft: &Draft) {
    let canonical = key_container(draft.profile(), draft.seed());
    let again = draft_from_text(&canonical, TODAY)
        .unwrap_or_else(|error| panic!("{error}: {:?}", canonical.as_str()));
    assert_eq!(draft.profile(), again.profile());
    assert!(draft.seed().same_as(again.seed()));
    assert_eq!(key_container(again.profile(), again.seed()), canonical);
}

/// The phone's part of a two-step enrolment that is read writes itself down as the letters that were typed, and reads back
/// as the same, also in groups and lower case. It has 8 to 32 bytes, behind four of a checksum.
#[track_caller]
pub fn any_phone_part(text: &str) -> bool {
    let Some(part) = PhonePart::typed(text) else { return false };
    let canonical = part.text();
    let letters = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    if text.is_ascii() {
        assert_eq!(letters(text).to_ascii_uppercase(), *canonical);
    }
    assert!(((12 * 8_usize).div_ceil(5)..=(36 * 8_usize).div_ceil(5)).contains(&canonical.len()), "{part:?}");
    let groups = part.groups().iter().map(|group| group.to_lowercase()).collect::<Vec<_>>().join(" - ");
    for again in [canonical.as_str(), &groups] {
        assert_eq!(PhonePart::typed(again).expect("it was written so").text(), canonical);
    }
    true
}

/// An OCRA suite that is read is written as it was read, and signs what it says that it can sign; no question makes it
/// panic.
#[track_caller]
pub fn any_suite(text: &str, question: &str) -> bool {
    let Ok(suite) = text.parse::<OcraSuite>() else { return false };
    assert_eq!(suite.as_str(), text);
    assert_eq!(suite.to_string().parse(), Ok(suite.clone()));
    let seed = Seed::new(&[7; 20]).unwrap();
    let time = suite.step().map(|_| TODAY);
    let input = OcraInput { questions: &[question], time, ..OcraInput::default() };
    if let Ok(code) = ocra(&seed, &suite, &input) {
        assert_eq!(code.as_str().len(), usize::from(suite.digits()));
    }
    let payee = "1234567".parse().unwrap();
    assert_eq!(sign_payee(&seed, &suite, &payee, TODAY).is_ok(), suite.signs_payees());
    true
}

/// A 取引QR that is read writes itself down as the same text, and signs; no refusal repeats a part of it.
#[track_caller]
pub fn any_transaction(text: &str) -> bool {
    match transaction_from_text(text) {
        Ok(transaction) => {
            let canonical = transaction_text(&transaction);
            assert_eq!(text.trim_matches(|c: char| !c.is_ascii_graphic()), canonical);
            assert!(transaction_from_text(&canonical).is_ok_and(|again| again == transaction));
            let code = sign_transaction(&Seed::new(&[7; 20]).unwrap(), &transaction, TODAY);
            assert_eq!(code.as_str().len(), 8);
            true
        }
        Err(error) => {
            let shown = format!("{error} {error:?}");
            let long: Vec<_> =
                text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 16).collect();
            assert!(long.iter().all(|word| !shown.contains(word)), "{shown}");
            false
        }
    }
}

/// The same for bytes behind the prefix of a 取引QR.
#[track_caller]
pub fn any_transaction_bytes(bytes: &[u8]) -> bool {
    any_transaction(&format!("SKTX1:{}", base45::encode(bytes)))
}
