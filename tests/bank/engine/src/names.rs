//! The names and numbers of the engine. Each holds what its caller has checked, or has a constructor that checks it.

use std::fmt;

/// The number of a contract (契約者ID), as the site gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ContractId(pub String);

/// A token's serial number in the form that the verifier keeps: the caller has checked it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TokenSerial(pub String);

/// An amount in yen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Yen(pub u64);

/// A day in Japan's time: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Day(pub i64);

impl Day {
    /// The day after this one.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// The number of a transfer or payment within its contract, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TransferId(pub u64);

/// The bank's number for one 取引QR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TransactionId(pub [u8; 16]);

/// The digits that a typed 取引認証 signs: seven of an account (口座番号) or five of an institution (収納機関番号).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PayeeNumber(String);

impl PayeeNumber {
    /// `None`: not seven and not five ASCII digits.
    pub fn new(digits: &str) -> Option<Self> {
        matches!(digits.len(), 5 | 7).then(|| of_digits(digits)).flatten().map(Self)
    }

    /// `1234567` or `12345`
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PayeeNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An account that a transfer goes to. The practice bank knows ordinary accounts (普通) alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Account {
    bank: String,
    branch: String,
    number: PayeeNumber,
}

impl Account {
    /// `None`: not four, three and seven ASCII digits.
    pub fn new(bank: &str, branch: &str, number: &str) -> Option<Self> {
        if bank.len() != 4 || branch.len() != 3 || number.len() != 7 {
            return None;
        }
        Some(Self { bank: of_digits(bank)?, branch: of_digits(branch)?, number: PayeeNumber::new(number)? })
    }

    /// The bank's four digits in the Zengin system.
    pub fn bank(&self) -> &str {
        &self.bank
    }

    /// The branch's three digits.
    pub fn branch(&self) -> &str {
        &self.branch
    }

    /// The account's seven digits.
    pub fn number(&self) -> &PayeeNumber {
        &self.number
    }
}

/// An institution that takes Pay-easy payments (収納機関).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Institution(PayeeNumber);

impl Institution {
    /// `None`: not five ASCII digits.
    pub fn new(number: &str) -> Option<Self> {
        (number.len() == 5).then(|| PayeeNumber::new(number)).flatten().map(Self)
    }

    /// The institution's five digits.
    pub fn number(&self) -> &PayeeNumber {
        &self.0
    }
}

/// Whom money goes to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Payee {
    /// Of a transfer.
    Account(Account),
    /// Of a Pay-easy payment.
    Institution(Institution),
}

impl Payee {
    /// The digits that a typed 取引認証 signs. It signs neither bank nor branch.
    pub fn number(&self) -> &PayeeNumber {
        match self {
            Self::Account(account) => account.number(),
            Self::Institution(institution) => institution.number(),
        }
    }
}

fn of_digits(text: &str) -> Option<String> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.to_owned())
}
