//! The iPhone's secrets behind Face ID and Touch ID: items of the keychain that the Secure Enclave gives out only after it has
//! recognised one of the faces or fingers that were enrolled when the item was stored.
//!
//! LocalAuthentication is asked for a yes or no nowhere: the keychain asks, with the context that it is handed for the words of
//! its question, and gives the secret or not.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::decisions::apple_biometry;
use super::system::SERVICE;
use super::{BiometricError, BiometricKeystore, BiometricReadiness, KeyId, VaultKey};
use core_foundation::base::{CFType, TCFType};
use objc2::rc::{Retained, autoreleasepool};
use objc2_foundation::{NSString, ns_string};
use objc2_local_authentication::{LABiometryType, LAContext, LAPolicy};
use security_framework::access_control::{ProtectionMode, SecAccessControl};
use security_framework::base::Error;
use security_framework::item::{ItemClass, ItemSearchOptions, SearchResult};
use security_framework::passwords::{AccessControlOptions, PasswordOptions, set_generic_password_options};
use zeroize::Zeroizing;

const ITEM_NOT_FOUND: i32 = -25300;

/// What asks in English or in Japanese.
pub fn biometrics(english: bool) -> Box<dyn BiometricKeystore> {
    Box::new(IphoneBiometrics { english })
}

struct IphoneBiometrics {
    english: bool,
}

/// The words of iOS's question.
struct Words {
    reason: &'static str,
    no: &'static str,
}

impl IphoneBiometrics {
    fn load_words(&self) -> Words {
        if self.english {
            Words { reason: "Open SKTS Token", no: "Use the passcode" }
        } else {
            Words { reason: "SKTS Token を開きます", no: "パスコードで開く" }
        }
    }

    fn store_words(&self) -> Words {
        if self.english {
            Words { reason: "Turn on biometrics", no: "Cancel" }
        } else {
            Words { reason: "生体認証を登録します", no: "キャンセル" }
        }
    }
}

impl BiometricKeystore for IphoneBiometrics {
    fn readiness(&self) -> BiometricReadiness {
        let (refused, has_sensor) = sensor();
        apple_biometry::readiness(refused, has_sensor)
    }

    /// iOS asks nobody when it stores. So the secret is read back, which asks: the customer sees that the face or the finger
    /// opens it, and allows Face ID to the app.
    fn store(&self, id: &KeyId, secret: &VaultKey) -> Result<(), BiometricError> {
        if self.readiness() != BiometricReadiness::Ready {
            return Err(BiometricError::Unavailable);
        }
        self.delete(id)?;
        let mut item = PasswordOptions::new_generic_password(SERVICE, &name(id));
        item.set_access_control(access().map_err(refusal)?);
        set_generic_password_options(secret.expose(), item).map_err(refusal)?;
        let read_back = read(id, &self.store_words()).and_then(|stored| {
            if stored.same_as(secret) { Ok(()) } else { Err(BiometricError::Platform(0)) }
        });
        if read_back.is_err() {
            // Nothing stays that the customer has not agreed to.
            let _ = self.delete(id);
        }
        read_back
    }

    fn load(&self, id: &KeyId) -> Result<VaultKey, BiometricError> {
        read(id, &self.load_words())
    }

    fn delete(&self, id: &KeyId) -> Result<(), BiometricError> {
        let mut ours = ItemSearchOptions::new();
        match ours.class(ItemClass::generic_password()).service(SERVICE).account(&name(id)).delete() {
            Err(error) if error.code() != ITEM_NOT_FOUND => Err(refusal(error)),
            _ => Ok(()),
        }
    }
}

/// The item's account. Its service is that of the vault's keys, so that a new installation deletes it with them (iphone.rs).
fn name(id: &KeyId) -> String {
    format!("biometric/{id}")
}

/// The faces or fingers of now and no others; on this phone alone, and gone with its passcode.
fn access() -> security_framework::base::Result<SecAccessControl> {
    let protection = Some(ProtectionMode::AccessibleWhenPasscodeSetThisDeviceOnly);
    SecAccessControl::create_with_protection(protection, AccessControlOptions::BIOMETRY_CURRENT_SET.bits())
}

/// Waits for a person.
fn read(id: &KeyId, words: &Words) -> Result<VaultKey, BiometricError> {
    autoreleasepool(|_| {
        let context = context(words);
        // SAFETY: a live object; every object of Objective-C is one of Core Foundation, and is retained here once more.
        let context = unsafe { CFType::wrap_under_get_rule(Retained::as_ptr(&context).cast()) };
        let mut ours = ItemSearchOptions::new();
        ours.class(ItemClass::generic_password()).service(SERVICE).account(&name(id));
        ours.load_data(true).limit(1).local_authentication_context(Some(context));
        let found = ours.search().map_err(refusal)?;
        let Some(SearchResult::Data(bytes)) = found.into_iter().next() else {
            return Err(BiometricError::Platform(0));
        };
        let bytes = Zeroizing::new(bytes);
        let bytes: &[u8; VaultKey::BYTES] =
            bytes.as_slice().try_into().map_err(|_| BiometricError::Platform(0))?;
        Ok(VaultKey::new(bytes))
    })
}

/// A new context for each question: what was recognised for one opens no other.
fn context(words: &Words) -> Retained<LAContext> {
    // SAFETY: the context is new, and nobody else knows it.
    unsafe {
        let context = LAContext::new();
        context.setTouchIDAuthenticationAllowableReuseDuration(0.0);
        context.setLocalizedReason(&NSString::from_str(words.reason));
        context.setLocalizedCancelTitle(Some(&NSString::from_str(words.no)));
        // Without a title iOS shows no button for the phone's own passcode, which opens no item of this kind.
        context.setLocalizedFallbackTitle(Some(ns_string!("")));
        context
    }
}

/// The number of LocalAuthentication's refusal, and whether the phone has a sensor.
fn sensor() -> (Option<isize>, bool) {
    // SAFETY: questions that show nothing, from any thread. The kind of sensor is known after the first.
    unsafe {
        let context = LAContext::new();
        let able = context.canEvaluatePolicy_error(LAPolicy::DeviceOwnerAuthenticationWithBiometrics);
        (able.err().map(|error| error.code()), context.biometryType() != LABiometryType::None)
    }
}

fn refusal(error: Error) -> BiometricError {
    apple_biometry::refusal_of(error.code(), sensor().0)
}
