//! Random texts, and comparisons that take the same time wherever two texts differ.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use subtle::ConstantTimeEq;

/// Bytes from the system's random numbers.
///
/// # Panics
/// Where the system has none: nothing that the bank does would be safe then.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the system gives random numbers");
    bytes
}

/// 256 random bits, as text for a cookie or an address.
pub fn token() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(random::<32>())
}

/// `count` random decimal digits, each as likely as the others.
pub fn digits(count: usize) -> String {
    std::iter::repeat_with(|| random::<1>()[0])
        // 250 is the greatest multiple of ten in a byte: without this line 0 to 5 would come more often.
        .filter(|byte| *byte < 250)
        .map(|byte| char::from(b'0' + byte % 10))
        .take(count)
        .collect()
}

/// Two different places of the ten digits of a 資金移動用パスワード, from 0, in their order.
pub fn two_places() -> (u8, u8) {
    loop {
        let drawn = digits(2);
        let [first, second] = drawn.as_bytes() else { continue };
        match first.cmp(second) {
            std::cmp::Ordering::Less => return (first - b'0', second - b'0'),
            std::cmp::Ordering::Greater => return (second - b'0', first - b'0'),
            std::cmp::Ordering::Equal => {}
        }
    }
}

/// SHA-256 as text. The database has the hash of a session's id, so that whoever reads it takes over no session.
pub fn fingerprint(text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, text.as_bytes()))
}

/// Whether two texts are the same; only their lengths show in the time.
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_two_in_order_and_every_one_comes() {
        let mut seen = [false; 10];
        for _ in 0..2000 {
            let (first, second) = two_places();
            assert!(first < second && second < 10);
            seen[usize::from(first)] = true;
            seen[usize::from(second)] = true;
        }
        assert_eq!(seen, [true; 10]);
    }

    #[test]
    fn digits_are_as_many_as_asked_for() {
        assert!(digits(10).len() == 10 && digits(10).bytes().all(|byte| byte.is_ascii_digit()));
        assert_ne!(token(), token());
        assert!(same("ab", "ab") && !same("ab", "ac") && !same("ab", "abc"));
    }
}
