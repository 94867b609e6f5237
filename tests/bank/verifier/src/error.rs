//! Why a verifier gives no verdict.

use skts_token::issuer::MintError;
use skts_token::token::Serial;
use std::path::PathBuf;

/// Why a verifier gives no verdict, or does not do as it was told. Safe to print: no seed and no code is in it.
#[derive(Debug, thiserror::Error)]
pub enum VerifierError {
    /// A token of this serial was enrolled before. Nothing was changed.
    #[error("the token {0} is enrolled already")]
    Exists(Serial),
    /// No token of this serial was enrolled here.
    #[error("there is no token {0}")]
    Unknown(Serial),
    /// It was revoked, which is for good.
    #[error("the token {0} was revoked")]
    Revoked(Serial),
    /// The token is whole: it was not enrolled in two steps, or the phone's part is there already.
    #[error("the token {0} is not waiting for a phone's part")]
    NotHalf(Serial),
    /// The letters, or their checksum, are wrong.
    #[error("the phone's part has a wrong letter, or one too many or too few")]
    Part,
    #[error(transparent)]
    Mint(#[from] MintError),
    /// The SQLite file cannot be read or written.
    #[error("the verifier's file: {0}")]
    Store(#[from] rusqlite::Error),
    /// Another process held the file for too long, or the disk refused. Nothing was changed.
    #[error("the verifier's file was not written")]
    NotWritten,
    #[error("the verifier's file {} cannot be made: {cause}", .path.display())]
    File { path: PathBuf, cause: std::io::Error },
    /// The file has what no version of this program writes.
    #[error("the verifier's file is damaged: {0}")]
    Damaged(&'static str),
    /// No node of privacyIDEA takes a connection: nothing was sent.
    #[error("privacyIDEA is down: {0}")]
    Down(String),
    /// A node took the request; its answer did not come, or is none. What it did is not known.
    #[error("privacyIDEA does not answer: {0}")]
    Server(String),
    /// privacyIDEA refuses what it was told, with its own number and words for it.
    #[error("privacyIDEA refuses: {message} ({code})")]
    Refused { code: i64, message: String },
    /// privacyIDEA's token is another one than this bank's: someone else enrolled it or gave it an owner.
    #[error("privacyIDEA's token {0} is not this bank's")]
    Foreign(Serial),
}
