//! Sealing any document as FORMAT.md says, without the app's code; for the bounded fuzzing of tests/
//! and the target of fuzz/.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use ring::hmac;
use skts_token::keystore::{KeyId, Keystore, MemoryKeystore, VaultKey};
use skts_token::otp::Step;
use skts_token::token::UnixTime;
use skts_token::vault::{BiometricSecret, Locked, VaultError};
use std::path::Path;

/// The keystore's key.
const KEY: [u8; 32] = [0x5A; 32];
/// The key of the document in version 2.
const DATA_KEY: [u8; 32] = [0x3C; 32];
const ID: [u8; 16] = [0xA5; 16];
/// The biometric keystore's secret, and its id.
const SECRET: [u8; 32] = [0x69; 32];
const SECRET_ID: [u8; 16] = [0x96; 16];

/// Where the header of a file of version 2 with one slot ends: magic, version, key id, the number of slots; the slot's
/// kind, commitment, nonce, wrapped key and tag.
pub const HEADER: usize = 26 + 1 + 1 + 16 + 12 + 32 + 16;

/// A vault's file of version 2 around `document`, intact and with the right key.
pub fn seal(document: &[u8]) -> Vec<u8> {
    let mut plain = [&u32::try_from(document.len()).unwrap().to_be_bytes(), document].concat();
    plain.resize(plain.len().next_multiple_of(1024), 0);
    seal_padded(plain)
}

/// The same around what is sealed with its length and its padding.
pub fn seal_padded(plain: Vec<u8>) -> Vec<u8> {
    let name = name(2);
    let header = [&name[..], &[1], &slot(&name, 1, &[], &KEY)].concat();
    assert_eq!(header.len(), HEADER);
    let sealed = gcm(&DATA_KEY, &header, plain);
    with_checksum([header, sealed].concat())
}

/// The same behind a passcode that nobody knows and a face.
#[allow(dead_code)]
pub fn seal_with_face(document: &[u8]) -> Vec<u8> {
    let mut plain = [&u32::try_from(document.len()).unwrap().to_be_bytes(), document].concat();
    plain.resize(plain.len().next_multiple_of(1024), 0);
    let name = name(2);
    let passcode = [&[7; 16][..], &(64 * 1024_u32).to_be_bytes(), &3_u32.to_be_bytes()].concat();
    let associated = [b"skts/v2/biometric-secret".as_slice(), &name, &SECRET_ID].concat();
    let face = [&SECRET_ID[..], &gcm(&DATA_KEY, &associated, SECRET.to_vec())].concat();
    // HKDF, one block.
    let extracted = mac(&ID, &[SECRET, KEY].concat());
    let kek = mac(&extracted, b"skts/v2/biometric-slot\x01");
    let slots = [slot(&name, 2, &passcode, &[0xF0; 32]), slot(&name, 3, &face, &kek)].concat();
    let header = [&name[..], &[2], &slots].concat();
    let sealed = gcm(&DATA_KEY, &header, plain);
    with_checksum([header, sealed].concat())
}

/// Where the header of such a file ends.
#[allow(dead_code)]
pub const HEADER_WITH_FACE: usize = 26 + 1 + (1 + 24 + 76) + (1 + 76 + 76);

fn name(version: u16) -> Vec<u8> {
    [b"SKTSVLT\n".as_slice(), &version.to_be_bytes(), &ID].concat()
}

fn slot(name: &[u8], kind: u8, parameters: &[u8], kek: &[u8; 32]) -> Vec<u8> {
    let head = [&[kind][..], parameters].concat();
    let wrapped = gcm(kek, &[name, &head].concat(), DATA_KEY.to_vec());
    [&head[..], &mac(kek, b"skts commit")[..16], &wrapped].concat()
}

fn mac(key: &[u8], text: &[u8]) -> [u8; 32] {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text).as_ref().try_into().unwrap()
}

/// A vault's file of version 1 around `document`.
pub fn seal_first(document: &[u8]) -> Vec<u8> {
    let name = name(1);
    let sealed = gcm(&KEY, &name, document.to_vec());
    with_checksum([name, sealed].concat())
}

/// Nonce, ciphertext, tag.
fn gcm(key: &[u8; 32], associated: &[u8], mut text: Vec<u8>) -> Vec<u8> {
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap());
    let nonce = [7; NONCE_LEN];
    cipher
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(associated), &mut text)
        .unwrap();
    [&nonce[..], &text].concat()
}

/// The file with a checksum that fits, so that the bytes before it are looked at.
pub fn with_checksum(mut file: Vec<u8>) -> Vec<u8> {
    let checksum = digest(&SHA256, &file);
    file.extend(checksum.as_ref());
    file
}

/// Opens the bytes as a vault in `folder`. Whatever they are: no panic, every token that is listed yields a code, and
/// the file stays as it is. Returns how many tokens there are.
#[track_caller]
pub fn any_file(folder: &Path, bytes: &[u8]) -> Result<usize, VaultError> {
    let path = folder.join("vault.skts");
    std::fs::write(&path, bytes).unwrap();
    let keystore = MemoryKeystore::new();
    keystore.store(&KeyId::from_bytes(ID), &VaultKey::new(&KEY)).unwrap();
    let opened = Locked::open(folder).and_then(|vault| {
        let opened = match vault.unlock(&keystore) {
            Err((vault, VaultError::PasscodeNeeded)) => {
                let secret = BiometricSecret::new(KeyId::from_bytes(SECRET_ID), VaultKey::new(&SECRET));
                vault.biometric_id().unwrap();
                vault.unlock_with_biometrics(&secret, &keystore)
            }
            opened => opened,
        };
        opened.map_err(|(_, error)| error)
    });
    let found = opened.map(|vault| {
        let step = Step::at(UnixTime::from_seconds(1_800_000_000));
        for profile in vault.profiles() {
            vault.code(&profile.serial, step).unwrap();
        }
        vault.profiles().len()
    });
    assert!(std::fs::read(&path).unwrap() == bytes, "the file was changed");
    found
}
