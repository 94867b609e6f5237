//! The vault's sealed bytes: what stands around the document, and how it is encrypted. FORMAT.md describes them.

use super::VaultError;
use super::biometrics::BiometricSecret;
use super::passcode::{Stretched, Stretching};
use super::slots::Slots;
use crate::keystore::{Floor, KeyId, Keystore, VaultKey};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, Tag, UnboundKey};
use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use ring::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"SKTSVLT\n";
/// The format that is written; all up to it are read.
pub const VERSION: u16 = 2;
/// The format in which the keystore's key seals the document itself.
pub const FIRST_VERSION: u16 = 1;
const VERSION_AT: usize = MAGIC.len();
const KEY_ID_AT: usize = VERSION_AT + 2;
/// Where magic, version and key id end.
pub const NAME_BYTES: usize = KEY_ID_AT + KeyId::BYTES;
const TAG: usize = 16;
/// A document is padded to a multiple of this, so that the file's size does not tell how many tokens there are.
const PAGE: usize = 1024;
/// What stands before the padded document: its length.
const LENGTH_BYTES: usize = 4;
/// More than a document of the most tokens has, padded.
const MAX_SEALED: usize = 32 * PAGE;
/// The longest document that is written.
pub const MAX_DOCUMENT_BYTES: usize = MAX_SEALED - LENGTH_BYTES;

/// The key that seals the document.
pub struct DataKey(VaultKey);

/// What stands before the document: which key opens it, and how. All of it is authenticated with the document.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    id: KeyId,
    slots: Slots,
}

/// The bytes of a vault's file, checked: intact, and of a version known here. See FORMAT.md.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    bytes: Vec<u8>,
    /// `None` in version 1.
    header: Option<Header>,
    /// Where the header ends and the nonce begins.
    nonce_at: usize,
}

impl DataKey {
    pub fn generate() -> Result<Self, VaultError> {
        Ok(Self(VaultKey::generate()?))
    }

    /// The same key, for another header around the same document.
    pub fn copied(&self) -> Self {
        Self(VaultKey::new(self.0.expose()))
    }
}

impl Header {
    /// A header with one slot, which the keystore's key opens.
    pub fn new(id: KeyId, kek: &VaultKey, data: &DataKey) -> Result<Self, VaultError> {
        let slots = Slots::of_keystore(&name(VERSION, &id), kek, &data.0)?;
        Ok(Self { id, slots })
    }

    /// A header with one slot, which a passcode opens on this device. `key`: what `keystore` has under the id.
    pub fn with_passcode(
        id: KeyId,
        key: &VaultKey,
        stretched: &Stretched,
        data: &DataKey,
        keystore: &dyn Keystore,
    ) -> Result<Self, VaultError> {
        let kek = stretched.kek(&id, key, keystore)?;
        let slots = Slots::of_passcode(&name(VERSION, &id), stretched.stretching(), &kek, &data.0)?;
        Ok(Self { id, slots })
    }

    /// The same header with a slot behind the passcode's, which the secret opens on this device. `key`: what the keystore has
    /// under the id.
    pub fn with_biometrics(
        &self,
        secret: &BiometricSecret,
        key: &VaultKey,
        data: &DataKey,
    ) -> Result<Self, VaultError> {
        let slots = self.slots.with_biometrics(&name(VERSION, &self.id), &self.id, secret, key, &data.0)?;
        Ok(Self { id: self.id, slots })
    }

    /// The same header without that slot.
    pub fn without_biometrics(&self) -> Self {
        Self { id: self.id, slots: self.slots.without_biometrics() }
    }

    /// Under which id the biometric keystore has the secret; `None` where there is no slot for one.
    pub fn biometric_id(&self) -> Option<KeyId> {
        Some(self.slots.enclosed()?.id())
    }

    /// The secret itself, for whoever has opened the vault.
    pub fn biometric_secret(&self, data: &DataKey) -> Result<Option<BiometricSecret>, VaultError> {
        let name = name(VERSION, &self.id);
        self.slots.enclosed().map(|enclosed| enclosed.open(&name, &data.0)).transpose()
    }

    /// What a passcode is stretched with; `None` where there is no app lock.
    pub fn stretching(&self) -> Option<Stretching> {
        self.slots.stretching()
    }

