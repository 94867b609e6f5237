//! Sealing any document as FORMAT.md says, without the app's code; for the bounded fuzzing of tests/
//! and the target of fuzz/.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use skts_token::keystore::{KeyId, Keystore, MemoryKeystore, VaultKey};
use skts_token::otp::Step;
use skts_token::token::UnixTime;
use skts_token::vault::{Locked, VaultError};
use std::path::Path;

const KEY: [u8; 32] = [0x5A; 32];
const ID: [u8; 16] = [0xA5; 16];

/// A vault's file around `document`, intact and with the right key.
pub fn seal(document: &[u8]) -> Vec<u8> {
    let mut file = [b"SKTSVLT\n".as_slice(), &1_u16.to_be_bytes(), &ID].concat();
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &KEY).unwrap());
    let mut sealed = document.to_vec();
    let nonce = [7; NONCE_LEN];
    let head = Aad::from(file.clone());
    cipher.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), head, &mut sealed).unwrap();
    file.extend(nonce);
    file.extend(sealed);
    with_checksum(file)
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
