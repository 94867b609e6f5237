//! What locks a key container: a key that is derived from a passphrase or was shared before, AES-CBC, and a MAC that is
//! checked before anything is decrypted.
//!
//! Every failure here is [`PskcError::Unopened`]: who tries keys learns nothing from the difference between a wrong MAC, a
//! wrong padding and a wrong length.

use super::PskcError;
use aes::cipher::block_padding::Iso10126;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use ring::{hmac, pbkdf2};
use std::num::NonZeroU32;
use zeroize::Zeroizing;

/// Bytes of AES's block, and so of the IV before a ciphertext.
const BLOCK: usize = 16;

/// Secret bytes, overwritten when dropped.
pub(super) type Secret = Zeroizing<Vec<u8>>;

/// The ciphers of XML Encryption that are read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cipher {
    Aes128,
    Aes256,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
}

/// PBKDF2's parameters (RFC 8018 §5.2), within the bounds.
#[derive(Debug)]
pub(super) struct Derivation {
    pub hash: Hash,
    pub salt: Vec<u8>,
    pub rounds: NonZeroU32,
    /// Bytes of the key.
    pub length: usize,
}

/// A value as the file has it: IV ‖ ciphertext, and its MAC.
#[derive(Debug)]
pub(super) struct Sealed {
    pub cipher: Cipher,
    pub bytes: Vec<u8>,
}

impl Cipher {
    pub fn named(uri: &str) -> Result<Self, PskcError> {
        match uri {
            "http://www.w3.org/2001/04/xmlenc#aes128-cbc" => Ok(Self::Aes128),
            "http://www.w3.org/2001/04/xmlenc#aes256-cbc" => Ok(Self::Aes256),
            _ => Err(PskcError::Cipher),
        }
    }
}

impl Hash {
    pub fn named(uri: &str) -> Option<Self> {
        match uri {
            "http://www.w3.org/2000/09/xmldsig#hmac-sha1" => Some(Self::Sha1),
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256" => Some(Self::Sha256),
            _ => None,
        }
    }

    fn hmac(self) -> hmac::Algorithm {
        match self {
            Self::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => hmac::HMAC_SHA256,
        }
    }
}

impl Derivation {
    /// Takes up to some seconds: the file says how many rounds, within the bound.
    pub fn derive(&self, passphrase: &[u8]) -> Secret {
        let algorithm = match self.hash {
            Hash::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
            Hash::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
        };
        let mut key = Zeroizing::new(vec![0; self.length]);
        pbkdf2::derive(algorithm, self.rounds, &self.salt, passphrase, &mut key);
        key
    }
}

impl Sealed {
    /// Decrypts without a MAC: for the MAC's own key, to which RFC 6030 §6.1.1 gives none.
    pub fn decrypt(&self, key: &[u8]) -> Result<Secret, PskcError> {
        let (iv, text) = self.bytes.split_at_checked(BLOCK).ok_or(PskcError::Unopened)?;
        let mut text = Zeroizing::new(text.to_vec());
        let unopened = |_| PskcError::Unopened;
        let decrypted = match self.cipher {
            Cipher::Aes128 => cbc::Decryptor::<aes::Aes128>::new_from_slices(key, iv)
                .map_err(|_| PskcError::Unopened)?
                .decrypt_padded::<Iso10126>(&mut text)
                .map(<[u8]>::len)
                .map_err(unopened),
            Cipher::Aes256 => cbc::Decryptor::<aes::Aes256>::new_from_slices(key, iv)
                .map_err(|_| PskcError::Unopened)?
                .decrypt_padded::<Iso10126>(&mut text)
                .map(<[u8]>::len)
                .map_err(unopened),
        };
        text.truncate(decrypted?);
        Ok(text)
    }

    /// Checks the MAC over IV ‖ ciphertext in constant time (RFC 6030 §6.1.1), and only then decrypts.
    pub fn open(&self, key: &[u8], mac: &[u8], mac_key: &hmac::Key) -> Result<Secret, PskcError> {
        hmac::verify(mac_key, &self.bytes, mac).map_err(|_| PskcError::Unopened)?;
        self.decrypt(key)
    }
}

/// The key of the MACs, once it is decrypted.
pub(super) fn mac_key(hash: Hash, key: &[u8]) -> Result<hmac::Key, PskcError> {
    // RFC 2104 §3 asks for as many bytes as the hash has; python-pskc lets a caller choose, and 16 cannot be tried out.
    if (16..=64).contains(&key.len()) {
        Ok(hmac::Key::new(hash.hmac(), key))
    } else {
        Err(PskcError::Unopened)
    }
}
