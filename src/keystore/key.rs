//! The vault's key and the name that it has in a keystore. Neither `Debug` nor an error ever shows the key.

use super::hex;
use super::locked_page::LockedPage;
use ring::rand::{SecureRandom, SystemRandom};
use std::fmt;
use zeroize::Zeroizing;

/// The key of the vault: 256 bits for AES-256-GCM. Kept out of swap and core files, overwritten when dropped, never
/// printed.
pub struct VaultKey(LockedPage<{ VaultKey::BYTES }>);

/// The system gives no random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random numbers")]
pub struct NoRandomness;

impl VaultKey {
    pub const BYTES: usize = 32;

    pub fn new(bytes: &[u8; 32]) -> Self {
        let mut key = Self(LockedPage::new());
        key.0.bytes_mut().copy_from_slice(bytes);
        key
    }

    /// A new key, from the system's random numbers.
    pub fn generate() -> Result<Self, NoRandomness> {
        let mut key = Self(LockedPage::new());
        SystemRandom::new().fill(key.0.bytes_mut()).map_err(|_| NoRandomness)?;
        Ok(key)
    }

    /// The bytes of the key. Copy them nowhere that is not overwritten.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    /// Whether both are the same key, in constant time.
    pub fn same_as(&self, other: &Self) -> bool {
        self.expose().iter().zip(other.expose()).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
    }

    /// 64 hexadecimal digits: some keystores (KWallet) keep text alone.
    pub(super) fn to_text(&self) -> Zeroizing<Vec<u8>> {
        let mut text = Zeroizing::new(Vec::with_capacity(2 * Self::BYTES));
        hex::write(self.expose(), &mut text);
        text
    }

    /// Reads [`VaultKey::to_text`]; anything else is not a key.
    pub(super) fn from_text(text: &[u8]) -> Option<Self> {
        let mut key = Self(LockedPage::new());
        hex::read(text, key.0.bytes_mut()).then_some(key)
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKey(32 bytes)")
    }
}

/// Which key opens a vault: 128 random bits, in clear in the vault's file. Not a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId([u8; 16]);

impl KeyId {
    pub const BYTES: usize = 16;

    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// A new id; random, so that no two vaults ever share one.
    pub fn generate() -> Result<Self, NoRandomness> {
        let mut bytes = [0; Self::BYTES];
        SystemRandom::new().fill(&mut bytes).map_err(|_| NoRandomness)?;
        Ok(Self(bytes))
    }

    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The name of the entry beside the key's that says how far the vault has come.
    pub(super) fn floor_entry(&self) -> String {
        format!("floor/{self}")
    }

    /// The name of the entry beside the key's that counts wrong passcodes.
    pub(super) fn attempts_entry(&self) -> String {
        format!("attempts/{self}")
    }
}

/// 32 hexadecimal digits: the entry's name in the keystore.
impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_the_key() {
        let key = VaultKey::new(&[0x5a; 32]);
        assert_eq!(format!("{key:?}"), "VaultKey(32 bytes)");
        assert_eq!(format!("{:#?}", Some(key)), "Some(\n    VaultKey(32 bytes),\n)");
    }

    #[test]
    fn the_text_reads_back_and_nothing_else_does() {
        let key = VaultKey::generate().unwrap();
        let text = key.to_text();
        assert!(VaultKey::from_text(&text).unwrap().same_as(&key));
        for at in 0..text.len() {
            assert!(VaultKey::from_text(&text[..at]).is_none(), "{at} digits");
            let mut bad = text.clone();
            bad[at] = b'G';
            assert!(VaultKey::from_text(&bad).is_none(), "digit {at}");
        }
        assert!(VaultKey::from_text(&[&text[..], b"0"].concat()).is_none());
    }

    #[test]
    fn generated_ones_differ() {
        assert!(!VaultKey::generate().unwrap().same_as(&VaultKey::generate().unwrap()));
        assert_ne!(KeyId::generate().unwrap(), KeyId::generate().unwrap());
    }

    #[test]
    fn an_id_is_32_digits() {
        let id = KeyId::from_bytes(*b"0123456789abcde\xff");
        assert_eq!(id.to_string(), "303132333435363738396162636465ff");
        assert_eq!(format!("{id:?}"), "KeyId(303132333435363738396162636465ff)");
    }
}
