//! SKTS Token: a software token for the customers of Japanese credit unions.
//!
//! Data flows one way, through rooms whose doors are typed:
//!
//! ```text
//! untrusted text → draft → confirmed token → sealed vault → code at a given time → the screen
//! ui → app → {vault, provisioning, otp} → token            (arrows point inward)
//! ```
//!
//! | room | duty |
//! |---|---|
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
pub mod provisioning;
#[cfg(feature = "testing")]
pub mod testing;
pub mod token;
#[cfg(feature = "ui")]
pub mod ui;
pub mod vault;
