//! Secrets that the system gives out only after it has recognised the customer's face or finger.
//!
//! They lie beside the [`Keystore`](super::Keystore), whose key the app reads without anyone's doing. Each is bound to the
//! faces and fingers that were enrolled when it was stored: one that is added makes it [`BiometricError::Invalidated`].

use super::{KeyId, VaultKey};

/// Keeps secrets of 256 bits behind faces and fingers. A call may wait for a person, so none is made on the thread that
/// paints. The system itself releases the secret: an answer that says no more than "recognised" opens nothing.
pub trait BiometricKeystore: Send + Sync {
    /// Whether a secret can be stored now.
    fn readiness(&self) -> BiometricReadiness;

    /// Stores `secret` under `id`, in place of one that is there. May ask for a face or a finger.
    fn store(&self, id: &KeyId, secret: &VaultKey) -> Result<(), BiometricError>;

    /// Asks for a face or a finger, in the system's own window, and gives out what is stored under `id`.
    fn load(&self, id: &KeyId) -> Result<VaultKey, BiometricError>;

    /// Deletes what is stored under `id`; succeeds where there is nothing. Asks nobody.
    fn delete(&self, id: &KeyId) -> Result<(), BiometricError>;
}

/// What the device says of faces and fingers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BiometricReadiness {
    /// It recognises them, and one is enrolled.
    Ready,
    /// It recognises them; none is enrolled, or the customer has forbidden the app to ask.
    NotEnrolled,
    /// It has nothing that recognises them strongly enough.
    Absent,
}

/// Why a secret was not stored or not given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BiometricError {
    /// The customer closed the question, or chose the passcode instead.
    #[error("the question for a face or a finger was closed")]
    Cancelled,
    /// Too many faces or fingers were not recognised: the system asks for none for some time.
    #[error("the system asks for no face and no finger for some time")]
    LockedOut,
    /// The device's faces or fingers have changed: the secret will never be given out again.
    #[error("the device's faces or fingers have changed")]
    Invalidated,
    /// There is nothing under this id.
    #[error("nothing is stored behind a face or a finger")]
    NoEntry,
    /// No face and no finger is enrolled any more, or the device has nothing that recognises them.
    #[error("this device recognises no face and no finger")]
    Unavailable,
    /// Anything else; the number is the system's own (0 where it has none).
    #[error("the system's recognition of faces and fingers failed (code {0})")]
    Platform(i32),
}
