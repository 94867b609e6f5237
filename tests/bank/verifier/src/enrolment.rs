//! What is ordered of a new token, and what is printed for its customer.

use crate::VerifierError;
use crate::embedded::{Kept, Secret};
use ring::rand::SystemRandom;
use skts_token::issuer::{Order, half_key_uri, key_container, key_uri, mint};
use skts_token::token::{Algorithm, Issuer, OcraSuite, Profile, Seed, Serial, UnixTime};
use std::fmt;
use zeroize::Zeroizing;

/// The suite that payees are signed with (RFC 6287): six digits that live for 30 seconds.
pub const PAYEE_SUITE: &str = "OCRA-1:HOTP-SHA256-6:QN08-T30S";

/// What is wanted of a new token.
#[derive(Clone, Debug)]
pub struct Enrolment {
    pub issuer: Issuer,
    pub serial: Serial,
    pub algorithm: Algorithm,
    /// The letter has half a seed; the phone adds its part.
    pub two_step: bool,
    /// Whether the token signs payees and 取引QR.
    pub transactions: bool,
    /// The time of issue by the bank's clock.
    pub now: UnixTime,
}

impl Enrolment {
    /// A whole token that also signs, with SHA-256.
    pub fn new(issuer: Issuer, serial: Serial, now: UnixTime) -> Self {
        Self { issuer, serial, algorithm: Algorithm::Sha256, two_step: false, transactions: true, now }
    }
}

/// What is printed for the customer. All of it is as secret as the seed.
pub struct Letter {
    pub serial: Serial,
    /// What the QR code says: `skts_token::issuer::qr_svg` and `qr_png` draw it.
    pub key_uri: Zeroizing<String>,
    /// The same as a key container (PSKC), which has no form for half a token.
    pub key_container: Option<Zeroizing<String>>,
    pub two_step: bool,
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter").field("serial", &self.serial).finish_non_exhaustive()
    }
}

/// The end of the year 9999: for a reader that asks whether a time of issue is honest, of a URI that this program wrote.
pub(crate) const LATEST: UnixTime = UnixTime::from_seconds(253_402_300_799);

pub(crate) fn payee_suite() -> OcraSuite {
    PAYEE_SUITE.parse().expect("it is a suite's name, as a test shows")
}

impl Enrolment {
    /// What is known of the token before it has a seed.
    pub(crate) fn profile(&self) -> Profile {
        Profile {
            serial: self.serial.clone(),
            issuer: Some(self.issuer.clone()),
            label: None,
            algorithm: self.algorithm,
            issued_at: Some(self.now),
            ocra: self.transactions.then(payee_suite),
            tx: self.transactions,
        }
    }
}

/// A new token with a seed of this machine's random numbers.
pub(crate) fn minted(order: &Enrolment) -> Result<(Kept, Letter), VerifierError> {
    let profile = order.profile();
    let wanted = Order {
        issuer: profile.issuer.clone(),
        serial: Some(profile.serial.clone()),
        algorithm: profile.algorithm,
        ocra: profile.ocra.clone(),
        tx: profile.tx,
        two_step: order.two_step,
    };
    let minted = mint(wanted, order.now, &SystemRandom::new())?;
    let seed = Seed::new(minted.draft().seed().expose()).expect("a seed has a seed's length");
    Ok(written(profile, seed, order.two_step))
}

/// A token as it is kept and as it is printed. In a two-step enrolment the seed is the bank's half.
pub(crate) fn written(profile: Profile, seed: Seed, two_step: bool) -> (Kept, Letter) {
    let key_uri = if two_step { half_key_uri(&profile, &seed) } else { key_uri(&profile, &seed) };
    let key_container = (!two_step).then(|| key_container(&profile, &seed));
    let letter = Letter { serial: profile.serial.clone(), key_uri: key_uri.clone(), key_container, two_step };
    let secret = if two_step { Secret::Half(key_uri) } else { Secret::Whole(seed) };
    (Kept { profile, secret }, letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use skts_token::provisioning::{Found, found_in_text};

    #[test]
    fn the_suite_signs_payees() {
        assert!(payee_suite().signs_payees());
    }

    #[test]
    fn a_letter_is_read_as_what_was_ordered() {
        for two_step in [false, true] {
            for transactions in [false, true] {
                let now = UnixTime::from_seconds(1_800_000_000);
                let issuer = Issuer::PRACTICE[0].parse().unwrap();
                let order = Enrolment {
                    two_step,
                    transactions,
                    ..Enrolment::new(issuer, "SKTS12345678".parse().unwrap(), now)
                };
                let (_, letter) = minted(&order).unwrap();
                let profile = match found_in_text(&letter.key_uri, now).unwrap() {
                    Found::Whole(draft) if !two_step => draft.profile().clone(),
                    Found::Half(half) if two_step => half.profile().clone(),
                    other => panic!("{other:?}"),
                };
                assert_eq!(profile, order.profile());
                assert_eq!(letter.key_container.is_some(), !two_step);
                assert!(!format!("{letter:?}").contains("otpauth"));
            }
        }
    }
}
