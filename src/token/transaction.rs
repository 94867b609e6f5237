//! 取引QR: one transfer or payment as the bank's site asks for it, and the bytes that are signed.
//!
//! Nothing in it is free text: whatever a screen shows of it is a number, or a name that the app knows for a number.

use super::{BankNumber, Payee, PayeeKind, Serial, UnixTime};
use std::{fmt, str::FromStr};

/// A transaction that was read or ordered. What is signed is [`Transaction::bytes`], made of the other fields alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Transaction {
    id: TransactionId,
    serial: Serial,
    destination: Destination,
    amount: Yen,
    expires: UnixTime,
    bytes: Box<[u8]>,
}

/// What a token is asked to sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ToSign {
    /// The customer typed it.
    Payee(Payee),
    /// A 取引QR said it.
    Transaction(Transaction),
}

/// The bank's number for one transaction; a verifier takes it once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TransactionId([u8; 16]);

/// Where the money goes.
#[derive(Clone, PartialEq, Eq)]
pub enum Destination {
    Account {
        bank: BankNumber,
        branch: BranchNumber,
        kind: AccountKind,
        number: Payee,
    },
    /// 収納機関
    Institution(Payee),
}

/// A branch's number in the Zengin system: three digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchNumber([u8; 3]);

/// The text is not three ASCII digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a branch number has three digits")]
pub struct BranchNumberError;

/// The kind of an account, with the number that the Zengin system has for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountKind {
    /// 普通
    Ordinary = 1,
    /// 当座
    Current = 2,
    /// 貯蓄
    Savings = 4,
    /// その他
    Other = 9,
}

/// An amount of 1 to 10,000,000,000 yen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Yen(u64);

/// Why a number is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum YenError {
    #[error("the amount is 0 yen")]
    Nothing,
    #[error("the amount is more than 10,000,000,000 yen")]
    TooLarge,
}

impl Transaction {
    /// The keys of the CBOR map.
    pub const KEYS: std::ops::RangeInclusive<u8> = 0..=7;

    pub fn new(
        id: TransactionId,
        serial: Serial,
        destination: Destination,
        amount: Yen,
        expires: UnixTime,
    ) -> Self {
        let bytes = encoded(id, &serial, &destination, amount, expires);
        Self { id, serial, destination, amount, expires, bytes }
    }

    pub fn id(&self) -> TransactionId {
        self.id
    }

    /// The token that is to sign it.
    pub fn serial(&self) -> &Serial {
        &self.serial
    }

    pub fn destination(&self) -> &Destination {
        &self.destination
    }

    pub fn amount(&self) -> Yen {
        self.amount
    }

    /// The first second in which it is not signed any more.
    pub fn expires(&self) -> UnixTime {
        self.expires
    }

    /// Deterministic CBOR (RFC 8949 §4.2): what is signed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn encoded(
    id: TransactionId,
    serial: &Serial,
    destination: &Destination,
    amount: Yen,
    expires: UnixTime,
) -> Box<[u8]> {
    let mut bytes = Vec::with_capacity(96);
    let mut encoder = minicbor::Encoder::new(&mut bytes);
    let written = (|| {
        let pairs = if matches!(destination, Destination::Account { .. }) { 8 } else { 5 };
        encoder.map(pairs)?.u8(0)?.bytes(&id.0)?.u8(1)?.str(serial.as_str())?;
        if let Destination::Account { bank, branch, kind, .. } = destination {
            encoder.u8(2)?.str(&bank.to_string())?.u8(3)?.str(&branch.to_string())?.u8(4)?.u8(*kind as u8)?;
        }
        encoder
            .u8(5)?
            .str(destination.payee().as_str())?
            .u8(6)?
            .u64(amount.0)?
            .u8(7)?
            .u64(expires.seconds())?;
        Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
    })();
    written.expect("a vector takes every byte");
    bytes.into()
}

impl Destination {
    /// The number that a customer compares.
    pub fn payee(&self) -> &Payee {
        match self {
            Self::Account { number, .. } | Self::Institution(number) => number,
        }
    }

