//! Makes new tokens. The seed comes from the random numbers that are handed in, and from nowhere else.

use crate::provisioning::{DraftError, Found, PhonePart, found_in_text, read_key_uri};
use crate::token::{Algorithm, Draft, Issuer, OcraSuite, Profile, Seed, Serial, UnixTime};
use ring::rand::SecureRandom;
use zeroize::Zeroizing;

/// What is wanted of a new token.
#[derive(Clone, Debug, Default)]
pub struct Order {
    pub issuer: Option<Issuer>,
    /// A random one of eight digits where none is given.
    pub serial: Option<Serial>,
    pub algorithm: Algorithm,
    pub ocra: Option<OcraSuite>,
    /// Whether the token signs 取引QR.
    pub tx: bool,
    /// Half a seed is minted: the customer's phone adds its part.
    pub two_step: bool,
}

/// A new token as its issuer has it: the customer has not seen it yet.
#[derive(Debug)]
pub struct Minted {
    draft: Draft,
    two_step: bool,
}

/// Why nothing was minted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MintError {
    /// The system has no random numbers. There is no second source.
    #[error("the system gives no random numbers")]
    NoRandom,
    /// The app would refuse the token's URI, or would show another name than the one that was ordered.
    #[error("the app would refuse this issuer's name: at most 20 kanji, kana, letters A to Z and digits")]
    Issuer,
}

impl Minted {
    /// The token; in a two-step enrolment its seed is the bank's half.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    pub fn serial(&self) -> &Serial {
        &self.draft.profile().serial
    }

    /// The same as a key container. The format has none for half a token.
    pub fn key_container(&self) -> Option<Zeroizing<String>> {
        (!self.two_step).then(|| super::key_container(self.draft.profile(), self.draft.seed()))
    }

    /// What the QR code says.
    pub fn key_uri(&self) -> Zeroizing<String> {
        let (profile, seed) = (self.draft.profile(), self.draft.seed());
        if self.two_step { super::half_key_uri(profile, seed) } else { super::key_uri(profile, seed) }
    }
}

/// Mints a token whose seed is as long as its hash (RFC 6238 §5.1, and the RFC's own vectors): 20,
/// 32 or 64 bytes. `now` becomes its time of issue.
pub fn mint(order: Order, now: UnixTime, random: &dyn SecureRandom) -> Result<Minted, MintError> {
    let mut seed = Zeroizing::new(vec![0; order.algorithm.hash_bytes()]);
    random.fill(&mut seed).map_err(|_| MintError::NoRandom)?;
    let serial = order.serial.map_or_else(|| random_serial(random), Ok)?;
    let profile = Profile {
        serial,
        issuer: order.issuer,
        label: None,
        algorithm: order.algorithm,
        issued_at: Some(now),
        ocra: order.ocra,
        tx: order.tx,
    };
    let seed = Seed::from_zeroizing(seed).expect("20, 32 and 64 bytes are a seed's length");
    let minted = Minted { draft: Draft::new(profile, seed), two_step: order.two_step };
    let same = |profile: &Profile| profile == minted.draft.profile();
    match found_in_text(&minted.key_uri(), now) {
        Ok(Found::Whole(read)) if !order.two_step && same(read.profile()) => Ok(minted),
        Ok(Found::Half(read)) if order.two_step && same(read.profile()) => Ok(minted),
        _ => Err(MintError::Issuer),
    }
}

/// Why a two-step enrolment is not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FinishError {
    #[error("the URI is refused: {0}")]
    Uri(#[from] DraftError),
    /// The URI is a whole token's.
    #[error("the URI is not of a two-step enrolment")]
    Whole,
    /// The letters, or their checksum, are wrong.
    #[error("the phone's part has a wrong letter, or one too many or too few")]
    Part,
}

/// Joins the bank's half of a token, which its URI has, and the phone's part as the customer typed it.
pub fn finish(uri: &str, part: &str, now: UnixTime) -> Result<Draft, FinishError> {
    let Found::Half(half) = read_key_uri(uri, now)? else { return Err(FinishError::Whole) };
    let part = PhonePart::typed(part).filter(|part| part.fits(&half)).ok_or(FinishError::Part)?;
    Ok(half.join(&part))
}

