//! Two-step enrolment, as privacyIDEA does it: the bank's half of a seed comes in the QR code, the phone draws the other
//! half, and the customer types it into the bank's page. Who photographed the letter has one half, and no code.
//!
//! The phone's part never leaves this program but on the screen or the terminal that the customer reads.

use super::limits::{MAX_TWO_STEP_OUTPUT, MAX_TWO_STEP_ROUNDS, MAX_TWO_STEP_SALT};
use super::uri_parts::Parameters;
use crate::scrub::on_scrubbed_stack;
use crate::token::{Algorithm, Draft, Profile, Seed};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use ring::pbkdf2;
use ring::rand::SecureRandom;
use std::fmt;
use std::num::NonZeroU32;
use totp_rs::Secret;
use zeroize::{ZeroizeOnDrop, Zeroizing};

const SALT: &str = "2step_salt";
const OUTPUT: &str = "2step_output";
const DIFFICULTY: &str = "2step_difficulty";
/// Any of them alone is half a seed.
pub(super) const PARAMETERS: [&str; 3] = [SALT, OUTPUT, DIFFICULTY];

/// Fewer random bytes than privacyIDEA's own phone draws could be tried out.
const MIN_SALT: u32 = 8;
const MIN_ROUNDS: u32 = 1_000;
const MIN_OUTPUT: u32 = 20;
/// Bytes of the checksum before the phone's part.
const CHECKSUM_BYTES: usize = 4;
/// Letters between two gaps, where a person reads them.
const GROUP: usize = 4;

/// Why a two-step enrolment is refused. Safe to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TwoStepError {
    /// One of the three parameters is there without this one.
    #[error("the two-step enrolment has no `{0}`")]
    Missing(&'static str),
    /// The parameter is not a decimal number as a program writes it.
    #[error("`{0}` is not a number")]
    NotANumber(&'static str),
    /// The number is outside what is safe and what a phone computes at once.
    #[error("`{name}` is {value}; {least} to {most} are accepted")]
    Bounds { name: &'static str, value: u32, least: u32, most: u32 },
    /// privacyIDEA makes a seed as long as the hash; with another length one side would compute other codes.
    #[error("`2step_output` is not the length of the algorithm's hash")]
    OutputLength,
}

/// What the bank sent of a token: all but the phone's part of its seed.
#[derive(Debug)]
pub struct HalfDraft {
    profile: Profile,
    bank: Seed,
    recipe: Recipe,
}

/// How both halves become a seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recipe {
    /// Bytes of the phone's part.
    salt: u32,
    rounds: NonZeroU32,
    /// Bytes of the seed.
    output: u32,
}

/// The phone's half of a seed. `Debug` does not show it.
#[derive(ZeroizeOnDrop)]
pub struct PhonePart(Box<[u8]>);

impl Recipe {
    /// `None` where no parameter of two-step enrolment is there.
    pub fn of(parameters: &Parameters, algorithm: Algorithm) -> Result<Option<Self>, TwoStepError> {
        if !parameters.has_any(&PARAMETERS) {
            return Ok(None);
        }
        let salt = number(parameters, SALT, MIN_SALT, MAX_TWO_STEP_SALT)?;
        let rounds = number(parameters, DIFFICULTY, MIN_ROUNDS, MAX_TWO_STEP_ROUNDS)?;
        let output = number(parameters, OUTPUT, MIN_OUTPUT, MAX_TWO_STEP_OUTPUT)?;
        if output as usize != algorithm.hash_bytes() {
            return Err(TwoStepError::OutputLength);
        }
        let rounds = NonZeroU32::new(rounds).expect("the bounds leave out zero");
        Ok(Some(Self { salt, rounds, output }))
    }
}

/// A parameter's number, written as a program writes it: digits alone, without a zero before them.
fn number(parameters: &Parameters, name: &'static str, least: u32, most: u32) -> Result<u32, TwoStepError> {
    let text = parameters.get(name).ok_or(TwoStepError::Missing(name))?;
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let value = text.parse().ok().filter(|_| is_plain).ok_or(TwoStepError::NotANumber(name))?;
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(TwoStepError::Bounds { name, value, least, most })
    }
}

