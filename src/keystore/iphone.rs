//! What the iPhone's keychain needs beyond the Mac's: a passcode before a key is stored, and the deletion of keys
//! that an earlier installation left.
//!
//! The protection stays [`Protection::SystemKeystore`](super::Protection::SystemKeystore): the Secure Enclave guards
//! the class key that seals the keychain's item, but the app receives the item itself, the vault's key, as bytes. So
//! the keychain is not hardware that never gives the key away. The Enclave's own keys are elliptic curves: they could
//! only wrap the vault's key, and the app would receive it all the same.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::decisions::{apple_codes, iphone_orphans};
use super::system::SERVICE;
use super::{Keystore, KeystoreError, apple};
use objc2_local_authentication::{LAContext, LAError, LAPolicy};
use security_framework::item::{ItemClass, ItemSearchOptions};
use std::path::Path;

/// Readable while the phone is unlocked, never in a backup, and gone with the passcode.
const POLICY: apple::Policy = &[("access-policy", "when-passcode-set-this-device-only")];

const ITEM_NOT_FOUND: i32 = -25300;

pub fn open() -> Result<Box<dyn Keystore>, KeystoreError> {
    apple::open(POLICY, ensure_passcode)
}

/// Without a passcode the keychain takes no item of our class. The number of its refusal has changed from one
/// iOS to the next, so the phone is asked for a passcode before a key is stored.
fn ensure_passcode() -> Result<(), KeystoreError> {
    // SAFETY: a question that shows nothing, from any thread.
    let able = unsafe { LAContext::new().canEvaluatePolicy_error(LAPolicy::DeviceOwnerAuthentication) };
    match able {
        Err(error) if error.code() == LAError::PasscodeNotSet.0 => Err(KeystoreError::NoPasscode),
        // Whatever else iOS finds missing (biometrics, for instance), the keychain does not need.
        _ => Ok(()),
    }
}

/// Deletes the keys of an earlier installation, once, where `folder` shows that this is a new one. `is_vaults` says
/// whether a vault gives its files such a name.
pub fn clear_orphans(folder: &Path, is_vaults: fn(&str) -> bool) -> Result<(), KeystoreError> {
    iphone_orphans::clear(folder, is_vaults, delete_all)
}

/// The vault's keys, their notes, and what lies behind a face or a finger (iphone_biometric.rs): all have one service.
fn delete_all() -> Result<(), KeystoreError> {
    let mut ours = ItemSearchOptions::new();
    match ours.class(ItemClass::generic_password()).service(SERVICE).delete() {
        Err(error) if error.code() != ITEM_NOT_FOUND => Err(apple_codes::refusal_of(error.code())),
        _ => Ok(()),
    }
}
