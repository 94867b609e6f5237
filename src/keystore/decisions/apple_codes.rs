//! What the numbers of Apple's Security framework (`SecBase.h`) mean.

use crate::keystore::KeystoreError;

const USER_CANCELED: i32 = -128;
const NOT_AVAILABLE: i32 = -25291;
const AUTH_FAILED: i32 = -25293;
const INTERACTION_NOT_ALLOWED: i32 = -25308;
const MISSING_ENTITLEMENT: i32 = -34018;

pub fn refusal_of(code: i32) -> KeystoreError {
    match code {
        INTERACTION_NOT_ALLOWED => KeystoreError::Locked,
        USER_CANCELED | AUTH_FAILED => KeystoreError::Cancelled,
        MISSING_ENTITLEMENT | NOT_AVAILABLE => KeystoreError::Unavailable,
        code => KeystoreError::Platform(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_means_what_apple_says() {
        for (code, meaning) in [
            // errSecInteractionNotAllowed: the phone is locked, and the key is not lost.
            (-25308, KeystoreError::Locked),
            // errSecUserCanceled, errSecAuthFailed: when asked again, the customer may give the key.
            (-128, KeystoreError::Cancelled),
            (-25293, KeystoreError::Cancelled),
            // errSecMissingEntitlement, errSecNotAvailable: there is no keychain for this program.
            (-34018, KeystoreError::Unavailable),
            (-25291, KeystoreError::Unavailable),
            // errSecDecode, and a number that has no meaning here: the number is passed on.
            (-26275, KeystoreError::Platform(-26275)),
            (0, KeystoreError::Platform(0)),
        ] {
            assert_eq!(refusal_of(code), meaning, "{code}");
        }
    }
}
