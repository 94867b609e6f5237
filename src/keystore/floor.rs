//! How far a vault had come when it was written last: what keeps an older file of the same vault from passing for it.

use super::hex;

/// One generation of a vault, kept in the keystore and outside of the vault's own folder. Not a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    generation: u64,
    digest: [u8; 16],
    version: u16,
}

impl Floor {
    const BYTES: usize = 26;

    /// `digest`: the first 16 bytes of the SHA-256 of the vault's file. `version`: the file's format.
    pub const fn new(generation: u64, digest: [u8; 16], version: u16) -> Self {
        Self { generation, digest, version }
    }

    pub fn generation(&self) -> u64 {
        self.generation
    }

    pub fn digest(&self) -> &[u8; 16] {
        &self.digest
    }

    /// Whether a vault that is at `found` may be opened where this was noted: it is what was noted, or newer. A newer
    /// one was sealed by this device too, by a process that ended before it noted it, or beside a keystore that took
    /// no note.
    pub fn admits(&self, found: &Self) -> bool {
        let same = found.generation == self.generation && found.digest == self.digest;
        found.version >= self.version && (same || found.generation > self.generation)
    }

    /// 52 hexadecimal digits: some keystores (KWallet) keep text alone.
    pub(super) fn to_text(self) -> Vec<u8> {
        let mut text = Vec::with_capacity(2 * Self::BYTES);
        hex::write(&self.generation.to_be_bytes(), &mut text);
        hex::write(&self.digest, &mut text);
        hex::write(&self.version.to_be_bytes(), &mut text);
        text
    }

    pub(super) fn from_text(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; Self::BYTES];
        if !hex::read(text, &mut bytes) {
            return None;
        }
        let (generation, rest) = bytes.split_first_chunk()?;
        let (digest, version) = rest.split_first_chunk()?;
        let version = u16::from_be_bytes(version.try_into().ok()?);
        Some(Self { generation: u64::from_be_bytes(*generation), digest: *digest, version })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floor(generation: u64, digest: u8, version: u16) -> Floor {
        Floor::new(generation, [digest; 16], version)
    }

    #[test]
    fn what_is_older_is_not_admitted() {
        let noted = floor(7, 0xA5, 2);
        for (found, admitted) in [
            (floor(7, 0xA5, 2), true),
            (floor(8, 0x11, 2), true),
            (floor(20, 0x11, 3), true),
            (floor(6, 0x11, 2), false),
            (floor(7, 0x11, 2), false),
            (floor(7, 0xA5, 1), false),
            (floor(8, 0x11, 1), false),
        ] {
            assert_eq!(noted.admits(&found), admitted, "{found:?}");
        }
    }

    #[test]
    fn the_text_reads_back_and_nothing_else_does() {
        let noted = floor(u64::MAX - 1, 0x0F, 2);
        let text = noted.to_text();
        assert_eq!(Floor::from_text(&text), Some(noted));
        for at in 0..text.len() {
            assert_eq!(Floor::from_text(&text[..at]), None, "{at} digits");
        }
        assert_eq!(Floor::from_text(&[&text[..], b"0"].concat()), None);
        assert_eq!(Floor::from_text(&[b'g'; 52]), None);
    }
}
