//! The credit unions of Japan: which names are theirs, and which name has a bank number.
//!
//! A list in the program: nobody is asked. An issuer whose build shall know other names replaces
//! `assets/credit-unions.tsv`, which `assets/make-credit-unions` writes.

use std::{fmt, str::FromStr};

const LIST: &str = include_str!("../../assets/credit-unions.tsv");

/// A bank's number in the Zengin system: four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BankNumber([u8; 4]);

/// The text is not four ASCII digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a bank number has four digits")]
pub struct BankNumberError;

impl FromStr for BankNumber {
    type Err = BankNumberError;

    fn from_str(text: &str) -> Result<Self, BankNumberError> {
        let digits = <[u8; 4]>::try_from(text.as_bytes()).map_err(|_| BankNumberError)?;
        if digits.iter().all(u8::is_ascii_digit) { Ok(Self(digits)) } else { Err(BankNumberError) }
    }
}

impl fmt::Display for BankNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|digit| write!(f, "{}", char::from(*digit)))
    }
}

/// A credit union of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditUnion {
    pub number: BankNumber,
    /// Written out: `…信用金庫`.
    pub name: &'static str,
}

impl CreditUnion {
    pub fn by_number(number: BankNumber) -> Option<Self> {
        Self::all().find(|union| union.number == number)
    }

    pub fn by_name(name: &str) -> Option<Self> {
        Self::all().find(|union| union.name == name)
    }

    /// In the order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        let rows = LIST.lines().filter_map(|line| line.split_once('\t'));
        rows.map(|(number, name)| Self { number: number.parse().expect("a test reads every row"), name })
    }

    /// The day of the list: `2026-08-24`.
    pub fn list_date() -> &'static str {
        said("# date: ").expect("a test reads the list's head")
    }
}

/// What the head of the list says behind these words.
fn said(words: &str) -> Option<&'static str> {
    LIST.lines().find_map(|line| line.strip_prefix(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_a_credit_union_and_their_number_is_the_one_that_the_list_says() {
        let rows: Vec<_> = LIST.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(Some(rows.len().to_string().as_str()), said("# count: "));
        assert_eq!(CreditUnion::all().count(), rows.len(), "each row has a number and a name");
        let numbers: BTreeSet<_> = CreditUnion::all().map(|union| union.number).collect();
        let names: BTreeSet<_> = CreditUnion::all().map(|union| union.name).collect();
        assert_eq!((numbers.len(), names.len()), (rows.len(), rows.len()), "each is there once");
        assert!(names.iter().all(|name| name.ends_with("信用金庫") && name.chars().count() > 4));
        assert!(numbers.into_iter().is_sorted());
    }

    #[test]
    fn the_list_says_its_day_and_its_source() {
        let parts: Vec<_> = CreditUnion::list_date().split('-').map(str::len).collect();
        assert_eq!(parts, [4, 2, 2]);
        assert!(said("# source: ").is_some_and(|source| !source.is_empty()));
    }

    #[test]
    fn a_name_and_a_number_are_found_as_a_whole() {
        let union = CreditUnion::all().next().unwrap();
        assert_eq!(CreditUnion::by_number(union.number), Some(union));
        assert!(CreditUnion::all().all(|union| CreditUnion::by_name(union.name) == Some(union)));
        let shorter = union.name.strip_suffix('庫').unwrap();
        let two = LIST.split_once(union.name).unwrap().1;
        let two = format!("{}{}", union.name, &two[..two.rfind('\n').unwrap()]);
        for name in ["", "信用金庫", shorter, &format!("{} ", union.name), "# count", &two] {
            assert_eq!(CreditUnion::by_name(name), None, "{name}");
        }
        assert_eq!(CreditUnion::by_number("0000".parse().unwrap()), None);
        assert_eq!(union.number.to_string().parse(), Ok(union.number));
    }

    #[test]
    fn a_bank_number_has_four_digits() {
        for text in ["", "100", "10011", "１００１", "10a1", " 1001", "+100"] {
            assert_eq!(text.parse::<BankNumber>(), Err(BankNumberError), "{text}");
        }
    }
}
