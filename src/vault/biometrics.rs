//! A slot that opens with a secret which the system gives out only after it has recognised the customer's face or finger.
//!
//! The slot stands behind the passcode's, never alone. It opens the vault, and lets a customer who has forgotten the passcode
//! set another one; for whatever else needs the passcode, the passcode is asked for.

use super::edit::Edit;
use super::envelope::{cipher, fresh_nonce};
use super::kek::derived;
use super::locked::Read;
use super::sealing::{Key, Opener};
use super::{Locked, Unlocked, VaultError, generation};
use crate::keystore::{KeyId, Keystore, VaultKey};
use crate::scrub::on_scrubbed_stack;
use ring::aead::{Aad, NONCE_LEN, Nonce, Tag};
use std::fmt;
use zeroize::Zeroizing;

const TAG: usize = 16;

/// What the biometric keystore keeps: a secret of its own, under an id of its own. It outlives the vault's keys.
pub struct BiometricSecret {
    id: KeyId,
    key: VaultKey,
}

/// The parameters of the slot: the secret's id, and the secret, encrypted with the key of the document. So whoever has opened
/// the vault in another way seals it anew without a face.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Enclosed([u8; Enclosed::BYTES]);

impl BiometricSecret {
    const INFO: &[u8] = b"skts/v2/biometric-slot";

    /// A new secret under a new id.
    pub fn generate() -> Result<Self, VaultError> {
        Ok(Self { id: KeyId::generate()?, key: on_scrubbed_stack(VaultKey::generate)? })
    }

    pub fn new(id: KeyId, key: VaultKey) -> Self {
        Self { id, key }
    }

    pub fn id(&self) -> &KeyId {
        &self.id
    }

    pub fn key(&self) -> &VaultKey {
        &self.key
    }

    /// The key that opens the slot in the vault of `id`. `key`: what the keystore has under that id.
    pub(super) fn kek(&self, id: &KeyId, key: &VaultKey) -> VaultKey {
        derived(id, [self.key.expose(), key.expose()], Self::INFO)
    }
}

impl fmt::Debug for BiometricSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BiometricSecret({})", self.id)
    }
}

impl Enclosed {
    pub const BYTES: usize = KeyId::BYTES + NONCE_LEN + VaultKey::BYTES + TAG;

    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        Self(*bytes)
    }

    pub fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// `name`: magic, version and key id of the file.
    pub fn new(secret: &BiometricSecret, name: &[u8], data: &VaultKey) -> Result<Self, VaultError> {
        on_scrubbed_stack(|| {
            let nonce = fresh_nonce()?;
            let mut text = Zeroizing::new(*secret.key.expose());
            let tag = cipher(data)
                .seal_in_place_separate_tag(
                    Nonce::assume_unique_for_key(nonce),
                    Aad::from(associated(name, &secret.id)),
                    &mut *text,
                )
                .expect("AES-GCM takes 32 bytes");
            let mut bytes = [0; Self::BYTES];
            let parts = [secret.id.as_bytes().as_slice(), &nonce, &*text, tag.as_ref()];
            let mut rest = &mut bytes[..];
            for part in parts {
                let (to, after) = rest.split_at_mut(part.len());
                to.copy_from_slice(part);
                rest = after;
            }
            Ok(Self(bytes))
        })
    }

    /// The id is no secret.
    pub fn id(&self) -> KeyId {
        KeyId::from_bytes(*self.0.first_chunk().expect("the id has 16 bytes"))
    }

    /// `Damaged` where the secret was encrypted with another key, or for another file or id.
    pub fn open(&self, name: &[u8], data: &VaultKey) -> Result<BiometricSecret, VaultError> {
        on_scrubbed_stack(|| {
            let (_, rest) = self.0.split_at(KeyId::BYTES);
            let (nonce, rest) = rest.split_first_chunk().expect("the parameters have their length");
            let (text, tag) = rest.split_first_chunk().expect("the parameters have their length");
            let tag: [u8; TAG] = tag.try_into().expect("the parameters have their length");
            let mut text: Zeroizing<[u8; VaultKey::BYTES]> = Zeroizing::new(*text);
            cipher(data)
                .open_in_place_separate_tag(
                    Nonce::assume_unique_for_key(*nonce),
                    Aad::from(associated(name, &self.id())),
                    Tag::from(tag),
                    &mut *text,
                    0..,
                )
                .map_err(|_| VaultError::Damaged)?;
            Ok(BiometricSecret { id: self.id(), key: VaultKey::new(&text) })
        })
    }
}

/// No document is sealed with these: its own begin with the file's magic.
fn associated(name: &[u8], id: &KeyId) -> Vec<u8> {
    [b"skts/v2/biometric-secret", name, id.as_bytes()].concat()
}

impl Locked {
    /// Under which id the biometric keystore has the secret that opens the vault; `None` where no slot needs one. It is read
    /// without any key, so it proves nothing.
    pub fn biometric_id(&self) -> Result<Option<KeyId>, VaultError> {
        if self.over_unopened.is_some() {
            return Ok(None);
        }
        Ok(generation::read(&self.disk)?.and_then(|sealed| sealed.header()?.biometric_id()))
    }

