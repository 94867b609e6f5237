//! The question before a token is stored.

use super::super::{Sink, cells};
use crate::app::{ConfirmAct, ConfirmStep, ConfirmView, Language};
use crate::token::Serial;
use skts_screens::{Confirm, ConfirmKind, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let confirm = window.global::<Confirm>();
    send!(confirm, sink, on_yes => ConfirmAct::Yes.into(), on_no => ConfirmAct::No.into());
    let typed = sink.clone();
    confirm.on_typed(move |ending| typed(ConfirmAct::Typed(ending.into()).into()));
}

pub(super) fn show(window: &MainWindow, view: &ConfirmView, _: Option<&ConfirmView>, language: Language) {
    let confirm = window.global::<Confirm>();
    let (issuer, unconfirmed) = super::named(&view.issuer);
    confirm.set_issuer(issuer);
    confirm.set_unconfirmed(unconfirmed);
    let sure = view.step == ConfirmStep::ReplaceForSure;
    let marks = if sure { Serial::ENDING_DIGITS } else { 0 };
    confirm.set_serial(cells::serial_with_marks(&view.serial, marks));
    confirm.set_algorithm(view.algorithm.as_str().into());
    confirm.set_step(kind(view.step));
    confirm.set_storing(view.storing);
    confirm.set_can_say_yes(view.can_say_yes);
    let (missing, differs) = super::ending(view.ending);
    confirm.set_missing(missing);
    confirm.set_differs(differs);
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
