//! The text of a 取引QR → transaction, and back.
//!
//! What is read must write itself down as exactly the same text: so a screen shows all that is signed, and no byte more is
//! signed than it shows.

use super::limits::MAX_TRANSACTION_TEXT;
use super::text::trimmed;
use crate::token::{
    AccountKind, BankNumber, BranchNumber, Destination, Payee, Serial, Transaction, TransactionId, UnixTime,
    Yen, YenError,
};
use minicbor::data::Type;
use minicbor::{Decoder, decode};

/// What the text of a 取引QR begins with: the format's name and version.
const PREFIX: &str = "SKTX1:";
/// What every version's begins with.
const ANY_VERSION: &str = "SKTX";

/// The last second of the year 9999. A later time was written in milliseconds.
const LAST_SECOND: u64 = 253_402_300_799;

/// Why a text is not a 取引QR that this token may sign. Safe to print: it names keys of the format and nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransactionError {
    /// It does not begin with `SKTX1:`. Another QR code was read, or another text pasted.
    #[error("the text is not a transaction (SKTX1:)")]
    NotATransaction,
    /// It begins with `SKTX` and another number: a later version of the format.
    #[error("the transaction is of a version that this program does not know")]
    Version,
    /// More than [`MAX_TRANSACTION_TEXT`]: no bank writes that.
    #[error("the transaction's text is longer than {MAX_TRANSACTION_TEXT} bytes")]
    TooLong,
    /// Behind the prefix stands something other than base45 (RFC 9285).
    #[error("the transaction's text is not base45")]
    Base45,
    /// The bytes are not one CBOR map (RFC 8949) with all of its values, or something follows the map.
    #[error("the transaction's bytes are not one CBOR map")]
    Cbor,
    /// A key that is none of 0 to 7. What it says would be signed and not shown.
    #[error("the transaction has an unknown key")]
    UnknownKey,
    /// A key is there twice, and which value is meant cannot be known.
    #[error("the transaction has key {key} twice")]
    DuplicateKey { key: u8 },
    #[error("the transaction has no key {key}")]
    MissingKey { key: u8 },
    /// The value of a key has another type or length, or is none of those that the key may have.
    #[error("the value of the transaction's key {key} cannot be")]
    Value { key: u8 },
    /// The keys 2, 3 and 4 go with an account and not with an institution.
    #[error("the transaction's bank, branch and kind of account do not go with its payee")]
    Destination,
    #[error("the amount of the transaction is 0")]
    NoAmount,
    #[error("the amount of the transaction is larger than 10,000,000,000 yen")]
    AmountTooLarge,
    /// The bytes mean a transaction and are not how it is written: a longer form of a number, keys in another order.
    #[error("the transaction is not written as its canonical form")]
    NotCanonical,
    /// It is to be signed by another token.
    #[error("the transaction is for another token")]
    OtherToken,
    #[error("the transaction has expired")]
    Expired,
}

/// Reads the text of a 取引QR. Blanks and invisible characters around it are no part of it.
pub fn transaction_from_text(text: &str) -> Result<Transaction, TransactionError> {
    let text = trimmed(text);
    let encoded = text.strip_prefix(PREFIX).ok_or(match text.starts_with(ANY_VERSION) {
        true => TransactionError::Version,
        false => TransactionError::NotATransaction,
    })?;
    if text.len() > MAX_TRANSACTION_TEXT {
        return Err(TransactionError::TooLong);
    }
    let bytes = base45::decode(encoded).map_err(|_| TransactionError::Base45)?;
    let transaction = transaction_from_bytes(&bytes)?;
    if transaction_text(&transaction) == text { Ok(transaction) } else { Err(TransactionError::NotCanonical) }
}

/// The text of a 取引QR. All of it fits the alphanumeric mode of a QR code.
pub fn transaction_text(transaction: &Transaction) -> String {
    format!("{PREFIX}{}", base45::encode(transaction.bytes()))
}

