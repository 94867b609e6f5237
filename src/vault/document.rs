//! What is sealed in the vault: the tokens as CBOR, and the strict way back.
//!
//! The document borrows what it holds, so that no seed is copied here.

use super::{MAX_REMOVED, MAX_TOKENS, Reason, Removed, RemovedId, VaultError};
use crate::keystore::KeyId;
use crate::token::{Algorithm, Issuer, Label, OcraSuite, Profile, Seed, Serial, Token, UnixTime};
use serde::{Deserialize, Serialize, Serializer};

/// Keys that still have to go are forgotten beyond this number, the oldest first: only a keystore that makes keys and
/// deletes none gets here.
const MAX_ERASED_KEYS: usize = 8;

/// What is sealed: CBOR (RFC 8949). Everything is borrowed, from the tokens when it is written and from
/// the unsealed bytes when it is read, so a seed is copied nowhere.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document<'a> {
    /// 1 for the first; one more with every write.
    pub generation: u64,
    /// In the customer's order.
    #[serde(borrow)]
    pub tokens: Vec<Record<'a>>,
    /// Removed and replaced tokens, which can be brought back for a while. They give no codes.
    #[serde(borrow)]
    pub removed: Vec<RemovedRecord<'a>>,
    /// Keys whose vault was written anew without a token that is gone for good: their entries in the keystore are to
    /// be deleted, or are deleted already.
    #[serde(borrow)]
    pub erased_keys: Vec<ErasedKey<'a>>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record<'a> {
    pub serial: &'a str,
    pub issuer: Option<&'a str>,
    pub label: Option<&'a str>,
    pub algorithm: &'a str,
    pub issued_at: Option<u64>,
    pub ocra: Option<&'a str>,
    pub tx: bool,
    #[serde(borrow, serialize_with = "byte_string")]
    pub seed: &'a [u8],
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemovedRecord<'a> {
    /// The generation that removed it: no two tokens are removed by the same one.
    pub id: u64,
    pub at: u64,
    pub reason: &'a str,
    #[serde(borrow)]
    pub token: Record<'a>,
}

/// A key's id, as CBOR's byte string.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErasedKey<'a>(#[serde(borrow, serialize_with = "byte_string")] &'a [u8]);

/// The document of version 1: without names, removed tokens and keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstDocument<'a> {
    generation: u64,
    #[serde(borrow)]
    tokens: Vec<FirstRecord<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstRecord<'a> {
    serial: &'a str,
    issuer: Option<&'a str>,
    algorithm: &'a str,
    issued_at: Option<u64>,
    ocra: Option<&'a str>,
    #[serde(borrow)]
    seed: &'a [u8],
}

fn byte_string<S: Serializer>(bytes: &&[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// Reads all of `bytes` as one value.
fn whole<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, VaultError> {
    let mut reader = minicbor_serde::Deserializer::new(bytes);
    let value = T::deserialize(&mut reader).map_err(|_| VaultError::Damaged)?;
    if reader.decoder().position() == bytes.len() { Ok(value) } else { Err(VaultError::Damaged) }
}

impl<'a> Document<'a> {
    pub fn empty() -> Self {
        Self { generation: 0, tokens: Vec::new(), removed: Vec::new(), erased_keys: Vec::new() }
    }

    /// Reads all of `bytes`, and nothing that the app would not have written itself.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, VaultError> {
        let document: Self = whole(bytes)?;
        document.check()?;
        Ok(document)
    }

    /// As [`parse`](Self::parse), for a vault of version 1.
    pub fn parse_first(bytes: &'a [u8]) -> Result<Self, VaultError> {
        let FirstDocument { generation, tokens } = whole(bytes)?;
        let tokens = tokens.into_iter().map(Record::from).collect();
        let document = Self { generation, tokens, ..Self::empty() };
        document.check()?;
        Ok(document)
    }

    fn check(&self) -> Result<(), VaultError> {
        let ids = || self.removed.iter().map(|removed| removed.id);
        let sorted = ids().zip(ids().skip(1)).all(|(one, next)| one < next);
        let known = ids().all(|id| (1..=self.generation).contains(&id));
        let few = self.tokens.len() <= MAX_TOKENS
            && self.removed.len() <= MAX_REMOVED
            && self.erased_keys.len() <= MAX_ERASED_KEYS;
        let keys = self.erased_keys.iter().all(|key| key.id().is_some());
        if !(few && sorted && known && keys) {
            return Err(VaultError::Damaged);
        }
        self.profiles()?;
        self.removed().map(drop)
    }

    /// Appends the document to a buffer that has room for it.
    pub fn write(&self, buffer: &mut Vec<u8>) {
        self.serialize(&mut minicbor_serde::Serializer::new(buffer))
            .expect("a vector takes every byte, and the document has no value that CBOR lacks");
    }

    /// In the customer's order. Each serial is there once.
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

    /// What may be shown of the removed tokens, the oldest first.
    pub fn removed(&self) -> Result<Vec<Removed>, VaultError> {
        let removed = self.removed.iter().map(|record| {
            Some(Removed {
                id: RemovedId(record.id),
                profile: record.token.profile()?,
                at: UnixTime::from_seconds(record.at),
                reason: Reason::of(record.reason)?,
            })
        });
        removed.collect::<Option<_>>().ok_or(VaultError::Damaged)
    }

    pub fn erased_keys(&self) -> Vec<KeyId> {
        self.erased_keys.iter().filter_map(ErasedKey::id).collect()
    }

    /// One more key whose entry in the keystore is to be deleted.
    pub fn erase_key(&mut self, id: &'a KeyId) {
        let surplus = (self.erased_keys.len() + 1).saturating_sub(MAX_ERASED_KEYS);
        self.erased_keys.drain(..surplus);
        self.erased_keys.push(ErasedKey(id.as_bytes()));
    }

    pub fn find(&self, serial: &Serial) -> Result<&Record<'a>, VaultError> {
        self.tokens.iter().find(|record| record.serial == serial.as_str()).ok_or(VaultError::NoSuchToken)
    }
}

