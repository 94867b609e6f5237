//! As much of the app as its device names.

#[path = "src/app/device.rs"]
mod device;

pub use device::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Japanese,
    English,
}

/// What the phone's door is told.
pub enum Event {
    Offered(Source),
    Hidden,
    Shown,
    CanSpeak(bool),
    SystemLanguage(Language),
    Scanned(Scan),
}