/// Whether a text says of itself that it is a 取引QR, of whatever version.
pub fn looks_like_transaction(text: &str) -> bool {
    super::qr::is_transaction(text)
}

/// Refuses what `serial` is not to sign, or not any more.
pub fn check_transaction(
    transaction: &Transaction,
    serial: &Serial,
    now: UnixTime,
) -> Result<(), TransactionError> {
    if transaction.serial() != serial {
        return Err(TransactionError::OtherToken);
    }
    if transaction.expires() <= now { Err(TransactionError::Expired) } else { Ok(()) }
}

/// The values as they are met; each may be met once.
#[derive(Default)]
struct Values<'b> {
    id: Option<&'b [u8]>,
    serial: Option<&'b str>,
    bank: Option<&'b str>,
    branch: Option<&'b str>,
    kind: Option<u64>,
    payee: Option<&'b str>,
    amount: Option<u64>,
    expires: Option<u64>,
}

/// Reads all of `bytes` as one transaction in its canonical form.
fn transaction_from_bytes(bytes: &[u8]) -> Result<Transaction, TransactionError> {
    let mut decoder = Decoder::new(bytes);
    let values = Values::read(&mut decoder)?;
    if decoder.position() != bytes.len() {
        return Err(TransactionError::Cbor);
    }
    let transaction = values.transaction()?;
    if transaction.bytes() == bytes { Ok(transaction) } else { Err(TransactionError::NotCanonical) }
}

impl<'b> Values<'b> {
    fn read(decoder: &mut Decoder<'b>) -> Result<Self, TransactionError> {
        let broken = |_| TransactionError::Cbor;
        // A map without a length is not the canonical form of anything.
        let pairs = decoder.map().map_err(broken)?.ok_or(TransactionError::NotCanonical)?;
        let mut values = Self::default();
        for _ in 0..pairs {
            let key = match decoder.datatype().map_err(broken)? {
                Type::U8 | Type::U16 | Type::U32 | Type::U64 => decoder.u64().map_err(broken)?,
                _ => return Err(TransactionError::UnknownKey),
            };
            let key = u8::try_from(key).map_err(|_| TransactionError::UnknownKey)?;
            values.take(key, decoder)?;
        }
        Ok(values)
    }

    fn take(&mut self, key: u8, decoder: &mut Decoder<'b>) -> Result<(), TransactionError> {
        match key {
            0 => once(&mut self.id, key, decoder.bytes()),
            1 => once(&mut self.serial, key, decoder.str()),
            2 => once(&mut self.bank, key, decoder.str()),
            3 => once(&mut self.branch, key, decoder.str()),
            4 => once(&mut self.kind, key, decoder.u64()),
            5 => once(&mut self.payee, key, decoder.str()),
            6 => once(&mut self.amount, key, decoder.u64()),
            7 => once(&mut self.expires, key, decoder.u64()),
            _ => Err(TransactionError::UnknownKey),
        }
    }

    fn transaction(self) -> Result<Transaction, TransactionError> {
        let id = parsed(self.id, 0, |id| id.try_into().ok())?.ok_or(MISSING[0])?;
        let serial = parsed(self.serial, 1, |text| text.parse().ok())?.ok_or(MISSING[1])?;
        let bank = parsed(self.bank, 2, |text| text.parse::<BankNumber>().ok())?;
        let branch = parsed(self.branch, 3, |text| text.parse::<BranchNumber>().ok())?;
        let kind = parsed(self.kind, 4, |number| AccountKind::numbered(u8::try_from(number).ok()?))?;
        let payee = parsed(self.payee, 5, |text| text.parse::<Payee>().ok())?.ok_or(MISSING[5])?;
        let amount = Yen::new(self.amount.ok_or(MISSING[6])?).map_err(|error| match error {
            YenError::Nothing => TransactionError::NoAmount,
            YenError::TooLarge => TransactionError::AmountTooLarge,
        })?;
        let expires = parsed(self.expires, 7, |seconds| Some(seconds).filter(|at| *at <= LAST_SECOND))?;
        let expires = UnixTime::from_seconds(expires.ok_or(MISSING[7])?);
        let destination = Destination::of(bank, branch, kind, payee).ok_or(TransactionError::Destination)?;
        Ok(Transaction::new(TransactionId::from_bytes(id), serial, destination, amount, expires))
    }
}

