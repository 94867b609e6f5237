//! Bounded fuzzing on stable Rust: mutated Key URIs and typed entries. What is accepted writes itself
//! down canonically and reads back as the same; no refusal repeats a secret; nothing panics.
//!
//! `SKTS_FUZZ_ROUNDS` makes it longer. The targets of fuzz/ are for cargo-fuzz and run the same checks.

#[path = "../common/round_trip.rs"]
mod round_trip;

use crate::common::Random;
use skts_token::token::Algorithm;
use std::path::Path;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn rounds() -> usize {
    std::env::var("SKTS_FUZZ_ROUNDS").map_or(200_000, |text| text.parse().expect("a number"))
}

fn corpus() -> Vec<String> {
    let mut corpus = Vec::new();
    for file in ["key_uri_accepted.json", "key_uri_refused.json", "privacyidea.json"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file);
        let document: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(path).expect(file)).expect(file);
        let cases = document["cases"].as_array().expect(file);
        corpus.extend(cases.iter().map(|case| case["uri"].as_str().expect(file).to_owned()));
    }
    assert!(corpus.len() > 100, "the corpus is missing");
    corpus
}

/// Pieces that mean something to the parser.
const TOKENS: [&str; 28] = [
    "%",
    "%3A",
    "%00",
    "%E8%A6",
    "&",
    "=",
    "?",
    "#",
    ":",
    "/",
    "+",
    " ",
    "secret=",
    "&issuer=A",
    "&serial=SKTS12345678",
    "&digits=6",
    "&period=30",
    "&algorithm=SHA512",
    "&iat=1",
    "&2step_salt=8",
    "&image=a",
    "amp;",
    "%25",
    "\u{FEFF}",
    "見本",
    "\u{202E}",
    "otpauth://totp/",
    SECRET,
];

/// One to four changes: a character replaced, a piece put in, taken out, doubled, or joined on.
fn mutate(text: &str, corpus: &[String], random: &mut Random) -> String {
    mutate_with(text, corpus, &TOKENS, random)
}

fn mutate_with(text: &str, corpus: &[String], tokens: &[&str], random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(characters.len() as u64 + 1) as usize;
        let end = (at + random.below(9) as usize).min(characters.len());
        match random.below(6) {
            0 => drop(characters.splice(at..end.min(at + 1), [random.below(0x180) as u8 as char])),
            1 => drop(characters.splice(at..at, tokens[random.below(tokens.len() as u64) as usize].chars())),
            2 => drop(characters.drain(at..end)),
            3 => {
                let piece = characters[at..end].to_vec();
                drop(characters.splice(at..at, piece));
            }
            4 => {
                let other = &corpus[random.below(corpus.len() as u64) as usize];
                let cut = random.below(other.chars().count() as u64 + 1) as usize;
                characters.truncate(at);
                characters.extend(other.chars().skip(cut));
            }
            _ => drop(characters.splice(at..end.min(at + 1), char::from_u32(random.below(0x11_0000) as u32))),
        }
    }
    characters.into_iter().collect()
}

#[test]
fn key_uris_survive_mutation() {
    let (corpus, mut random, mut accepted) = (corpus(), Random::new(), 0);
    for _ in 0..rounds() {
        let text = &corpus[random.below(corpus.len() as u64) as usize];
        accepted += usize::from(round_trip::any_uri(&mutate(text, &corpus, &mut random)));
    }
    println!("{} URIs, {accepted} accepted", rounds());
    // If nothing were accepted, only the first check of the parser would have been tried.
    assert!(accepted > rounds() / 100, "hardly anything was accepted: {accepted}");
}

/// Pieces that mean something to the reader of key containers.
const ELEMENTS: [&str; 22] = [
    "<",
    ">",
    "/>",
    "</pskc:Key>",
    "<pskc:Key>",
    "<pskc:Data>",
    "<pskc:PlainValue>30</pskc:PlainValue>",
    "<!--",
    "-->",
    "<?a?>",
    "<!DOCTYPE a>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&a;",
    "&#x0;",
    "&#x898B;",
    " xmlns='a'",
    " Algorithm='a'",
    "=",
    "AAAA",
    "見本",
];

#[test]
fn key_containers_survive_mutation() {
    let vectors: serde_json::Value = serde_json::from_str(include_str!("../vectors/pskc.json")).unwrap();
    let files = vectors["cases"].as_array().unwrap().iter();
    let texts = files.map(|case| case["xml"].as_str().unwrap().to_owned());
    // A file that is refused as it is would hardly ever be accepted after a change.
    let corpus: Vec<_> = texts.filter(|text| round_trip::any_container(text)).collect();
    assert!(corpus.len() >= 8, "the corpus is missing");
    let (mut random, mut accepted) = (Random::new(), 0);
    for _ in 0..rounds() / 40 {
        let text = &corpus[random.below(corpus.len() as u64) as usize];
        let text = mutate_with(text, &corpus, &ELEMENTS, &mut random);
        accepted += usize::from(round_trip::any_container(&text));
    }
    println!("{} key containers, {accepted} accepted", rounds() / 40);
    assert!(accepted > rounds() / 4000, "hardly anything was accepted: {accepted}");
}

