//! The page that says that the device's clock was set since the app ran last.

use super::super::Sink;
use crate::app::{Language, MovedAct, MovedView};
use skts_screens::{MainWindow, Moved};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let moved = window.global::<Moved>();
    send!(moved, sink, on_seen => MovedAct::Seen.into());
}

/// The page is the same whichever way the clock was set.
pub(super) fn show(_: &MainWindow, _: &MovedView, _: Option<&MovedView>, _: Language) {}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}
