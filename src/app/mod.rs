//! What the app does, without a screen: a pure model, actions in, effects out.
//!
//! `model.rs` holds what outlives a page and asks the page that is shown; `place.rs` asks the same of every
//! page; each page lies in `pages/`, where `every_page` names it once. Only `effects.rs`, `keeper/` and
//! `settings_file.rs` touch a file, a thread or the device; the model never reads a clock.

mod action;
mod clipboard;
mod clock;
mod desk;
mod device;
mod effect;
mod effects;
pub mod enrolment;
mod event;
mod keeper;
mod language;
mod last_run;
mod model;
mod obscured;
mod offers;
mod pages;
mod place;
mod refusal;
mod runtime;
mod settings;
mod settings_file;
mod trouble;
mod view;

#[cfg(test)]
mod tests;

pub use crate::otp::BootId;
pub use action::Action;
pub use clipboard::Copied;
pub use device::{Clip, ClipboardError, Device, DeviceFacts, NoFileChooser, Scan, Source, Touch, spoken};
pub use effect::{Change, ClipboardText, Effect, Question, Speech, StoreMode, Ticket};
pub use effects::{Effects, Workers};
pub use event::{Event, Opened, Reply};
pub use keeper::{InFile, KeystoreChoice, OpenVault, look, open};
pub use last_run::{ClockStory, LastRun};
pub use model::Model;
#[cfg(feature = "ui")]
pub(crate) use pages::every_page;
pub use pages::*;
pub use place::{Page, PageAct};
pub use refusal::Refusal;
pub use runtime::{App, Start};
pub use settings::{Language, Mode, Settings, Theme};
pub use settings_file::{load_last_run, load_settings, save_last_run, save_settings};
pub use trouble::VaultTrouble;
pub use view::{Banner, Frame, LocalTime, Menu, View};
