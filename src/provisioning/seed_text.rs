//! Base32 text (RFC 4648 §6) → seed.
//!
//! Decoding is totp-rs's. This file only takes out the separators and the padding, and refuses what the decoder would
//! let pass: it never drops, swaps or adds a digit.

use crate::token::{Seed, SeedError};
use totp_rs::Secret;
use zeroize::Zeroizing;

/// Why a text is not a seed. Carries positions and lengths, never a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeedTextError {
    #[error("the secret is empty")]
    Empty,
    /// Not a letter, and not one of 2 to 7; or something after the padding. Positions count
    /// characters of the text as it came, from 1.
    #[error("the secret is not base32; the fault is at character {position}")]
    NotBase32 { position: usize },
    /// No byte string is written with this many characters: one is missing, or one too many.
    #[error("base32 never has {characters} characters")]
    ImpossibleLength { characters: usize },
    /// The last character has bits that belong to no byte (RFC 4648 §3.5): it is not the one that was written.
    #[error("the secret's last character cannot be right")]
    SpareBits,
    #[error(transparent)]
    Seed(#[from] SeedError),
}

/// A seed as a person types it: also full-width forms, and every kind of hyphen and space.
pub(super) fn seed_as_typed(text: &str) -> Result<Seed, SeedTextError> {
    decode(text, crate::token::normalise)
}

/// A seed as a program writes it: lower case, spaces, hyphens and padding are forgiven.
pub(super) fn seed_as_written(text: &str) -> Result<Seed, SeedTextError> {
    decode(text, |character| match character {
        ' ' | '-' => None,
        other => Some(other.to_ascii_uppercase()),
    })
}

fn decode(text: &str, normalise: fn(char) -> Option<char>) -> Result<Seed, SeedTextError> {
    let base32 = digits(text, normalise)?;
    if base32.is_empty() {
        return Err(SeedTextError::Empty);
    }
    let length = base32.len() * 5 / 8;
    match length {
        n if n < Seed::MIN_BYTES => return Err(SeedError::TooShort(n).into()),
        n if n > Seed::MAX_BYTES => return Err(SeedError::TooLong(n).into()),
        _ if matches!(base32.len() % 8, 1 | 3 | 6) => {
            return Err(SeedTextError::ImpossibleLength { characters: base32.len() });
        }
        _ => {}
    }
    let secret = Secret::try_from_base32(base32.as_str()).map_err(|_| SeedTextError::SpareBits)?;
    if Zeroizing::new(secret.to_base32()) != base32 {
        return Err(SeedTextError::SpareBits);
    }
    Ok(Seed::new(secret.as_bytes())?)
}

/// The base32 digits of a text, without the separators between them and the padding after them.
fn digits(text: &str, normalise: fn(char) -> Option<char>) -> Result<Zeroizing<String>, SeedTextError> {
    let mut base32 = Zeroizing::new(String::with_capacity(text.len()));
    let mut padded = false;
    for (index, character) in text.chars().enumerate() {
        match normalise(character) {
            None => {}
            Some('=') => padded = true,
            Some(digit @ ('A'..='Z' | '2'..='7')) if !padded => base32.push(digit),
            Some(_) => return Err(SeedTextError::NotBase32 { position: index + 1 }),
        }
    }
    Ok(base32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[track_caller]
    fn accepts(text: &str, bytes: &[u8]) {
        assert_eq!(seed_as_typed(text).unwrap().expose(), bytes);
    }

    #[track_caller]
    fn refuses(text: &str, error: SeedTextError) {
        assert_eq!(seed_as_typed(text).unwrap_err(), error);
    }

    #[test]
    fn forms_of_one_text_are_one_seed() {
        let seed = b"12345678901234567890";
        accepts(RFC, seed);
        accepts("gezd gnbv gy3t qojq gezd gnbv gy3t qojq", seed);
        accepts("GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ====", seed);
        accepts("ＧＥＺＤＧＮＢＶＧＹ３ＴＱＯＪＱ　ｇｅｚｄｇｎｂｖｇｙ３ｔｑｏｊｑ＝＝", seed);
        accepts("GEZDGNBVGY3TQOJQGEZDGNBVGY======", b"1234567890123456");
    }

    #[test]
    fn nothing_is_dropped_or_swapped() {
        refuses("", SeedTextError::Empty);
        refuses(" ==", SeedTextError::Empty);
        refuses("GEZD 1NBV", SeedTextError::NotBase32 { position: 6 });
        refuses("GEZD0", SeedTextError::NotBase32 { position: 5 });
        refuses("GEZD=GNBV", SeedTextError::NotBase32 { position: 6 });
        refuses("GEZDé", SeedTextError::NotBase32 { position: 5 });
        refuses("GEZDGNBV", SeedError::TooShort(5).into());
        refuses(&"A".repeat(104), SeedError::TooLong(65).into());
        refuses(&RFC[..27], SeedTextError::ImpossibleLength { characters: 27 });
        refuses("GEZDGNBVGY3TQOJQGEZDGNBVGZ", SeedTextError::SpareBits);
    }

    #[test]
    fn a_program_has_no_full_width_keys() {
        assert_eq!(seed_as_written("ＧEZD").unwrap_err(), SeedTextError::NotBase32 { position: 1 });
        assert!(seed_as_written("gezd-gnbv gy3tqojqgezdgnbvgy3tqojq=").is_ok());
    }

    #[test]
    fn the_bounds_are_16_and_64_bytes() {
        let text = |bytes: &[u8]| Secret::from(bytes.to_vec()).to_base32();
        for n in 16..=64 {
            let bytes = vec![n as u8; n];
            accepts(&text(&bytes), &bytes);
        }
        refuses(&text(&[1; 15]), SeedError::TooShort(15).into());
        refuses(&text(&[1; 65]), SeedError::TooLong(65).into());
    }
}
