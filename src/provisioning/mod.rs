//! Bytes and text from outside → [`Found`] or [`Transaction`](crate::token::Transaction). Trusts nothing.
//!
//! This room never repairs, never guesses, never stores, and never puts a part of what it read into
//! an error.

mod draft_error;
mod found;
mod issuer_name;
mod key_uri;
pub mod limits;
mod manual;
mod parameter_names;
pub mod picture;
mod pskc;
mod seed_text;
mod source;
mod surroundings;
mod text;
mod transaction;
mod two_step;
mod uri_parts;

pub use draft_error::DraftError;
pub use found::Found;
pub use issuer_name::{IssuerNameError, issuer_name, label};
pub use key_uri::{parse_key_uri, read_key_uri};
pub use manual::{check_seed, draft_by_hand};
pub use pskc::{Asks, Container, PskcError, PskcSecret};
pub use seed_text::SeedTextError;
pub use skts_qr as qr;
pub use source::{
    MAX_SOURCE_BYTES, SourceError, file_bytes, found_in_bytes, found_in_file, found_in_pixels,
    transaction_in_bytes, transaction_in_file, transaction_in_pixels,
};
pub use surroundings::Surroundings;
pub use transaction::{
    TransactionError, check_transaction, looks_like_transaction, transaction_from_text, transaction_text,
};
pub use two_step::{HalfDraft, PhonePart, TwoStepError};
pub use uri_parts::MAX_KEY_URI_BYTES;

use crate::scrub::on_scrubbed_stack;
use crate::token::{Draft, UnixTime};
use icu_normalizer::ComposingNormalizerBorrowed;

/// Reads whatever text was pasted, dropped, piped in or found in a QR code.
///
/// Blanks and invisible characters around the text belong to the clipboard, the pipe or the editor and
/// are dropped. Inside the text nothing is. `today` is the later one of the program's build and the device's clock.
pub fn found_in_text(text: &str, today: UnixTime) -> Result<Found, DraftError> {
    let text = text::trimmed(text);
    match text::root_element(text) {
        Some("KeyContainer") => pskc::read(text),
        Some("svg") => Err(DraftError::Svg),
        _ if looks_like_transaction(text) => Err(DraftError::Transaction),
        // The decoders leave copies of the seed on the stack, which nothing else would overwrite.
        _ => on_scrubbed_stack(|| read_key_uri(text, today)),
    }
}

/// As [`found_in_text`], for a token that is whole.
pub fn draft_from_text(text: &str, today: UnixTime) -> Result<Draft, DraftError> {
    found_in_text(text, today)?.whole()
}

/// Whether the text says of itself that it is a token's, well written or not.
pub fn looks_like_key_uri(text: &str) -> bool {
    qr::is_key_uri(text)
}

/// Whether a text from outside must not be repeated in an error, since it may be, or hold, a seed. Sixteen
/// characters of base32 (RFC 4648 §6) in a row are enough: the shortest seed has 26. So are sixteen letters and digits
/// in groups, which may be base32 or hexadecimal. Letters of a Japanese keyboard's full width count as what they stand for.
pub fn could_hold_seed(text: &str) -> bool {
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    let base32 = |c: char| c.is_ascii_alphabetic() || ('2'..='7').contains(&c);
    let longest = text.split(|c| !base32(c)).map(str::len).max();
    longest >= Some(16) || text.to_ascii_lowercase().contains("otpauth:") || is_in_groups(&text)
}

/// Whether the text is nothing but sixteen and more letters and digits in groups, as a letter of the bank prints a seed.
/// The options of this program are small letters in groups too; they hold no digit.
fn is_in_groups(text: &str) -> bool {
    let is_gap = |c: char| matches!(c, '-' | '_' | ':') || c.is_whitespace();
    let letters = || text.chars().filter(|c| !is_gap(*c));
    let is_option = text.starts_with("--") && letters().all(|c| c.is_ascii_lowercase());
    !is_option && letters().all(|c| c.is_ascii_alphanumeric()) && letters().count() >= 16
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: UnixTime = UnixTime::from_seconds(1_800_000_000);
    const URI: &str = "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn white_space_around_is_the_pastes() {
        for text in [URI.to_owned(), format!("{URI}\n"), format!(" \r\n{URI}\t\r\n")] {
            assert_eq!(draft_from_text(&text, TODAY).unwrap().profile().serial.as_str(), "SKTS12345678");
        }
        assert_eq!(draft_from_text("", TODAY).unwrap_err(), DraftError::NotAKeyUri);
    }

    #[test]
    fn what_may_be_a_seed_is_known() {
        assert!(
            looks_like_key_uri(" OTPAUTH:x") && looks_like_key_uri(URI) && !looks_like_key_uri("xotpauth:")
        );
        for word in [
            URI,
            "see otpauth:",
            "gezdgnbvgy3tqojq",
            "x/MFRGGZDFMZTWQ2LK!",
            "GEZD-GNBV-GY3T-QOJQ",
            "GEZD GNBV GY3T QOJQ",
            "3132333435363738",
            "31:32:33:34:35:36:37:38",
            "ＧＥＺＤＧＮＢＶＧＹ３ＴＱＯＪＱ",
            "--GEZD-GNBV-GY3T-QOJQ",
        ] {
            assert!(could_hold_seed(word), "{word}");
        }
        for word in [
            "",
            "frobnicate",
            "SKTS12345678",
            "/home/hanako/letter-2026-11-25.png",
            "--no-such-option-at-all",
            "見本信用金庫から届いた書面の写真です",
        ] {
            assert!(!could_hold_seed(word), "{word}");
        }
    }

    #[test]
    fn a_document_is_named_for_what_it_is() {
        let refusal = |text| draft_from_text(text, TODAY).unwrap_err();
        for text in [
            "<?xml version=\"1.0\"?><KeyContainer/>",
            "\u{FEFF}<?xml version='1.0'?><!-- keys --><KeyContainer/>",
            "\n<pskc:KeyContainer xmlns:pskc=\"urn:ietf:params:xml:ns:keyprov:pskc\"/>",
        ] {
            assert_eq!(refusal(text), PskcError::Version.into());
        }
        assert_eq!(
            refusal("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<svg width=\"180\">"),
            DraftError::Svg
        );
        assert_eq!(refusal("<html>"), DraftError::NotAKeyUri);
        assert_eq!(refusal("<?xml version='1.0'?><rss/>"), DraftError::NotAKeyUri);
    }
}
