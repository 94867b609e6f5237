//! What the numbers mean that the Java class `KeyVault` answers with: `KeyVaultException.code` and `KeyVault.level`.

use crate::keystore::{KeystoreError, Protection};

// The numbers of the two Java classes, under their names. tests/frames/names.py compares them.
const NO_ENTRY: i32 = 1;
const INVALIDATED: i32 = 2;
const LOCKED: i32 = 3;
const UNAVAILABLE: i32 = 4;
const LEVEL_UNKNOWN: i32 = 0;
const LEVEL_SOFTWARE: i32 = 1;
const LEVEL_TRUSTED_ENVIRONMENT: i32 = 2;
const LEVEL_STRONGBOX: i32 = 3;

/// Another exception than `KeyVaultException`, or a call that JNI itself refused: it has no number.
pub const NO_CODE: i32 = 0;

/// What an exception means, by its number alone: its text may hold what was stored.
pub fn refusal(code: i32) -> KeystoreError {
    match code {
        NO_ENTRY => KeystoreError::NoEntry,
        INVALIDATED => KeystoreError::Invalidated,
        LOCKED => KeystoreError::Locked,
        UNAVAILABLE => KeystoreError::Unavailable,
        code => KeystoreError::Platform(code),
    }
}

/// How well a key is kept, by the level that Android's `KeyInfo` told. A key in software, and one that was not
/// measured, count as the system's word and no more.
pub fn protection(level: i32) -> Protection {
    match level {
        LEVEL_TRUSTED_ENVIRONMENT | LEVEL_STRONGBOX => Protection::SecureHardware,
        LEVEL_UNKNOWN | LEVEL_SOFTWARE => Protection::SystemKeystore,
        // A level that a later version of the Java side might name is no promise of hardware.
        _ => Protection::SystemKeystore,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(code: i32, expected: KeystoreError) {
        assert_eq!(refusal(code), expected);
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
    fn only_hardware_counts_as_hardware() {
        let levels = [-1, 0, 1, 2, 3, 4].map(protection);
        use Protection::{SecureHardware, SystemKeystore};
        let expected =
            [SystemKeystore, SystemKeystore, SystemKeystore, SecureHardware, SecureHardware, SystemKeystore];
        assert_eq!(levels, expected);
    }
}
