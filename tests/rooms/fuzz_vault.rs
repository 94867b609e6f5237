//! Bounded fuzzing of the vault's file on stable Rust: whole files with a checksum that fits, and
//! documents sealed with the right key, which no flipped byte ever reaches.

#[path = "../common/sealed.rs"]
mod sealed;

use crate::common::Random;
use skts_token::vault::VaultError;

/// A document of two tokens, written by hand from FORMAT.md; in version 2 the second one was replaced.
fn document(version: u16) -> Vec<u8> {
    let second = version == 2;
    let mut bytes = vec![if second { 0xA4 } else { 0xA2 }]; // a map of 4, or of 2
    text(&mut bytes, "generation");
    bytes.push(0x02);
    text(&mut bytes, "tokens");
    bytes.push(0x82); // an array of 2
    for serial in ["SKTS10000001", "SKTS123456789012"] {
        token(&mut bytes, serial, second);
    }
    if second {
        text(&mut bytes, "removed");
        bytes.extend([0x81, 0xA4]); // an array of 1, a map of 4
        text(&mut bytes, "id");
        bytes.push(0x02);
        text(&mut bytes, "at");
        bytes.extend([0x1A, 0x6B, 0x49, 0xD2, 0x00]); // 1,800,000,000
        text(&mut bytes, "reason");
        text(&mut bytes, "replaced");
        text(&mut bytes, "token");
        token(&mut bytes, "SKTS10000001", true);
        text(&mut bytes, "erased_keys");
        bytes.extend([0x81, 0x50]); // an array of 1, 16 bytes
        bytes.extend([0x11; 16]);
    }
    bytes
}

fn token(bytes: &mut Vec<u8>, serial: &str, second: bool) {
    bytes.push(if second { 0xA8 } else { 0xA6 });
    for (key, value) in [("serial", serial), ("issuer", "見本信用金庫"), ("algorithm", "SHA256")] {
        text(bytes, key);
        text(bytes, value);
    }
    text(bytes, "issued_at");
    bytes.extend([0x1A, 0x65, 0x53, 0xF1, 0x00]); // 1,700,000,000
    text(bytes, "ocra");
    bytes.push(0xF6); // null
    if second {
        text(bytes, "label");
        text(bytes, "家計用");
        text(bytes, "tx");
        bytes.push(0xF4); // false
    }
    text(bytes, "seed");
    bytes.push(0x54); // 20 bytes
    bytes.extend(b"12345678901234567890");
}

/// A text of fewer than 24 bytes.
fn text(bytes: &mut Vec<u8>, text: &str) {
    bytes.push(0x60 + u8::try_from(text.len()).unwrap());
    bytes.extend(text.as_bytes());
}

/// One to three changes: a byte replaced, a piece put in, taken out or doubled.
fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len() as u64 + 1) as usize;
        let end = (at + random.below(12) as usize).min(bytes.len());
        match random.below(4) {
            0 => drop(bytes.splice(at..end.min(at + 1), [random.below(256) as u8])),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, piece));
            }
            // Heads of CBOR: long lengths, maps without an end, tags, floats.
            _ => drop(bytes.splice(
                at..at,
                [0x5B, 0xBF, 0x9F, 0xC0, 0xFB, 0xFF, 0x7F, 0x1B][random.below(8) as usize..].to_vec(),
            )),
        }
    }
    bytes
}

#[test]
fn a_document_written_by_hand_opens() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(sealed::any_file(folder.path(), &sealed::seal(&document(2))).unwrap(), 2);
    assert_eq!(sealed::any_file(folder.path(), &sealed::seal_first(&document(1))).unwrap(), 2);
    assert_eq!(sealed::any_file(folder.path(), &sealed::seal_with_face(&document(2))).unwrap(), 2);
    for (version, sealed) in [(1, sealed::seal(&document(1))), (2, sealed::seal_first(&document(2)))] {
        let opened = sealed::any_file(folder.path(), &sealed);
        assert_eq!(
            opened,
            Err(VaultError::Damaged),
            "a document of version {version} in the other version's file"
        );
    }
}