    pub fn id(&self) -> KeyId {
        self.id
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&name(VERSION, &self.id));
        self.slots.write(bytes);
    }
}

impl Envelope {
    /// Tells damage from a newer version, both without the key.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, VaultError> {
        let (contents, checksum) =
            bytes.split_last_chunk::<SHA256_OUTPUT_LEN>().ok_or(VaultError::Damaged)?;
        if !contents.starts_with(MAGIC) || digest(&SHA256, contents).as_ref() != checksum {
            return Err(VaultError::Damaged);
        }
        let version: [u8; 2] = field(contents, VERSION_AT).ok_or(VaultError::Damaged)?;
        let (header, nonce_at) = match u16::from_be_bytes(version) {
            FIRST_VERSION => (None, NAME_BYTES),
            VERSION => {
                let id = KeyId::from_bytes(field(contents, KEY_ID_AT).ok_or(VaultError::Damaged)?);
                let (slots, end) = Slots::parse(contents, NAME_BYTES).ok_or(VaultError::Damaged)?;
                (Some(Header { id, slots }), end)
            }
            0 => return Err(VaultError::Damaged),
            newer => return Err(VaultError::Newer(newer)),
        };
        let sealed = contents.len().checked_sub(nonce_at + NONCE_LEN + TAG).ok_or(VaultError::Damaged)?;
        if sealed > MAX_SEALED || header.is_some() && (sealed == 0 || !sealed.is_multiple_of(PAGE)) {
            return Err(VaultError::Damaged);
        }
        Ok(Self { bytes, header, nonce_at })
    }

    /// Encrypts what `write` appends, in place: when it returns, no plain copy is left of it. It appends at most
    /// [`MAX_DOCUMENT_BYTES`], so that the buffer never moves.
    pub fn seal(
        header: &Header,
        key: &DataKey,
        write: impl FnOnce(&mut Vec<u8>),
    ) -> Result<Self, VaultError> {
        const ROOM: usize = NAME_BYTES + Slots::MAX_BYTES + NONCE_LEN + MAX_SEALED + TAG + SHA256_OUTPUT_LEN;
        let mut bytes = Zeroizing::new(Vec::with_capacity(ROOM));
        header.write(&mut bytes);
        let nonce_at = bytes.len();
        let nonce = fresh_nonce()?;
        bytes.extend_from_slice(&nonce);
        let plain_at = bytes.len();
        bytes.extend_from_slice(&[0; LENGTH_BYTES]);
        write(&mut bytes);
        let length = bytes.len() - plain_at - LENGTH_BYTES;
        assert!(length <= MAX_DOCUMENT_BYTES, "MAX_TOKENS and MAX_REMOVED bound the document");
        let written = u32::try_from(length).expect("a document has less than 32 KiB");
        bytes[plain_at..][..LENGTH_BYTES].copy_from_slice(&written.to_be_bytes());
        let padded = (LENGTH_BYTES + length).next_multiple_of(PAGE);
        bytes.resize(plain_at + padded, 0);
        let (head, plain) = bytes.split_at_mut(plain_at);
        let tag = cipher(&key.0)
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(&head[..nonce_at]),
                plain,
            )
            .expect("AES-GCM takes up to 64 GiB, and a document has less than 32 KiB");
        bytes.extend_from_slice(tag.as_ref());
        let checksum = digest(&SHA256, &bytes);
        bytes.extend_from_slice(checksum.as_ref());
        Ok(Self { bytes: std::mem::take(&mut *bytes), header: Some(header.clone()), nonce_at })
    }

    /// The key of the document, which the keystore's key opens. `PasscodeNeeded` where an app lock is on; `Damaged` where
    /// the key is another one than the slot was made with.
    pub fn data_key(&self, kek: &VaultKey) -> Result<DataKey, VaultError> {
        match &self.header {
            None => Ok(DataKey(VaultKey::new(kek.expose()))),
            Some(header) => Ok(DataKey(header.slots.open(&name(VERSION, &header.id), kek)?)),
        }
    }

    /// The key of the document, by the key that a passcode gives. `WrongPasscode` where it is that of another one.
    pub fn data_key_by_passcode(&self, kek: &VaultKey) -> Result<DataKey, VaultError> {
        let header = self.header.as_ref().ok_or(VaultError::Damaged)?;
        Ok(DataKey(header.slots.open_by_passcode(&name(VERSION, &header.id), kek)?))
    }

    /// The key of the document, by the key that biometrics give. `PasscodeNeeded` where no slot is made for it.
    pub fn data_key_by_biometrics(&self, kek: &VaultKey) -> Result<DataKey, VaultError> {
        let header = self.header.as_ref().ok_or(VaultError::Damaged)?;
        Ok(DataKey(header.slots.open_by_biometrics(&name(VERSION, &header.id), kek)?))
    }

    /// The document inside. `Damaged` where it was not sealed with this key: its bytes are intact, so
    /// someone forged them or the keystore's entry was changed.
    pub fn unseal(&self, key: &DataKey) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let contents = &self.bytes[..self.bytes.len() - SHA256_OUTPUT_LEN];
        let (head, rest) = contents.split_at(self.nonce_at);
        let (nonce, sealed) = rest.split_first_chunk().expect("parse saw the nonce");
        let (sealed, tag) = sealed.split_last_chunk::<TAG>().expect("parse saw the tag");
        let mut plain = Zeroizing::new(sealed.to_vec());
        cipher(&key.0)
            .open_in_place_separate_tag(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(head),
                Tag::from(*tag),
                &mut plain,
                0..,
            )
            .map_err(|_| VaultError::Damaged)?;
        if self.header.is_some() { unpadded(&plain) } else { Ok(plain) }
    }

    /// What a passcode is stretched with; `None` where there is no app lock.
    pub fn stretching(&self) -> Option<Stretching> {
        self.header.as_ref().and_then(Header::stretching)
    }

    /// `None` in version 1.
    pub fn header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    pub fn version(&self) -> u16 {
        if self.header.is_some() { VERSION } else { FIRST_VERSION }
    }

    pub fn key_id(&self) -> KeyId {
        KeyId::from_bytes(field(&self.bytes, KEY_ID_AT).expect("parse saw the whole head"))
    }

    /// What the keystore notes of this file.
    pub fn floor(&self, generation: u64) -> Floor {
        let digest = digest(&SHA256, &self.bytes);
        let first = digest.as_ref().first_chunk().expect("SHA-256 has 32 bytes");
        Floor::new(generation, *first, self.version())
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The key id of a file that may be damaged. It names a key in the keystore and proves nothing.
pub fn key_id_of(bytes: &[u8]) -> Option<KeyId> {
    if bytes.starts_with(MAGIC) { field(bytes, KEY_ID_AT).map(KeyId::from_bytes) } else { None }
}

/// Magic, version and key id.
fn name(version: u16, id: &KeyId) -> [u8; NAME_BYTES] {
    let mut name = [0; NAME_BYTES];
    name[..VERSION_AT].copy_from_slice(MAGIC);
    name[VERSION_AT..KEY_ID_AT].copy_from_slice(&version.to_be_bytes());
    name[KEY_ID_AT..].copy_from_slice(id.as_bytes());
    name
}

/// The document without its length and its padding, which is as long as it must be and all zeros.
fn unpadded(plain: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (length, rest) = plain.split_first_chunk().ok_or(VaultError::Damaged)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| VaultError::Damaged)?;
    let (document, padding) = rest.split_at_checked(length).ok_or(VaultError::Damaged)?;
    if padding.len() >= PAGE || padding.iter().any(|&byte| byte != 0) {
        return Err(VaultError::Damaged);
    }
    Ok(Zeroizing::new(document.to_vec()))
}

fn field<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}

/// Random, as SP 800-38D §8.2.2 allows for up to 2³² seals with one key.
pub fn fresh_nonce() -> Result<[u8; NONCE_LEN], VaultError> {
    let mut nonce = [0; NONCE_LEN];
    SystemRandom::new().fill(&mut nonce).map_err(|_| crate::keystore::NoRandomness)?;
    Ok(nonce)
}

pub fn cipher(key: &VaultKey) -> LessSafeKey {
    let key = UnboundKey::new(&AES_256_GCM, key.expose()).expect("a key of AES-256 has 32 bytes");
    LessSafeKey::new(key)
}
