//! Checks a code as a bank's server does. It never says what the right code would have been.

use crate::otp::{Step, totp};
use crate::token::{Algorithm, Seed, UnixTime};

/// The text is not six digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code is six digits")]
pub struct NotACode;

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
    let typed: Vec<u8> = code.bytes().filter(|byte| *byte != b' ').collect();
    if typed.len() != 6 || !typed.iter().all(u8::is_ascii_digit) {
        return Err(NotACode);
    }
    let window = i16::from(window);
    let mut found: Option<i16> = None;
    for drift in -window..=window {
        let Some(start) = at.seconds().checked_add_signed(i64::from(drift) * Step::SECONDS as i64) else {
            continue;
        };
        let expected = totp(seed, algorithm, Step::at(UnixTime::from_seconds(start)));
        let same = same(expected.as_str().as_bytes(), &typed);
        if same && found.is_none_or(|other| drift.abs() < other.abs()) {
            found = Some(drift);
        }
    }
    Ok(found)
}

/// Equal, in a time that depends on the length alone.
fn same(expected: &[u8], typed: &[u8]) -> bool {
    expected.iter().zip(typed).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
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
            assert_eq!(verify(&seed, Algorithm::Sha1, text, at, 1), Err(NotACode), "{text:?}");
        }
    }
}
