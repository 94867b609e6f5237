//! The customer's passcode, and the keys that are computed from it. FORMAT.md describes them.
//!
//! A passcode is in memory while it is typed and tried, and nowhere else: neither `Debug` nor an error shows it.

use super::VaultError;
use super::kek::derived;
use crate::keystore::{KeyId, Keystore, NoRandomness, VaultKey};
use crate::scrub::on_scrubbed_stack;
use argon2::{Algorithm, Argon2, Params, Version};
use icu_normalizer::ComposingNormalizerBorrowed;
use ring::rand::{SecureRandom, SystemRandom};
use std::fmt;
use std::io::ErrorKind;
use zeroize::Zeroizing;

/// Six digits, or a longer passphrase, in one form: two keyboards that write a character differently give one passcode.
pub struct Passcode {
    text: Zeroizing<String>,
    form: Form,
}

/// What a passcode is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Digits,
    /// For a desktop, whose keystore gives its key to every program of the customer's: such a program tries all passcodes of
    /// six digits within a week.
    Passphrase,
}

/// Why a text is no passcode. It does not say what the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasscodeError {
    #[error(
        "a passcode has six digits, and a passphrase at least {} characters",
        Passcode::MIN_PASSPHRASE_CHARS
    )]
    TooShort,
    #[error("a passphrase has at most {} characters", Passcode::MAX_PASSPHRASE_CHARS)]
    TooLong,
    /// A line's end, a tab, or another character that nobody sees or types twice in the same way.
    #[error("a passphrase has no control characters")]
    Control,
}

impl Passcode {
    pub const DIGITS: usize = 6;
    pub const MIN_PASSPHRASE_CHARS: usize = 10;
    pub const MAX_PASSPHRASE_CHARS: usize = 64;
    /// The text never moves: a copy of a part of it would stay behind.
    const MAX_BYTES: usize = 4 * Self::MAX_PASSPHRASE_CHARS;

    /// The form is NFKC (UAX #15), in which the digits of a Japanese keyboard are those of any other.
    pub fn parse(text: &str) -> Result<Self, PasscodeError> {
        on_scrubbed_stack(|| {
            let mut one_form = Zeroizing::new(String::with_capacity(Self::MAX_BYTES));
            let mut length = 0;
            for char in ComposingNormalizerBorrowed::new_nfkc().normalize_iter(text.chars()) {
                length += 1;
                if length > Self::MAX_PASSPHRASE_CHARS {
                    return Err(PasscodeError::TooLong);
                }
                if char.is_control() {
                    return Err(PasscodeError::Control);
                }
                one_form.push(char);
            }
            let is_digits = length == Self::DIGITS && one_form.bytes().all(|byte| byte.is_ascii_digit());
            match (is_digits, length >= Self::MIN_PASSPHRASE_CHARS) {
                (true, _) => Ok(Self { text: one_form, form: Form::Digits }),
                (false, true) => Ok(Self { text: one_form, form: Form::Passphrase }),
                (false, false) => Err(PasscodeError::TooShort),
            }
        })
    }

    pub fn form(&self) -> Form {
        self.form
    }

    /// Whether it is among the first that somebody tries: one digit six times, or 123456.
    pub fn is_easy(&self) -> bool {
        let mut digits = self.text.bytes();
        let first = digits.next();
        self.form == Form::Digits && (digits.all(|digit| Some(digit) == first) || *self.text == "123456")
    }

    /// In constant time for passcodes of one length.
    pub fn same_as(&self, other: &Self) -> bool {
        let difference = self.text.bytes().zip(other.text.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
        self.text.len() == other.text.len() && difference == 0
    }
}

impl fmt::Debug for Passcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passcode(…)")
    }
}

impl PartialEq for Passcode {
    fn eq(&self, other: &Self) -> bool {
        self.same_as(other)
    }
}

/// How much memory and how many passes Argon2id takes for one try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    kib: u32,
    passes: u32,
}

impl Cost {
    const MIN_KIB: u32 = 19 * 1024;
    /// A file that asks for more would take the memory or the time of whoever opens it.
    const MAX_KIB: u32 = 256 * 1024;
    const MIN_PASSES: u32 = 2;
    const MAX_PASSES: u32 = 10;

    /// The least that a file may ask for. For tests: the app writes [`Cost::default`].
    pub const LEAST: Self = Self { kib: Self::MIN_KIB, passes: Self::MIN_PASSES };

