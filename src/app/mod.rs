//! What the app does, without a screen: a pure model, actions in, effects out.
//!
//! The model never reads a clock, a file or a platform API; `effects.rs` is the only place that does.

mod action;
mod codes;
mod device;
mod effect;
mod effects;
mod enrol;
mod model;
mod opened;
mod opening;
mod present;
mod runtime;
mod settings;
mod settings_file;
mod view;

#[cfg(test)]
mod tests;

pub use action::{Action, ManualEntry};
pub use device::{Clip, ClipboardError, Device, NoFileChooser, Scan, Source, Touch, spoken};
pub use effect::{Copy, Effect, Event, Opened, Speech, Store};
pub use effects::{Answer, Effects, Workers};
pub use model::{Model, Surroundings};
pub use opening::{KeystoreChoice, OpenVault, look, open, trouble};
pub use present::LocalTime;
pub use runtime::App;
pub use settings::{Language, Mode, Settings, Theme};
pub use settings_file::{load_settings, save_settings};
pub use view::*;
