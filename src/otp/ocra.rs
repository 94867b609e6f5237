//! OCRA (RFC 6287) on ring's HMAC.
//!
//! A seed is copied for one computation only, and the copy is overwritten.

use crate::scrub::on_scrubbed_stack;
use crate::token::{Algorithm, OcraSuite, QuestionKind, Seed, UnixTime};
use ring::{digest, hmac};
use std::fmt;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// The code that a token gives for one payee or one transaction.
#[derive(ZeroizeOnDrop)]
pub struct TransactionCode {
    digits: Box<str>,
    #[zeroize(skip)]
    life: Option<(UnixTime, UnixTime)>,
}

impl TransactionCode {
    /// Four to ten digits, as the bank's site takes them.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// The code's first second, and the first one after it. `None`: the suite has no time step, and the code does not end.
    pub fn life(&self) -> Option<(UnixTime, UnixTime)> {
        self.life
    }

    pub fn is_of(&self, time: UnixTime) -> bool {
        self.life.is_none_or(|(start, end)| start <= time && time < end)
    }
}

impl fmt::Debug for TransactionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransactionCode(…)")
    }
}

/// Why a suite gives no code for some inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OcraError {
    /// The suite signs an input that was not given.
    #[error("the OCRA suite needs an input that is not there")]
    Missing,
    /// An input was given that the suite does not sign: the code would not be bound to it.
    #[error("the OCRA suite does not sign one of the inputs")]
    NotSigned,
    /// The question has characters that the suite's kind of question has not, or none, or too many.
    #[error("the OCRA suite does not take this question")]
    Question,
    /// Another hash than the suite's, or a session longer than the suite's.
    #[error("an input has a length that the OCRA suite does not take")]
    Length,
}

/// The counter C (RFC 6287 §5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OcraCounter(pub u64);

/// The hash P of a PIN (RFC 6287 §5.1).
#[derive(ZeroizeOnDrop)]
pub struct PinHash(Box<[u8]>);

impl PinHash {
    pub fn of(pin: &str, hash: Algorithm) -> Self {
        Self(on_scrubbed_stack(|| digest::digest(digest_of(hash), pin.as_bytes()).as_ref().into()))
    }
}

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash(…)")
    }
}

/// What is signed beside the suite's own name. The question is one or, where both sides ask (RFC 6287 §7.2), two texts.
#[derive(Debug, Default)]
pub struct OcraInput<'a> {
    pub counter: Option<OcraCounter>,
    pub questions: &'a [&'a str],
    pub pin: Option<&'a PinHash>,
    pub session: Option<&'a [u8]>,
    pub time: Option<UnixTime>,
}

/// The question's place in what is signed, in bytes (RFC 6287 §5.1).
const QUESTION_BYTES: usize = 128;

/// The code of `key` for these inputs. Exactly what the suite signs must be there, and nothing else.
pub fn ocra(key: &Seed, suite: &OcraSuite, input: &OcraInput) -> Result<TransactionCode, OcraError> {
    let step = suite.step().map(|step| u64::from(step.seconds()));
    let steps = both(step, input.time)?.map(|(step, time)| (step, time.seconds() / step));
    let message = message(suite, input, steps.map(|(_, number)| number))?;
    let digits = on_scrubbed_stack(|| {
        let key = hmac::Key::new(hmac_of(suite.hash()), key.expose());
        truncated(hmac::sign(&key, &message).as_ref(), suite.digits())
    });
    let life = steps.map(|(step, number)| {
        let start = number.saturating_mul(step);
        (UnixTime::from_seconds(start), UnixTime::from_seconds(start.saturating_add(step)))
    });
    Ok(TransactionCode { digits, life })
}

/// DataInput (RFC 6287 §5.1): the suite's name, a zero byte, C, Q, P, S, T.
fn message(
    suite: &OcraSuite,
    input: &OcraInput,
    steps: Option<u64>,
) -> Result<Zeroizing<Vec<u8>>, OcraError> {
    let mut message = Zeroizing::new(Vec::with_capacity(1024));
    message.extend_from_slice(suite.as_str().as_bytes());
    message.push(0);
    let counter = both(suite.has_counter().then_some(()), input.counter)?;
    message.extend(counter.map(|((), counter)| counter.0.to_be_bytes()).into_iter().flatten());
    message.extend_from_slice(&question(suite, input.questions)?);
    if let Some((hash, pin)) = both(suite.pin(), input.pin)? {
        if pin.0.len() != digest_of(hash).output_len() {
            return Err(OcraError::Length);
        }
        message.extend_from_slice(&pin.0);
    }
    if let Some((length, session)) = both(suite.session_bytes(), input.session)? {
        let zeros = length.checked_sub(session.len()).ok_or(OcraError::Length)?;
        message.extend(std::iter::repeat_n(0, zeros));
        message.extend_from_slice(session);
    }
    message.extend(steps.map(u64::to_be_bytes).into_iter().flatten());
    Ok(message)
}

