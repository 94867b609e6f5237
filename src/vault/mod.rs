//! Tokens at rest: one sealed file, and the only room that unseals it.
//!
//! [`Locked`] becomes [`Unlocked`] with the key; lock state is a type. FORMAT.md beside this code
//! describes the bytes and what happens to them when the power fails.
//!
//! This room never deletes a token by itself, never changes a file that it cannot read, and keeps no
//! seed in memory: a seed is unsealed for one computation and overwritten.

mod disk;
mod document;
mod envelope;
mod error;
mod generation;
mod locked;
mod names;
mod process_lock;
mod unlocked;

#[doc(hidden)]
pub use disk::{Hook, WritePoint};
pub use error::VaultError;
pub use locked::Locked;
pub use names::owns;
pub use unlocked::{Held, Unlocked};

/// More tokens than this are not stored.
pub const MAX_TOKENS: usize = 10;