    /// Of what a person or a file says: bank, branch and kind with an account's seven digits, none of them with an
    /// institution's five. `None`: too much or too little was said.
    pub fn of(
        bank: Option<BankNumber>,
        branch: Option<BranchNumber>,
        kind: Option<AccountKind>,
        payee: Payee,
    ) -> Option<Self> {
        match (payee.kind(), bank, branch, kind) {
            (PayeeKind::Account, Some(bank), Some(branch), Some(kind)) => {
                Some(Self::Account { bank, branch, kind, number: payee })
            }
            (PayeeKind::Institution, None, None, None) => Some(Self::Institution(payee)),
            _ => None,
        }
    }
}

impl TransactionId {
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl AccountKind {
    pub const ALL: [Self; 4] = [Self::Ordinary, Self::Current, Self::Savings, Self::Other];

    pub fn numbered(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == number)
    }
}

impl FromStr for BranchNumber {
    type Err = BranchNumberError;

    fn from_str(text: &str) -> Result<Self, BranchNumberError> {
        let digits = <[u8; 3]>::try_from(text.as_bytes()).map_err(|_| BranchNumberError)?;
        if digits.iter().all(u8::is_ascii_digit) { Ok(Self(digits)) } else { Err(BranchNumberError) }
    }
}

impl fmt::Display for BranchNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|digit| write!(f, "{}", char::from(*digit)))
    }
}

impl Yen {
    pub const MAX: u64 = 10_000_000_000;

    pub const fn new(yen: u64) -> Result<Self, YenError> {
        match yen {
            0 => Err(YenError::Nothing),
            1..=Self::MAX => Ok(Self(yen)),
            _ => Err(YenError::TooLarge),
        }
    }

    pub const fn count(self) -> u64 {
        self.0
    }
}

/// `50,000`
impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// How much somebody pays whom is nobody else's business: no log shows it.
impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").field("serial", &self.serial).finish_non_exhaustive()
    }
}

impl fmt::Debug for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransactionId(…)")
    }
}

impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Account { .. } => "Account(…)",
            Self::Institution(_) => "Institution(…)",
        })
    }
}

impl fmt::Debug for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Yen(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_bounded_and_grouped() {
        assert_eq!(Yen::new(0), Err(YenError::Nothing));
        assert_eq!(Yen::new(10_000_000_001), Err(YenError::TooLarge));
        for (yen, text) in
            [(1, "1"), (999, "999"), (1000, "1,000"), (50_000, "50,000"), (10_000_000_000, "10,000,000,000")]
        {
            assert_eq!(Yen::new(yen).unwrap().to_string(), text);
        }
    }

    #[test]
    fn an_account_is_whole_and_an_institution_is_bare() {
        let payee = |text: &str| text.parse::<Payee>().unwrap();
        let (bank, branch) = ("1001".parse().ok(), "042".parse().ok());
        let kind = Some(AccountKind::Ordinary);
        assert!(Destination::of(bank, branch, kind, payee("1234567")).is_some());
        assert!(Destination::of(None, None, None, payee("12345")).is_some());
        assert_eq!(Destination::of(bank, branch, None, payee("1234567")), None);
        assert_eq!(Destination::of(None, None, None, payee("1234567")), None);
        assert_eq!(Destination::of(bank, None, None, payee("12345")), None);
        assert_eq!(AccountKind::numbered(4), Some(AccountKind::Savings));
        assert_eq!(AccountKind::numbered(3), None);
    }

    #[test]
    fn no_debug_output_tells_whom_or_how_much() {
        let transaction = Transaction::new(
            TransactionId::from_bytes([0xA5; 16]),
            "SKTS12345678".parse().unwrap(),
            Destination::Institution("54321".parse().unwrap()),
            Yen::new(76_543).unwrap(),
            UnixTime::from_seconds(1_800_000_000),
        );
        let shown = format!("{transaction:?} {:?} {:?}", transaction.destination(), transaction.amount());
        let shown = format!("{shown} {:?}", transaction.id());
        assert!(!shown.contains("54321") && !shown.contains("76543") && !shown.contains("165"), "{shown}");
        assert!(shown.contains("SKTS12345678"));
    }
}
