//! What is sealed in the vault: the tokens as CBOR, and the strict way back.
//!
//! The document borrows what it holds, so that no seed is copied here.

use super::{MAX_TOKENS, VaultError};
use crate::token::{Algorithm, Issuer, OcraSuite, Profile, Seed, Serial, Token, UnixTime};
use serde::{Deserialize, Serialize, Serializer};

/// More than ten records of the longest fields: serial 16, issuer 4 × 64, suite 64, seed 64 bytes, and
/// the names of the fields.
pub const MAX_DOCUMENT_BYTES: usize = 8 * 1024;

/// What is sealed: CBOR (RFC 8949). Everything is borrowed, from the tokens when it is written and from
/// the unsealed bytes when it is read, so a seed is copied nowhere.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document<'a> {
    /// 1 for the first; one more with every write.
    pub generation: u64,
    #[serde(borrow)]
    pub tokens: Vec<Record<'a>>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record<'a> {
    pub serial: &'a str,
    pub issuer: Option<&'a str>,
    pub algorithm: &'a str,
    pub issued_at: Option<u64>,
    pub ocra: Option<&'a str>,
    #[serde(borrow, serialize_with = "byte_string")]
    pub seed: &'a [u8],
}

fn byte_string<S: Serializer>(bytes: &&[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

impl<'a> Document<'a> {
    /// Reads all of `bytes`, and nothing that the app would not have written itself.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, VaultError> {
        let mut reader = minicbor_serde::Deserializer::new(bytes);
        let document = Self::deserialize(&mut reader).map_err(|_| VaultError::Damaged)?;
        if reader.decoder().position() != bytes.len() || document.tokens.len() > MAX_TOKENS {
            return Err(VaultError::Damaged);
        }
        document.profiles()?;
        Ok(document)
    }

    /// Appends the document to a buffer that has room for [`MAX_DOCUMENT_BYTES`].
    pub fn write(&self, buffer: &mut Vec<u8>) {
        self.serialize(&mut minicbor_serde::Serializer::new(buffer))
            .expect("a vector takes every byte, and the document has no value that CBOR lacks");
    }

    /// In the order in which the tokens were added. Each serial is there once.
    pub fn profiles(&self) -> Result<Vec<Profile>, VaultError> {
        let mut profiles: Vec<Profile> = Vec::with_capacity(self.tokens.len());
        for record in &self.tokens {
            let profile = record.profile().ok_or(VaultError::Damaged)?;
            if profiles.iter().any(|known| known.serial == profile.serial) {
                return Err(VaultError::Damaged);
            }
            profiles.push(profile);
        }
        Ok(profiles)
    }

    pub fn find(&self, serial: &Serial) -> Result<&Record<'a>, VaultError> {
        self.tokens.iter().find(|record| record.serial == serial.as_str()).ok_or(VaultError::NoSuchToken)
    }
}

impl<'a> Record<'a> {
    pub fn of(token: &'a Token) -> Self {
        let profile = token.profile();
        Self {
            serial: profile.serial.as_str(),
            issuer: profile.issuer.as_ref().map(Issuer::as_str),
            algorithm: profile.algorithm.name(),
            issued_at: profile.issued_at.map(UnixTime::seconds),
            ocra: profile.ocra.as_ref().map(OcraSuite::as_str),
            seed: token.seed().expose(),
        }
    }

    pub fn seed(&self) -> Result<Seed, VaultError> {
        Seed::new(self.seed).map_err(|_| VaultError::Damaged)
    }

