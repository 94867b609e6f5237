//! Login passwords: Argon2id (RFC 9106), kept as PHC strings.

use crate::secrets;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::OnceLock;

/// Characters of the longest password that is hashed at all.
pub const MAX_PASSWORD: usize = 64;

/// 19 MiB, two passes, one lane: the first choice of OWASP's Password Storage Cheat Sheet.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the numbers are within RFC 9106's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A PHC string with a fresh salt.
pub fn hash(password: &str) -> String {
    let salt = secrets::random::<16>();
    let hashed: Result<PasswordHash, _> = argon2().hash_password_with_salt(password.as_bytes(), &salt);
    hashed.expect("password and salt have lengths that RFC 9106 allows").to_string()
}

/// Whether the password belongs to the PHC string. Without one it computes as long and says no, so that
/// the time does not tell whether a contract exists.
pub fn matches(password: &str, phc: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let nobody = NOBODY.get_or_init(|| hash("nobody has this password"));
    let text = phc.unwrap_or(nobody);
    let right = PasswordHash::new(text)
        .is_ok_and(|parsed| argon2().verify_password(password.as_bytes(), &parsed).is_ok());
    right && phc.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_string_alone() {
        let phc = hash("あさひ 7 rin");
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(matches("あさひ 7 rin", Some(&phc)));
        assert!(!matches("あさひ 7 rim", Some(&phc)));
        assert!(!matches("nobody has this password", None));
        assert!(!matches("あさひ 7 rin", Some("no PHC string")));
    }
}
