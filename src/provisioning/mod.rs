//! Bytes and text from outside → [`Draft`]. Trusts nothing.
//!
//! This room never repairs, never guesses, never stores, and never puts a part of what it read into
//! an error.

mod draft_error;
mod key_uri;
mod manual;
pub mod picture;
mod seed_text;
mod source;
mod uri_parts;

pub use draft_error::{DraftError, NotYet};
pub use key_uri::parse_key_uri;
pub use manual::{check_issuer, check_seed, check_serial, draft_by_hand};
pub use seed_text::SeedTextError;
pub use skts_qr as qr;
pub use source::{MAX_SOURCE_BYTES, SourceError, draft_from_bytes, draft_from_file, draft_from_pixels};
pub use uri_parts::MAX_KEY_URI_BYTES;

use crate::scrub::on_scrubbed_stack;
use crate::token::Draft;

/// Reads whatever text was pasted, dropped, piped in or found in a QR code.
///
/// White space around it belongs to the clipboard or the pipe and is dropped; inside it nothing is.
pub fn draft_from_text(text: &str) -> Result<Draft, DraftError> {
    if is_pskc(text) {
        return Err(DraftError::NotSupportedYet(NotYet::Pskc));
    }
    // Copies that the decoders leave on the stack are nobody's to overwrite but ours.
    on_scrubbed_stack(|| parse_key_uri(text.trim_matches([' ', '\t', '\r', '\n'])))
}

/// Whether the text says of itself that it is a token's, well written or not.
pub fn looks_like_key_uri(text: &str) -> bool {
    let start = text.trim_start().get(..8);
    start.is_some_and(|start| start.eq_ignore_ascii_case("otpauth:"))
}

/// Whether a word from outside must not be repeated in an error: it may be, or hold, a seed. A word of
/// sixteen letters of base32 (RFC 4648 §6) is enough, the shortest seed's length less a few.
pub fn could_hold_seed(word: &str) -> bool {
    let base32 = |c: char| c.is_ascii_alphabetic() || ('2'..='7').contains(&c);
    let longest = word.split(|c| !base32(c)).map(str::len).max();
    longest >= Some(16) || word.to_ascii_lowercase().contains("otpauth:")
}

/// Whether the text is XML, of which only key containers (RFC 6030) make sense here.
fn is_pskc(text: &str) -> bool {
    let start = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    start.starts_with("<?xml") || start.starts_with('<') && start.contains("KeyContainer")
}

#[cfg(test)]
mod tests {
    use super::*;

    const URI: &str = "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn white_space_around_is_the_pastes() {
        for text in [URI.to_owned(), format!("{URI}\n"), format!(" \r\n{URI}\t\r\n")] {
            assert_eq!(draft_from_text(&text).unwrap().profile().serial.as_str(), "SKTS12345678");
        }
        assert_eq!(draft_from_text("").unwrap_err(), DraftError::NotAKeyUri);
    }

    #[test]
    fn what_may_be_a_seed_is_known() {
        assert!(
            looks_like_key_uri(" OTPAUTH:x") && looks_like_key_uri(URI) && !looks_like_key_uri("xotpauth:")
        );
        for word in [URI, "see otpauth:", "gezdgnbvgy3tqojq", "x/MFRGGZDFMZTWQ2LK!"] {
            assert!(could_hold_seed(word), "{word}");
        }
        for word in ["", "frobnicate", "SKTS12345678", "/home/hanako/letter-2026-11-25.png"] {
            assert!(!could_hold_seed(word), "{word}");
        }
    }

    #[test]
    fn a_key_container_is_named_for_what_it_is() {
        for text in [
            "<?xml version=\"1.0\"?><KeyContainer/>",
            "\u{FEFF}<?xml version='1.0'?>",
            "\n<pskc:KeyContainer xmlns:pskc=\"urn:ietf:params:xml:ns:keyprov:pskc\">",
        ] {
            assert_eq!(draft_from_text(text).unwrap_err(), DraftError::NotSupportedYet(NotYet::Pskc));
        }
        assert_eq!(draft_from_text("<html>").unwrap_err(), DraftError::NotAKeyUri);
    }
}
