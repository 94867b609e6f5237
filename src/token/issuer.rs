//! The name of who issued a token, as the vault keeps it.
//!
//! What a name from outside must be like is stricter, and is provisioning's to say (`issuer_name`). A vault that was
//! filled before those rules were made opens all the same.

use super::CreditUnion;
use std::{fmt, str::FromStr};

/// The name of the credit union that issued a token, as it is shown to the customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Issuer {
    name: String,
    /// Asked once: the token's page asks for it every second.
    listed: bool,
}

/// Why a text is no issuer's name. Carries nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssuerError {
    #[error("the issuer's name is empty")]
    Empty,
    #[error("the issuer's name is longer than 64 characters")]
    TooLong,
    /// Control characters, and marks that reverse or hide text, could make one name look like another.
    #[error("the issuer's name has a control character")]
    Control,
}

impl Issuer {
    pub const MAX_CHARACTERS: usize = 64;

    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The issuers of practice tokens, in the demo, the pictures and the tests: no bank has these names.
    pub const PRACTICE: [&str; 2] = ["見本信用金庫", "みほん東信用金庫"];

    /// Whether it is the name of a credit union on the program's own list.
    pub fn is_listed(&self) -> bool {
        self.listed
    }

    /// Whether the name may stand above a code as a title, like one that somebody has checked.
    pub fn may_be_title(&self) -> bool {
        self.is_listed() || Self::PRACTICE.contains(&&*self.name)
    }
}

/// Characters that are not seen but change what is seen (Unicode categories Cc, most of Cf, Zl, Zp).
pub(crate) fn deceives(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

impl FromStr for Issuer {
    type Err = IssuerError;

    /// White space around the name is dropped.
    fn from_str(text: &str) -> Result<Self, IssuerError> {
        if text.chars().any(deceives) {
            return Err(IssuerError::Control);
        }
        let name = text.trim();
        match name.chars().count() {
            0 => Err(IssuerError::Empty),
            n if n > Self::MAX_CHARACTERS => Err(IssuerError::TooLong),
            _ => Ok(Self { name: name.to_owned(), listed: CreditUnion::by_name(name).is_some() }),
        }
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_listed_or_not() {
        let listed = |name: &str| name.parse::<Issuer>().unwrap().is_listed();
        assert!(CreditUnion::all().all(|union| listed(union.name)));
        assert!(!listed("見本信用金庫") && !listed("信用金庫") && !listed("至急お電話を"));
        let title = |name: &str| name.parse::<Issuer>().unwrap().may_be_title();
        assert!(CreditUnion::all().all(|union| title(union.name)));
        assert!(Issuer::PRACTICE.into_iter().all(title));
        assert!(!title("信用金庫") && !title("至急お電話を") && !title("見本信用組合"));
    }

    #[test]
    fn names_are_bounded_and_visible() {
        assert_eq!("見本信用金庫".parse::<Issuer>().unwrap().as_str(), "見本信用金庫");
        assert_eq!("  a b ".parse::<Issuer>().unwrap().as_str(), "a b");
        assert_eq!("".parse::<Issuer>(), Err(IssuerError::Empty));
        assert_eq!("あ".repeat(65).parse::<Issuer>(), Err(IssuerError::TooLong));
        for hidden in ["a\u{202E}b", "a\nb", "a\0b", "\u{200B}", "a\u{2066}b"] {
            assert_eq!(hidden.parse::<Issuer>(), Err(IssuerError::Control), "{hidden:?}");
        }
    }
}
