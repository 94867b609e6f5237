//! What to do for whom has disclosed somebody the code.

use super::super::{Sink, cells};
use crate::app::{Action, Copied, DisclosedAct, DisclosedView, Language};
use skts_screens::{Disclosed, MainWindow, Serial};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let disclosed = window.global::<Disclosed>();
    send!(disclosed, sink, on_close => DisclosedAct::Close.into(), on_copy => Action::Copy(Copied::Serial));
}

pub(super) fn show(window: &MainWindow, view: &DisclosedView, _: Option<&DisclosedView>, _: Language) {
    let disclosed = window.global::<Disclosed>();
    disclosed.set_serial(cells::serial(&view.serial));
    disclosed.set_copied(view.copied);
}

pub(super) fn forget(window: &MainWindow) {
    let disclosed = window.global::<Disclosed>();
    cells::empty_serial(&disclosed.get_serial());
    disclosed.set_serial(Serial::default());
}
