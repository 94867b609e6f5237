//! What a token is: serial, seed, algorithm, issuer; and what it signs: payee, transaction.
//!
//! Pure values. This room never performs I/O, reads a clock, or knows that a screen exists, and no
//! type in it ever shows a seed: not in `Debug`, not in an error.

mod algorithm;
mod credit_unions;
mod draft;
mod issuer;
mod label;
mod ocra_suite;
mod payee;
mod seed;
mod serial;
#[allow(clippy::module_inception)]
mod token;
mod transaction;
mod unix_time;

pub use algorithm::{Algorithm, UnknownAlgorithm};
pub use credit_unions::{BankNumber, BankNumberError, CreditUnion};
pub use draft::Draft;
pub use issuer::{Issuer, IssuerError};
pub use label::{Label, LabelError};
pub use ocra_suite::{OcraStep, OcraSuite, OcraSuiteError, QuestionKind};
pub use payee::{Payee, PayeeError, PayeeKind};
pub use seed::{Seed, SeedError};
pub(crate) use serial::normalise;
pub use serial::{Serial, SerialError};
pub use token::{Profile, Token};
pub use transaction::{
    AccountKind, BranchNumber, BranchNumberError, Destination, ToSign, Transaction, TransactionId, Yen,
    YenError,
};
pub use unix_time::UnixTime;
