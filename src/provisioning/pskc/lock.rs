//! What a key container says of its lock, and what opens it.

use super::PskcError;
use super::cipher::{Cipher, Derivation, Hash, Sealed, Secret};
use super::key::{base64, number};
use super::xml::Element;
use super::xml::Space::{Absent, Ds, Pkcs5, Pskc, Xenc, Xenc11};
use crate::provisioning::limits::{MAX_PASSPHRASE_BYTES, MAX_PSKC_ROUNDS};
use std::fmt;
use std::num::NonZeroU32;
use zeroize::Zeroizing;

const MIN_ROUNDS: u64 = 1_000;
const SALT_BYTES: std::ops::RangeInclusive<usize> = 8..=64;

/// What opens a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// A passphrase, from which the key is derived.
    Passphrase,
    /// The key itself, which issuer and customer have shared before.
    Key,
}

impl fmt::Display for Asks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Passphrase => "a passphrase",
            Self::Key => "a key that was shared before",
        })
    }
}

/// A passphrase or a key, overwritten when dropped. `Debug` does not show it.
pub struct PskcSecret {
    asks: Asks,
    bytes: Secret,
}

impl PskcSecret {
    /// A passphrase as it was typed: nothing is normalised, for the issuer's program derived the key from these bytes.
    pub fn passphrase(text: &str) -> Result<Self, PskcError> {
        if text.is_empty() || text.len() > MAX_PASSPHRASE_BYTES {
            return Err(PskcError::Passphrase);
        }
        Ok(Self { asks: Asks::Passphrase, bytes: Zeroizing::new(text.as_bytes().to_vec()) })
    }

    /// A key in hexadecimal; blanks between its digits are forgiven.
    pub fn hex_key(text: &str) -> Result<Self, PskcError> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 2));
        let mut half = None;
        for character in text.chars().filter(|character| !character.is_whitespace()) {
            let digit = character.to_digit(16).ok_or(PskcError::KeyText)? as u8;
            half = match half.take() {
                None => Some(digit),
                Some(high) => {
                    bytes.push(high << 4 | digit);
                    None
                }
            };
        }
        let is_key = half.is_none() && matches!(bytes.len(), 16 | 32);
        if is_key { Ok(Self { asks: Asks::Key, bytes }) } else { Err(PskcError::KeyText) }
    }
}

impl fmt::Debug for PskcSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PskcSecret({:?})", self.asks)
    }
}

pub(super) struct Lock {
    /// `None`: both sides know the key.
    derivation: Option<Derivation>,
    pub mac: Mac,
}

/// The MACs' hash, and their key, which the file has encrypted.
pub(super) struct Mac {
    pub hash: Hash,
    pub key: Sealed,
}

impl Lock {
    /// Reads `<EncryptionKey>` and `<MACMethod>`. A file that has neither has no lock.
    pub fn read(key: Option<&Element>, mac: Option<&Element>) -> Result<Option<Self>, PskcError> {
        match (key.map(derivation).transpose()?, mac) {
            (Some(derivation), Some(mac)) => Ok(Some(Self { derivation, mac: Mac::read(mac)? })),
            (Some(_), None) => Err(PskcError::NoMac),
            (None, Some(_)) => Err(PskcError::Missing("EncryptionKey")),
            (None, None) => Ok(None),
        }
    }

    pub fn asks_for(&self) -> Asks {
        if self.derivation.is_some() { Asks::Passphrase } else { Asks::Key }
    }

    pub fn key(&self, secret: &PskcSecret) -> Result<Secret, PskcError> {
        match (&self.derivation, secret.asks) {
            (Some(derivation), Asks::Passphrase) => Ok(derivation.derive(&secret.bytes)),
            (None, Asks::Key) => Ok(secret.bytes.clone()),
            _ => Err(PskcError::OtherSecret(self.asks_for())),
        }
    }
}

impl Mac {
    fn read(element: &Element) -> Result<Self, PskcError> {
        element.knows(&["Algorithm"])?;
        let hash = element.attribute("Algorithm").and_then(Hash::named).ok_or(PskcError::Hash)?;
        let mut children = element.children()?;
        let key = children.take(Pskc, "MACKey")?.ok_or(PskcError::Missing("MACKey"))?;
        children.end()?;
        Ok(Self { hash, key: sealed(key)? })
    }
}

/// The parameters of a passphrase; `None` for a key that has only a name.
fn derivation(element: &Element) -> Result<Option<Derivation>, PskcError> {
    element.knows(&["Id"])?;
    let mut children = element.children()?;
    let names = children.all(Ds, "KeyName");
    names.iter().try_for_each(|name| name.text().map(drop))?;
    match children.take(Xenc11, "DerivedKey")? {
        Some(derived) if names.is_empty() => {
            children.end()?;
            derived_key(derived).map(Some)
        }
        None if !names.is_empty() => children.end().map(|()| None).map_err(|_| PskcError::KeyKind),
        _ => Err(PskcError::KeyKind),
    }
}

