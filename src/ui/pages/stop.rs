//! The page without a code, for whom a stranger asked for it.

use super::super::{Sink, cells};
use crate::app::{Language, StopAct, StopView};
use skts_screens::{MainWindow, Serial, Stop};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let stop = window.global::<Stop>();
    send!(stop, sink, on_close => StopAct::Close.into(), on_have_told => StopAct::HaveTold.into());
}

pub(super) fn show(window: &MainWindow, view: &StopView, _: Option<&StopView>, _: Language) {
    window.global::<Stop>().set_serial(cells::serial(&view.serial));
}

pub(super) fn forget(window: &MainWindow) {
    let stop = window.global::<Stop>();
    cells::empty_serial(&stop.get_serial());
    stop.set_serial(Serial::default());
}
