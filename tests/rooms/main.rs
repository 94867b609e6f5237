//! The rooms below the screen, from outside: through their public functions alone, in one process.

mod android_obscured;
mod android_picture;
#[path = "../common/mod.rs"]
mod common;
#[cfg(feature = "issuer")]
mod fuzz_parsers;
mod fuzz_vault;
mod key_uri;
mod pskc;
mod qr_hostile;
#[cfg(feature = "issuer")]
mod qr_reading;
mod two_step;
mod vault_biometrics;
mod vault_damage;
mod vault_faults;
mod vault_fixtures;
mod vault_notes;
mod vault_passcode;
mod vault_power;
mod vault_removed;
mod vault_rollback;
#[path = "../vault_support/mod.rs"]
mod vault_support;
mod vault_use;
mod vectors;
