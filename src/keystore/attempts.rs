//! How often a wrong passcode was tried since the last right one: what keeps somebody from trying all of them.

use super::hex;

/// Tries of a passcode that were begun and did not succeed. Kept in the keystore, outside of the vault's file, so that no
/// older file brings an older number back. Not a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Attempts {
    failures: u32,
    since_boot: u64,
    boot: [u8; 8],
}

impl Attempts {
    const BYTES: usize = 20;

    /// `since_boot`: when the last try was begun, in seconds on a clock that nobody can set and that counts from the start
    /// of the system that `boot` names.
    pub const fn new(failures: u32, since_boot: u64, boot: [u8; 8]) -> Self {
        Self { failures, since_boot, boot }
    }

    pub fn failures(&self) -> u32 {
        self.failures
    }

    pub fn since_boot(&self) -> u64 {
        self.since_boot
    }

    pub fn boot(&self) -> &[u8; 8] {
        &self.boot
    }

    /// 40 hexadecimal digits: some keystores (KWallet) keep text alone.
    pub(super) fn to_text(self) -> Vec<u8> {
        let mut text = Vec::with_capacity(2 * Self::BYTES);
        hex::write(&self.failures.to_be_bytes(), &mut text);
        hex::write(&self.since_boot.to_be_bytes(), &mut text);
        hex::write(&self.boot, &mut text);
        text
    }

    pub(super) fn from_text(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; Self::BYTES];
        if !hex::read(text, &mut bytes) {
            return None;
        }
        let (failures, rest) = bytes.split_first_chunk()?;
        let (since_boot, boot) = rest.split_first_chunk()?;
        let (failures, since_boot) = (u32::from_be_bytes(*failures), u64::from_be_bytes(*since_boot));
        Some(Self { failures, since_boot, boot: boot.try_into().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_reads_back_and_nothing_else_does() {
        let noted = Attempts::new(7, u64::MAX - 1, *b"12345678");
        let text = noted.to_text();
        assert_eq!(Attempts::from_text(&text), Some(noted));
        for at in 0..text.len() {
            assert_eq!(Attempts::from_text(&text[..at]), None, "{at} digits");
        }
        assert_eq!(Attempts::from_text(&[&text[..], b"0"].concat()), None);
        assert_eq!(Attempts::from_text(&[b'g'; 40]), None);
    }
}
