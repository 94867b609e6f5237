//! Pixels → the text in a QR code. rxing finds and decodes; the looks at the picture that lead it
//! there (thresholds, sharpening, fitting the grid) are ours.
//!
//! Two ways in: [`read_grounds`] for files looks on until its caller says that the time is over; [`FrameReader`] for a
//! camera keeps to a budget a frame. Every picture is taken for hostile.
//!
//! Never guesses: when two codes could be meant, or two passes disagree, there is no text. Never
//! writes a text anywhere but into its result.

#![deny(unsafe_code, unused_must_use)]

mod filter;
mod finder;
mod findings;
mod grid;
mod luma;
mod reading;
// The app's own file, compiled once more: the app depends on this package, so this package cannot depend on the app.
#[path = "../../scrub.rs"]
mod scrub;
mod symbol;
mod threshold;

use std::fmt;
use zeroize::Zeroizing;

pub use findings::{is_key_uri, is_transaction};
pub use luma::Luma;
pub use reading::{FrameError, FrameReader, read_grounds, read_picture};

use findings::Findings;

/// The longest side of a picture that is read, in pixels: rxing counts runs of pixels in 16 bits.
pub const MAX_SIDE: usize = 16_384;

/// The text in a QR code: to be treated as a secret, for it usually holds a seed.
pub struct QrText(Zeroizing<String>);

impl QrText {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for QrText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "QrText({} bytes)", self.0.len())
    }
}

/// Why a picture gave no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    #[error("no readable QR code in the picture")]
    NoQrCode,
    /// Only the customer knows which one is meant.
    #[error("the picture holds several QR codes of tokens or transactions")]
    SeveralQrCodes,
    /// There are several codes, say a shop's and an app store's.
    #[error("none of the QR codes in the picture is a token's or a transaction's")]
    NoToken,
    /// Structured append, ISO/IEC 18004 §8: the rest is on other symbols.
    #[error("the QR code holds only a part of a text that is spread over several codes")]
    PartOfSeveral,
    #[error("the QR code holds something other than text")]
    NotText,
    /// The looks took longer than the caller allows. What the looks so far have read is not believed: a second code may
    /// be there.
    #[error("the picture takes too long to look at")]
    OutOfTime,
}

/// Why bytes are not a grayscale picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaneError {
    #[error("the picture has no pixels")]
    Empty,
    #[error("a side of the picture is longer than {MAX_SIDE} pixels")]
    TooLarge,
    /// Fewer bytes than rows and stride need, or a stride shorter than a row.
    #[error("the picture's bytes do not match its size")]
    Length,
}
