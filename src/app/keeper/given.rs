//! What opens a vault beside the key in the keystore.

use crate::vault::{BiometricSecret, Moment, Passcode};

/// What the customer gives beside the keystore's key, and when.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub proof: Proof<'a>,
    pub now: Moment,
}

/// What opens a vault that has an app lock.
#[derive(Clone, Copy, Debug)]
pub enum Proof<'a> {
    Nothing,
    Passcode(&'a Passcode),
    /// What the system gave out for a face or a finger.
    Secret(&'a BiometricSecret),
}

impl<'a> Given<'a> {
    /// No passcode.
    pub fn nothing(now: Moment) -> Self {
        Self { proof: Proof::Nothing, now }
    }

    pub fn passcode(passcode: Option<&'a Passcode>, now: Moment) -> Self {
        Self { proof: passcode.map_or(Proof::Nothing, Proof::Passcode), now }
    }
}