fn derived_key(element: &Element) -> Result<Derivation, PskcError> {
    let mut children = element.children()?;
    let method = children.take(Xenc11, "KeyDerivationMethod")?.ok_or(PskcError::KeyKind)?;
    // Which values the key is for is known without the list, and its names are for people.
    children.take(Xenc, "ReferenceList")?;
    children.all(Xenc11, "MasterKeyName");
    children.all(Xenc11, "DerivedKeyName");
    children.end()?;
    method.knows(&["Algorithm"])?;
    match method.attribute("Algorithm") {
        Some(
            "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2"
            | "http://www.w3.org/2009/xmlenc11#pbkdf2",
        ) => {}
        _ => return Err(PskcError::KeyKind),
    }
    let mut children = method.children()?;
    let is_parameters =
        |element: &Element| [Xenc11, Pkcs5].iter().any(|space| element.is(*space, "PBKDF2-params"));
    let parameters = children.take_where(is_parameters)?.ok_or(PskcError::Missing("PBKDF2-params"))?;
    children.end()?;
    pbkdf2(parameters)
}

/// RFC 6030 writes these names without a namespace, XML Encryption 1.1 with its own; a file with a default namespace puts them
/// into that one.
fn pbkdf2(element: &Element) -> Result<Derivation, PskcError> {
    let named = |name: &'static str| {
        move |element: &Element| [Absent, Xenc11, Pkcs5, Pskc].iter().any(|space| element.is(*space, name))
    };
    let mut children = element.children()?;
    let mut take = |name: &'static str| children.take_where(named(name));
    let (salt, rounds) = (take("Salt")?, take("IterationCount")?);
    let (length, prf) = (take("KeyLength")?, take("PRF")?);
    children.end()?;

    let mut inner = salt.ok_or(PskcError::Salt)?.children()?;
    let salt = inner.take_where(named("Specified"))?.ok_or(PskcError::Salt)?;
    inner.end()?;
    let salt = base64(salt.text()?).ok_or(PskcError::Salt)?.to_vec();
    if !SALT_BYTES.contains(&salt.len()) {
        return Err(PskcError::Salt);
    }
    let rounds = number(rounds.ok_or(PskcError::Missing("IterationCount"))?)?;
    let in_bounds = (MIN_ROUNDS..=MAX_PSKC_ROUNDS).contains(&rounds);
    let rounds = u32::try_from(rounds).ok().filter(|_| in_bounds).ok_or(PskcError::Rounds { rounds })?;
    let rounds = NonZeroU32::new(rounds).expect("the bounds leave out zero");
    let length = number(length.ok_or(PskcError::KeyLength)?)?;
    let length = usize::try_from(length).ok().filter(|length| matches!(length, 16 | 32));
    Ok(Derivation { hash: prf_hash(prf)?, salt, rounds, length: length.ok_or(PskcError::KeyLength)? })
}

/// The hash of PBKDF2. Without a name it is HMAC-SHA1 (RFC 8018 A.2). python-pskc 1.4 writes the name as text, where the
/// schema has an attribute.
fn prf_hash(prf: Option<&Element>) -> Result<Hash, PskcError> {
    let Some(prf) = prf else { return Ok(Hash::Sha1) };
    prf.knows(&["Algorithm"])?;
    match (prf.attribute("Algorithm"), prf.text()?) {
        (None, "") => Ok(Hash::Sha1),
        (Some(name), "") | (None, name) => Hash::named(name).ok_or(PskcError::Hash),
        (Some(_), _) => Err(PskcError::Hash),
    }
}

/// `<xenc:EncryptionMethod>` and `<xenc:CipherData>` of an encrypted value.
pub(super) fn sealed(element: &Element) -> Result<Sealed, PskcError> {
    element.knows(&["Id", "Type"])?;
    let mut children = element.children()?;
    let method = children.take(Xenc, "EncryptionMethod")?.ok_or(PskcError::Cipher)?;
    let data = children.take(Xenc, "CipherData")?.ok_or(PskcError::Missing("CipherData"))?;
    children.end()?;
    method.knows(&["Algorithm"])?;
    method.children()?.end()?;
    let cipher = Cipher::named(method.attribute("Algorithm").ok_or(PskcError::Cipher)?)?;
    let mut children = data.children()?;
    let value = children.take(Xenc, "CipherValue")?.ok_or(PskcError::Missing("CipherValue"))?;
    children.end()?;
    let bytes = base64(value.text()?).ok_or(PskcError::Malformed("CipherValue"))?.to_vec();
    Ok(Sealed { cipher, bytes })
}
