//! A token that the customer has confirmed, and what of it may be shown.

use super::{Algorithm, Issuer, Label, OcraSuite, Seed, Serial, UnixTime};

/// All that is known of a token but its seed: what may be shown, listed and kept in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub serial: Serial,
    /// Absent where the bank's URI names none.
    pub issuer: Option<Issuer>,
    /// The customer's own name for the token. No enrolment brings one.
    pub label: Option<Label>,
    pub algorithm: Algorithm,
    /// When the bank minted the seed (`iat`): no honest clock is earlier.
    pub issued_at: Option<UnixTime>,
    /// The suite with which the token signs payees (取引認証). `None`: the token signs none.
    pub ocra: Option<OcraSuite>,
    /// Whether the token signs 取引QR (`tx=1`).
    pub tx: bool,
}

impl Profile {
    /// The suite of a payee that is typed, where the token can sign one.
    pub fn payee_suite(&self) -> Option<&OcraSuite> {
        self.ocra.as_ref().filter(|suite| suite.signs_payees())
    }

    /// Whether 取引認証 works with this token, typed or by 取引QR.
    pub fn signs(&self) -> bool {
        self.tx || self.payee_suite().is_some()
    }
}

/// A confirmed token: the customer said that it is theirs.
#[derive(Debug)]
pub struct Token {
    profile: Profile,
    seed: Seed,
}

impl Token {
    /// For the vault, which reads back what was confirmed before; everyone else calls `Draft::confirm`.
    pub(crate) fn from_parts(profile: Profile, seed: Seed) -> Self {
        Self { profile, seed }
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    pub fn seed(&self) -> &Seed {
        &self.seed
    }
}
