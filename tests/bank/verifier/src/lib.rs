//! Takes or refuses the codes of a token, each at most once.
//!
//! A bank asks one question: is this the code of that token, now, and was it never taken before? [`Verifier`] is that question,
//! and two programs answer it:
//!
//! | | [`Embedded`] | [`PrivacyIdea`] |
//! |---|---|---|
//! | codes of ログイン and the like (TOTP) | one SQLite file | privacyIDEA, asked over HTTP |
//! | 取引認証 (a payee, a 取引QR) | the same file | its own SQLite file with the same seed: privacyIDEA signs no payee over HTTP |
//! | clock | the caller's `now` | the server's own; it must be the bank's |
//! | steps that are taken | one before, this one, one after | two before, this one, one after |
//! | a code that was taken | [`Verdict::Used`] for every earlier step | [`Verdict::Used`] for the latest one, [`Verdict::Wrong`] for earlier ones |
//!
//! **This is a practice bank's.** The seeds lie unencrypted in the SQLite file, which only its owner may read or write. A real
//! bank keeps them where no file shows them.
#![forbid(unsafe_code)]

mod embedded;
mod enrolment;
mod error;
mod privacyidea;
mod verdict;

pub use embedded::Embedded;
pub use enrolment::{Enrolment, Letter, PAYEE_SUITE};
pub use error::VerifierError;
pub use privacyidea::{Checked, Client, PrivacyIdea, Settings};
pub use skts_token::token::{Algorithm, Issuer, Payee, Serial, Transaction, UnixTime};
pub use verdict::{Place, Verdict};

/// Failures in a row after which a token is locked until the branch releases it.
pub const MAX_FAILURES: u32 = 10;

/// Takes or refuses codes. Calls block: an asynchronous caller hands them to a thread of their own.
///
/// Every method may be called at the same time by any number of threads and processes. Of any number of submissions of one
/// code, exactly one is [`Verdict::Accepted`].
pub trait Verifier: Send + Sync {
    /// Mints a seed and keeps it. The letter has what is printed for the customer.
    fn enrol(&self, order: &Enrolment) -> Result<Letter, VerifierError>;

    /// Adds the phone's part, as the customer typed it, to a token that was enrolled in two steps. Once only.
    fn finish_two_step(&self, serial: &Serial, letters: &str) -> Result<(), VerifierError>;

    /// The six digits of ログイン, 利用開始 and whatever else asks for the ワンタイムパスワード itself.
    fn check(&self, serial: &Serial, code: &str, now: UnixTime) -> Result<Verdict, VerifierError>;

    /// The six digits of a payee whom the customer typed into the token.
    fn check_payee(
        &self,
        serial: &Serial,
        payee: &Payee,
        code: &str,
        now: UnixTime,
    ) -> Result<Verdict, VerifierError>;

    /// The eight digits of a 取引QR.
    fn check_transaction(
        &self,
        serial: &Serial,
        transaction: &Transaction,
        code: &str,
        now: UnixTime,
    ) -> Result<Verdict, VerifierError>;

    /// 利用停止, 利用中止: every code is refused until [`Verifier::resume`].
    fn stop(&self, serial: &Serial) -> Result<(), VerifierError>;

    /// Ends what [`Verifier::stop`] began. A revoked token stays revoked.
    fn resume(&self, serial: &Serial) -> Result<(), VerifierError>;

    /// For good: a token that was replaced by another one (交換), or lost.
    fn revoke(&self, serial: &Serial) -> Result<(), VerifierError>;

    /// ロック解除: the failures count from zero again.
    fn release_lock(&self, serial: &Serial) -> Result<(), VerifierError>;

    /// By how many steps of 30 seconds the token's clock is known to be ahead (negative: behind).
    fn drift(&self, serial: &Serial) -> Result<i32, VerifierError>;
}
