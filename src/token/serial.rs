//! The number that a token is known by, as the bank writes it and as a person types it.

use std::{fmt, str::FromStr};

/// A token's serial number: `SKTS` and 8 to 12 ASCII digits. Not a secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(String);

/// Why a text is not a serial. Positions count characters of the text as typed, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SerialError {
    #[error("the serial number is empty")]
    Empty,
    /// The first four letters are not `SKTS`.
    #[error("a serial number begins with SKTS; the fault is at character {position}")]
    Prefix { position: usize },
    /// Something other than a digit after `SKTS`.
    #[error("a serial number has only digits after SKTS; the fault is at character {position}")]
    NotADigit { position: usize },
    #[error("the serial number has {digits} digits; at least 8 are needed")]
    TooShort { digits: usize },
    /// The position is that of the first digit too many.
    #[error("the serial number has more than 12 digits; the first too many is character {position}")]
    TooLong { position: usize },
}

impl Serial {
    pub const PREFIX: &'static str = "SKTS";
    pub const MIN_DIGITS: usize = 8;
    pub const MAX_DIGITS: usize = 12;
    pub const ENDING_DIGITS: usize = 4;

    /// `SKTS12345678`, as the bank's site takes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `SKTS 1234 5678`, as a person reads it.
    pub fn grouped(&self) -> String {
        let digits = self.digits().as_bytes().chunks(4);
        let groups = digits.map(|group| String::from_utf8_lossy(group).into_owned());
        std::iter::once(Self::PREFIX.to_owned()).chain(groups).collect::<Vec<_>>().join(" ")
    }

    /// The last four digits, which a customer types before a token is replaced.
    pub fn ending(&self) -> &str {
        &self.0[self.0.len() - Self::ENDING_DIGITS..]
    }

    /// The digits after `SKTS`.
    pub fn digits(&self) -> &str {
        &self.0[Self::PREFIX.len()..]
    }
}

impl Serial {
    /// A typed part of a serial without what is forgiven: blanks, hyphens, full-width forms.
    pub fn typed(part: &str) -> String {
        part.chars().filter_map(normalise).collect()
    }
}

/// Typed text: full-width forms become ASCII, letters upper case; what separates groups becomes `None`.
pub(crate) fn normalise(character: char) -> Option<char> {
    let ascii = match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        '\u{3000}' | '\u{00A0}' => ' ',
        // Hyphens and dashes that keyboards and letters make of `-`.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' => '-',
        other => other,
    };
    match ascii.to_ascii_uppercase() {
        ' ' | '-' | '\t' | '\r' | '\n' => None,
        other => Some(other),
    }
}

impl FromStr for Serial {
    type Err = SerialError;

    /// Forgives spaces, hyphens, lower case and full-width forms; refuses all else with its position.
    fn from_str(text: &str) -> Result<Self, SerialError> {
        let mut serial = String::with_capacity(Self::PREFIX.len() + Self::MAX_DIGITS);
        let mut prefix = Self::PREFIX.chars();
        for (index, typed) in text.chars().enumerate() {
            let position = index + 1;
            let Some(character) = normalise(typed) else { continue };
            match prefix.next() {
                Some(expected) if expected != character => return Err(SerialError::Prefix { position }),
                None if !character.is_ascii_digit() => return Err(SerialError::NotADigit { position }),
                None if serial.len() == Self::PREFIX.len() + Self::MAX_DIGITS => {
                    return Err(SerialError::TooLong { position });
                }
                _ => serial.push(character),
            }
        }
        match serial.len().checked_sub(Self::PREFIX.len()) {
            None if serial.is_empty() => Err(SerialError::Empty),
            None => Err(SerialError::TooShort { digits: 0 }),
            Some(digits) if digits < Self::MIN_DIGITS => Err(SerialError::TooShort { digits }),
            Some(_) => Ok(Self(serial)),
        }
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn accepts(text: &str, serial: &str) {
        assert_eq!(text.parse::<Serial>().unwrap().as_str(), serial);
    }

    #[track_caller]
    fn refuses(text: &str, error: SerialError) {
        assert_eq!(text.parse::<Serial>().unwrap_err(), error);
    }

    #[test]
    fn typed_forms_are_forgiven() {
        accepts("SKTS12345678", "SKTS12345678");
        accepts(" skts-1234-5678 ", "SKTS12345678");
        accepts("SKTS 1234 5678 9012", "SKTS123456789012");
        accepts("ＳＫＴＳ１２３４５６７８", "SKTS12345678");
        accepts("ｓｋｔｓ　１２３４－５６７８", "SKTS12345678");
        accepts("SKTSー1234‐5678", "SKTS12345678");
    }

    #[test]
    fn all_else_is_refused_with_its_position() {
        refuses("", SerialError::Empty);
        refuses(" - ", SerialError::Empty);
        refuses("SKT", SerialError::TooShort { digits: 0 });
        refuses("SKTX12345678", SerialError::Prefix { position: 4 });
        refuses("12345678", SerialError::Prefix { position: 1 });
        refuses("SKTS1234567", SerialError::TooShort { digits: 7 });
        refuses("SKTS 1234 5678 9012 3", SerialError::TooLong { position: 21 });
        refuses("SKTS 1234 567O", SerialError::NotADigit { position: 14 });
        refuses("SKTS1234٣678", SerialError::NotADigit { position: 9 });
        refuses("SKTS1234\u{0}678", SerialError::NotADigit { position: 9 });
    }

    #[test]
    fn grouped_in_fours() {
        let grouped = |text: &str| text.parse::<Serial>().unwrap().grouped();
        assert_eq!(grouped("SKTS12345678"), "SKTS 1234 5678");
        assert_eq!(grouped("SKTS1234567890"), "SKTS 1234 5678 90");
        assert_eq!(grouped("SKTS123456789012"), "SKTS 1234 5678 9012");
    }
}