#[test]
fn typed_entries_survive_mutation() {
    let (mut random, mut accepted) = (Random::new(), 0);
    let entries =
        ["SKTS 1234 5678", SECRET, "gezd gnbv gy3t qojq gezd gnbv gy======", "ＳＫＴＳ１２３４５６７８"]
            .map(str::to_owned);
    for _ in 0..rounds() / 40 {
        let serial = mutate(&entries[0], &entries, &mut random);
        let seed = mutate(&entries[1 + random.below(2) as usize], &entries, &mut random);
        let algorithm = Algorithm::ALL[random.below(3) as usize];
        for (serial, seed) in [(&serial, &seed), (&entries[0], &seed), (&serial, &entries[1])] {
            accepted += usize::from(round_trip::any_entry(serial, "", seed, algorithm));
        }
    }
    println!("{} entries, {accepted} accepted", rounds() / 40 * 3);
    assert!(accepted > rounds() / 1000, "hardly anything was accepted: {accepted}");
}

/// Found by tests/fuzz, target `manual`: an issuer that ends a path in a URI's label was accepted, and did not come back.
#[test]
fn an_issuer_that_reads_like_a_label_is_refused() {
    assert!(!round_trip::any_entry("SKTS12345678", "totp/skts%2012", SECRET, Algorithm::Sha512));
}

/// Found by tests/fuzz, target `key_uri`: a secret that is a sentence of an error was taken for one that the error repeats.
#[test]
fn an_errors_own_words_are_no_secret() {
    assert!(!round_trip::any_uri("otpauth://totp/?secret=URI has no label"));
    assert!(!round_trip::any_uri("?secret=URI HAS NO LABEL NOLABELGGp"));
    assert!(!round_trip::any_uri("otpauth://totp/?secret=HE URI HAS au\u{0}\u{200b}"));
}

fn texts(file: &str, field: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file);
    let document: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect(file)).expect(file);
    let cases = document["cases"].as_array().expect(file);
    cases.iter().map(|case| case[field].as_str().expect(file).to_owned()).collect()
}

#[test]
fn suites_survive_mutation() {
    let (corpus, mut random, mut accepted) = (texts("rfc6287.json", "suite"), Random::new(), 0);
    for _ in 0..rounds() / 40 {
        let text = &corpus[random.below(corpus.len() as u64) as usize];
        let question = mutate("12345678", &corpus, &mut random);
        accepted += usize::from(round_trip::any_suite(&mutate(text, &corpus, &mut random), &question));
    }
    assert!(accepted > rounds() / 4000, "hardly anything was accepted: {accepted}");
}

#[test]
fn transactions_survive_mutation() {
    let good = texts("transactions.json", "text");
    let corpus = [good.clone(), texts("transactions_refused.json", "text")].concat();
    let (mut random, mut accepted) = (Random::new(), 0);
    for round in 0..rounds() / 40 {
        let text = &corpus[random.below(corpus.len() as u64) as usize];
        accepted += usize::from(round_trip::any_transaction(&mutate(text, &corpus, &mut random)));
        // A change in the bytes, which gets past base45.
        let text = &good[round % good.len()];
        let mut bytes = base45::decode(&text[6..]).unwrap();
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len() as u64) as usize;
            bytes[at] = random.below(256) as u8;
        }
        accepted += usize::from(round_trip::any_transaction_bytes(&bytes));
    }
    assert!(accepted > rounds() / 4000, "hardly anything was accepted: {accepted}");
}

#[test]
fn phone_parts_survive_mutation() {
    let corpus = texts("two_step.json", "text");
    assert!(corpus.iter().all(|text| round_trip::any_phone_part(text)), "privacyIDEA's own are read");
    let (mut random, mut accepted) = (Random::new(), 0);
    // Most changes break the checksum, as they should; these do not.
    let forgiven = [" ", "-", "\u{3000}", "\u{2212}", "\n"];
    for _ in 0..rounds() / 40 {
        let text = &corpus[random.below(corpus.len() as u64) as usize];
        round_trip::any_phone_part(&mutate(text, &corpus, &mut random));
        let mut typed = String::new();
        for letter in text.chars() {
            match random.below(4) {
                0 => typed.extend(letter.to_lowercase()),
                1 => typed.push(char::from_u32(u32::from(letter) + 0xFEE0).expect("a full-width letter")),
                _ => typed.push(letter),
            }
            if random.below(4) == 0 {
                typed.push_str(forgiven[random.below(forgiven.len() as u64) as usize]);
            }
        }
        accepted += usize::from(round_trip::any_phone_part(&typed));
    }
    assert_eq!(accepted, rounds() / 40, "a blank, a hyphen and a full-width letter are forgiven");
}
