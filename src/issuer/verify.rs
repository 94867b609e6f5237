//! Checks a code as a bank's server does. It never says what the right code would have been.

use crate::otp::{Step, sign_payee, sign_transaction, totp};
use crate::token::{Algorithm, OcraSuite, Payee, Seed, Transaction, UnixTime};
use zeroize::Zeroizing;

/// The text has not as many digits as such a code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("such a code has {digits} digits")]
pub struct NotACode {
    digits: usize,
}

/// By how many steps the token's clock is off (negative: it is behind), or `None` where no step
/// within `window` to either side of `at` has this code. Of several, the nearest.
///
/// Every step is computed and compared whole, so the time tells nothing about the digits.
pub fn verify(
    seed: &Seed,
    algorithm: Algorithm,
    code: &str,
    at: UnixTime,
    window: u8,
) -> Result<Option<i16>, NotACode> {
    let typed = digits(code, 6)?;
    Ok(nearest(&typed, at, Step::SECONDS, window, |time| own(totp(seed, algorithm, Step::at(time)).as_str())))
}

/// As [`verify`], for the code of a payee; a step is the suite's. `None` too where the suite signs no payee here.
pub fn verify_payee(
    seed: &Seed,
    suite: &OcraSuite,
    payee: &Payee,
    code: &str,
    at: UnixTime,
    window: u8,
) -> Result<Option<i16>, NotACode> {
    let typed = digits(code, suite.digits().into())?;
    let (step, window) = suite.step().map_or((1, 0), |step| (step.seconds().into(), window));
    Ok(nearest(&typed, at, step, window, |time| {
        sign_payee(seed, suite, payee, time).map_or_else(|_| own(""), |code| own(code.as_str()))
    }))
}

/// As [`verify`], for the code of a 取引QR, whose steps have a minute. Whoever calls has seen to it that the transaction is
/// this token's, has not expired and was not taken before.
pub fn verify_transaction(
    seed: &Seed,
    transaction: &Transaction,
    code: &str,
    at: UnixTime,
    window: u8,
) -> Result<Option<i16>, NotACode> {
    let typed = digits(code, 8)?;
    Ok(nearest(&typed, at, 60, window, |time| own(sign_transaction(seed, transaction, time).as_str())))
}

/// The typed digits without blanks between them.
fn digits(code: &str, count: usize) -> Result<Vec<u8>, NotACode> {
    let typed: Vec<u8> = code.bytes().filter(|byte| *byte != b' ').collect();
    let right = typed.len() == count && typed.iter().all(u8::is_ascii_digit);
    if right { Ok(typed) } else { Err(NotACode { digits: count }) }
}

fn own(code: &str) -> Zeroizing<String> {
    Zeroizing::new(code.to_owned())
}

fn nearest(
    typed: &[u8],
    at: UnixTime,
    step: u64,
    window: u8,
    code_at: impl Fn(UnixTime) -> Zeroizing<String>,
) -> Option<i16> {
    let window = i16::from(window);
    let mut found: Option<i16> = None;
    for drift in -window..=window {
        let Some(time) = at.seconds().checked_add_signed(i64::from(drift) * step as i64) else { continue };
        let same = same(code_at(UnixTime::from_seconds(time)).as_bytes(), typed);
        if same && found.is_none_or(|other| drift.abs() < other.abs()) {
            found = Some(drift);
        }
    }
    found
}

/// Equal, in a time that depends on the length alone.
fn same(expected: &[u8], typed: &[u8]) -> bool {
    let pairs = expected.iter().zip(typed);
    expected.len() == typed.len() && pairs.fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(code: &str, at: u64, window: u8, drift: Option<i16>) {
        let seed = Seed::new(b"12345678901234567890").unwrap();
        let at = UnixTime::from_seconds(at);
        assert_eq!(verify(&seed, Algorithm::Sha1, code, at, window), Ok(drift));
    }

    #[test]
    fn the_window_is_counted_in_steps() {
        case("287082", 59, 0, Some(0));
        case("287 082", 30, 0, Some(0));
        case("287082", 60, 0, None);
        case("287082", 60, 1, Some(-1));
        case("287082", 29, 1, Some(1));
        case("287082", 120, 2, None);
        case("287082", 120, 3, Some(-3));
        case("287083", 59, 10, None);
    }

    #[test]
    fn the_beginning_of_time_has_no_steps_before_it() {
        case("755224", 0, 3, Some(0)); // RFC 4226 Appendix D, count 0
        case("287082", 0, 3, Some(1));
    }

    #[test]
    fn what_is_not_a_code_is_said_so() {
        let seed = Seed::new(b"12345678901234567890").unwrap();
        for text in ["", "12345", "1234567", "12345a", "１２３４５６", "-12345"] {
            let at = UnixTime::from_seconds(59);
            assert_eq!(verify(&seed, Algorithm::Sha1, text, at, 1), Err(NotACode { digits: 6 }), "{text:?}");
        }
    }
}
