//! Where the vault's key lives: one trait, one file per system.
//!
//! A keystore never deletes a key on an error, never makes one up, and no error carries a key.

mod attempts;
mod biometric;
#[allow(dead_code)] // Each system calls its own decisions; the others only test them.
mod decisions;
mod file;
mod floor;
mod hex;
mod key;
mod locked_page;
mod memory;
#[cfg(all(unix, not(any(target_os = "android", target_vendor = "apple"))))]
mod patience;

#[cfg(target_os = "android")]
mod android;
#[cfg(target_vendor = "apple")]
mod apple;
#[cfg(target_os = "ios")]
mod iphone;
#[cfg(target_os = "ios")]
mod iphone_biometric;
#[cfg(all(unix, not(any(target_os = "android", target_vendor = "apple"))))]
mod secret_service;
#[cfg(not(target_os = "android"))]
mod system;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "android")]
pub use android::{biometrics, introduce};
pub use attempts::Attempts;
pub use biometric::{BiometricError, BiometricKeystore, BiometricReadiness};
pub use file::FileKeystore;
pub use floor::Floor;
#[cfg(target_os = "ios")]
pub use iphone::clear_orphans;
#[cfg(target_os = "ios")]
pub use iphone_biometric::biometrics;
pub use key::{KeyId, NoRandomness, VaultKey};
pub use memory::MemoryKeystore;

use ring::hmac;
use zeroize::Zeroizing;

/// Keeps keys of 256 bits under the ids of their vaults, and beside each how far its vault has come.
pub trait Keystore: Send + Sync {
    /// The key stored under `id`.
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError>;

    /// Stores `key` under `id`, in place of one that is there, and reads it back: `Ok` means that it
    /// can be loaded.
    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError>;

    /// How far the vault of `id` had come when this was noted last; `None` where nothing readable is noted.
    fn floor(&self, id: &KeyId) -> Result<Option<Floor>, KeystoreError>;

    /// Notes how far the vault of `id` has come, in place of the note before.
    fn set_floor(&self, id: &KeyId, floor: &Floor) -> Result<(), KeystoreError>;

    /// How often a wrong passcode was tried for the vault of `id`; `None` where nothing readable is noted.
    fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError>;

    /// Notes how often a wrong passcode was tried, in place of the note before: `Ok` means that the note outlives this
    /// process and a power failure.
    fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError>;

    /// HMAC-SHA256 of a stretched passcode, by a key that the hardware does not give away, so that nobody tries passcodes
    /// on another device. Where the system has no such key it is computed with `key`, which the keystore has given out
    /// under `id`.
    fn bind(
        &self,
        id: &KeyId,
        key: &VaultKey,
        stretched: &[u8; 32],
    ) -> Result<Zeroizing<[u8; 32]>, KeystoreError> {
        let _ = id;
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.expose()), stretched);
        Ok(Zeroizing::new(*tag.as_ref().first_chunk().expect("SHA-256 has 32 bytes")))
    }

    /// Deletes the key, and what is noted beside it: whatever the key sealed can be opened by nobody any more.
    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError>;

    /// How well it keeps the keys.
    fn protection(&self) -> Protection;
}

/// Why a keystore does not do what it is asked.
///
/// `Locked` and `Cancelled` may be over at the next attempt: nothing may be thrown away because of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum KeystoreError {
    /// The customer closed the system's question. Nothing is said of what the keystore holds, so no other keystore may
    /// take its place.
    #[error("access to the key was cancelled")]
    Cancelled,
    /// The entry is there, but the system has made it unusable (a new screen lock, a reset, a change of
    /// the hardware's key), or what it holds is no key.
    #[error("the stored key is no longer valid")]
    Invalidated,
    /// The keystore is locked and was not unlocked.
    #[error("the system's keystore is locked")]
    Locked,
    /// The phone has no passcode, and without one it keeps no key.
    #[error("this device has no passcode")]
    NoPasscode,
    /// There is nothing under this id.
    #[error("the key is not in the keystore")]
    NoEntry,
    /// No keystore answers.
    #[error("no system keystore answers")]
    Unavailable,
    /// There is a keystore, and it did not answer in time. Nothing is said of what it holds, so no other keystore may
    /// take its place.
    #[error("the system's keystore does not answer")]
    Silent,
    /// The key's file cannot be read or written.
    #[error("the file of the key cannot be read or written ({0})")]
    OutOfReach(std::io::ErrorKind),
    /// Other users of this device can read or write the key's file.
    #[error("other users of this device can read or write the file of the key")]
    LooseFile,
    /// Other users of this device can write into the folder of the key's file.
    #[error("other users of this device can write into the folder of the key")]
    LooseFolder,
    /// Anything else; the number is the system's own (0 where it has none).
    #[error("the system's keystore failed (code {0})")]
    Platform(i32),
}

/// Whether the customer can see what the system asks. A question that nobody saw was closed by nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompts {
    Seen,
    Unseen,
}

/// How well the key is protected, as measured on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protection {
    /// A file beside the vault: for development, and where no system keystore answers.
    File,
    /// The system's keystore; on a desktop every program of the same user can read it.
    SystemKeystore,
    /// Hardware that does not give the key away.
    SecureHardware,
}

/// The keystore of this system.
///
/// It may block until a person answers the system's question, so it and what it returns are never
/// called on the thread that paints. `Unavailable`: none answers, and the caller may ask the customer whether a
/// [`FileKeystore`] is to have the key of a vault that is new.
#[cfg_attr(any(not(unix), target_os = "android", target_vendor = "apple"), allow(unused_variables))]
pub fn system(prompts: Prompts) -> Result<Box<dyn Keystore>, KeystoreError> {
    #[cfg(target_os = "android")]
    return android::open();
    #[cfg(target_os = "ios")]
    return iphone::open();
    // Unlike on an iPhone, no password is asked for before a key is stored: not every Mac has one.
    #[cfg(target_os = "macos")]
    return apple::open(&[("access-policy", "when-unlocked-this-device-only")], || Ok(()));
    #[cfg(all(unix, not(any(target_os = "android", target_vendor = "apple"))))]
    return secret_service::open(prompts);
    #[cfg(windows)]
    return windows::open();
    #[cfg(not(any(unix, windows)))]
    return Err(KeystoreError::Unavailable);
}
