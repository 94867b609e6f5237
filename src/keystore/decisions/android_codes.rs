//! What Java's numbers mean: `KeyVaultException.code` and `KeyVault.level`.

use crate::keystore::system::common_refusal;
use crate::keystore::{KeystoreError, Protection};
use keyring_core::Error;
use std::fmt;

const NO_ENTRY: i32 = 1;
const INVALIDATED: i32 = 2;
const LOCKED: i32 = 3;
const UNAVAILABLE: i32 = 4;

/// Another exception than Java's own: it has no number.
pub const NO_CODE: i32 = 0;

/// The number of a `KeyVaultException`; nothing of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(pub i32);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "code {}", self.0)
    }
}

impl std::error::Error for Code {}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        match code.0 {
            NO_ENTRY => Self::NoEntry,
            LOCKED => Self::NoStorageAccess(Box::new(code)),
            _ => Self::PlatformFailure(Box::new(code)),
        }
    }
}

/// The way back, for [`SystemKeystore`](crate::keystore::system::SystemKeystore).
pub fn refusal(error: Error) -> KeystoreError {
    let code = match &error {
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => cause.downcast_ref(),
        _ => None,
    };
    let Some(Code(code)) = code else { return common_refusal(&error) };
    match *code {
        INVALIDATED => KeystoreError::Invalidated,
        LOCKED => KeystoreError::Locked,
        UNAVAILABLE => KeystoreError::Unavailable,
        code => KeystoreError::Platform(code),
    }
}

/// How well a key is kept, by the level that its `KeyInfo` tells: 2 is a trusted environment, 3 StrongBox.
/// Software (1), and what was not measured (0), count as the system's word and no more.
pub fn protection(level: i32) -> Protection {
    match level {
        2 | 3 => Protection::SecureHardware,
        _ => Protection::SystemKeystore,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(code: i32, expected: KeystoreError) {
        assert_eq!(refusal(Code(code).into()), expected);
    }

    #[test]
    fn every_code_has_its_name() {
        case(1, KeystoreError::NoEntry);
        case(2, KeystoreError::Invalidated);
        case(3, KeystoreError::Locked);
        case(4, KeystoreError::Unavailable);
        case(NO_CODE, KeystoreError::Platform(0));
        case(5, KeystoreError::Platform(5));
        case(100, KeystoreError::Platform(100));
        case(i32::MAX, KeystoreError::Platform(i32::MAX));
        case(-1, KeystoreError::Platform(-1));
    }

    #[test]
    fn an_error_of_another_source_has_no_code() {
        let other = Error::PlatformFailure(Box::new(std::io::Error::other("x")));
        assert_eq!(refusal(other), KeystoreError::Platform(0));
        assert_eq!(refusal(Error::NoEntry), KeystoreError::NoEntry);
        assert_eq!(refusal(Error::Invalid("service".into(), "x".into())), KeystoreError::Platform(0));
    }

    #[test]
    fn only_hardware_counts_as_hardware() {
        let levels = [-1, 0, 1, 2, 3, 4].map(protection);
        use Protection::{SecureHardware, SystemKeystore};
        let expected =
            [SystemKeystore, SystemKeystore, SystemKeystore, SecureHardware, SecureHardware, SystemKeystore];
        assert_eq!(levels, expected);
    }

    #[test]
    fn a_code_says_nothing_but_its_number() {
        assert_eq!((Code(7).to_string(), format!("{:?}", Code(7))), ("code 7".into(), "Code(7)".into()));
    }
}
