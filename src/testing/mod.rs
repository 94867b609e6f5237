//! The one bench of the tests: the app with a clock, a device and a keystore in memory, and its screen without a
//! display. Built for tests alone (feature `testing`); no program that ships has it.
//!
//! `Bench` is the app without a screen, `Walk` a bench behind the real screen, walked with a finger, and `Stage`
//! the screen alone. Nothing here decides what is right: that is what the tests are for.

// A bench that cannot be built has nothing to say to a test but why.
#![allow(clippy::missing_panics_doc)]

mod bench;
mod biometrics;
mod clock;
mod device;
#[cfg(feature = "ui")]
mod hands;
mod letters;
#[cfg(feature = "ui")]
mod stage;
#[cfg(feature = "ui")]
mod walk;

pub use bench::{Bench, confirm, keyfile, refused, serial, token, trouble_page};
pub use biometrics::MemoryBiometrics;
pub use clock::{HandClock, NOON, Utc};
pub use device::MemoryDevice;
pub use letters::{
    CODE, LETTER, NEXT_CODE, OTHER, OTHER_LETTER, OTHER_TRANSACTION_QR, PASSPHRASE, REISSUED,
    REISSUED_LETTER, SIGNING_LETTER, TRANSACTION_QR, URI, half, key_container,
};
#[cfg(feature = "ui")]
pub use stage::{Look, Offered, PHONE, PHONES, Stage};
#[cfg(feature = "ui")]
pub use walk::{Walk, free, reach, swipe};
