//! The name that a customer gives a token.

use super::issuer::deceives;
use std::{fmt, str::FromStr};

/// What the customer calls a token, to tell it from the others. Nobody but the customer chooses it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label(String);

/// Why a text is no label. Carries nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    #[error("the name is empty")]
    Empty,
    #[error("the name is longer than 10 characters")]
    TooLong,
    #[error("the name has a character that is not seen")]
    Control,
}

impl Label {
    /// Ten characters fit on one line of the list at 200 % text.
    pub const MAX_CHARACTERS: usize = 10;

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Label {
    type Err = LabelError;

    /// White space around the name is dropped.
    fn from_str(text: &str) -> Result<Self, LabelError> {
        if text.chars().any(deceives) {
            return Err(LabelError::Control);
        }
        let name = text.trim();
        match name.chars().count() {
            0 => Err(LabelError::Empty),
            n if n > Self::MAX_CHARACTERS => Err(LabelError::TooLong),
            _ => Ok(Self(name.to_owned())),
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_characters_are_the_most_and_all_are_seen() {
        assert_eq!("  家計用 ".parse::<Label>().unwrap().as_str(), "家計用");
        assert!("あ".repeat(10).parse::<Label>().is_ok());
        assert_eq!("あ".repeat(11).parse::<Label>(), Err(LabelError::TooLong));
        assert_eq!(" ".parse::<Label>(), Err(LabelError::Empty));
        assert_eq!("a\u{202E}b".parse::<Label>(), Err(LabelError::Control));
    }
}
