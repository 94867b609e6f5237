//! SKTS Token: a software token for the customers of Japanese credit unions.
//!
//! Data flows one way, through rooms whose doors are typed:
//!
//! ```text
//! untrusted text → draft → confirmed token → sealed vault → code at a given time → the screen
//!
//! platform → ui → app → { vault → { keystore, otp }, provisioning → otp } → token
//! issuer → { provisioning, otp, token }
//! scrub, private_files: every room may use them
//! ```
//!
//! Arrows point inward, past any number of rooms; only the command `demo` looks the other way, into `issuer`.
//! tests/house.py has them as a table and refuses every other arrow.
//!
//! | room | duty |
//! |---|---|
//! | `scrub` | overwrites the stack after a computation on a seed or a key |
//! | `private_files` | folders and files for their owner alone, and names that survive a power failure |
//! | [`token`] | what a token is |
//! | [`otp`] | time → code |
//! | [`provisioning`] | bytes and text from outside → draft |
//! | [`keystore`] | where the vault's key lives |
//! | `issuer` | mint, render QR, verify (feature "issuer") |
//! | [`vault`] | tokens at rest |
//! | [`app`] | what the app does, without a screen |
//! | [`platform`] | composition roots and shims, one per system |
//! | `ui` | the screen: the only user of Slint |
//! | `testing` | the bench of the tests (feature "testing") |

#![deny(unsafe_code, unused_must_use)]
#![warn(clippy::dbg_macro, clippy::todo, clippy::unimplemented)]

pub mod app;
#[cfg(feature = "issuer")]
pub mod issuer;
#[allow(unsafe_code)]
pub mod keystore;
pub mod otp;
#[allow(unsafe_code)]
pub mod platform;
mod private_files;
pub mod provisioning;
mod scrub;
#[cfg(feature = "testing")]
pub mod testing;
pub mod token;
#[cfg(feature = "ui")]
pub mod ui;
pub mod vault;
