//! What was read from outside and nobody has confirmed yet.

use super::{Profile, Seed, Token};

/// A parsed token that nobody has confirmed yet. It is never stored.
#[derive(Debug)]
pub struct Draft {
    profile: Profile,
    seed: Seed,
    unverified_signature: bool,
}

impl Draft {
    pub fn new(profile: Profile, seed: Seed) -> Self {
        Self { profile, seed, unverified_signature: false }
    }

    /// The same, from a file with a signature that nobody here can verify: the customer is told.
    pub fn with_unverified_signature(self) -> Self {
        Self { unverified_signature: true, ..self }
    }

    pub fn has_unverified_signature(&self) -> bool {
        self.unverified_signature
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    pub fn seed(&self) -> &Seed {
        &self.seed
    }

    /// The customer compared it with the bank's letter and said yes.
    pub fn confirm(self) -> Token {
        Token::from_parts(self.profile, self.seed)
    }
}
