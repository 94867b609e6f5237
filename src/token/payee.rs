//! Whom a transfer goes to, as the customer types it.

use super::normalise;
use std::{fmt, str::FromStr};

/// The number that a typed 取引認証 signs: of an account, or of an institution that takes Pay-easy payments.
#[derive(Clone, PartialEq, Eq)]
pub struct Payee(Box<str>);

/// Which number it is. The length tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum PayeeKind {
    /// 口座番号: seven digits.
    #[default]
    Account,
    /// 収納機関番号: five digits.
    Institution,
}

/// Why a text is not a payee. Positions count characters of the text as typed, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayeeError {
    #[error("a payee has only digits; the fault is at character {position}")]
    NotADigit { position: usize },
    #[error("a payee has 7 digits (an account) or 5 (an institution), and not {digits}")]
    Length { digits: usize },
}

impl PayeeKind {
    pub const fn digits(self) -> usize {
        match self {
            Self::Account => 7,
            Self::Institution => 5,
        }
    }
}

impl Payee {
    /// `1234567`
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn kind(&self) -> PayeeKind {
        if self.0.len() == PayeeKind::Account.digits() { PayeeKind::Account } else { PayeeKind::Institution }
    }

    /// `123 4567` or `12 345`, as a person compares it.
    pub fn grouped(&self) -> String {
        let (first, rest) = self.0.split_at(match self.kind() {
            PayeeKind::Account => 3,
            PayeeKind::Institution => 2,
        });
        format!("{first} {rest}")
    }
}

impl FromStr for Payee {
    type Err = PayeeError;

    /// Forgives spaces, hyphens and full-width digits; refuses all else with its position.
    fn from_str(text: &str) -> Result<Self, PayeeError> {
        let mut digits = String::with_capacity(PayeeKind::Account.digits());
        for (index, typed) in text.chars().enumerate() {
            match normalise(typed) {
                None => {}
                Some(digit) if digit.is_ascii_digit() => digits.push(digit),
                Some(_) => return Err(PayeeError::NotADigit { position: index + 1 }),
            }
        }
        match digits.len() {
            5 | 7 => Ok(Self(digits.into())),
            digits => Err(PayeeError::Length { digits }),
        }
    }
}

/// Whom a customer pays is nobody else's business: no log shows it.
impl fmt::Debug for Payee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payee({} digits)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_forms_are_forgiven() {
        for text in ["1234567", " 123 4567 ", "123-4567", "１２３４５６７", "１２３　４５６７", "123ー4567"]
        {
            let payee: Payee = text.parse().unwrap();
            assert_eq!((payee.as_str(), payee.kind()), ("1234567", PayeeKind::Account), "{text}");
        }
        let payee: Payee = "0-1234".parse().unwrap();
        assert_eq!((payee.as_str(), payee.kind()), ("01234", PayeeKind::Institution));
    }

    #[test]
    fn all_else_is_refused() {
        let refusal = |text: &str| text.parse::<Payee>().unwrap_err();
        for (text, digits) in [("", 0), ("1234", 4), ("123456", 6), ("12345678", 8)] {
            assert_eq!(refusal(text), PayeeError::Length { digits }, "{text}");
        }
        assert_eq!(refusal("123456O"), PayeeError::NotADigit { position: 7 });
        assert_eq!(refusal("12 3456٣"), PayeeError::NotADigit { position: 8 });
        assert_eq!(refusal("+1234567"), PayeeError::NotADigit { position: 1 });
    }

    #[test]
    fn it_is_grouped_for_the_eye_and_hidden_from_logs() {
        let payee: Payee = "1234567".parse().unwrap();
        assert_eq!(payee.grouped(), "123 4567");
        assert_eq!("12345".parse::<Payee>().unwrap().grouped(), "12 345");
        assert_eq!(format!("{payee:?}"), "Payee(7 digits)");
    }
}