/// Every serial of eight digits is as likely as any other.
fn random_serial(random: &dyn SecureRandom) -> Result<Serial, MintError> {
    const SERIALS: u32 = 100_000_000;
    loop {
        let mut bytes = [0; 4];
        random.fill(&mut bytes).map_err(|_| MintError::NoRandom)?;
        let number = u32::from_be_bytes(bytes);
        // Above the last whole multiple the small serials would be likelier.
        if number < u32::MAX / SERIALS * SERIALS {
            let text = format!("{}{:08}", Serial::PREFIX, number % SERIALS);
            return Ok(text.parse().expect("the prefix and eight digits are a serial"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provisioning::parse_key_uri;
    use ring::rand::SystemRandom;

    fn minted(algorithm: Algorithm) -> Minted {
        let order = Order { algorithm, ..Order::default() };
        mint(order, UnixTime::from_seconds(1_700_000_000), &SystemRandom::new()).unwrap()
    }

    #[test]
    fn a_seed_is_as_long_as_its_hash() {
        for (algorithm, bytes) in [(Algorithm::Sha1, 20), (Algorithm::Sha256, 32), (Algorithm::Sha512, 64)] {
            let token = minted(algorithm);
            assert_eq!(token.draft().seed().expose().len(), bytes);
            let read = parse_key_uri(&token.key_uri(), UnixTime::from_seconds(1_700_000_000)).unwrap();
            assert_eq!(read.profile(), token.draft().profile());
            assert!(read.seed().same_as(token.draft().seed()));
        }
    }

    #[test]
    fn nothing_is_minted_that_no_app_reads() {
        for issuer in ["%41", "Bank & digits=8", "A:B", "0312345678", "ﾐﾎﾝ"] {
            let order = Order { issuer: issuer.parse().ok(), ..Order::default() };
            let refusal = mint(order, UnixTime::from_seconds(0), &SystemRandom::new()).unwrap_err();
            assert_eq!(refusal, MintError::Issuer, "{issuer}");
        }
    }

    #[test]
    fn no_two_are_alike() {
        let (one, other) = (minted(Algorithm::Sha1), minted(Algorithm::Sha1));
        assert!(!one.draft().seed().same_as(other.draft().seed()));
        assert_ne!(one.serial(), other.serial());
    }

    #[test]
    fn debug_shows_no_seed() {
        let token = minted(Algorithm::Sha1);
        let shown = format!("{token:?} {token:#?}");
        let uri = token.key_uri();
        let secret = uri.split_once("secret=").unwrap().1.split('&').next().unwrap();
        assert!(!shown.contains(secret) && !shown.contains("otpauth"), "a secret is shown");
        assert!(shown.contains("Seed(20 bytes)"));
    }

    #[test]
    fn both_halves_make_the_token_of_the_phone() {
        let random = SystemRandom::new();
        let now = UnixTime::from_seconds(1_700_000_000);
        let order = || Order { two_step: true, algorithm: Algorithm::Sha256, ..Order::default() };
        let uri = mint(order(), now, &random).unwrap().key_uri();
        let Found::Half(half) = read_key_uri(&uri, now).unwrap() else { panic!("a whole token") };
        let part = half.draw(&random).unwrap();
        let finished = finish(&uri, &part.text().to_lowercase(), now).unwrap();
        assert!(finished.seed().same_as(half.join(&part).seed()));

        let refused = |uri: &str, part: &str| finish(uri, part, now).unwrap_err();
        let whole = minted(Algorithm::Sha1).key_uri();
        assert_eq!(refused(&whole, &part.text()), FinishError::Whole);
        assert_eq!(refused("otpauth:", &part.text()), FinishError::Uri(DraftError::NotAKeyUri));
        // The vector of formats.md, with a wrong letter; then a part of 16 bytes, where 8 are asked for.
        assert_eq!(refused(&uri, "M5BD5PYAAEBAGBAFAYDA"), FinishError::Part);
        let long = uri.replace("2step_salt=8", "2step_salt=16");
        let Found::Half(half) = read_key_uri(&long, now).unwrap() else { panic!("a whole token") };
        assert_eq!(refused(&uri, &half.draw(&random).unwrap().text()), FinishError::Part);
    }
}
