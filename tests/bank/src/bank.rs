//! The bank: what it remembers, who checks its codes, how its pages look, and what time it is.

use crate::clock::Clock;
use crate::letters::Letters;
use crate::limits::Limits;
use crate::looks::Looks;
use crate::store::{Store, StoreError};
use skts_bank_verifier::{Verifier, VerifierError};
use skts_token::token::Issuer;
use std::num::NonZeroU32;
use std::sync::Arc;

/// The practice bank's name, which the app shows above its codes.
pub const NAME: &str = Issuer::PRACTICE[0];
/// The bank's own number: no bank has it.
pub const NUMBER: &str = "9999";
/// Tries a minute for a contract where nothing else is said.
pub const TRIES_A_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("it is not 0");

/// Why the bank does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the verifier: {0}")]
    Verifier(#[from] VerifierError),
    /// A template of this program has a mistake.
    #[error("a page cannot be read: {0}")]
    Looks(#[from] minijinja::Error),
}

/// A handle to the bank; clones are the same bank.
#[derive(Clone)]
pub struct Bank {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    verifier: Box<dyn Verifier>,
    looks: Looks,
    limits: Limits,
    letters: Letters,
    clock: Clock,
    issuer: Issuer,
}

impl Bank {
    pub fn open(
        store: Store,
        verifier: Box<dyn Verifier>,
        clock: Clock,
        tries_a_minute: NonZeroU32,
    ) -> Result<Self, OpenError> {
        let issuer = NAME.parse().expect("the app takes its own practice names");
        let (looks, limits, letters) = (Looks::new()?, Limits::new(tries_a_minute), Letters::default());
        Ok(Self { inner: Arc::new(Inner { store, verifier, looks, limits, letters, clock, issuer }) })
    }

    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    pub fn verifier(&self) -> &dyn Verifier {
        &*self.inner.verifier
    }

    pub fn looks(&self) -> &Looks {
        &self.inner.looks
    }

    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    pub fn letters(&self) -> &Letters {
        &self.inner.letters
    }

    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub fn issuer(&self) -> &Issuer {
        &self.inner.issuer
    }
}
