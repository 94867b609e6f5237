//! The names of the vault's files, for the vault itself and for whoever must not mistake them.

use crate::token::UnixTime;

/// The vault.
pub const CURRENT: &str = "vault.skts";
/// The generation before, while a new one takes its place.
pub const PREVIOUS: &str = "vault.previous";
/// The new generation, until it is complete.
pub const NEXT: &str = "vault.next";
/// What processes lock; empty.
pub const LOCK: &str = "vault.lock";

const ASIDE: &str = ".set-aside-";
/// Numbers below are no dates (of 2001 and later): earlier versions of the app counted the files from 1.
const FIRST_DATE: u64 = 1_000_000_000;

/// The name under which a file is kept that a customer registers anew over. The number is the time, in Unix seconds,
/// or the next one that is free.
pub fn aside(name: &str, number: u64) -> String {
    format!("{name}{ASIDE}{number}")
}

/// When a file was set aside, if its name is that of one; `None` inside where the name does not tell.
pub fn set_aside_at(name: &str) -> Option<Option<UnixTime>> {
    let (_, number) = name.split_once(ASIDE).filter(|_| owns(name))?;
    Some(number.parse().ok().filter(|&number| number >= FIRST_DATE).map(UnixTime::from_seconds))
}

/// The first name of a file that was set aside, where its name does not tell when that was.
pub fn undated(name: &str) -> Option<&str> {
    set_aside_at(name).filter(Option::is_none)?;
    name.split_once(ASIDE).map(|(first, _)| first)
}

/// Whether the vault gives this name to a file of its own, in whatever state the file is. While the data folder has
/// such a file, a key in the keystore may be the one that opens it.
pub fn owns(name: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let name = name.split_once(ASIDE).filter(|(_, number)| is_number(number)).map_or(name, |(name, _)| name);
    [CURRENT, PREVIOUS, NEXT, LOCK].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_own_names_and_no_others() {
        for name in [CURRENT, PREVIOUS, NEXT, LOCK, &aside(CURRENT, 1), &aside(PREVIOUS, u64::MAX)] {
            assert!(owns(name), "{name}");
        }
        assert_eq!(set_aside_at(&aside(CURRENT, 1)), Some(None));
        assert_eq!(undated(&aside(PREVIOUS, 3)), Some(PREVIOUS));
        assert_eq!(undated(&aside(PREVIOUS, 1_800_000_000)), None);
        let time = 1_800_000_000;
        assert_eq!(set_aside_at(&aside(PREVIOUS, time)), Some(Some(UnixTime::from_seconds(time))));
        assert_eq!(set_aside_at(CURRENT), None);
        assert_eq!(set_aside_at("settings.json.set-aside-1800000000"), None);
        for name in [
            "",
            "vault",
            "vault.skts2",
            "settings.json",
            "vault-00ff.key",
            "has-run",
            "vault.skts.set-aside-",
        ] {
            assert!(!owns(name), "{name}");
        }
    }
}
