//! The question before a token is stored.

use super::super::visible::visible;
use super::super::{Sink, cells};
use crate::app::{ConfirmAct, ConfirmStep, ConfirmView, Language};
use skts_screens::{Confirm, ConfirmKind, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let confirm = window.global::<Confirm>();
    send!(confirm, sink, on_yes => ConfirmAct::Yes.into(), on_no => ConfirmAct::No.into());
}

pub(super) fn show(window: &MainWindow, view: &ConfirmView, _: Option<&ConfirmView>, language: Language) {
    let confirm = window.global::<Confirm>();
    confirm.set_issuer(visible(&view.issuer).into());
    confirm.set_serial(cells::serial(&view.serial));
    confirm.set_algorithm(view.algorithm.as_str().into());
    confirm.set_step(kind(view.step));
    confirm.set_storing(view.storing);
    confirm.set_refused(super::told(view.refused, language));
}

pub(super) fn forget(window: &MainWindow) {
    let confirm = window.global::<Confirm>();
    cells::empty_serial(&confirm.get_serial());
    confirm.set_serial(skts_screens::Serial::default());
    confirm.set_issuer(slint::SharedString::default());
}

fn kind(step: ConfirmStep) -> ConfirmKind {
    match step {
        ConfirmStep::New => ConfirmKind::New,
        ConfirmStep::AlreadyHere => ConfirmKind::AlreadyHere,
        ConfirmStep::Replace => ConfirmKind::Replace,
        ConfirmStep::ReplaceForSure => ConfirmKind::ReplaceForSure,
    }
}
