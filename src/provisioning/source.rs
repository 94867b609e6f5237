//! Whatever a person hands in, a file, bytes, text or pixels, → what was found in it: a token, or a 取引QR.

use super::picture::{self, Picture, PictureError};
use super::qr::QrError;
use super::{DraftError, Found, Surroundings, TransactionError, found_in_text, text, transaction_from_text};
use crate::token::{Transaction, UnixTime};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use zeroize::Zeroizing;

pub use super::limits::MAX_SOURCE_BYTES;

/// Why something from outside is not a token. Safe to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Nothing, or nothing but blanks: a download that failed, a file that was never written.
    #[error("it is empty")]
    Empty,
    /// The text in it is not a token's.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The text in it is not a 取引QR's.
    #[error(transparent)]
    Transaction(#[from] TransactionError),
    /// It is a picture, and no QR code in it gave a token's text.
    #[error(transparent)]
    Qr(#[from] QrError),
    /// It is neither text nor a picture that can be read.
    #[error(transparent)]
    Picture(#[from] PictureError),
}

/// Reads a file: the picture of a QR code, or a text.
pub fn found_in_file(path: &Path, around: &Surroundings) -> Result<Found, SourceError> {
    found_in_bytes(&file_bytes(path)?, around)
}

/// The bytes of a file. Whatever length the file claims, no more than [`MAX_SOURCE_BYTES`] are read.
pub fn file_bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, PictureError> {
    let unreadable = |error: std::io::Error| PictureError::Unreadable(error.kind());
    let mut bytes = Zeroizing::new(Vec::new());
    let file = File::open(path).map_err(unreadable)?;
    let read = file.take(MAX_SOURCE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if read > MAX_SOURCE_BYTES { Err(PictureError::TooLarge) } else { Ok(bytes) }
}

/// Reads the bytes of a picture of a QR code, or of a text.
pub fn found_in_bytes(bytes: &[u8], around: &Surroundings) -> Result<Found, SourceError> {
    from_bytes(bytes, around, found)
}

/// Reads raw pixels as clipboards hand them over: rows of red, green, blue, alpha.
pub fn found_in_pixels(
    width: usize,
    height: usize,
    rgba: &[u8],
    around: &Surroundings,
) -> Result<Found, SourceError> {
    from_picture(&picture::from_rgba(width, height, rgba, around.max_pixels)?, around, found)
}

/// As [`found_in_file`], for a 取引QR.
pub fn transaction_in_file(path: &Path, around: &Surroundings) -> Result<Transaction, SourceError> {
    transaction_in_bytes(&file_bytes(path)?, around)
}

/// As [`found_in_bytes`], for a 取引QR.
pub fn transaction_in_bytes(bytes: &[u8], around: &Surroundings) -> Result<Transaction, SourceError> {
    from_bytes(bytes, around, transaction)
}

/// As [`found_in_pixels`], for a 取引QR.
pub fn transaction_in_pixels(
    width: usize,
    height: usize,
    rgba: &[u8],
    around: &Surroundings,
) -> Result<Transaction, SourceError> {
    from_picture(&picture::from_rgba(width, height, rgba, around.max_pixels)?, around, transaction)
}

type Parse<T> = fn(&str, UnixTime) -> Result<T, SourceError>;

fn found(text: &str, today: UnixTime) -> Result<Found, SourceError> {
    Ok(found_in_text(text, today)?)
}

fn transaction(text: &str, _: UnixTime) -> Result<Transaction, SourceError> {
    Ok(transaction_from_text(text)?)
}

fn from_bytes<T>(bytes: &[u8], around: &Surroundings, parse: Parse<T>) -> Result<T, SourceError> {
    match picture::from_bytes(bytes, around.max_pixels) {
        Ok(picture) => from_picture(&picture, around, parse),
        Err(PictureError::UnknownFormat) => {
            let text = text::decode(bytes).ok_or(PictureError::UnknownFormat)?;
            if text::trimmed(&text).is_empty() {
                Err(SourceError::Empty)
            } else {
                parse(&text, around.today())
            }
        }
        Err(error) => Err(error.into()),
    }
}

fn from_picture<T>(picture: &Picture, around: &Surroundings, parse: Parse<T>) -> Result<T, SourceError> {
    parse(picture.read(&|| around.is_out_of_time())?.expose(), around.today())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otp::{Clock, Reading};
    use crate::provisioning::limits::MAX_PICTURE_PIXELS;
    use crate::token::UnixTime;
    use std::time::Duration;

    const URI: &str = "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    struct Noon;

    impl Clock for Noon {
        fn read(&self) -> Reading {
            let time = UnixTime::from_seconds(1_800_000_000);
            Reading { time, to_next_second: Duration::from_secs(1), monotonic: Duration::ZERO }
        }
    }

    fn around() -> Surroundings<'static> {
        Surroundings::new(UnixTime::from_seconds(0), MAX_PICTURE_PIXELS, &Noon)
    }

    #[test]
    fn text_and_noise_are_told_apart() {
        assert_eq!(
            found_in_bytes(URI.as_bytes(), &around()).unwrap().whole().unwrap().profile().serial.as_str(),
            "SKTS12345678"
        );
        let refused = |bytes: &[u8]| found_in_bytes(bytes, &around()).unwrap_err();
        assert_eq!(refused(b"hello"), DraftError::NotAKeyUri.into());
        assert_eq!(refused(b"\x8c\xa9\x96\x7b"), PictureError::UnknownFormat.into());
        assert_eq!(refused(b"\x89PNG\r\n\x1a\nrubbish"), PictureError::Damaged.into());
        for empty in [&b""[..], b" \r\n", b"\xef\xbb\xbf", b"\xff\xfe"] {
            assert_eq!(refused(empty), SourceError::Empty);
        }
    }

    #[test]
    fn pixels_without_a_code_are_refused() {
        let refused = |rgba: &[u8]| found_in_pixels(40, 40, rgba, &around()).unwrap_err();
        assert_eq!(refused(&[255; 6400]), QrError::NoQrCode.into());
        assert_eq!(refused(&[255; 6399]), PictureError::Damaged.into());
    }

    /// A clock by which each look at a picture takes a second.
    struct Slow(std::cell::Cell<u64>);

    impl Clock for Slow {
        fn read(&self) -> Reading {
            self.0.set(self.0.get() + 1);
            Reading { monotonic: Duration::from_secs(self.0.get()), ..Noon.read() }
        }
    }

    #[test]
    fn a_picture_is_looked_at_for_five_seconds() {
        let clock = Slow(std::cell::Cell::new(0));
        let around = Surroundings::new(UnixTime::from_seconds(0), MAX_PICTURE_PIXELS, &clock);
        let refused = found_in_pixels(40, 40, &[255; 6400], &around).unwrap_err();
        assert_eq!(refused, QrError::OutOfTime.into());
        assert!(clock.0.get() < 20, "{} s", clock.0.get());
    }

    #[test]
    fn an_absent_file_is_named_so() {
        let absent = SourceError::Picture(PictureError::Unreadable(std::io::ErrorKind::NotFound));
        assert_eq!(found_in_file(Path::new("absent"), &around()).unwrap_err(), absent);
    }
}