    /// `None` where it is less or more than a file may ask for.
    pub fn new(kib: u32, passes: u32) -> Option<Self> {
        let fits = (Self::MIN_KIB..=Self::MAX_KIB).contains(&kib)
            && (Self::MIN_PASSES..=Self::MAX_PASSES).contains(&passes);
        fits.then_some(Self { kib, passes })
    }
}

/// 64 MiB and five passes: `tests/measure_unlock` prints how long they take. Three, as many as the first vaults have, take less than
/// the 250 ms on two cores that are the aim.
impl Default for Cost {
    fn default() -> Self {
        Self { kib: 64 * 1024, passes: 5 }
    }
}

/// What a passcode is stretched with: the parameters of its slot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Stretching {
    salt: [u8; Stretching::SALT],
    cost: Cost,
}

/// A passcode as Argon2id has stretched it (p in FORMAT.md). Kept for one change of the vault.
pub struct Stretched {
    stretching: Stretching,
    bytes: VaultKey,
}

impl Stretching {
    const SALT: usize = 16;
    pub const BYTES: usize = Self::SALT + 4 + 4;

    pub fn generate(cost: Cost) -> Result<Self, VaultError> {
        let mut salt = [0; Self::SALT];
        SystemRandom::new().fill(&mut salt).map_err(|_| NoRandomness)?;
        Ok(Self { salt, cost })
    }

    /// `None` where the parameters are none that the app would write.
    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Option<Self> {
        let (salt, rest) = bytes.split_first_chunk()?;
        let (kib, passes) = rest.split_first_chunk()?;
        let cost = Cost::new(u32::from_be_bytes(*kib), u32::from_be_bytes(passes.try_into().ok()?))?;
        Some(Self { salt: *salt, cost })
    }

    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..Self::SALT].copy_from_slice(&self.salt);
        bytes[Self::SALT..][..4].copy_from_slice(&self.cost.kib.to_be_bytes());
        bytes[Self::SALT + 4..].copy_from_slice(&self.cost.passes.to_be_bytes());
        bytes
    }

    /// Argon2id (RFC 9106) with one lane. Takes as long as the cost says.
    pub fn stretch(self, passcode: &Passcode) -> Result<Stretched, VaultError> {
        on_scrubbed_stack(|| {
            let Cost { kib, passes } = self.cost;
            let params =
                Params::new(kib, passes, 1, Some(VaultKey::BYTES)).expect("a cost is in Argon2's bounds");
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let mut bytes = Zeroizing::new([0; VaultKey::BYTES]);
            // Only memory can be missing: salt, text and output have lengths that Argon2 takes.
            argon2
                .hash_password_into(passcode.text.as_bytes(), &self.salt, &mut *bytes)
                .map_err(|_| VaultError::Unreachable(ErrorKind::OutOfMemory))?;
            Ok(Stretched { stretching: self, bytes: VaultKey::new(&bytes) })
        })
    }
}

impl Stretched {
    const INFO: &[u8] = b"skts/v2/passcode-slot";

    pub fn stretching(&self) -> Stretching {
        self.stretching
    }