/// What the suite signs and what was given must be there together.
fn both<A, B>(signed: Option<A>, given: Option<B>) -> Result<Option<(A, B)>, OcraError> {
    match (signed, given) {
        (Some(signed), Some(given)) => Ok(Some((signed, given))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(OcraError::Missing),
        (None, Some(_)) => Err(OcraError::NotSigned),
    }
}

/// The question, filled with zeros behind it. A numeric one is written as the hexadecimal number, whose first digit is not
/// zero (RFC 6287, Appendix A): 1, 16 and 256 give the same bytes.
fn question(suite: &OcraSuite, questions: &[&str]) -> Result<[u8; QUESTION_BYTES], OcraError> {
    let fits = |text: &&str| !text.is_empty() && text.len() <= suite.max_question();
    if questions.is_empty() || questions.len() > 2 || !questions.iter().all(fits) {
        return Err(OcraError::Question);
    }
    let text = questions.concat();
    let all = |is: fn(&u8) -> bool| text.as_bytes().iter().all(is);
    let mut bytes = [0; QUESTION_BYTES];
    match suite.question() {
        QuestionKind::Alphanumeric if all(u8::is_ascii_alphanumeric) => {
            bytes[..text.len()].copy_from_slice(text.as_bytes());
        }
        QuestionKind::Hexadecimal if all(u8::is_ascii_hexdigit) => fill(&mut bytes, text.bytes().map(nibble)),
        QuestionKind::Numeric if all(u8::is_ascii_digit) => fill(&mut bytes, hexadecimal(&text)),
        _ => return Err(OcraError::Question),
    }
    Ok(bytes)
}

fn fill(bytes: &mut [u8], nibbles: impl IntoIterator<Item = u8>) {
    for (index, nibble) in nibbles.into_iter().enumerate() {
        bytes[index / 2] |= if index.is_multiple_of(2) { nibble << 4 } else { nibble };
    }
}

fn nibble(digit: u8) -> u8 {
    char::from(digit).to_digit(16).expect("a hexadecimal digit") as u8
}

/// The hexadecimal digits of a decimal number of any length, the first one not zero; for 0 a single zero.
fn hexadecimal(decimal: &str) -> Vec<u8> {
    let mut digits: Vec<u8> = decimal.bytes().map(|digit| digit - b'0').collect();
    let mut nibbles = Vec::new();
    while !digits.is_empty() {
        // One long division by 16.
        let mut rest = 0;
        for digit in &mut digits {
            let value = rest * 10 + u32::from(*digit);
            (*digit, rest) = ((value / 16) as u8, value % 16);
        }
        nibbles.push(rest as u8);
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..zeros);
    }
    nibbles.reverse();
    nibbles
}

/// Dynamic truncation (RFC 4226 §5.3).
fn truncated(mac: &[u8], digits: u8) -> Box<str> {
    let offset = usize::from(mac[mac.len() - 1] & 0xF);
    let four = mac[offset..].first_chunk().expect("a MAC has 20 bytes or more, and the offset is at most 15");
    let number = u64::from(u32::from_be_bytes(*four) & 0x7FFF_FFFF) % 10_u64.pow(digits.into());
    format!("{number:0width$}", width = digits.into()).into()
}

fn hmac_of(hash: Algorithm) -> hmac::Algorithm {
    match hash {
        Algorithm::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        Algorithm::Sha256 => hmac::HMAC_SHA256,
        Algorithm::Sha512 => hmac::HMAC_SHA512,
    }
}

fn digest_of(hash: Algorithm) -> &'static digest::Algorithm {
    hmac_of(hash).digest_algorithm()
}

// ---- the self-test

/// Whether this device computes the published values: RFC 6287 Appendix C.1 and C.3, one of each hash.
pub fn computes_ocra() -> bool {
    computes(&RFC_6287)
}

fn computes(expected: &[(&str, usize, &str, Option<u64>, &str)]) -> bool {
    expected.iter().all(|&(suite, length, question, time, code)| {
        let bytes: Vec<u8> = (b'1'..=b'9').chain([b'0']).cycle().take(length).collect();
        let (Ok(seed), Ok(suite)) = (Seed::new(&bytes), suite.parse()) else { return false };
        let time = time.map(UnixTime::from_seconds);
        let input = OcraInput { questions: &[question], time, ..OcraInput::default() };
        ocra(&seed, &suite, &input).is_ok_and(|found| found.as_str() == code)
    })
}

