//! A `<KeyPackage>` → what is known of its token, and its seed, plain or sealed.

use super::PskcError;
use super::cipher::{Sealed, Secret};
use super::lock::sealed;
use super::xml::Element;
use super::xml::Space::Pskc;
use crate::provisioning::{DraftError, issuer_name};
use crate::token::{Algorithm, Draft, Profile, Seed, Serial, SerialError};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::hmac;
use zeroize::Zeroizing;

/// A token's seed, and the numbers that say how its codes are made.
pub(super) struct Package {
    profile: Profile,
    secret: Value,
    numbers: Vec<(Number, Value)>,
}

/// What a file says of a value.
enum Value {
    Plain(Zeroizing<String>),
    Sealed { value: Sealed, mac: Vec<u8> },
}

/// A number beside the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    /// T0 of RFC 6238, in seconds since 1970.
    Time,
    /// X of RFC 6238, in seconds.
    TimeInterval,
    /// By how many steps a hardware token's clock was off. It says nothing of this device's clock.
    TimeDrift,
}

impl Package {
    pub fn read(element: &Element) -> Result<Self, DraftError> {
        element.knows(&[])?;
        let mut children = element.children()?;
        let device = children.take(Pskc, "DeviceInfo")?.map(serial_of_device).transpose()?.flatten();
        let module = children.take(Pskc, "CryptoModuleInfo")?;
        let key = children.take(Pskc, "Key")?.ok_or(PskcError::NoKeys)?;
        children.end()?;
        if let Some(module) = module {
            // Which chip the key belongs into is the business of devices that have several.
            module.children()?.take(Pskc, "Id")?;
        }
        Self::key(key, device)
    }

    fn key(element: &Element, device: Option<&str>) -> Result<Self, DraftError> {
        element.knows(&["Id", "Algorithm"])?;
        match element.attribute("Algorithm") {
            Some("urn:ietf:params:xml:ns:keyprov:pskc:totp") => {}
            Some("urn:ietf:params:xml:ns:keyprov:pskc:hotp") => return Err(DraftError::Hotp),
            _ => return Err(DraftError::UnknownType),
        }
        let mut children = element.children()?;
        let issuer = children.take(Pskc, "Issuer")?.map(|issuer| issuer.text()).transpose()?;
        let parameters = children.take(Pskc, "AlgorithmParameters")?;
        // Names for people; the customer gives the token a name of their own.
        children.all(Pskc, "FriendlyName");
        children.take(Pskc, "UserId")?;
        let data = children.take(Pskc, "Data")?.ok_or(DraftError::NoSecret)?;
        let policy = children.take(Pskc, "Policy")?;
        children.end()?;
        if let Some(policy) = policy {
            permits_codes(policy)?;
        }
        let profile = Profile {
            serial: serial(device, element.attribute("Id"))?,
            issuer: issuer.map(issuer_name).transpose()?,
            label: None,
            algorithm: algorithm(parameters.ok_or(DraftError::Digits)?)?,
            issued_at: None,
            ocra: None,
            tx: false,
        };
        Self::data(profile, data)
    }

    fn data(profile: Profile, element: &Element) -> Result<Self, DraftError> {
        element.knows(&[])?;
        let mut children = element.children()?;
        let secret = Value::read(children.take(Pskc, "Secret")?.ok_or(DraftError::NoSecret)?)?;
        let mut numbers = Vec::new();
        for number in [Number::Time, Number::TimeInterval, Number::TimeDrift] {
            if let Some(element) = children.take(Pskc, number.name())? {
                numbers.push((number, Value::read(element)?));
            }
        }
        children.end()?;
        let package = Self { profile, secret, numbers };
        // What is plain is judged before a passphrase is asked for.
        package.numbers.iter().try_for_each(|(number, value)| match value {
            Value::Plain(text) => number.check(digits(text).ok_or(PskcError::Malformed(number.name()))?),
            Value::Sealed { .. } => Ok(()),
        })?;
        Ok(package)
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Whether anything of it is sealed.
    pub fn is_sealed(&self) -> bool {
        let is_sealed = |value: &Value| matches!(value, Value::Sealed { .. });
        is_sealed(&self.secret) || self.numbers.iter().any(|(_, value)| is_sealed(value))
    }

    pub fn has_sealed_secret(&self) -> bool {
        matches!(self.secret, Value::Sealed { .. })
    }

    /// The token of a package without a lock.
    pub fn plain(self) -> Result<Draft, DraftError> {
        let Value::Plain(text) = &self.secret else { return Err(PskcError::NoLock.into()) };
        let seed = base64(text).ok_or(PskcError::Malformed("Secret"))?;
        Ok(Draft::new(self.profile, Seed::from_zeroizing(seed)?))
    }

    /// The token of a locked package.
    pub fn open(&self, key: &[u8], mac_key: &hmac::Key) -> Result<Draft, DraftError> {
        let open = |value: &Value| match value {
            Value::Sealed { value, mac } => value.open(key, mac, mac_key).map(Some),
            Value::Plain(_) => Ok(None),
        };
        let seed = open(&self.secret)?.ok_or(PskcError::Unopened)?;
        for (number, value) in &self.numbers {
            if let Some(bytes) = open(value)? {
                number.check(big_endian(&bytes).ok_or(PskcError::Unopened)?)?;
            }
        }
        let seed = Seed::from_zeroizing(seed).map_err(|_| PskcError::Unopened)?;
        Ok(Draft::new(self.profile.clone(), seed))
    }
}

impl Number {
    const fn name(self) -> &'static str {
        match self {
            Self::Time => "Time",
            Self::TimeInterval => "TimeInterval",
            Self::TimeDrift => "TimeDrift",
        }
    }

