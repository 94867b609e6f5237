//! The page about a clock that cannot be right.

use super::super::Sink;
use crate::app::{Action, ClockView, Copied, Language};
use skts_screens::{Clock, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let (sink, weak) = (sink.clone(), window.as_weak());
    window.global::<Clock>().on_copy_serial(move |row| {
        let Some(window) = weak.upgrade() else { return };
        if let Some(serial) = super::serial_in(&window.global::<Clock>().get_serials(), row) {
            sink(Action::Copy(Copied::KnownSerial(serial)));
        }
    });
}

pub(super) fn show(window: &MainWindow, view: &ClockView, _: Option<&ClockView>, _: Language) {
    let clock = window.global::<Clock>();
    clock.set_changed(view.changed);
    clock.set_serials(super::serials(&view.serials));
    clock.set_copied(super::row_of(&view.serials, view.copied.as_ref()));
}

pub(super) fn forget(window: &MainWindow) {
    let clock = window.global::<Clock>();
    super::forget_serials(&clock.get_serials());
    clock.set_serials(slint::ModelRc::default());
}