/// The padding is as long as it must be and all zeros, and the length fits into it: nothing is hidden there.
#[test]
fn a_document_is_padded_in_one_way_alone() {
    let folder = tempfile::tempdir().unwrap();
    let document = document(2);
    let padded = |length: u32, size: usize| {
        let mut plain = [&length.to_be_bytes(), &document[..]].concat();
        plain.resize(size, 0);
        plain
    };
    let length = u32::try_from(document.len()).unwrap();
    let open = |plain: Vec<u8>| sealed::any_file(folder.path(), &sealed::seal_padded(plain));
    assert_eq!(open(padded(length, 1024)), Ok(2));
    let mut hidden = padded(length, 1024);
    *hidden.last_mut().unwrap() = 1;
    let bad = [
        hidden,
        padded(length, 2048),
        padded(length, 1023),
        padded(length + 1, 1024),
        padded(length - 1, 1024),
    ];
    for plain in bad.into_iter().chain([u32::MAX, 1021, 0].map(|length| padded(length, 1024))) {
        assert_eq!(open(plain), Err(VaultError::Damaged));
    }
    for size in [0, 33 * 1024, 512 * 1024] {
        assert_eq!(open(vec![0; size]), Err(VaultError::Damaged), "{size} bytes");
    }
}

#[test]
fn sealed_documents_survive_mutation() {
    let (folder, mut random) = (tempfile::tempdir().unwrap(), Random::new());
    let (mut opened, mut damaged) = (0, 0);
    for round in 0..6_000 {
        let version = 1 + round % 2;
        let mutant = mutate(&document(version), &mut random);
        let file = if version == 1 { sealed::seal_first(&mutant) } else { sealed::seal(&mutant) };
        match sealed::any_file(folder.path(), &file) {
            Ok(_) => opened += 1,
            Err(VaultError::Damaged) => damaged += 1,
            Err(other) => panic!("{other:?} for {mutant:02x?}"),
        }
    }
    println!("{opened} documents opened, {damaged} damaged");
    assert!(opened > 50 && damaged > 500, "{opened} opened, {damaged} damaged");
}

#[test]
fn files_with_a_right_checksum_survive_mutation() {
    let (folder, mut random) = (tempfile::tempdir().unwrap(), Random::new());
    let mut file = sealed::seal(&document(2));
    file.truncate(file.len() - 32);
    let (mut newer, mut keyless, mut damaged) = (0, 0, 0);
    for _ in 0..3_000 {
        let length = [26, sealed::HEADER, file.len()][random.below(3) as usize];
        let mutant = [&mutate(&file[..length], &mut random), &file[length..]].concat();
        match sealed::any_file(folder.path(), &sealed::with_checksum(mutant.clone())) {
            Ok(_) => assert!(mutant == file, "a forged file opens"),
            Err(VaultError::Newer(_)) => newer += 1,
            Err(VaultError::KeyMissing) => keyless += 1,
            Err(VaultError::Damaged) => damaged += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    println!("{newer} newer, {keyless} without a key, {damaged} damaged");
    assert!(newer > 10 && keyless > 10 && damaged > 10, "{newer}, {keyless}, {damaged}");
}

#[test]
fn files_that_a_face_opens_survive_mutation() {
    let (folder, mut random) = (tempfile::tempdir().unwrap(), Random::new());
    let mut file = sealed::seal_with_face(&document(2));
    file.truncate(file.len() - 32);
    let (mut locked, mut damaged) = (0, 0);
    for _ in 0..3_000 {
        let mutant =
            [&mutate(&file[..sealed::HEADER_WITH_FACE], &mut random), &file[sealed::HEADER_WITH_FACE..]]
                .concat();
        match sealed::any_file(folder.path(), &sealed::with_checksum(mutant.clone())) {
            Ok(_) => assert!(mutant == file, "a forged file opens"),
            Err(VaultError::PasscodeNeeded) => locked += 1,
            Err(VaultError::Damaged) => damaged += 1,
            Err(VaultError::Newer(_) | VaultError::KeyMissing) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    println!("{locked} locked, {damaged} damaged");
    assert!(locked > 10 && damaged > 10, "{locked} locked, {damaged} damaged");
}
