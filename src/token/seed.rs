//! The secret of a token. Nothing shows it, copies it or compares it but the methods here.

use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The shared secret K (RFC 4226 §4): 16 to 64 bytes.
///
/// Overwritten when dropped. It cannot be cloned, compared with `==`, printed or serialised by
/// accident; [`Seed::expose`] is the one way to its bytes.
#[derive(ZeroizeOnDrop)]
pub struct Seed(Box<[u8]>);

/// Why some bytes are not a seed. Carries lengths, never bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeedError {
    /// RFC 4226 §4, R6 asks for at least 128 bits.
    #[error("the seed has {0} bytes; at least 16 are needed")]
    TooShort(usize),
    /// Nobody uses a seed longer than SHA-512's hash, and with SHA-1 and SHA-256 HMAC would hash it down (RFC 2104
    /// §2).
    #[error("the seed has {0} bytes; at most 64 are possible")]
    TooLong(usize),
}

impl Seed {
    pub const MIN_BYTES: usize = 16;
    pub const MAX_BYTES: usize = 64;

    /// Takes its own copy of `bytes`; the caller's copy stays the caller's to overwrite.
    pub fn new(bytes: &[u8]) -> Result<Self, SeedError> {
        match bytes.len() {
            n if n < Self::MIN_BYTES => Err(SeedError::TooShort(n)),
            n if n > Self::MAX_BYTES => Err(SeedError::TooLong(n)),
            _ => Ok(Self(bytes.into())),
        }
    }

    /// As [`Seed::new`], for bytes that are overwritten as soon as they are copied.
    pub fn from_zeroizing(bytes: Zeroizing<Vec<u8>>) -> Result<Self, SeedError> {
        Self::new(&bytes)
    }

    /// The bytes of the secret. Copy them nowhere that is not overwritten.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Whether both are the same secret, in a time that depends on the lengths alone.
    pub fn same_as(&self, other: &Self) -> bool {
        let pairs = self.0.iter().zip(&other.0);
        self.0.len() == other.0.len() && pairs.fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
    }
}

impl Zeroize for Seed {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seed({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_bounded() {
        assert_eq!(Seed::new(&[7; 15]).unwrap_err(), SeedError::TooShort(15));
        assert_eq!(Seed::new(&[7; 65]).unwrap_err(), SeedError::TooLong(65));
        for n in [16, 20, 32, 64] {
            assert_eq!(Seed::new(&vec![7; n]).unwrap().expose().len(), n);
        }
    }

    #[test]
    fn debug_says_the_length_and_nothing_else() {
        let seed = Seed::new(b"12345678901234567890").unwrap();
        assert_eq!(format!("{seed:?}"), "Seed(20 bytes)");
        assert_eq!(format!("{seed:#?}"), "Seed(20 bytes)");
    }

    #[test]
    fn same_as_compares_every_byte() {
        let seed = Seed::new(&[1; 20]).unwrap();
        assert!(seed.same_as(&Seed::new(&[1; 20]).unwrap()));
        assert!(!seed.same_as(&Seed::new(&[1; 21]).unwrap()));
        for at in 0..20 {
            let mut bytes = [1; 20];
            bytes[at] = 2;
            assert!(!seed.same_as(&Seed::new(&bytes).unwrap()), "byte {at}");
        }
    }

    #[test]
    fn zeroize_leaves_no_byte() {
        let mut seed = Seed::new(&[9; 20]).unwrap();
        seed.zeroize();
        assert_eq!(seed.expose(), [0; 20]);
    }
}