    /// `None` where a field is not exactly as it is written.
    pub fn profile(&self) -> Option<Profile> {
        let length = Seed::MIN_BYTES..=Seed::MAX_BYTES;
        let profile = Profile {
            serial: self.serial.parse().ok()?,
            issuer: self.issuer.map(str::parse).transpose().ok()?,
            algorithm: self.algorithm.parse::<Algorithm>().ok()?,
            issued_at: self.issued_at.map(UnixTime::from_seconds),
            ocra: self.ocra.map(str::parse).transpose().ok()?,
        };
        let exact = profile.serial.as_str() == self.serial
            && profile.issuer.as_ref().map(Issuer::as_str) == self.issuer
            && profile.algorithm.name() == self.algorithm;
        (exact && length.contains(&self.seed.len())).then_some(profile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "あああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああ";

    fn record(serial: &'static str) -> Record<'static> {
        let ocra = "OCRA-1:HOTP-SHA512-8:C-QN08-PSHA512-S512-T48H-and-more-up-to-64ch";
        Record {
            serial,
            issuer: Some(&LONG[..64 * 3]),
            algorithm: "SHA512",
            issued_at: Some(u64::MAX),
            ocra: Some(&ocra[..64]),
            seed: &[0x5e; 64],
        }
    }

    fn written(tokens: Vec<Record<'_>>) -> Vec<u8> {
        let mut bytes = Vec::new();
        Document { generation: 7, tokens }.write(&mut bytes);
        bytes
    }

    fn serials() -> [&'static str; 10] {
        [
            "SKTS000000000000",
            "SKTS000000000001",
            "SKTS000000000002",
            "SKTS000000000003",
            "SKTS000000000004",
            "SKTS000000000005",
            "SKTS000000000006",
            "SKTS000000000007",
            "SKTS000000000008",
            "SKTS000000000009",
        ]
    }

    #[test]
    fn the_largest_document_has_room() {
        let bytes = written(serials().map(record).to_vec());
        // Issuers may have characters of four bytes: 64 bytes more for each token.
        assert!(bytes.len() + 10 * 64 < MAX_DOCUMENT_BYTES, "{} bytes", bytes.len());
        assert_eq!(Document::parse(&bytes).unwrap().profiles().unwrap().len(), 10);
    }

    #[test]
    fn what_is_written_reads_back_and_writes_itself_again() {
        let bytes = written(vec![record("SKTS12345678"), record("SKTS87654321")]);
        let document = Document::parse(&bytes).unwrap();
        assert_eq!(document.generation, 7);
        assert_eq!(document.tokens[1].seed, [0x5e; 64]);
        assert_eq!(written(document.tokens), bytes);
    }

    #[track_caller]
    fn refused(change: impl FnOnce(&mut Record<'static>)) {
        let mut changed = record("SKTS12345678");
        change(&mut changed);
        assert!(matches!(Document::parse(&written(vec![changed])), Err(VaultError::Damaged)));
    }

    #[test]
    fn nothing_is_read_that_would_not_be_written() {
        refused(|record| record.serial = "SKTS 1234 5678");
        refused(|record| record.serial = "SKTS1234567");
        refused(|record| record.issuer = Some(" 見本信用金庫"));
        refused(|record| record.issuer = Some(""));
        refused(|record| record.issuer = Some("a\u{202E}b"));
        refused(|record| record.algorithm = "sha1");
        refused(|record| record.algorithm = "MD5");
        refused(|record| record.ocra = Some("OCRA-2:a:b"));
        refused(|record| record.seed = &[1; 15]);
        refused(|record| record.seed = &[1; 65]);
        assert!(Document::parse(&written(vec![record("SKTS12345678"); 2])).is_err());
        let eleven = serials().map(record).into_iter().chain([record("SKTS12345678")]).collect();
        assert!(Document::parse(&written(eleven)).is_err());
        let mut trailing = written(vec![record("SKTS12345678")]);
        trailing.push(0);
        assert!(Document::parse(&trailing).is_err());
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let whole = written(vec![record("SKTS12345678"), record("SKTS87654321")]);
        for length in 0..whole.len() {
            assert!(Document::parse(&whole[..length]).is_err());
        }
        for at in 0..whole.len() {
            for byte in 0..=255 {
                let mut bytes = whole.clone();
                bytes[at] = byte;
                if let Ok(document) = Document::parse(&bytes) {
                    document.profiles().unwrap();
                }
            }
        }
    }
}
