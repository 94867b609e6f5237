//! What a generation of the vault is sealed with: the keystore's key before the first write, a key of the document after.

use super::VaultError;
use super::biometrics::BiometricSecret;
use super::envelope::{DataKey, Envelope, Header};
use super::passcode::Stretched;
use crate::keystore::{KeyId, Keystore, VaultKey};
use crate::scrub::on_scrubbed_stack;
use zeroize::Zeroizing;

/// What the next generation is sealed with.
pub enum Key {
    /// The keystore's key, under its id: the vault is not written yet, or is of version 1. The next write makes the
    /// document a key of its own.
    OfKeystore(KeyId, VaultKey),
    /// The key of the document, and the header in which it lies wrapped.
    OfDocument(Header, DataKey),
}

/// What opens a vault.
pub enum Opener {
    /// The keystore's key alone.
    Keystore(VaultKey),
    /// The keystore's key and the passcode.
    Passcode { kek: VaultKey, stretched: Stretched },
    /// The keystore's key and the secret that the system gave out for a face or a finger.
    Biometrics(VaultKey),
}

impl Key {
    /// A new key of the document, wrapped with the keystore's.
    pub fn for_document(id: KeyId, kek: &VaultKey) -> Result<Self, VaultError> {
        let data = DataKey::generate()?;
        Ok(Self::OfDocument(Header::new(id, kek, &data)?, data))
    }

    /// A new key of the document, which a passcode opens, and the secret of biometrics where there is one.
    pub fn behind_passcode(
        id: KeyId,
        key: &VaultKey,
        stretched: &Stretched,
        biometrics: Option<&BiometricSecret>,
        keystore: &dyn Keystore,
    ) -> Result<Self, VaultError> {
        let data = DataKey::generate()?;
        let header = Header::with_passcode(id, key, stretched, &data, keystore)?;
        let header = match biometrics {
            Some(secret) => header.with_biometrics(secret, key, &data)?,
            None => header,
        };
        Ok(Self::OfDocument(header, data))
    }

    /// What opened a vault.
    pub fn of(sealed: &Envelope, opener: &Opener) -> Result<Self, VaultError> {
        Ok(match (sealed.header(), opener) {
            (None, Opener::Keystore(key)) => Self::OfKeystore(sealed.key_id(), VaultKey::new(key.expose())),
            (None, Opener::Passcode { .. } | Opener::Biometrics(_)) => return Err(VaultError::Damaged),
            (Some(header), Opener::Keystore(key)) => Self::OfDocument(header.clone(), sealed.data_key(key)?),
            (Some(header), Opener::Passcode { kek, .. }) => {
                Self::OfDocument(header.clone(), sealed.data_key_by_passcode(kek)?)
            }
            (Some(header), Opener::Biometrics(kek)) => {
                Self::OfDocument(header.clone(), sealed.data_key_by_biometrics(kek)?)
            }
        })
    }

    pub fn unseal(&self, sealed: &Envelope) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        match self {
            Self::OfKeystore(_, kek) => sealed.unseal(&sealed.data_key(kek)?),
            Self::OfDocument(_, data) => sealed.unseal(data),
        }
    }

    /// `None` before the first write of this version of the format.
    pub fn header(&self) -> Option<&Header> {
        match self {
            Self::OfKeystore(..) => None,
            Self::OfDocument(header, _) => Some(header),
        }
    }

    /// Whether a passcode opens what is sealed with it.
    pub fn is_behind_passcode(&self) -> bool {
        self.header().is_some_and(|header| header.stretching().is_some())
    }
}

/// A new key, which the keystore has.
pub fn made(keystore: &dyn Keystore) -> Result<(KeyId, VaultKey), VaultError> {
    let id = KeyId::generate()?;
    let key = on_scrubbed_stack(VaultKey::generate)?;
    keystore.store(&id, &key).map_err(VaultError::of_store)?;
    Ok((id, key))
}