/// RFC 6287 Appendix C: suite, bytes of the key 1234567890…, question, Unix time, response.
const RFC_6287: [(&str, usize, &str, Option<u64>, &str); 4] = [
    ("OCRA-1:HOTP-SHA1-6:QN08", 20, "11111111", None, "243178"),
    ("OCRA-1:HOTP-SHA256-8:QA08", 32, "SIG10000", None, "53095496"),
    ("OCRA-1:HOTP-SHA512-8:QN08-T1M", 64, "22222222", Some(0x132_d0b6 * 60), "22048402"),
    ("OCRA-1:HOTP-SHA512-8:QA10-T1M", 64, "SIG1400000", Some(0x132_d0b6 * 60), "65360607"),
];

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn seed() -> Seed {
        Seed::new(b"12345678901234567890").unwrap()
    }

    pub fn suite(input: &str) -> OcraSuite {
        format!("OCRA-1:HOTP-SHA256-6:{input}").parse().unwrap()
    }

    #[test]
    fn the_self_test_passes_and_a_wrong_value_fails_it() {
        assert!(computes_ocra());
        for row in 0..RFC_6287.len() {
            let mut wrong = RFC_6287;
            wrong[row].4 = "00000000";
            assert!(!computes(&wrong), "row {row}");
        }
    }

    #[test]
    fn a_number_is_its_hexadecimal_digits_from_the_left() {
        for (decimal, nibbles) in [
            ("00000000", &[0][..]),
            ("10", &[0xA]),
            ("255", &[0xF, 0xF]),
            ("0000016", &[1, 0]),
            ("12345678", &[0xB, 0xC, 6, 1, 4, 0xE]),
        ] {
            assert_eq!(hexadecimal(decimal), nibbles, "{decimal}");
        }
        let longest = hexadecimal(&"9".repeat(128));
        assert!(longest.len() <= 2 * QUESTION_BYTES && longest[0] != 0);
    }

    #[track_caller]
    fn refused(input: &str, given: OcraInput, error: OcraError) {
        assert_eq!(ocra(&seed(), &suite(input), &given).unwrap_err(), error);
    }

    #[test]
    fn exactly_what_the_suite_signs_must_be_there() {
        let question = || OcraInput { questions: &["12345678"], ..OcraInput::default() };
        let time = Some(UnixTime::from_seconds(59));
        refused("QN08", OcraInput::default(), OcraError::Question);
        refused("C-QN08", question(), OcraError::Missing);
        refused("QN08-T30S", question(), OcraError::Missing);
        refused("QN08-PSHA1", question(), OcraError::Missing);
        refused("QN08-S064", question(), OcraError::Missing);
        refused("QN08", OcraInput { time, ..question() }, OcraError::NotSigned);
        refused("QN08", OcraInput { counter: Some(OcraCounter(0)), ..question() }, OcraError::NotSigned);
        refused("QN08", OcraInput { session: Some(&[1]), ..question() }, OcraError::NotSigned);
        let pin = PinHash::of("1234", Algorithm::Sha256);
        refused("QN08-PSHA1", OcraInput { pin: Some(&pin), ..question() }, OcraError::Length);
        refused("QN08-S064", OcraInput { session: Some(&[1; 65]), ..question() }, OcraError::Length);
    }

    #[test]
    fn a_question_is_of_its_kind_and_no_longer() {
        let asked = |questions: &'static [&'static str]| OcraInput { questions, ..OcraInput::default() };
        refused("QN08", asked(&["123456789"]), OcraError::Question);
        refused("QN08", asked(&["1234567a"]), OcraError::Question);
        refused("QN08", asked(&["+1"]), OcraError::Question);
        refused("QN08", asked(&[""]), OcraError::Question);
        refused("QN08", asked(&["1", "2", "3"]), OcraError::Question);
        refused("QH08", asked(&["1234567g"]), OcraError::Question);
        refused("QA08", asked(&["見本"]), OcraError::Question);
        refused("QA08", asked(&["a b"]), OcraError::Question);
        let longest = "f".repeat(64);
        let both = [longest.as_str(), longest.as_str()];
        for input in ["QH64", "QA64"] {
            let given = OcraInput { questions: &both, ..OcraInput::default() };
            assert!(ocra(&seed(), &suite(input), &given).is_ok(), "{input}");
        }
    }

    #[test]
    fn debug_does_not_show_the_digits() {
        let given = OcraInput { questions: &["1234567"], ..OcraInput::default() };
        let code = ocra(&seed(), &suite("QN08"), &given).unwrap();
        assert_eq!(format!("{code:?}"), "TransactionCode(…)");
        assert_eq!(format!("{:?}", PinHash::of("1234", Algorithm::Sha1)), "PinHash(…)");
    }
}
