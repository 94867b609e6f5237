//! Tokens at rest: one sealed file, and the only room that unseals it.
//!
//! [`Locked`] becomes [`Unlocked`] with the key; lock state is a type. FORMAT.md beside this code
//! describes the bytes and what happens to them when the power fails.
//!
//! This room never deletes a token by itself, never changes a file that it cannot read, and keeps no
//! seed in memory: a seed is unsealed for one computation and overwritten. It reads no clock: whoever removes a token,
//! asks what is overdue or tries a passcode says when that is.

mod app_lock;
mod attempts;
mod biometrics;
mod disk;
mod document;
mod edit;
mod envelope;
mod error;
mod generation;
mod kek;
mod locked;
mod names;
mod noted;
mod passcode;
mod process_lock;
mod removed;
mod sealing;
mod slots;
mod state;
mod unlocked;
mod writing;

pub use attempts::{FREE_ATTEMPTS, Moment, Tries, wait_beyond};
pub use biometrics::BiometricSecret;
#[doc(hidden)]
pub use disk::{Hook, WritePoint};
pub use error::VaultError;
pub use locked::DAYS_ASIDE;
pub use locked::Locked;
pub use names::owns;
pub use passcode::{Cost, Form, Passcode, PasscodeError};
pub use removed::{DAYS_KEPT, Reason, Removed, RemovedId};
pub use unlocked::{Held, Unlocked};
pub use writing::Erasure;

/// More tokens than this are not stored.
pub const MAX_TOKENS: usize = 10;

/// More removed tokens than this are not kept: one must go for good before another is removed.
pub const MAX_REMOVED: usize = 20;
