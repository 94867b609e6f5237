//! What was read from outside and nobody has confirmed yet.

use super::{Profile, Seed, Token};

/// A parsed token that nobody has confirmed yet. It is never stored.
#[derive(Debug)]
pub struct Draft {
    profile: Profile,
    seed: Seed,
}

impl Draft {
    pub fn new(profile: Profile, seed: Seed) -> Self {
        Self { profile, seed }
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
