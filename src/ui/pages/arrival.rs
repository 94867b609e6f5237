//! The page that says that another app sent a token.

use super::super::Sink;
use crate::app::{ArrivalAct, ArrivalView, Language};
use skts_screens::{Arrival, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let arrival = window.global::<Arrival>();
    send!(arrival, sink, on_read => ArrivalAct::Read.into(), on_discard => ArrivalAct::Discard.into());
}

/// The page is the same whatever was sent.
pub(super) fn show(_: &MainWindow, _: &ArrivalView, _: Option<&ArrivalView>, _: Language) {}

/// Nothing of what was sent was ever there.
pub(super) fn forget(_: &MainWindow) {}
