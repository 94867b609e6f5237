//! The suite that a token signs payees with: its name, and what the name means.

use super::Algorithm;
use std::{fmt, str::FromStr};

/// An OCRA suite (RFC 6287 §6): `OCRA-1:HOTP-SHA256-6:QN08-T30S`.
///
/// Read strictly: nothing is put in for what the name leaves out, and there is no other case of letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OcraSuite {
    name: Box<str>,
    // In a place of its own: every token has room for a suite, and few have one.
    meaning: Box<Meaning>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Meaning {
    hash: Algorithm,
    digits: u8,
    counter: bool,
    question: QuestionKind,
    max_question: u8,
    pin: Option<Algorithm>,
    session: Option<u16>,
    step: Option<OcraStep>,
}

/// How a question is written (RFC 6287 §6.3, table 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuestionKind {
    /// `QN`: decimal digits.
    Numeric,
    /// `QA`: letters and digits.
    Alphanumeric,
    /// `QH`: hexadecimal digits.
    Hexadecimal,
}

/// The length of a suite's time step, in seconds (RFC 6287 §6.3, table 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OcraStep(u32);

impl OcraStep {
    pub const fn seconds(self) -> u32 {
        self.0
    }
}

/// Why a text is not the name of a suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OcraSuiteError {
    /// Not `OCRA-1:function:input` in printable ASCII, or more than 64 characters.
    #[error("the OCRA suite is not of the form OCRA-1:function:input")]
    Shape,
    /// Not `HOTP-SHA1-n`, `HOTP-SHA256-n` or `HOTP-SHA512-n`.
    #[error("the OCRA suite's function is unknown; HOTP with SHA1, SHA256 or SHA512 is known")]
    Function,
    /// Neither 4 nor 10 nor between. A code of the hash's whole length (0) cannot be typed.
    #[error("the OCRA suite's codes do not have 4 to 10 digits")]
    Digits,
    /// `QN`, `QA` or `QH` and a length from 04 to 64 is missing or another.
    #[error("the OCRA suite's question is not QN, QA or QH with a length from 04 to 64")]
    Question,
    /// Something unknown, repeated or out of its order among the inputs.
    #[error("the OCRA suite has an unknown input; known are C, Q, P, S and T, in this order")]
    Input,
    /// Not 1 to 59 seconds or minutes, or 1 to 48 hours (erratum 3729: there is no step of 0 hours).
    #[error("the OCRA suite's time step is not 1 to 59 seconds or minutes, or 1 to 48 hours")]
    Step,
}

impl OcraSuite {
    const MAX_CHARACTERS: usize = 64;

    /// The name as it was written: it is a part of what is signed (RFC 6287 §5.1).
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The hash under the HMAC.
    pub fn hash(&self) -> Algorithm {
        self.meaning.hash
    }

    /// How many digits a code has: 4 to 10.
    pub fn digits(&self) -> u8 {
        self.meaning.digits
    }

    /// Whether a counter is signed.
    pub fn has_counter(&self) -> bool {
        self.meaning.counter
    }

    pub fn question(&self) -> QuestionKind {
        self.meaning.question
    }

    /// How many characters a question may have: 4 to 64.
    pub fn max_question(&self) -> usize {
        self.meaning.max_question.into()
    }

    /// The hash of a PIN that is signed.
    pub fn pin(&self) -> Option<Algorithm> {
        self.meaning.pin
    }

    /// How many bytes of a session's data are signed.
    pub fn session_bytes(&self) -> Option<usize> {
        self.meaning.session.map(usize::from)
    }

    pub fn step(&self) -> Option<OcraStep> {
        self.meaning.step
    }

    /// Whether this app can sign a payee with it: a counter, a PIN or a session's data would be missing, and an account
    /// number has seven digits.
    pub fn signs_payees(&self) -> bool {
        !self.meaning.counter
            && self.meaning.pin.is_none()
            && self.meaning.session.is_none()
            && self.meaning.max_question >= 7
    }

    /// A suite as a vault has it. Earlier versions of this app looked at the outer shape alone before they kept one; such a
    /// text opens the vault and signs nothing (`None`).
    pub fn kept(text: &str) -> Result<Option<Self>, OcraSuiteError> {
        match text.parse() {
            Ok(suite) => Ok(Some(suite)),
            Err(OcraSuiteError::Shape) => Err(OcraSuiteError::Shape),
            Err(_) => Ok(None),
        }
    }
}

