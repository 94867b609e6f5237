//! The names of the vault's files, for the vault itself and for whoever must not mistake them.

/// The vault.
pub const CURRENT: &str = "vault.skts";
/// The generation before, while a new one takes its place.
pub const PREVIOUS: &str = "vault.previous";
/// The new generation, until it is complete.
pub const NEXT: &str = "vault.next";
/// What processes lock; empty.
pub const LOCK: &str = "vault.lock";

const ASIDE: &str = ".set-aside-";

/// The name under which a file is kept that a customer registers anew over. Numbers begin at 1.
pub fn aside(name: &str, number: u64) -> String {
    format!("{name}{ASIDE}{number}")
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