impl ErasedKey<'_> {
    pub fn id(&self) -> Option<KeyId> {
        self.0.try_into().ok().map(KeyId::from_bytes)
    }
}

impl<'a> From<FirstRecord<'a>> for Record<'a> {
    fn from(first: FirstRecord<'a>) -> Self {
        let FirstRecord { serial, issuer, algorithm, issued_at, ocra, seed } = first;
        Self { serial, issuer, label: None, algorithm, issued_at, ocra, tx: false, seed }
    }
}

impl<'a> Record<'a> {
    pub fn of(token: &'a Token) -> Self {
        let profile = token.profile();
        Self {
            serial: profile.serial.as_str(),
            issuer: profile.issuer.as_ref().map(Issuer::as_str),
            label: profile.label.as_ref().map(Label::as_str),
            algorithm: profile.algorithm.name(),
            issued_at: profile.issued_at.map(UnixTime::seconds),
            ocra: profile.ocra.as_ref().map(OcraSuite::as_str),
            tx: profile.tx,
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
            label: self.label.map(str::parse).transpose().ok()?,
            algorithm: self.algorithm.parse::<Algorithm>().ok()?,
            issued_at: self.issued_at.map(UnixTime::from_seconds),
            ocra: self.ocra.map(OcraSuite::kept).transpose().ok()?.flatten(),
            tx: self.tx,
        };
        let exact = profile.serial.as_str() == self.serial
            && profile.issuer.as_ref().map(Issuer::as_str) == self.issuer
            && profile.label.as_ref().map(Label::as_str) == self.label
            && profile.algorithm.name() == self.algorithm;
        (exact && length.contains(&self.seed.len())).then_some(profile)
    }
}

#[cfg(test)]
mod tests {
    use super::super::envelope::MAX_DOCUMENT_BYTES;
    use super::*;

    const LONG: &str = "あああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああああ";

    fn record(serial: &'static str) -> Record<'static> {
        let ocra = "OCRA-1:HOTP-SHA512-8:C-QN08-PSHA512-S512-T48H-and-more-up-to-64ch";
        Record {
            serial,
            issuer: Some(&LONG[..64 * 3]),
            label: Some(&LONG[..10 * 3]),
            algorithm: "SHA512",
            issued_at: Some(u64::MAX),
            ocra: Some(&ocra[..64]),
            tx: true,
            seed: &[0x5e; 64],
        }
    }

    fn written(tokens: Vec<Record<'_>>) -> Vec<u8> {
        let mut bytes = Vec::new();
        Document { generation: 7, tokens, ..Document::empty() }.write(&mut bytes);
        bytes
    }

    /// The most removed tokens and keys that there can be.
    fn with_removed(mut change: impl FnMut(&mut Document<'static>)) -> Vec<u8> {
        let removed =
            |id| RemovedRecord { id, at: u64::MAX, reason: "replaced", token: record("SKTS12345678") };
        let mut document = Document {
            generation: u64::MAX,
            tokens: serials().map(record).to_vec(),
            removed: (0..MAX_REMOVED as u64).map(|at| removed(u64::MAX - 100 + at)).collect(),
            erased_keys: vec![ErasedKey(&[7; 16]); MAX_ERASED_KEYS],
        };
        change(&mut document);
        let mut bytes = Vec::new();
        document.write(&mut bytes);
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
        let bytes = with_removed(|_| ());
        // Names may have characters of four bytes: 74 bytes more for each token.
        let more = (MAX_TOKENS + MAX_REMOVED) * (64 + 10);
        assert!(bytes.len() + more < MAX_DOCUMENT_BYTES, "{} bytes", bytes.len());
        let document = Document::parse(&bytes).unwrap();
        assert_eq!(document.profiles().unwrap().len(), 10);
        assert_eq!(document.removed().unwrap().len(), MAX_REMOVED);
        assert_eq!(document.erased_keys(), [KeyId::from_bytes([7; 16]); MAX_ERASED_KEYS]);
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
        refused(|record| record.label = Some(""));
        refused(|record| record.label = Some("あああああああああああ"));
        refused(|record| record.algorithm = "sha1");
        refused(|record| record.algorithm = "MD5");
        refused(|record| record.ocra = Some("OCRA-2:a:b"));
        refused(|record| record.seed = &[1; 15]);
        refused(|record| record.seed = &[1; 65]);
        assert!(Document::parse(&written(vec![record("SKTS12345678"); 2])).is_err());
        let eleven = serials().map(record).into_iter().chain([record("SKTS12345678")]).collect();
        assert!(Document::parse(&written(eleven)).is_err());
        let refused = |change: fn(&mut Document<'static>)| {
            assert!(matches!(Document::parse(&with_removed(change)), Err(VaultError::Damaged)));
        };
        refused(|document| document.removed.push(document.removed[0]));
        refused(|document| document.removed.swap(0, 1));
        refused(|document| document.removed[1].id = document.removed[0].id);
        refused(|document| document.removed[0].id = 0);
        refused(|document| document.generation = 7);
        refused(|document| document.removed[0].reason = "lost");
        refused(|document| document.removed[0].token.seed = &[1; 15]);
        refused(|document| document.erased_keys.push(document.erased_keys[0]));
        refused(|document| document.erased_keys[0] = ErasedKey(&[7; 15]));
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
