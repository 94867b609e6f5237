//! What iOS says of faces and fingers: the numbers of LocalAuthentication (`LAError`) and of the keychain (`SecBase.h`).

use crate::keystore::{BiometricError, BiometricReadiness};

// LAError.
const PASSCODE_NOT_SET: isize = -5;
const NOT_AVAILABLE: isize = -6;
const NOT_ENROLLED: isize = -7;
const LOCKOUT: isize = -8;

// SecBase.h.
const USER_CANCELED: i32 = -128;
const KEYCHAIN_NOT_AVAILABLE: i32 = -25291;
const AUTH_FAILED: i32 = -25293;
const ITEM_NOT_FOUND: i32 = -25300;
const INTERACTION_NOT_ALLOWED: i32 = -25308;
const MISSING_ENTITLEMENT: i32 = -34018;

/// From `canEvaluatePolicy`: the number of its refusal, `None` where it refuses nothing; and whether the phone has a sensor.
pub fn readiness(refused: Option<isize>, has_sensor: bool) -> BiometricReadiness {
    match refused {
        // After too many failures iOS asks for nothing until the phone was unlocked with its passcode. A secret can be stored.
        None | Some(LOCKOUT) => BiometricReadiness::Ready,
        Some(NOT_ENROLLED | PASSCODE_NOT_SET) if has_sensor => BiometricReadiness::NotEnrolled,
        // The customer has forbidden Face ID to this app.
        Some(NOT_AVAILABLE) if has_sensor => BiometricReadiness::NotEnrolled,
        Some(_) => BiometricReadiness::Absent,
    }
}

/// Why the keychain gave the secret not out; `refused` is what `canEvaluatePolicy` says right afterwards.
///
/// An item that is not found is one that iOS has made away: it deletes or hides an item of `biometryCurrentSet` when another
/// face or finger is enrolled, and does not tell it from one that never was. The app asks for what it has stored alone.
pub fn refusal_of(code: i32, refused: Option<isize>) -> BiometricError {
    match (code, refused) {
        (ITEM_NOT_FOUND, _) => BiometricError::Invalidated,
        (AUTH_FAILED, Some(LOCKOUT)) => BiometricError::LockedOut,
        (AUTH_FAILED, Some(NOT_ENROLLED | NOT_AVAILABLE | PASSCODE_NOT_SET)) => BiometricError::Unavailable,
        // Not recognised this time; or nobody could see the question, behind another app or on a locked phone.
        (USER_CANCELED | AUTH_FAILED | INTERACTION_NOT_ALLOWED, _) => BiometricError::Cancelled,
        (KEYCHAIN_NOT_AVAILABLE | MISSING_ENTITLEMENT, _) => BiometricError::Unavailable,
        (code, _) => BiometricError::Platform(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_ready_when_a_face_or_a_finger_is_enrolled() {
        use BiometricReadiness::{Absent, NotEnrolled, Ready};
        for (refused, with_sensor, without) in [
            (None, Ready, Ready),
            // LAErrorBiometryLockout.
            (Some(-8), Ready, Ready),
            // LAErrorBiometryNotEnrolled, LAErrorPasscodeNotSet, LAErrorBiometryNotAvailable.
            (Some(-7), NotEnrolled, Absent),
            (Some(-5), NotEnrolled, Absent),
            (Some(-6), NotEnrolled, Absent),
            // LAErrorBiometryDisconnected, and a number without a meaning here.
            (Some(-13), Absent, Absent),
            (Some(0), Absent, Absent),
        ] {
            assert_eq!(
                (readiness(refused, true), readiness(refused, false)),
                (with_sensor, without),
                "{refused:?}"
            );
        }
    }

    #[test]
    fn every_refusal_of_the_keychain_has_its_name() {
        use BiometricError::{Cancelled, Invalidated, LockedOut, Platform, Unavailable};
        for (code, refused, expected) in [
            // errSecItemNotFound: whatever the phone says of faces by now.
            (-25300, None, Invalidated),
            (-25300, Some(-7), Invalidated),
            (-25300, Some(-8), Invalidated),
            // errSecAuthFailed.
            (-25293, None, Cancelled),
            (-25293, Some(-8), LockedOut),
            (-25293, Some(-7), Unavailable),
            (-25293, Some(-6), Unavailable),
            (-25293, Some(-5), Unavailable),
            (-25293, Some(-13), Cancelled),
            // errSecUserCanceled, errSecInteractionNotAllowed: the customer closed it, whatever else is so.
            (-128, None, Cancelled),
            (-128, Some(-8), Cancelled),
            (-25308, None, Cancelled),
            // errSecNotAvailable, errSecMissingEntitlement.
            (-25291, None, Unavailable),
            (-34018, None, Unavailable),
            // errSecDuplicateItem, and a number without a meaning here.
            (-25299, None, Platform(-25299)),
            (0, None, Platform(0)),
        ] {
            assert_eq!(refusal_of(code, refused), expected, "{code} {refused:?}");
        }
    }
}
