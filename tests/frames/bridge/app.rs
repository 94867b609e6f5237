//! As much of the app as its device names.

#[path = "src/app/device.rs"]
mod device;

#[path = "src/app/language.rs"]
mod language;

pub use device::*;
pub use language::Language;

/// What the phone's door is told.
pub enum Event {
    Offered(Source),
    Chosen(Source),
    Hidden,
    Shown,
    ScreenOff,
    Obscured,
    CanSpeak(bool),
    InCall(bool),
    Recorded(bool),
    SystemLanguage(Language),
    Scanned(Scan),
}

/// The name of a start of the system, which the door hands on.
#[derive(Clone, Debug)]
pub struct BootId(#[allow(dead_code)] String);

impl TryFrom<String> for BootId {
    type Error = ();

    fn try_from(text: String) -> Result<Self, ()> {
        Ok(Self(text))
    }
}
