//! A token's Key URI, as its QR code says it. It is a secret: the seed is in it.

use crate::provisioning::MAX_KEY_URI_BYTES;
use crate::token::{Profile, Seed};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::Secret;
use zeroize::Zeroizing;

/// All but the unreserved characters of RFC 3986 §2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The canonical Key URI of a token: `otpauth://totp/ISSUER:SERIAL?secret=…&issuer=…&algorithm=…&
/// digits=6&period=30`, then `iat`, `ocra` and `tx` where there are any.
///
/// Everything is said, nothing left to a reader's defaults.
pub fn key_uri(profile: &Profile, seed: &Seed) -> Zeroizing<String> {
    // The longest possible issuer, seed and suite come to fewer bytes: the text is never moved.
    let mut uri = Zeroizing::new(String::with_capacity(MAX_KEY_URI_BYTES));
    let issuer = profile.issuer.as_ref().map(|issuer| issuer.as_str());
    uri.push_str("otpauth://totp/");
    if let Some(name) = issuer {
        uri.extend(encode(name));
        uri.push(':');
    }
    uri.push_str(profile.serial.as_str());
    uri.push_str("?secret=");
    let secret = Secret::new(seed.expose().into());
    uri.push_str(&Zeroizing::new(secret.to_base32()));
    if let Some(name) = issuer {
        uri.push_str("&issuer=");
        uri.extend(encode(name));
    }
    uri.push_str("&algorithm=");
    uri.push_str(profile.algorithm.name());
    uri.push_str("&digits=6&period=30");
    if let Some(time) = profile.issued_at {
        uri.push_str("&iat=");
        uri.push_str(&time.to_string());
    }
    if let Some(suite) = &profile.ocra {
        uri.push_str("&ocra=");
        uri.extend(encode(suite.as_str()));
    }
    if profile.tx {
        uri.push_str("&tx=1");
    }
    uri
}

/// The bytes of the phone's part and the rounds of PBKDF2, as privacyIDEA has them where nothing else is set.
const SALT_BYTES: u32 = 8;
const ROUNDS: u32 = 10_000;

/// As [`key_uri`], for a two-step enrolment: the seed is the bank's half.
pub fn half_key_uri(profile: &Profile, bank: &Seed) -> Zeroizing<String> {
    let mut uri = key_uri(profile, bank);
    let output = profile.algorithm.hash_bytes();
    let more = [
        ("salt", SALT_BYTES.to_string()),
        ("output", output.to_string()),
        ("difficulty", ROUNDS.to_string()),
    ];
    for (name, value) in more {
        for piece in ["&2step_", name, "=", &value] {
            uri.push_str(piece);
        }
    }
    uri
}

fn encode(text: &str) -> percent_encoding::PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provisioning::parse_key_uri;
    use crate::token::{Algorithm, Issuer, OcraSuite, Serial, UnixTime};

    fn profile(issuer: &str) -> Profile {
        Profile {
            serial: "SKTS12345678".parse::<Serial>().unwrap(),
            issuer: issuer.parse::<Issuer>().ok(),
            label: None,
            algorithm: Algorithm::Sha256,
            issued_at: Some(UnixTime::from_seconds(1_700_000_000)),
            ocra: "OCRA-1:HOTP-SHA256-6:QN08".parse::<OcraSuite>().ok(),
            tx: true,
        }
    }

    #[test]
    fn every_part_is_written() {
        let seed = Seed::new(b"12345678901234567890").unwrap();
        assert_eq!(
            key_uri(&profile("見本"), &seed).as_str(),
            "otpauth://totp/%E8%A6%8B%E6%9C%AC:SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=%E8%A6%8B%E6%9C%AC&algorithm=SHA256&digits=6&period=30&iat=1700000000\
             &ocra=OCRA-1%3AHOTP-SHA256-6%3AQN08&tx=1"
        );
    }

    #[track_caller]
    fn comes_back(issuer: &str) {
        let seed = Seed::new(&[0xA5; 64]).unwrap();
        let profile = profile(issuer);
        let uri = key_uri(&profile, &seed);
        let draft = parse_key_uri(&uri, UnixTime::from_seconds(1_700_000_000)).unwrap();
        assert_eq!(*draft.profile(), profile);
        assert!(draft.seed().same_as(&seed));
        assert_eq!(key_uri(draft.profile(), draft.seed()), uri);
        assert!(uri.capacity() == MAX_KEY_URI_BYTES, "the text was moved");
    }

    #[test]
    fn awkward_issuers_come_back() {
        for issuer in ["", "見本信用金庫", "A b 100", "ガス・パン 佐々木", &"\u{20BB7}".repeat(20)]
        {
            comes_back(issuer);
        }
    }
}