impl FromStr for OcraSuite {
    type Err = OcraSuiteError;

    fn from_str(text: &str) -> Result<Self, OcraSuiteError> {
        let parts: Vec<&str> = text.split(':').collect();
        let ["OCRA-1", function, input] = parts[..] else { return Err(OcraSuiteError::Shape) };
        let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
        if function.is_empty() || input.is_empty() || !printable || text.len() > Self::MAX_CHARACTERS {
            return Err(OcraSuiteError::Shape);
        }
        let (hash, digits) = self::function(function)?;
        let mut inputs = input.split('-').peekable();
        let counter = inputs.next_if_eq(&"C").is_some();
        let (question, max_question) = self::question(inputs.next().ok_or(OcraSuiteError::Question)?)?;
        let pin = inputs.next_if(|input| input.starts_with('P')).map(|input| hash_named(&input[1..]));
        let session = inputs.next_if(|input| input.starts_with('S')).map(|input| session(&input[1..]));
        let step = inputs.next_if(|input| input.starts_with('T')).map(|input| step(&input[1..]));
        if inputs.next().is_some() {
            return Err(OcraSuiteError::Input);
        }
        let meaning = Meaning {
            hash,
            digits,
            counter,
            question,
            max_question,
            pin: pin.transpose().map_err(|()| OcraSuiteError::Input)?,
            session: session.transpose()?,
            step: step.transpose()?,
        };
        Ok(Self { name: text.into(), meaning: Box::new(meaning) })
    }
}

/// `HOTP-SHA256-6`
fn function(text: &str) -> Result<(Algorithm, u8), OcraSuiteError> {
    let parts: Vec<&str> = text.split('-').collect();
    let ["HOTP", hash, digits] = parts[..] else { return Err(OcraSuiteError::Function) };
    let hash = hash_named(hash).map_err(|()| OcraSuiteError::Function)?;
    let digits = number(digits).filter(|digits| (4..=10).contains(digits)).ok_or(OcraSuiteError::Digits)?;
    Ok((hash, digits as u8))
}

/// Exactly `SHA1`, `SHA256` or `SHA512`.
fn hash_named(name: &str) -> Result<Algorithm, ()> {
    Algorithm::ALL.into_iter().find(|hash| hash.name() == name).ok_or(())
}

/// `QN08`. One digit is read too: RFC 6287 §6.4 has `QH8` among its examples.
fn question(text: &str) -> Result<(QuestionKind, u8), OcraSuiteError> {
    let kind = match text.get(..2) {
        Some("QN") => QuestionKind::Numeric,
        Some("QA") => QuestionKind::Alphanumeric,
        Some("QH") => QuestionKind::Hexadecimal,
        _ => return Err(OcraSuiteError::Question),
    };
    let length = text[2..].strip_prefix('0').unwrap_or(&text[2..]);
    let length = number(length).filter(|length| (4..=64).contains(length) && text.len() <= 4);
    Ok((kind, length.ok_or(OcraSuiteError::Question)? as u8))
}

/// `S064`, `S128`, `S256` or `S512` (RFC 6287 §6.3, table 2): any length of three digits.
fn session(text: &str) -> Result<u16, OcraSuiteError> {
    let bytes = number(text.trim_start_matches('0')).filter(|_| text.len() == 3);
    bytes.filter(|&bytes| bytes <= 512).ok_or(OcraSuiteError::Input)
}

/// `T30S`
fn step(text: &str) -> Result<OcraStep, OcraSuiteError> {
    let (count, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or(OcraSuiteError::Step)?;
    let (seconds, most) = match unit {
        "S" => (1, 59),
        "M" => (60, 59),
        "H" => (3600, 48),
        _ => return Err(OcraSuiteError::Step),
    };
    let count = number(count).filter(|count| (1..=most).contains(count)).ok_or(OcraSuiteError::Step)?;
    Ok(OcraStep(u32::from(count) * seconds))
}

/// One to three decimal digits, without a sign and without zeros before them.
fn number(text: &str) -> Option<u16> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0') && text.len() <= 3;
    text.parse().ok().filter(|_| plain)
}

