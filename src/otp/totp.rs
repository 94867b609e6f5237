//! The code of a seed in a step, and the self-test against the standards' published values.
//!
//! A seed is copied for one computation only, and the copy is overwritten.

use super::Step;
use super::ocra::computes_ocra;
use crate::scrub::on_scrubbed_stack;
use crate::token::{Algorithm, Seed};
use std::fmt;
use totp_rs::Builder;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// A one-time password of six digits and the step in which it is good.
#[derive(ZeroizeOnDrop)]
pub struct Code {
    digits: Box<str>,
    #[zeroize(skip)]
    step: Step,
}

impl Code {
    pub const DIGITS: u8 = 6;

    /// `123456`, as the bank's site takes it.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    pub fn step(&self) -> Step {
        self.step
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code(step {})", self.step.counter())
    }
}

/// The code of `seed` in `step` (RFC 6238 §4): six digits, 30-second steps.
pub fn totp(seed: &Seed, algorithm: Algorithm, step: Step) -> Code {
    let digits = generate(seed.expose(), algorithm, Code::DIGITS, step.start().seconds());
    Code { digits: digits.as_str().into(), step }
}

fn generate(seed: &[u8], algorithm: Algorithm, digits: u8, seconds: u64) -> Zeroizing<String> {
    on_scrubbed_stack(|| {
        // Length and digits are bounded by our own types; totp-rs would refuse the RFC's vectors.
        let totp = Builder::new()
            .with_algorithm(match algorithm {
                Algorithm::Sha1 => totp_rs::Algorithm::SHA1,
                Algorithm::Sha256 => totp_rs::Algorithm::SHA256,
                Algorithm::Sha512 => totp_rs::Algorithm::SHA512,
            })
            .with_digits(digits)
            .with_step_duration(Step::SECONDS)
            .with_secret(seed.to_vec())
            .build_noncompliant();
        Zeroizing::new(totp.generate(seconds).to_string())
    })
}

/// Whether this device computes the published values: RFC 4226 Appendix D, in the six digits that are
/// shown, RFC 6238 Appendix B, all three algorithms, and RFC 6287 Appendix C, a value of each hash.
pub fn self_test() -> bool {
    computes_hotp(&RFC_4226) && computes_totp(&RFC_6238) && computes_ocra()
}

/// A count of HOTP is the number of a step of TOTP (RFC 6238 §4.2).
fn computes_hotp(expected: &[&str]) -> bool {
    (0..).zip(expected).all(|(count, expected)| {
        let code = generate(&rfc_seed(20), Algorithm::Sha1, Code::DIGITS, count * Step::SECONDS);
        code.as_str() == *expected
    })
}

fn computes_totp(expected: &[(u64, &str, &str, &str)]) -> bool {
    expected.iter().all(|&(seconds, sha1, sha256, sha512)| {
        let is = |algorithm, length, expected: &str| {
            generate(&rfc_seed(length), algorithm, 8, seconds).as_str() == expected
        };
        is(Algorithm::Sha1, 20, sha1)
            && is(Algorithm::Sha256, 32, sha256)
            && is(Algorithm::Sha512, 64, sha512)
    })
}

/// The digits 1234567890, repeated to the length of the algorithm's hash (erratum 2866).
fn rfc_seed(length: usize) -> Vec<u8> {
    (b'1'..=b'9').chain([b'0']).cycle().take(length).collect()
}

/// RFC 4226 Appendix D: the counts 0 to 9.
const RFC_4226: [&str; 10] =
    ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];

/// RFC 6238 Appendix B with erratum 2866: time, then SHA-1, SHA-256, SHA-512.
const RFC_6238: [(u64, &str, &str, &str); 6] = [
    (59, "94287082", "46119246", "90693936"),
    (1_111_111_109, "07081804", "68084774", "25091201"),
    (1_111_111_111, "14050471", "67062674", "99943326"),
    (1_234_567_890, "89005924", "91819424", "93441116"),
    (2_000_000_000, "69279037", "90698825", "38618901"),
    (20_000_000_000, "65353130", "77737706", "47863826"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::UnixTime;

    #[test]
    fn the_self_test_passes() {
        assert!(self_test());
    }

    #[test]
    fn a_wrong_value_fails_it() {
        for count in 0..RFC_4226.len() {
            let mut wrong = RFC_4226;
            wrong[count] = "000000";
            assert!(!computes_hotp(&wrong), "count {count}");
        }
        for (row, &(seconds, sha1, sha256, sha512)) in RFC_6238.iter().enumerate() {
            let wrong = "00000000";
            for changed in [
                (seconds, wrong, sha256, sha512),
                (seconds, sha1, wrong, sha512),
                (seconds, sha1, sha256, wrong),
            ] {
                let mut vectors = RFC_6238;
                vectors[row] = changed;
                assert!(!computes_totp(&vectors), "time {seconds}");
            }
        }
    }

    #[test]
    fn six_digits_are_the_last_six_of_eight() {
        let seed = Seed::new(b"12345678901234567890").unwrap();
        let code = totp(&seed, Algorithm::Sha1, Step::at(UnixTime::from_seconds(59)));
        assert_eq!(code.as_str(), "287082");
        assert_eq!(code.step().counter(), 1);
    }

    #[test]
    fn debug_does_not_show_the_digits() {
        let seed = Seed::new(b"12345678901234567890").unwrap();
        let code = totp(&seed, Algorithm::Sha1, Step::at(UnixTime::from_seconds(59)));
        assert_eq!(format!("{code:?}"), "Code(step 1)");
    }
}
