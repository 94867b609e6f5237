//! What the app does, without a screen: a pure model, actions in, effects out.
//!
//! `model.rs` holds what outlives a page and asks the page that is shown; `place.rs` asks the same of every
//! page; each page lies in `pages/`, where `every_page` names it once. Only `effects.rs`, `keeper/` and
//! `settings_file.rs` touch a file, a thread or the device; the model never reads a clock.

mod action;
mod clipboard;
mod clock;
mod cover;
mod desk;
mod device;
mod effect;
mod effects;
pub mod enrolment;
mod event;
mod guides;
mod keeper;
mod keypad;
mod language;
mod last_run;
mod lock;
mod model;
mod notices;
mod obscured;
mod offers;
mod pages;
mod place;
mod refusal;
mod runtime;
mod settings;
mod settings_file;
mod shown_code;
mod signed;
mod spoken;
mod trouble;
mod turning;
mod vault_news;
mod view;

#[cfg(test)]
mod tests;

pub use crate::otp::BootId;
pub use crate::vault::Cost as PasscodeCost;
pub use action::Action;
pub use clipboard::Copied;
pub use cover::{Cover, Purpose};
pub use device::{
    Clip, ClipboardError, Device, DeviceFacts, NoFileChooser, Scan, Source, Surroundings, Touch,
};
pub use effect::{Change, ClipboardText, Effect, Postponed, Question, Speech, StoreMode, Ticket};
pub use effects::{Effects, Workers};
pub use event::{Event, Opened, Reply};
pub use guides::{GuideId, Instructions, JapaneseDay, Note, NoteKind, Shows, StepPlace, Text};
pub use keeper::{Given, InFile, KeystoreChoice, OpenVault, Proof, look, open};
pub use keypad::{Key, Typed};
pub use last_run::{ClockStory, LastRun};
pub use lock::{Bar, Barred, NotOpened};
pub use model::Model;
pub use notices::Notice;
#[cfg(feature = "ui")]
pub(crate) use pages::every_page;
pub use pages::*;
pub use place::{Page, PageAct};
pub use refusal::Refusal;
pub use runtime::{App, Start};
pub use settings::{Language, LockAfter, Mode, ModeAtStart, Settings, Theme};
pub use settings_file::{load_last_run, load_settings, save_last_run, save_settings};
pub use spoken::{spoken, spoken_transfer};
pub use trouble::VaultTrouble;
pub use view::{Banner, Frame, LocalTime, Menu, View};
