//! Why a command failed, in one line.

use skts_token::issuer::{FilesError, FinishError, PageUrlError, UsedError};
use skts_token::platform::Unsaid;
use skts_token::provisioning::picture::PictureError;
use skts_token::provisioning::{DraftError, MAX_KEY_URI_BYTES, SourceError};
use skts_token::token::UnixTime;
use std::io;
use std::path::PathBuf;

/// Why a command ended with status 1: what happened, and what to do. One line, without a secret.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}; ask the customer to read the letters again")]
    Finish(#[from] FinishError),
    #[error("an account goes with --bank and --branch, an institution with neither of them nor --kind")]
    Destination,
    #[error("the token's URI has no OCRA suite; mint another with `skts-issue new --ocra`")]
    NoSuite,
    #[error("the token's URI has no tx=1; mint another with `skts-issue new --tx`")]
    NoTransactions,
    #[error("the transaction is refused: {0}")]
    Transaction(#[from] SourceError),
    #[error("the code is right and refused: {0}")]
    Used(#[from] UsedError),
    #[error("{0}; run it again")]
    Mint(#[from] skts_token::issuer::MintError),
    #[error("nothing was written: {0}; choose another serial or folder")]
    Files(#[from] FilesError),
    #[error("nothing was written: {0}; {hint}", hint = advice(.0))]
    Picture(FilesError),
    #[error("the address is refused: {0}")]
    Url(#[from] PageUrlError),
    #[error("{source_name} cannot be read: {cause}; check its name and rights")]
    Unreadable { source_name: String, cause: io::Error },
    #[error("{source_name} is empty or longer than {MAX_KEY_URI_BYTES} bytes; give it one otpauth URI")]
    Length { source_name: String },
    #[error("{0}; direct it elsewhere")]
    Output(#[from] Unsaid),
    #[error("the files are written, but {0}")]
    Written(Unsaid),
    #[error("{refused} of the files cannot be read as pictures; the first is {}: {cause}", .first.display())]
    Pictures { refused: usize, first: PathBuf, cause: PictureError },
    #[error("{0}; shorten it")]
    Qr(#[from] skts_token::issuer::TextTooLong),
    #[error("the URI is refused: {0}; mint another with `skts-issue new`")]
    Draft(#[from] DraftError),
    #[error("{0}; type the digits as the token shows them")]
    NotACode(#[from] skts_token::issuer::NotACode),
    #[error("the code is wrong in all {steps} steps around {at}; try a fresh one, or a wider --window")]
    WrongCode { steps: u32, at: UnixTime },
    #[error("the system's clock is before 1970; set it, or give --at")]
    Clock,
}

fn advice(error: &FilesError) -> &'static str {
    match error {
        FilesError::Exists(_) => "choose another name, or replace it with --force",
        FilesError::NoFolder(_) => "make it first",
        FilesError::Write { .. } => "choose another name or folder",
        FilesError::TooLong(_) => "shorten it",
    }
}
