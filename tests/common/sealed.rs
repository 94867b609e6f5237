//! Sealing any document as FORMAT.md says, without the app's code; for the bounded fuzzing of tests/
//! and the target of fuzz/.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use ring::hmac;
use skts_token::keystore::{KeyId, Keystore, MemoryKeystore, VaultKey};
use skts_token::otp::Step;
use skts_token::token::UnixTime;
use skts_token::vault::{Locked, VaultError};
use std::path::Path;

/// The keystore's key.
const KEY: [u8; 32] = [0x5A; 32];
/// The key of the document in version 2.
const DATA_KEY: [u8; 32] = [0x3C; 32];
const ID: [u8; 16] = [0xA5; 16];

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
    let name = [b"SKTSVLT\n".as_slice(), &2_u16.to_be_bytes(), &ID].concat();
    let commitment = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &KEY), b"skts commit");
    let wrapped = gcm(&KEY, &[&name[..], &[1]].concat(), DATA_KEY.to_vec());
    let header = [&name[..], &[1, 1], &commitment.as_ref()[..16], &wrapped].concat();
    assert_eq!(header.len(), HEADER);
    let sealed = gcm(&DATA_KEY, &header, plain);
    with_checksum([header, sealed].concat())
}

/// A vault's file of version 1 around `document`.
pub fn seal_first(document: &[u8]) -> Vec<u8> {
    let name = [b"SKTSVLT\n".as_slice(), &1_u16.to_be_bytes(), &ID].concat();
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
    let opened = Locked::open(folder).and_then(|vault| vault.unlock(&keystore).map_err(|(_, error)| error));
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
