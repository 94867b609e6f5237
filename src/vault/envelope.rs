//! The vault's sealed bytes: what stands around the document, and how it is encrypted. FORMAT.md describes them.

use super::VaultError;
use crate::keystore::{KeyId, VaultKey};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, Tag, UnboundKey};
use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use ring::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"SKTSVLT\n";
/// The format that is written; all up to it are read.
const VERSION: u16 = 1;
const VERSION_AT: usize = MAGIC.len();
const KEY_ID_AT: usize = VERSION_AT + 2;
const NONCE_AT: usize = KEY_ID_AT + KeyId::BYTES;
const SEALED_AT: usize = NONCE_AT + NONCE_LEN;
const TAG: usize = 16;

/// The bytes of a vault's file, checked: intact, and of a version known here. See FORMAT.md.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope(Vec<u8>);

impl Envelope {
    /// Tells damage from a newer version, both without the key.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, VaultError> {
        let (contents, checksum) =
            bytes.split_last_chunk::<SHA256_OUTPUT_LEN>().ok_or(VaultError::Damaged)?;
        if !contents.starts_with(MAGIC) || digest(&SHA256, contents).as_ref() != checksum {
            return Err(VaultError::Damaged);
        }
        let version: [u8; 2] = field(contents, VERSION_AT).ok_or(VaultError::Damaged)?;
        match u16::from_be_bytes(version) {
            VERSION if contents.len() >= SEALED_AT + TAG => Ok(Self(bytes)),
            0 | VERSION => Err(VaultError::Damaged),
            newer => Err(VaultError::Newer(newer)),
        }
    }

    /// Encrypts what `write` appends, in place: when it returns, no plain copy is left of it. `most` is
    /// how many bytes it appends at most, so that the buffer never moves.
    pub fn seal(
        id: &KeyId,
        key: &VaultKey,
        most: usize,
        write: impl FnOnce(&mut Vec<u8>),
    ) -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(SEALED_AT + most + TAG + SHA256_OUTPUT_LEN));
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_be_bytes());
        bytes.extend_from_slice(id.as_bytes());
        let nonce = fresh_nonce()?;
        bytes.extend_from_slice(&nonce);
        write(&mut bytes);
        let (head, plain) = bytes.split_at_mut(SEALED_AT);
        let tag = cipher(key)
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), aad(head), plain)
            .expect("AES-GCM takes up to 64 GiB, and a document has 8 KiB");
        bytes.extend_from_slice(tag.as_ref());
        let checksum = digest(&SHA256, &bytes);
        bytes.extend_from_slice(checksum.as_ref());
        Ok(Self(std::mem::take(&mut *bytes)))
    }

    /// The document inside. `Damaged` where it was not sealed with this key: its bytes are intact, so
    /// someone forged them or the keystore's entry was changed.
    pub fn unseal(&self, key: &VaultKey) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let contents = &self.0[..self.0.len() - SHA256_OUTPUT_LEN];
        let (head, sealed) = contents.split_at(SEALED_AT);
        let nonce = field(head, NONCE_AT).expect("parse saw the whole head");
        let (sealed, tag) = sealed.split_last_chunk::<TAG>().expect("parse saw the tag");
        let mut plain = Zeroizing::new(sealed.to_vec());
        cipher(key)
            .open_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                aad(head),
                Tag::from(*tag),
                &mut plain,
                0..,
            )
            .map_err(|_| VaultError::Damaged)?;
        Ok(plain)
    }

    pub fn key_id(&self) -> KeyId {
        KeyId::from_bytes(field(&self.0, KEY_ID_AT).expect("parse saw the whole head"))
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

fn field<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}

/// Random, as SP 800-38D §8.2.2 allows for up to 2³² seals with one key.
fn fresh_nonce() -> Result<[u8; NONCE_LEN], VaultError> {
    let mut nonce = [0; NONCE_LEN];
    SystemRandom::new().fill(&mut nonce).map_err(|_| crate::keystore::NoRandomness)?;
    Ok(nonce)
}

fn cipher(key: &VaultKey) -> LessSafeKey {
    let key = UnboundKey::new(&AES_256_GCM, key.expose()).expect("a key of AES-256 has 32 bytes");
    LessSafeKey::new(key)
}

/// Magic, version and key id. The nonce is not among them: with another nonce the tag is wrong anyway.
fn aad(head: &[u8]) -> Aad<&[u8]> {
    Aad::from(&head[..NONCE_AT])
}