    /// The key that opens the passcode's slot in the vault of `id`: only the passcode, on this device, gives it. `key`:
    /// what `keystore` has under the id.
    pub fn kek(&self, id: &KeyId, key: &VaultKey, keystore: &dyn Keystore) -> Result<VaultKey, VaultError> {
        let bound = keystore.bind(id, key, self.bytes.expose()).map_err(VaultError::of_key)?;
        Ok(derived(id, [self.bytes.expose(), &bound, key.expose()], Self::INFO))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keystore::MemoryKeystore;

    #[track_caller]
    fn case(text: &str, expected: Result<Form, PasscodeError>) {
        assert_eq!(Passcode::parse(text).map(|passcode| passcode.form()), expected, "{text:?}");
    }

    #[test]
    fn six_digits_or_a_passphrase() {
        case("482913", Ok(Form::Digits));
        case("４８２９１３", Ok(Form::Digits));
        case("48291", Err(PasscodeError::TooShort));
        case("4829131", Err(PasscodeError::TooShort));
        case("abcdef", Err(PasscodeError::TooShort));
        case("٤٨٢٩١٣", Err(PasscodeError::TooShort));
        case("", Err(PasscodeError::TooShort));
        case("ten chars!", Ok(Form::Passphrase));
        case("nine char", Err(PasscodeError::TooShort));
        case("0123456789", Ok(Form::Passphrase));
        case(&"あ".repeat(64), Ok(Form::Passphrase));
        case(&"あ".repeat(65), Err(PasscodeError::TooLong));
        // One character that is eighteen in one form.
        case(&"\u{FDFA}".repeat(4), Err(PasscodeError::TooLong));
        case("two\nlines and more", Err(PasscodeError::Control));
    }

    #[test]
    fn two_keyboards_give_one_passcode() {
        let same =
            |one: &str, other: &str| Passcode::parse(one).unwrap().same_as(&Passcode::parse(other).unwrap());
        assert!(same("４８２９１３", "482913"));
        assert!(same("ｶﾞｷﾞｸﾞｹﾞｺﾞ ｻｼｽｾｿ", "ガギグゲゴ サシスセソ"));
        assert!(same("cafe\u{301} au lait", "caf\u{e9} au lait"));
        assert!(!same("482913", "482914"));
        assert!(!same("a passphrase", "a passphrase "));
    }

    #[test]
    fn easy_ones_are_known() {
        for (text, easy) in [
            ("111111", true),
            ("000000", true),
            ("123456", true),
            ("１２３４５６", true),
            ("482913", false),
            ("111112", false),
            ("aaaaaaaaaa", false),
        ] {
            assert_eq!(Passcode::parse(text).unwrap().is_easy(), easy, "{text}");
        }
    }

    #[test]
    fn nothing_shows_it() {
        let passcode = Passcode::parse("482913").unwrap();
        assert_eq!(format!("{passcode:?} {:#?}", Some(&passcode)), "Passcode(…) Some(\n    Passcode(…),\n)");
        let error = Passcode::parse("48291").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("48291"));
    }

    #[test]
    fn its_text_is_never_moved() {
        let passcode = Passcode::parse(&"あ".repeat(64)).unwrap();
        assert_eq!(passcode.text.capacity(), Passcode::MAX_BYTES);
    }

    #[test]
    fn parameters_read_back_and_no_others() {
        let stretching = Stretching::generate(Cost::default()).unwrap();
        assert!(Stretching::from_bytes(&stretching.to_bytes()) == Some(stretching));
        for (kib, passes, taken) in [
            (19 * 1024, 2, true),
            (256 * 1024, 10, true),
            (19 * 1024 - 1, 2, false),
            (19 * 1024, 1, false),
            (256 * 1024 + 1, 3, false),
            (64 * 1024, 11, false),
            (u32::MAX, u32::MAX, false),
            (0, 0, false),
        ] {
            let bytes = [&[9; 16][..], &u32::to_be_bytes(kib), &u32::to_be_bytes(passes)].concat();
            let read = Stretching::from_bytes(bytes.first_chunk().unwrap());
            assert_eq!(read.is_some(), taken, "{kib} KiB, {passes} passes");
        }
    }

    /// Each of the passcode, the salt, the cost, the key and its id changes what opens the slot.
    #[test]
    fn everything_goes_into_the_key() {
        let stretch = |text: &str, salt: u8, kib: u32| {
            let stretching = Stretching { salt: [salt; 16], cost: Cost::new(kib, 2).unwrap() };
            stretching.stretch(&Passcode::parse(text).unwrap()).unwrap()
        };
        let (keys, ids) =
            ([1, 2].map(|byte| VaultKey::new(&[byte; 32])), [3, 4].map(|byte| KeyId::from_bytes([byte; 16])));
        let keystore = MemoryKeystore::new();
        let first = stretch("482913", 5, 19 * 1024);
        let keks = [
            first.kek(&ids[0], &keys[0], &keystore),
            first.kek(&ids[0], &keys[1], &keystore),
            first.kek(&ids[1], &keys[0], &keystore),
            stretch("482914", 5, 19 * 1024).kek(&ids[0], &keys[0], &keystore),
            stretch("482913", 6, 19 * 1024).kek(&ids[0], &keys[0], &keystore),
            stretch("482913", 5, 20 * 1024).kek(&ids[0], &keys[0], &keystore),
        ]
        .map(Result::unwrap);
        for (at, kek) in keks.iter().enumerate() {
            assert!(keks[..at].iter().all(|other| !other.same_as(kek)), "{at}");
        }
        let again = stretch("４８２９１３", 5, 19 * 1024).kek(&ids[0], &keys[0], &keystore).unwrap();
        assert!(again.same_as(&keks[0]));
    }
}
