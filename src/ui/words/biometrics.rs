//! What the customer reads when no face and no finger opened the app, or could be made to.

use super::{Told, Words, says};
use crate::keystore::BiometricError;

/// On the lock's pages, where the passcode opens the app all the same.
pub(in crate::ui) fn unrecognised(error: BiometricError) -> Words {
    match error {
        BiometricError::Invalidated | BiometricError::NoEntry => says(
            "顔や指紋の|登録が|変わった¦ため、|パスコードで|開いて¦ください。",
            "Your faces or fingerprints have changed: use the passcode.",
        ),
        BiometricError::LockedOut => says(
            "生体認証は|しばらく|使え¦ません。|パスコードで|開いて¦ください。",
            "Biometrics are blocked for a while: use the passcode.",
        ),
        BiometricError::Cancelled | BiometricError::Unavailable | BiometricError::Platform(_) => says(
            "生体認証が|使え¦ません。|パスコードで|開いて¦ください。",
            "Biometrics do not work now: use the passcode.",
        ),
    }
}

/// Where biometrics were to be turned on.
pub(super) fn not_turned_on(error: BiometricError) -> Told {
    match error {
        BiometricError::Cancelled => Told {
            what: says("生体認証を|取りやめました", "Biometrics were cancelled"),
            next: says(
                "もう一度|お試しに¦なるか、|パスコードで|お開き¦ください。",
                "Try again, or go on with the passcode.",
            ),
        },
        BiometricError::LockedOut => Told {
            what: says("生体認証は|しばらく|使えません", "Biometrics are blocked for a while"),
            next: says(
                "読み取れない|ことが|続きました。|少し¦あとで、|もう一度|お試し¦ください。",
                "They were not recognised several times. Try again a little later.",
            ),
        },
        BiometricError::Unavailable => Told {
            what: says("生体認証を|使えません", "Biometrics are not available"),
            next: says(
                "端末の設定で、|顔や指紋の|登録を|お確かめ¦ください。",
                "Check in the device's settings that a face or fingerprint is enrolled.",
            ),
        },
        BiometricError::Invalidated | BiometricError::NoEntry | BiometricError::Platform(_) => Told {
            what: says("生体認証を|始められません", "Biometrics could not be turned on"),
            next: says("もう一度|お試し¦ください。", "Please try again."),
        },
    }
}
