//! Bounded fuzzing of the vault's file on stable Rust: whole files with a checksum that fits, and
//! documents sealed with the right key, which no flipped byte ever reaches.

#[path = "../common/sealed.rs"]
mod sealed;

use crate::common::Random;
use skts_token::vault::VaultError;

/// A document of two tokens, written by hand from FORMAT.md.
fn document() -> Vec<u8> {
    let mut bytes = vec![0xA2]; // a map of 2
    text(&mut bytes, "generation");
    bytes.push(0x02);
    text(&mut bytes, "tokens");
    bytes.push(0x82); // an array of 2
    for serial in ["SKTS10000001", "SKTS123456789012"] {
        bytes.push(0xA6);
        for (key, value) in [("serial", serial), ("issuer", "見本信用金庫"), ("algorithm", "SHA256")] {
            text(&mut bytes, key);
            text(&mut bytes, value);
        }
        text(&mut bytes, "issued_at");
        bytes.extend([0x1A, 0x65, 0x53, 0xF1, 0x00]); // 1,700,000,000
        text(&mut bytes, "ocra");
        bytes.push(0xF6); // null
        text(&mut bytes, "seed");
        bytes.push(0x54); // 20 bytes
        bytes.extend(b"12345678901234567890");
    }
    bytes
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
    assert_eq!(sealed::any_file(folder.path(), &sealed::seal(&document())).unwrap(), 2);
}

#[test]
fn sealed_documents_survive_mutation() {
    let (folder, mut random) = (tempfile::tempdir().unwrap(), Random::new());
    let (original, mut opened, mut damaged) = (document(), 0, 0);
    for _ in 0..5_000 {
        let mutant = mutate(&original, &mut random);
        match sealed::any_file(folder.path(), &sealed::seal(&mutant)) {
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
    let mut file = sealed::seal(&document());
    file.truncate(file.len() - 32);
    let (mut newer, mut keyless, mut damaged) = (0, 0, 0);
    for _ in 0..3_000 {
        let length = if random.below(2) == 0 { 38 } else { file.len() };
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
