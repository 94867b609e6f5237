//! The two ways in which a token signs with OCRA (RFC 6287): a typed payee, and a 取引QR.

use super::ocra::{OcraError, OcraInput, TransactionCode, ocra};
use crate::scrub::on_scrubbed_stack;
use crate::token::{OcraSuite, Payee, Seed, Transaction, UnixTime};
use ring::{digest, hkdf};
use zeroize::Zeroizing;

/// The code that is bound to the digits of a payee, by the token's own suite.
pub fn sign_payee(
    seed: &Seed,
    suite: &OcraSuite,
    payee: &Payee,
    at: UnixTime,
) -> Result<TransactionCode, OcraError> {
    let time = suite.step().map(|_| at);
    ocra(seed, suite, &OcraInput { questions: &[payee.as_str()], time, ..OcraInput::default() })
}

/// The suite with which every token signs a 取引QR.
const TRANSACTION_SUITE: &str = "OCRA-1:HOTP-SHA256-8:QH64-T1M";

/// The code that is bound to all that a 取引QR says. Whoever calls has seen to it that the QR has not expired and is this
/// token's.
pub fn sign_transaction(seed: &Seed, transaction: &Transaction, at: UnixTime) -> TransactionCode {
    let suite: OcraSuite = TRANSACTION_SUITE.parse().expect("a test reads it");
    let question = transaction_question(transaction);
    let input = OcraInput { questions: &[&question], time: Some(at), ..OcraInput::default() };
    ocra(&transaction_key(seed), &suite, &input).expect("the suite signs 64 hexadecimal digits and the time")
}

/// Q: SHA-256("skts-tx-v1" ‖ bytes), in hexadecimal.
fn transaction_question(transaction: &Transaction) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(b"skts-tx-v1");
    context.update(transaction.bytes());
    context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A key of its own: HKDF-SHA256(salt = none, ikm = seed, info = "skts-tx", 32 bytes; RFC 5869). A code of a 取引QR tells
/// nothing of a login's code, nor of a typed payee's.
fn transaction_key(seed: &Seed) -> Seed {
    on_scrubbed_stack(|| {
        let mut key = Zeroizing::new([0; 32]);
        let secret = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(seed.expose());
        let bytes = secret.expand(&[b"skts-tx"], hkdf::HKDF_SHA256).and_then(|okm| okm.fill(&mut *key));
        bytes.expect("32 bytes are one block of SHA-256");
        Seed::new(&*key).expect("32 bytes are a seed's length")
    })
}

#[cfg(test)]
mod tests {
    use super::super::ocra::tests::{seed, suite};
    use super::*;

    #[test]
    fn a_code_lives_as_long_as_its_step() {
        let payee = "1234567".parse().unwrap();
        let code =
            |input: &str, at| sign_payee(&seed(), &suite(input), &payee, UnixTime::from_seconds(at)).unwrap();
        let life =
            |input: &str, at| code(input, at).life().map(|(start, end)| (start.seconds(), end.seconds()));
        assert_eq!(life("QN08-T30S", 59), Some((30, 60)));
        assert_eq!(life("QN08-T1M", 59), Some((0, 60)));
        assert_eq!(life("QN08-T48H", 48 * 3600), Some((48 * 3600, 96 * 3600)));
        assert_eq!(life("QN08", 59), None);
        assert!(life("QN08-T1H", u64::MAX).is_some_and(|(start, end)| start <= end));
        let here = code("QN08-T30S", 59);
        let is_of = |at| here.is_of(UnixTime::from_seconds(at));
        assert!(!is_of(29) && is_of(30) && is_of(59) && !is_of(60));
        assert_ne!(code("QN08-T30S", 59).as_str(), code("QN08-T30S", 60).as_str());
        assert_eq!(code("QN08", 59).as_str(), code("QN08", 60).as_str());
    }

    #[test]
    fn another_payee_has_another_code() {
        let code = |payee: &str| {
            let at = UnixTime::from_seconds(59);
            sign_payee(&seed(), &suite("QN08-T30S"), &payee.parse().unwrap(), at).unwrap().as_str().to_owned()
        };
        assert_ne!(code("1234567"), code("1234568"));
        assert_ne!(code("1234567"), code("12345"));
        // What RFC 6287 does with a number: zeros before it are not signed, nor whether a last nibble of zero is the number's.
        assert_eq!(code("0012345"), code("12345"));
        assert_eq!(code("0000001"), code("0000016"));
    }
}