    /// As [`unlock`](Self::unlock), with the secret that the system gave out for the customer's face or finger.
    /// `PasscodeNeeded` where the secret opens nothing here. The wait after wrong passcodes does not hold, and the count of
    /// them stays: the system counts faces and fingers itself.
    #[allow(clippy::result_large_err)]
    pub fn unlock_with_biometrics(
        self,
        secret: &BiometricSecret,
        keystore: &dyn Keystore,
    ) -> Result<Unlocked, (Self, VaultError)> {
        let read = match self.read(keystore) {
            Ok(Some(read)) if read.sealed.stretching().is_some() => read,
            Ok(_) => return self.unlock(keystore),
            Err(error) => return Err((self, error)),
        };
        let Read { sealed, key, noted } = read;
        let kek = secret.kek(&sealed.key_id(), &key);
        Unlocked::unseal(self, Opener::Biometrics(kek), sealed, noted, keystore)
    }
}

impl Unlocked {
    /// Under which id the biometric keystore has the secret that opens the vault beside the passcode.
    pub fn biometric_id(&self) -> Option<KeyId> {
        self.key.as_ref().and_then(Key::header)?.biometric_id()
    }

    /// Whether a face or a finger has opened the vault, which the customer may now give another passcode.
    pub fn is_recognised(&self) -> bool {
        self.recognised
    }

    /// From now on the secret opens the vault too, in place of one that did. The biometric keystore must have it already.
    /// Needs the passcode; `PasscodeNeeded` also where there is none.
    pub fn add_biometrics(
        &mut self,
        secret: &BiometricSecret,
        keystore: &dyn Keystore,
    ) -> Result<(), VaultError> {
        self.refuse_without_passcode()?;
        self.refuse_link()?;
        let next = match (&self.key, self.has_app_lock()) {
            (Some(Key::OfDocument(header, data)), true) => {
                let key = keystore.load(&header.id()).map_err(VaultError::of_key)?;
                Key::OfDocument(header.with_biometrics(secret, &key, data)?, data.copied())
            }
            _ => return Err(VaultError::PasscodeNeeded),
        };
        self.replace_generation(Edit::Renew, Some(next), keystore)
    }

    /// From now on the passcode alone opens the vault. Asks for nothing: whoever may see the tokens may shut a way to them.
    pub fn remove_biometrics(&mut self, keystore: &dyn Keystore) -> Result<(), VaultError> {
        self.refuse_link()?;
        let next = match &self.key {
            Some(Key::OfDocument(header, data)) if header.biometric_id().is_some() => {
                Key::OfDocument(header.without_biometrics(), data.copied())
            }
            _ => return Ok(()),
        };
        self.replace_generation(Edit::Renew, Some(next), keystore)
    }

    /// The secret of the slot that there is.
    pub(super) fn biometric_secret(&self) -> Result<Option<BiometricSecret>, VaultError> {
        match &self.key {
            Some(Key::OfDocument(header, data)) => header.biometric_secret(data),
            _ => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: [u8; 26] = [7; 26];

    fn secret() -> BiometricSecret {
        BiometricSecret::new(KeyId::from_bytes([3; 16]), VaultKey::new(&[4; 32]))
    }

    #[test]
    fn the_secret_comes_back_with_the_right_key_for_the_right_file_alone() {
        let [data, other] = [[1; 32], [2; 32]].map(|bytes| VaultKey::new(&bytes));
        let enclosed = Enclosed::new(&secret(), &NAME, &data).unwrap();
        let opened = enclosed.open(&NAME, &data).unwrap();
        assert!(opened.key().same_as(secret().key()) && opened.id() == secret().id());
        assert_eq!(enclosed.open(&NAME, &other).unwrap_err(), VaultError::Damaged);
        assert_eq!(enclosed.open(&[8; 26], &data).unwrap_err(), VaultError::Damaged);
        for at in 0..Enclosed::BYTES {
            let mut bytes = *enclosed.bytes();
            bytes[at] ^= 1;
            let changed = Enclosed::from_bytes(&bytes).open(&NAME, &data);
            assert_eq!(changed.unwrap_err(), VaultError::Damaged, "byte {at}");
        }
    }

    #[test]
    fn everything_goes_into_the_key() {
        let (ids, keys) =
            ([5, 6].map(|byte| KeyId::from_bytes([byte; 16])), [7, 8].map(|byte| VaultKey::new(&[byte; 32])));
        let other = BiometricSecret::new(*secret().id(), VaultKey::new(&[9; 32]));
        let keks = [
            secret().kek(&ids[0], &keys[0]),
            secret().kek(&ids[1], &keys[0]),
            secret().kek(&ids[0], &keys[1]),
            other.kek(&ids[0], &keys[0]),
        ];
        for (at, kek) in keks.iter().enumerate() {
            assert!(keks[..at].iter().all(|other| !other.same_as(kek)), "{at}");
        }
        assert!(secret().kek(&ids[0], &keys[0]).same_as(&keks[0]));
    }

    #[test]
    fn nothing_shows_it() {
        assert_eq!(format!("{:?}", secret()), "BiometricSecret(03030303030303030303030303030303)");
    }
}
