//! Every case of tests/vectors/key_uri_accepted.json and key_uri_refused.json, and the URIs that privacyIDEA wrote.

use serde_json::Value;
use skts_token::otp::{Clock, Reading};
use skts_token::provisioning::limits::MAX_PICTURE_PIXELS;
use skts_token::provisioning::{
    DraftError, SourceError, Surroundings, draft_from_text, found_in_bytes, found_in_file,
};
use skts_token::token::{Draft, UnixTime};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// January 2027; no clock is read.
const TODAY: UnixTime = UnixTime::from_seconds(1_800_000_000);

struct Today;

impl Clock for Today {
    fn read(&self) -> Reading {
        Reading { time: TODAY, to_next_second: Duration::from_secs(1), monotonic: Duration::ZERO }
    }
}

fn around() -> Surroundings<'static> {
    Surroundings::new(UnixTime::from_seconds(0), MAX_PICTURE_PIXELS, &Today)
}

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
    draft_from_text(case["uri"].as_str().unwrap(), TODAY)
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
        assert_eq!(case["tx"] == true, profile.tx, "{}", case["name"]);
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
    assert_eq!((accepted, refused), (8, 9));
}

/// A parameter's name that is ignored gives wrong codes without a word: each way to misspell one has its refusal.
#[test]
fn no_name_is_passed_over() {
    let uri =
        |query: &str| format!("otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&{query}");
    for case in cases("parameter_names.json") {
        let refusal = draft_from_text(&uri(case["query"].as_str().unwrap()), TODAY).err();
        let refusal = refusal.unwrap_or_else(|| panic!("{}: accepted", case["name"]));
        assert_eq!(case["error"], format!("{refusal:?}"), "{}", case["name"]);
    }
    let foreign = uri("image=a&icon=b&color=c&creator=d&lock=e&pin=True&app_force_unlock=f");
    assert!(draft_from_text(&foreign, TODAY).is_ok());
}

#[test]
fn an_unknown_name_is_told_without_repeating_it() {
    let says = |query: &str| {
        let uri = format!("otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&{query}");
        draft_from_text(&uri, TODAY).unwrap_err().to_string()
    };
    assert_eq!(says("amp;algorithm=SHA256"), "parameter 2 of the URI is a misspelt `algorithm`");
    assert_eq!(says("Hash=SHA256"), "parameter 2 of the URI, `hash`, is unknown");
    assert_eq!(says("%1b[2J=1"), "the URI has a control character");
    assert_eq!(says("digits=6&MFRGGZDF="), "parameter 3 of the URI is unknown");
}

fn field(name: &str) -> Result<Draft, SourceError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/field").join(name);
    Ok(found_in_file(&path, &around())?.whole()?)
}

#[track_caller]
fn field_gives(name: &str, serial: &str) {
    let draft = field(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(draft.profile().serial.as_str(), serial, "{name}");
    assert_eq!(draft.seed().expose(), b"12345678901234567890", "{name}");
}

/// Files of people who use tokens: Notepad's texts, a dark theme's picture, a photograph from close by.
#[test]
fn files_from_the_field_are_read() {
    for text in ["bom.txt", "utf16.txt", "nbsp-after.txt", "upper-case-scheme.txt"] {
        field_gives(text, "SKTS70000001");
    }
    field_gives("first-bom-beside-shop.png", "SKTS70000012");
    field_gives("white-modules-on-nothing.png", "SKTS70000001");
    field_gives("closeup-64px-module-noise16.jpg", "SKTS70000001");
}

#[test]
fn files_from_the_field_are_refused_for_their_own_cause() {
    let algorithm = DraftError::MisspeltParameter { position: 2, meant: "algorithm" };
    for name in ["escaped-amp-sha256", "capital-algorithm"] {
        for kind in ["txt", "png"] {
            assert_eq!(field(&format!("{name}.{kind}")).unwrap_err(), algorithm.into(), "{name}.{kind}");
        }
    }
    assert_eq!(field("drawing.svg").unwrap_err(), DraftError::Svg.into());
}

#[test]
fn each_file_that_is_no_token_has_its_own_cause() {
    use skts_token::provisioning::picture::PictureError::*;
    let heif = |brand: &[u8]| [b"\0\0\0\x1cftyp", brand, b"\0\0\0\0mif1heic"].concat();
    let causes: [(&[u8], SourceError); 8] = [
        (b"", SourceError::Empty),
        (b"\xff\xfe\x20\0\x0a\0", SourceError::Empty),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Pdf.into()),
        (&[&[0; 200], &b"%PDF-1.4"[..]].concat(), Pdf.into()),
        (&heif(b"heic"), Heif.into()),
        (&heif(b"avif"), Heif.into()),
        (b"II*\0\x08\0\0\xe0", UnknownFormat.into()),
        (b"\xff\xfeo\0t", UnknownFormat.into()),
    ];
    for (bytes, cause) in causes {
        assert_eq!(
            found_in_bytes(bytes, &around()).unwrap_err(),
            cause,
            "{:?}",
            bytes.escape_ascii().to_string()
        );
    }
    assert_eq!(found_in_bytes(&vec![b' '; 64 * 1024 * 1024 + 1], &around()).unwrap_err(), TooLarge.into());
    let export = DraftError::Migration;
    assert_eq!(
        found_in_bytes(b"otpauth-migration://offline?data=CjEK", &around()).unwrap_err(),
        export.into()
    );
}

/// Exhaustive: an error that is added here needs a case in key_uri_refused.json too.
fn name(error: DraftError) -> &'static str {
    use DraftError::*;
    match error {
        NotAKeyUri => "NotAKeyUri",
        Migration => "Migration",
        Svg => "Svg",
        TooLong { .. } => "TooLong",
        HiddenCharacter { .. } => "HiddenCharacter",
        ControlCharacter => "ControlCharacter",
        Fragment => "Fragment",
        Hotp => "Hotp",
        UnknownType => "UnknownType",
        PercentEncoding => "PercentEncoding",
        NotUtf8 => "NotUtf8",
        DoubleEncoding => "DoubleEncoding",
        NoLabel => "NoLabel",
        LabelColons => "LabelColons",
        DuplicateParameter { .. } => "DuplicateParameter",
        MisspeltParameter { .. } => "MisspeltParameter",
        UnknownParameter { .. } => "UnknownParameter",
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
        IssuedAhead => "IssuedAhead",
        Ocra(_) => "Ocra",
        OcraInput => "OcraInput",
        Tx => "Tx",
        Transaction => "Transaction",
        TwoStep(_) => "TwoStep",
        HalfToken => "HalfToken",
        Pskc(_) => "Pskc",
        SeveralTokens => "SeveralTokens",
        SealedFile => "SealedFile",
    }
}

const NAMES: [&str; 37] = [
    "NotAKeyUri",
    "Migration",
    "Svg",
    "HiddenCharacter",
    "DoubleEncoding",
    "MisspeltParameter",
    "UnknownParameter",
    "Transaction",
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
    "IssuedAhead",
    "Ocra",
    "OcraInput",
    "Tx",
    "TwoStep",
    "HalfToken",
    "Pskc",
];