    fn check(self, value: u64) -> Result<(), DraftError> {
        match (self, value) {
            (Self::Time, 0) | (Self::TimeInterval, 30) | (Self::TimeDrift, _) => Ok(()),
            (Self::TimeInterval, _) => Err(DraftError::Period),
            (Self::Time, _) => Err(PskcError::Unsupported(self.name()).into()),
        }
    }
}

impl Value {
    fn read(element: &Element) -> Result<Self, PskcError> {
        element.knows(&[])?;
        let mut children = element.children()?;
        let plain = children.take(Pskc, "PlainValue")?;
        let value = children.take(Pskc, "EncryptedValue")?;
        let mac = children.take(Pskc, "ValueMAC")?;
        children.end()?;
        match (plain, value, mac) {
            (Some(plain), None, None) => Ok(Self::Plain(Zeroizing::new(plain.text()?.to_owned()))),
            (None, Some(value), Some(mac)) => {
                let mac = base64(mac.text()?).ok_or(PskcError::Malformed("ValueMAC"))?.to_vec();
                Ok(Self::Sealed { value: sealed(value)?, mac })
            }
            (None, Some(_), None) => Err(PskcError::NoMac),
            (Some(_), _, _) => Err(PskcError::PlainBesideSealed),
            (None, None, _) => Err(PskcError::Missing("value")),
        }
    }
}

/// The serial number of `<DeviceInfo>`. A validity or a binding to a device is refused: nobody here would keep it.
fn serial_of_device(element: &Element) -> Result<Option<&str>, PskcError> {
    element.knows(&[])?;
    let mut children = element.children()?;
    for name in ["Manufacturer", "Model", "IssueNo", "UserId"] {
        children.take(Pskc, name)?;
    }
    for name in ["StartDate", "ExpiryDate", "DeviceBinding"] {
        if children.take(Pskc, name)?.is_some() {
            return Err(PskcError::Policy);
        }
    }
    let serial = children.take(Pskc, "SerialNo")?.map(Element::text).transpose()?;
    children.end()?;
    Ok(serial)
}

/// The device's serial, else the key's name. If both are serials, they must be the same one.
fn serial(device: Option<&str>, id: Option<&str>) -> Result<Serial, DraftError> {
    let id = id.unwrap_or("").parse::<Serial>();
    match (device, id) {
        (None, Err(SerialError::Empty | SerialError::Prefix { .. })) => Err(DraftError::NoSerial),
        (None, id) => Ok(id?),
        (Some(text), id) => {
            let serial = text.parse()?;
            let contradicts = id.is_ok_and(|other| other != serial);
            if contradicts { Err(DraftError::SerialContradiction) } else { Ok(serial) }
        }
    }
}

/// The hash and the digits of `<AlgorithmParameters>`. The digits have to be said; without a suite the hash is SHA-1.
fn algorithm(element: &Element) -> Result<Algorithm, DraftError> {
    element.knows(&[])?;
    let mut children = element.children()?;
    let suite = children.take(Pskc, "Suite")?.map(Element::text).transpose()?;
    let response = children.take(Pskc, "ResponseFormat")?.ok_or(DraftError::Digits)?;
    children.end()?;
    response.knows(&["Encoding", "Length", "CheckDigits"])?;
    response.children()?.end()?;
    let is = |name, value| response.attribute(name) == Some(value);
    let checks = response.attribute("CheckDigits").is_some_and(|text| !matches!(text, "false" | "0"));
    if !is("Encoding", "DECIMAL") || !is("Length", "6") || checks {
        return Err(DraftError::Digits);
    }
    let Some(suite) = suite else { return Ok(Algorithm::default()) };
    suite.strip_prefix("HMAC-").unwrap_or(suite).parse().map_err(|_| DraftError::Algorithm)
}

/// RFC 6030 §5: a policy may only say that the key makes one-time passwords. Everything else in it would have to be kept.
fn permits_codes(element: &Element) -> Result<(), PskcError> {
    element.knows(&[]).map_err(|_| PskcError::Policy)?;
    let mut children = element.children().map_err(|_| PskcError::Policy)?;
    let uses = children.all(Pskc, "KeyUsage");
    children.end().map_err(|_| PskcError::Policy)?;
    let is_otp = |element: &&Element| element.text() == Ok("OTP");
    if uses.is_empty() || uses.iter().any(is_otp) { Ok(()) } else { Err(PskcError::Policy) }
}

/// Base64 (RFC 4648 §4), strictly, but for the blanks that XML breaks lines with.
pub(super) fn base64(text: &str) -> Option<Secret> {
    let text: Zeroizing<Vec<u8>> =
        Zeroizing::new(text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect());
    BASE64_STANDARD.decode(&*text).ok().map(Zeroizing::new)
}

/// The number that an element says in decimal digits.
pub(super) fn number(element: &Element) -> Result<u64, PskcError> {
    element.knows(&[])?;
    digits(element.text()?).ok_or(PskcError::Malformed("number"))
}

fn digits(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

/// A sealed number (RFC 6030 §4.2): bytes, the highest first.
fn big_endian(bytes: &[u8]) -> Option<u64> {
    let is_number = (1..=size_of::<u64>()).contains(&bytes.len());
    is_number.then(|| bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
