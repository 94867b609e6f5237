//! What the numbers mean that the Java classes `KeyVault` and `BiometricVault` answer with: `KeyVaultException.code`,
//! `KeyVault.level` and `BiometricVault.readiness`.

use crate::keystore::{BiometricError, BiometricReadiness, KeystoreError, Protection};

// The numbers of the three Java classes, under their names. tests/frames/names.py compares them.
const NO_ENTRY: i32 = 1;
const INVALIDATED: i32 = 2;
const LOCKED: i32 = 3;
const UNAVAILABLE: i32 = 4;
const CANCELLED: i32 = 5;
const ASKED: i32 = 50;
const READY: i32 = 0;
const NOT_ENROLLED: i32 = 1;
const ABSENT: i32 = 2;
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

// Android's numbers for a question that ended without a face or a finger: BiometricPrompt's BIOMETRIC_ERROR_ constants.
const TIMEOUT: i32 = 3;
const CLOSED_BY_ANDROID: i32 = 5;
const LOCKOUT: i32 = 7;
const LOCKOUT_PERMANENT: i32 = 9;
const USER_CANCELED: i32 = 10;
const NO_BIOMETRICS: i32 = 11;
const HW_NOT_PRESENT: i32 = 12;
const NEGATIVE_BUTTON: i32 = 13;
const SECURITY_UPDATE_REQUIRED: i32 = 15;

/// What an exception of `BiometricVault` means. A sensor that is busy (HW_UNAVAILABLE) and a locked phone pass by: they have
/// their number, and nothing is lost because of them.
pub fn biometric_refusal(code: i32) -> BiometricError {
    match code {
        NO_ENTRY => BiometricError::NoEntry,
        INVALIDATED => BiometricError::Invalidated,
        UNAVAILABLE => BiometricError::Unavailable,
        CANCELLED => BiometricError::Cancelled,
        code => match code.wrapping_sub(ASKED) {
            TIMEOUT | CLOSED_BY_ANDROID | USER_CANCELED | NEGATIVE_BUTTON => BiometricError::Cancelled,
            LOCKOUT | LOCKOUT_PERMANENT => BiometricError::LockedOut,
            NO_BIOMETRICS | HW_NOT_PRESENT | SECURITY_UPDATE_REQUIRED => BiometricError::Unavailable,
            _ => BiometricError::Platform(code),
        },
    }
}

/// `BiometricVault.readiness`. A number that nobody gave a meaning promises nothing.
pub fn biometric_readiness(said: i32) -> BiometricReadiness {
    match said {
        READY => BiometricReadiness::Ready,
        NOT_ENROLLED => BiometricReadiness::NotEnrolled,
        ABSENT => BiometricReadiness::Absent,
        _ => BiometricReadiness::Absent,
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
    fn every_end_of_a_question_for_a_face_has_its_name() {
        use BiometricError::{Cancelled, Invalidated, LockedOut, NoEntry, Platform, Unavailable};
        for (code, expected) in [
            (1, NoEntry),
            (2, Invalidated),
            // KeyVaultException.LOCKED: the phone is locked, and nothing is lost.
            (3, Platform(3)),
            (4, Unavailable),
            (5, Cancelled),
            (NO_CODE, Platform(0)),
            // BIOMETRIC_ERROR_HW_UNAVAILABLE, UNABLE_TO_PROCESS, TIMEOUT, NO_SPACE, CANCELED.
            (51, Platform(51)),
            (52, Platform(52)),
            (53, Cancelled),
            (54, Platform(54)),
            (55, Cancelled),
            // LOCKOUT, VENDOR, LOCKOUT_PERMANENT, USER_CANCELED, NO_BIOMETRICS, HW_NOT_PRESENT, the negative button.
            (57, LockedOut),
            (58, Platform(58)),
            (59, LockedOut),
            (60, Cancelled),
            (61, Unavailable),
            (62, Unavailable),
            (63, Cancelled),
            (64, Platform(64)),
            (65, Unavailable),
            // The private file, another failure, AndroidKeyStore's own number.
            (99, Platform(99)),
            (100, Platform(100)),
            (111, Platform(111)),
            (i32::MIN, Platform(i32::MIN)),
            (i32::MAX, Platform(i32::MAX)),
        ] {
            assert_eq!(biometric_refusal(code), expected, "{code}");
        }
    }

    #[test]
    fn readiness_is_promised_by_one_number_alone() {
        use BiometricReadiness::{Absent, NotEnrolled, Ready};
        assert_eq!([-1, 0, 1, 2, 3].map(biometric_readiness), [Absent, Ready, NotEnrolled, Absent, Absent]);
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