impl HalfDraft {
    pub(super) fn new(profile: Profile, bank: Seed, recipe: Recipe) -> Self {
        Self { profile, bank, recipe }
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Draws the phone's part. Each try draws anew. `None` where the system gives no random numbers.
    pub fn draw(&self, random: &dyn SecureRandom) -> Option<PhonePart> {
        let mut part = PhonePart(vec![0; self.recipe.salt as usize].into());
        random.fill(&mut part.0).ok().map(|()| part)
    }

    /// Joins the halves: seed = PBKDF2-HMAC-SHA1(password = the bank's half in lower-case hexadecimal, salt = the phone's
    /// part), whatever the token's own hash is. Takes some hundredths of a second.
    pub fn join(self, part: &PhonePart) -> Draft {
        let seed = on_scrubbed_stack(|| {
            let mut seed = Zeroizing::new(vec![0; self.recipe.output as usize]);
            let password = hex(self.bank.expose());
            let sha1 = pbkdf2::PBKDF2_HMAC_SHA1;
            pbkdf2::derive(sha1, self.recipe.rounds, &part.0, password.as_bytes(), &mut seed);
            Seed::from_zeroizing(seed).expect("an output of 20 to 64 bytes is a seed's length")
        });
        Draft::new(self.profile, seed)
    }
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        text.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).expect("4 bits")));
    }
    text
}

impl PhonePart {
    /// What the customer types: base32 of the checksum and the part, without padding.
    pub fn text(&self) -> Zeroizing<String> {
        let mut checked = Zeroizing::new(Vec::with_capacity(CHECKSUM_BYTES + self.0.len()));
        checked.extend_from_slice(&checksum(&self.0));
        checked.extend_from_slice(&self.0);
        Zeroizing::new(Secret::from(std::mem::take(&mut *checked)).to_base32())
    }

    /// The same in groups of four letters; the last one may be shorter.
    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        let text = self.text();
        text.as_bytes()
            .chunks(GROUP)
            .map(|group| Zeroizing::new(String::from_utf8(group.to_vec()).expect("base32 is ASCII")))
            .collect()
    }

    /// Reads what [`PhonePart::text`] wrote and a person typed: case, blanks and hyphens are forgiven, a wrong letter is
    /// not. `None` where the letters or their checksum are wrong.
    pub fn typed(text: &str) -> Option<Self> {
        let letters: Zeroizing<String> =
            Zeroizing::new(text.chars().filter_map(crate::token::normalise).collect());
        let secret = Secret::try_from_base32(letters.as_str()).ok()?;
        if Zeroizing::new(secret.to_base32()) != letters {
            return None;
        }
        let (checked, part) = secret.as_bytes().split_at_checked(CHECKSUM_BYTES)?;
        let bounds = MIN_SALT as usize..=MAX_TWO_STEP_SALT as usize;
        let part = Self(part.into());
        (bounds.contains(&part.0.len()) && checked == checksum(&part.0)).then_some(part)
    }

    /// Whether the part is as long as the enrolment asks for.
    pub fn fits(&self, half: &HalfDraft) -> bool {
        self.0.len() == half.recipe.salt as usize
    }
}

fn checksum(part: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, part);
    hash.as_ref()[..CHECKSUM_BYTES].try_into().expect("SHA-1 has 20 bytes")
}