impl fmt::Display for OcraSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(name: &str) -> OcraSuite {
        name.parse().unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    #[test]
    fn every_input_is_known() {
        let suite = parsed("OCRA-1:HOTP-SHA512-8:C-QA10-PSHA256-S064-T48H");
        assert_eq!(suite.as_str(), "OCRA-1:HOTP-SHA512-8:C-QA10-PSHA256-S064-T48H");
        assert_eq!((suite.hash(), suite.digits(), suite.has_counter()), (Algorithm::Sha512, 8, true));
        assert_eq!((suite.question(), suite.max_question()), (QuestionKind::Alphanumeric, 10));
        assert_eq!((suite.pin(), suite.session_bytes()), (Some(Algorithm::Sha256), Some(64)));
        assert_eq!(suite.step().map(OcraStep::seconds), Some(48 * 3600));
        let suite = parsed("OCRA-1:HOTP-SHA1-4:QH8-S512");
        assert_eq!((suite.max_question(), suite.session_bytes(), suite.step()), (8, Some(512), None));
        for (name, seconds) in [("T1S", 1), ("T59S", 59), ("T1M", 60), ("T59M", 3540), ("T1H", 3600)] {
            let suite = parsed(&format!("OCRA-1:HOTP-SHA1-6:QN08-{name}"));
            assert_eq!(suite.step().map(OcraStep::seconds), Some(seconds), "{name}");
        }
    }

    #[track_caller]
    fn refused(error: OcraSuiteError, names: &[&str]) {
        for name in names {
            assert_eq!(name.parse::<OcraSuite>(), Err(error), "{name:?}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        let long = format!("OCRA-1:HOTP-SHA1-6:{}", "Q".repeat(64));
        refused(
            OcraSuiteError::Shape,
            &["", "OCRA-1", "OCRA-1::QN08", "OCRA-2:HOTP-SHA1-6:QN08", "OCRA-1:a:b:c", "OCRA-1:a b:c", &long],
        );
        for function in ["HOTP", "HOTP-SHA1", "TOTP-SHA1-6", "HOTP-SHA224-6", "HOTP-sha1-6", "HOTP-SHA1-6-6"]
        {
            refused(OcraSuiteError::Function, &[&format!("OCRA-1:{function}:QN08")]);
        }
        for digits in ["0", "3", "11", "06", "+6", "", "six"] {
            refused(OcraSuiteError::Digits, &[&format!("OCRA-1:HOTP-SHA1-{digits}:QN08")]);
        }
        for question in ["Q", "QN", "QN03", "QN65", "QN008", "QX08", "qn08", "C", "PSHA1", "QN+8", "QN00"] {
            refused(OcraSuiteError::Question, &[&format!("OCRA-1:HOTP-SHA1-6:{question}")]);
        }
        for input in
            ["QN08-C", "QN08-PSHA1-PSHA1", "QN08-T1M-PSHA1", "QN08-X", "QN08-", "QN08-PMD5", "QN08-P"]
        {
            refused(OcraSuiteError::Input, &[&format!("OCRA-1:HOTP-SHA1-6:{input}")]);
        }
        for session in ["S", "S64", "S000", "S513", "S0064"] {
            refused(OcraSuiteError::Input, &[&format!("OCRA-1:HOTP-SHA1-6:QN08-{session}")]);
        }
        for step in ["T", "T1", "TM", "T0S", "T60S", "T60M", "T0H", "T49H", "T01M", "T1m", "T１S"] {
            let name = format!("OCRA-1:HOTP-SHA1-6:QN08-{step}");
            assert!(name.parse::<OcraSuite>().is_err(), "{name}");
        }
    }

    #[test]
    fn a_payee_needs_seven_characters_and_nothing_that_the_app_lacks() {
        for (input, signs) in [
            ("QN08", true),
            ("QN08-T30S", true),
            ("QA07-T1M", true),
            ("QH64", true),
            ("QN06", false),
            ("C-QN08", false),
            ("QN08-PSHA1", false),
            ("QN08-S064", false),
        ] {
            assert_eq!(parsed(&format!("OCRA-1:HOTP-SHA256-6:{input}")).signs_payees(), signs, "{input}");
        }
    }

    #[test]
    fn what_an_earlier_version_kept_unread_signs_nothing() {
        assert_eq!(
            OcraSuite::kept("OCRA-1:HOTP-SHA1-6:QN08").unwrap(),
            Some(parsed("OCRA-1:HOTP-SHA1-6:QN08"))
        );
        assert_eq!(OcraSuite::kept("OCRA-1:HOTP-SHA512-8:C-QN08-and-more"), Ok(None));
        assert_eq!(OcraSuite::kept("OCRA-2:a:b"), Err(OcraSuiteError::Shape));
    }
}
