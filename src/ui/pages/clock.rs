//! The page about a clock that cannot be right.

use super::super::Sink;
use crate::app::{Action, Copied, TroubleView};
use skts_screens::{Clock, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let sink = sink.clone();
    window.global::<Clock>().on_copy_serial(move |index| {
        if let Ok(index) = usize::try_from(index) {
            sink(Action::Copy(Copied::KnownSerial(index)));
        }
    });
}

pub(super) fn show(window: &MainWindow, view: &TroubleView) {
    let clock = window.global::<Clock>();
    clock.set_serials(super::serials(&view.serials));
    clock.set_copied(super::index(view.copied));
}
