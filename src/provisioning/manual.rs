//! What a person types from the bank's letter → draft.
//!
//! Case, width, blanks and hyphens of what is typed are forgiven; a wrong character never is. The page runs
//! the same checks at every key stroke as at the end, so it cannot promise what is refused later.

use super::seed_text::seed_as_typed;
use super::{DraftError, SeedTextError, issuer_name};
use crate::scrub::on_scrubbed_stack;
use crate::token::{Algorithm, Draft, IssuerError, Profile, Seed};

/// Reads the seed field: base32, in groups or not.
pub fn check_seed(text: &str) -> Result<Seed, SeedTextError> {
    on_scrubbed_stack(|| seed_as_typed(text))
}

/// Reads all fields of the page.
pub fn draft_by_hand(
    serial: &str,
    issuer: &str,
    seed: &str,
    algorithm: Algorithm,
) -> Result<Draft, DraftError> {
    let profile = Profile {
        serial: serial.parse()?,
        issuer: match issuer_name(issuer) {
            Ok(name) => Some(name),
            // The field may be left empty.
            Err(IssuerError::Empty) => None,
            Err(error) => return Err(error.into()),
        },
        label: None,
        algorithm,
        issued_at: None,
        ocra: None,
        tx: false,
    };
    Ok(Draft::new(profile, check_seed(seed)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{SeedError, SerialError};

    const SEED: &str = "gezd gnbv gy3t qojq gezd gnbv gy3t qojq";

    #[test]
    fn a_letter_is_typed_as_it_comes() {
        let draft = draft_by_hand("skts 1234 5678", " 見本信用金庫 ", SEED, Algorithm::Sha256).unwrap();
        assert_eq!(draft.profile().serial.as_str(), "SKTS12345678");
        assert_eq!(draft.profile().issuer.as_ref().unwrap().as_str(), "見本信用金庫");
        assert_eq!(draft.profile().algorithm, Algorithm::Sha256);
        assert_eq!(draft.profile().issued_at, None);
        assert_eq!(draft.seed().expose(), b"12345678901234567890");
    }

    #[test]
    fn the_issuer_may_be_left_out() {
        let draft = draft_by_hand("SKTS12345678", "　", SEED, Algorithm::Sha1).unwrap();
        assert_eq!(draft.profile().issuer, None);
    }

    #[track_caller]
    fn refuses(serial: &str, issuer: &str, seed: &str, error: DraftError) {
        assert_eq!(draft_by_hand(serial, issuer, seed, Algorithm::Sha1).unwrap_err(), error);
    }

    #[test]
    fn each_field_has_its_fault() {
        refuses("SKTS1234", "", SEED, SerialError::TooShort { digits: 4 }.into());
        refuses("SKTS12345678", "a\u{202E}", SEED, IssuerError::Control.into());
        refuses("SKTS12345678", "", "", DraftError::SeedText(SeedTextError::Empty));
        refuses("SKTS12345678", "", "GEZDGNBV", SeedError::TooShort(5).into());
        let position = SEED.len() + 1;
        let more = format!("{SEED}1");
        refuses("SKTS12345678", "", &more, DraftError::SeedText(SeedTextError::NotBase32 { position }));
    }
}