impl fmt::Debug for PhonePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhonePart({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::key_uri::read_key_uri;
    use super::super::{DraftError, Found};
    use super::*;
    use crate::token::UnixTime;
    use ring::rand::SystemRandom;

    fn uri(more: &str) -> String {
        format!("otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ{more}")
    }

    fn read(more: &str) -> Result<Found, DraftError> {
        read_key_uri(&uri(more), UnixTime::from_seconds(1_800_000_000))
    }

    fn half(salt: u32) -> HalfDraft {
        match read(&format!("&2step_salt={salt}&2step_output=20&2step_difficulty=1000")) {
            Ok(Found::Half(half)) => half,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn refuses(more: &str, error: TwoStepError) {
        assert_eq!(read(more).unwrap_err(), DraftError::TwoStep(error));
    }

    #[test]
    fn the_three_numbers_are_bounded_and_written_plainly() {
        let all = |salt: &str, output: &str, rounds: &str| {
            format!("&2step_salt={salt}&2step_output={output}&2step_difficulty={rounds}")
        };
        for (salt, output, rounds) in [("8", "20", "1000"), ("32", "20", "100000")] {
            assert!(matches!(read(&all(salt, output, rounds)), Ok(Found::Half(_))), "{salt} {rounds}");
        }
        let bounds = |name, value, least, most| TwoStepError::Bounds { name, value, least, most };
        for salt in [7, 33] {
            refuses(&all(&salt.to_string(), "20", "1000"), bounds(SALT, salt, 8, 32));
        }
        for rounds in [999, 100_001] {
            refuses(&all("8", "20", &rounds.to_string()), bounds(DIFFICULTY, rounds, 1_000, 100_000));
        }
        for output in [19, 65] {
            refuses(&all("8", &output.to_string(), "1000"), bounds(OUTPUT, output, 20, 64));
        }
        for wrong in ["", "0", "08", "+8", " 8", "8.0", "0x8", "８", "99999999999999999999"] {
            let encoded = wrong.replace('+', "%2B");
            refuses(&all(&encoded, "20", "1000"), TwoStepError::NotANumber(SALT));
        }
        refuses("&2step_salt=8", TwoStepError::Missing(DIFFICULTY));
        refuses("&2step_salt=8&2step_difficulty=1000", TwoStepError::Missing(OUTPUT));
        refuses("&2step_output=20&2step_difficulty=1000", TwoStepError::Missing(SALT));
    }

    #[test]
    fn the_seed_is_as_long_as_the_hash() {
        for (algorithm, bytes) in [("SHA1", 20), ("SHA256", 32), ("SHA512", 64)] {
            for output in [20, 32, 64] {
                let more = format!(
                    "&algorithm={algorithm}&2step_salt=8&2step_output={output}&2step_difficulty=1000"
                );
                match read(&more) {
                    Ok(Found::Half(half)) => {
                        let part = half.draw(&SystemRandom::new()).unwrap();
                        assert_eq!(half.join(&part).seed().expose().len(), bytes);
                        assert_eq!(output, bytes);
                    }
                    other => {
                        assert_eq!(other.unwrap_err(), DraftError::TwoStep(TwoStepError::OutputLength));
                        assert_ne!(output, bytes);
                    }
                }
            }
        }
    }

    #[test]
    fn each_try_draws_anew_and_reads_back() {
        let random = SystemRandom::new();
        for salt in 8..=32 {
            let half = half(salt);
            let part = half.draw(&random).unwrap();
            let text = part.text();
            assert_ne!(text, half.draw(&random).unwrap().text());
            assert!(part.fits(&half));
            let typed =
                part.groups().iter().map(|group| group.to_lowercase()).collect::<Vec<_>>().join(" - ");
            assert_eq!(PhonePart::typed(&typed).unwrap().0, part.0);
            assert_eq!(text.len(), ((salt as usize + 4) * 8).div_ceil(5));
        }
    }

    #[test]
    fn a_mistyped_letter_is_noticed() {
        let text = "M5BD5PYAAEBAGBAFAYDQ";
        assert!(PhonePart::typed(text).is_some());
        for at in 0..text.len() {
            let mut wrong = text.to_owned();
            let letter = if &text[at..=at] == "A" { "B" } else { "A" };
            wrong.replace_range(at..=at, letter);
            assert!(PhonePart::typed(&wrong).is_none(), "{wrong}");
        }
        for wrong in ["", "M5BD", "M5BD5PYAAEBAGBAFAYD", "M5BD5PYAAEBAGBAFAYD0", "M5BD5PYAAEBAGBAFAYDQ="] {
            assert!(PhonePart::typed(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn debug_says_the_length_and_nothing_else() {
        let half = half(8);
        let part = half.draw(&SystemRandom::new()).unwrap();
        assert_eq!(format!("{part:?}"), "PhonePart(8 bytes)");
        assert!(format!("{half:?}").contains("Seed(20 bytes)"));
    }
}
