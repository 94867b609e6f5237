//! Which names a Key URI's parameters may have.
//!
//! A parameter that is passed over may be a mangled `algorithm`, and then every code is wrong without a
//! word. So a name is one of ours, or a foreign one that is known to change no code; all others are refused.
//!
//! No name is repeated in an error: where a URI was cut or joined wrongly, a piece of the secret stands
//! in a name's place. What an error names is always from the lists below.

use super::{DraftError, two_step};
use crate::token::normalise;
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

/// The parameters that this app reads.
const OURS: [&str; 9] = ["secret", "issuer", "algorithm", "digits", "period", "serial", "iat", "ocra", "tx"];

/// Names that other programs write and that change no code.
const FOREIGN: [&str; 9] = [
    "image",            // a logo's address: FreeOTP's URI.md; privacyIDEA 3.14, lib/tokens/hotptoken.py
    "color",            // FreeOTP's URI.md
    "lock",             // asks for the phone's lock: FreeOTP's URI.md
    "icon",             // a logo's address: Ruby's rotp, issue 91
    "creator",          // the server's name: privacyIDEA 3.14, lib/apps.py
    "pin",              // asks for the app's lock: privacyIDEA 3.14, lib/tokens/hotptoken.py
    "app_force_unlock", // the same
    "tags",             // groups: andOTP, Database/Entry.java
    "codeDisplay",      // how a list is sorted: Ente Auth, models/code.dart
];

/// Names for what we call otherwise, or for what would change the code, seen in other programs and
/// in their settings. They are refused by name.
const REFUSED: [&str; 24] = [
    "hash",
    "hashalgorithm",
    "algo",
    "alg",
    "digest",
    "hmac",
    "crypto",
    "interval",
    "step",
    "timestep",
    "timeout",
    "digit",
    "length",
    "otplen",
    "codelength",
    "key",
    "seed",
    "sharedsecret",
    "type",
    "tokentype",
    "encoder",
    "counter",
    "offset",
    "epoch",
];

/// What is to be done with a parameter's value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Read,
    PassOver,
}

/// Judges the name of the parameter at `position` (counted from 1), percent-decoded.
pub(super) fn judge(name: &str, position: usize) -> Result<Use, DraftError> {
    if ours().any(|known| known == name) {
        return Ok(Use::Read);
    }
    if FOREIGN.contains(&name) {
        return Ok(Use::PassOver);
    }
    let folded = fold(name);
    let same = |known: &&str| *fold(known) == *folded;
    match ours().chain(FOREIGN).find(same) {
        Some(meant) => Err(DraftError::MisspeltParameter { position, meant }),
        None => Err(DraftError::UnknownParameter { position, name: REFUSED.into_iter().find(same) }),
    }
}

/// Refuses a decoded value (or label, position 0) that has one of our parameters inside: its `&` was
/// encoded or became a `;`, and with its neighbour's value it would be passed over.
pub(super) fn refuse_inside(value: &str, position: usize) -> Result<(), DraftError> {
    let names =
        value.split(['&', ';']).skip(1).filter_map(|piece| piece.split_once('=')).map(|(name, _)| fold(name));
    match names.filter_map(|name| ours().find(|known| *fold(known) == *name)).next() {
        Some(meant) => Err(DraftError::MisspeltParameter { position, meant }),
        None => Ok(()),
    }
}

fn ours() -> impl Iterator<Item = &'static str> {
    OURS.into_iter().chain(two_step::PARAMETERS)
}

/// What remains of a name when everything is taken away that a program between the bank and the
/// customer may have put in: escapes (`&amp;`, `%25…`), case, full width, blanks, marks, separators.
fn fold(name: &str) -> Zeroizing<String> {
    let mut name = Zeroizing::new(name.to_owned());
    // A template, a form and a mail program may each have encoded the name once more.
    for _ in 0..3 {
        name = Zeroizing::new(percent_decode_str(&name).decode_utf8_lossy().into_owned());
    }
    let narrow: Zeroizing<String> =
        Zeroizing::new(name.chars().filter_map(normalise).flat_map(char::to_lowercase).collect());
    let mut rest = narrow.as_str();
    loop {
        rest = rest.trim_start_matches(|character: char| !character.is_alphanumeric());
        match ["amp;", "38;", "x26;"].into_iter().find_map(|escape| rest.strip_prefix(escape)) {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    Zeroizing::new(rest.chars().filter(|character| character.is_alphanumeric()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_name_is_itself() {
        for name in ours().chain(FOREIGN) {
            assert!(judge(name, 1).is_ok(), "{name}");
            let meant = judge(&name.to_uppercase(), 2).err();
            assert_eq!(meant, Some(DraftError::MisspeltParameter { position: 2, meant: name }));
        }
        for name in REFUSED {
            assert_eq!(
                judge(name, 3).err(),
                Some(DraftError::UnknownParameter { position: 3, name: Some(name) })
            );
        }
    }

    #[test]
    fn no_two_known_names_fold_to_one() {
        let all: Vec<_> = ours().chain(FOREIGN).chain(REFUSED).collect();
        for (index, name) in all.iter().enumerate() {
            assert!(all[..index].iter().all(|other| fold(other) != fold(name)), "{name}");
        }
    }
}