const MISSING: [TransactionError; 8] = {
    let mut missing = [TransactionError::MissingKey { key: 0 }; 8];
    let mut key = 0;
    while key < 8 {
        missing[key as usize] = TransactionError::MissingKey { key };
        key += 1;
    }
    missing
};

fn once<T>(place: &mut Option<T>, key: u8, value: Result<T, decode::Error>) -> Result<(), TransactionError> {
    let value = value.map_err(|error| match error.is_end_of_input() {
        true => TransactionError::Cbor,
        false => TransactionError::Value { key },
    })?;
    if place.replace(value).is_some() { Err(TransactionError::DuplicateKey { key }) } else { Ok(()) }
}

fn parsed<T, V>(
    value: Option<V>,
    key: u8,
    parse: impl FnOnce(V) -> Option<T>,
) -> Result<Option<T>, TransactionError> {
    value.map(|value| parse(value).ok_or(TransactionError::Value { key })).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transaction(destination: Destination) -> Transaction {
        Transaction::new(
            TransactionId::from_bytes(std::array::from_fn(|index| index as u8)),
            "SKTS12345678".parse().unwrap(),
            destination,
            Yen::new(50_000).unwrap(),
            UnixTime::from_seconds(1_800_000_600),
        )
    }

    fn to_account() -> Transaction {
        transaction(Destination::Account {
            bank: "1001".parse().unwrap(),
            branch: "042".parse().unwrap(),
            kind: AccountKind::Ordinary,
            number: "1234567".parse().unwrap(),
        })
    }

    #[test]
    fn what_is_written_reads_back() {
        let institution = transaction(Destination::Institution("12345".parse().unwrap()));
        for transaction in [to_account(), institution] {
            let text = transaction_text(&transaction);
            assert!(text.starts_with(PREFIX) && text.len() <= MAX_TRANSACTION_TEXT);
            for around in ["", "\n", " \r\n", "\u{FEFF}"] {
                assert!(transaction_from_text(&format!("{around}{text}{around}")).unwrap() == transaction);
            }
        }
    }

    #[test]
    fn the_longest_one_fits() {
        let longest = Transaction::new(
            TransactionId::from_bytes([0xFF; 16]),
            "SKTS123456789012".parse().unwrap(),
            to_account().destination().clone(),
            Yen::new(Yen::MAX).unwrap(),
            UnixTime::from_seconds(LAST_SECOND),
        );
        let text = transaction_text(&longest);
        assert!(text.len() <= MAX_TRANSACTION_TEXT, "{}", text.len());
        assert!(transaction_from_text(&text).unwrap() == longest);
    }

    #[test]
    fn another_token_and_another_time_are_refused() {
        let serial = |text: &str| text.parse::<Serial>().unwrap();
        let check =
            |by: &str, now| check_transaction(&to_account(), &serial(by), UnixTime::from_seconds(now));
        assert_eq!(check("SKTS12345678", 1_800_000_599), Ok(()));
        assert_eq!(check("SKTS12345678", 1_800_000_600), Err(TransactionError::Expired));
        assert_eq!(check("SKTS12345679", 1_800_000_599), Err(TransactionError::OtherToken));
    }

    #[test]
    fn no_bytes_make_it_panic_and_one_changed_byte_is_another_transaction() {
        let bytes = to_account().bytes().to_vec();
        for length in 0..bytes.len() {
            assert!(transaction_from_bytes(&bytes[..length]).is_err(), "{length}");
        }
        for at in 0..bytes.len() {
            for byte in 0..=255 {
                let mut changed = bytes.clone();
                changed[at] = byte;
                if let Ok(read) = transaction_from_bytes(&changed) {
                    assert_eq!(read.bytes(), changed, "byte {at}");
                }
            }
        }
    }
}
