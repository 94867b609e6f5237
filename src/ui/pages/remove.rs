//! The question before a token is removed.

use super::super::{Sink, cells};
use crate::app::{Language, RemoveAct, RemoveView};
use crate::token::Serial;
use skts_screens::{MainWindow, Remove};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let remove = window.global::<Remove>();
    send!(remove, sink, on_yes => RemoveAct::Yes.into());
    let (answer, typed) = (sink.clone(), sink.clone());
    remove.on_answer(move |answered| answer(RemoveAct::Answer(answered).into()));
    remove.on_typed(move |ending| typed(RemoveAct::Typed(ending.into()).into()));
}

pub(super) fn show(window: &MainWindow, view: &RemoveView, _: Option<&RemoveView>, language: Language) {
    let remove = window.global::<Remove>();
    let (name, unconfirmed) = super::named(&view.name);
    remove.set_name(name);
    remove.set_unconfirmed(unconfirmed);
    remove.set_serial(cells::serial_with_marks(&view.serial, Serial::ENDING_DIGITS));
    remove.set_for_good(view.for_good);
    remove.set_answered(view.answered);
    let (missing, differs) = super::ending(view.ending);
    remove.set_missing(missing);
    remove.set_differs(differs);
    remove.set_can_say_yes(view.can_say_yes);
    remove.set_removing(view.removing);
    remove.set_refused(super::told(view.refused, language));
}

pub(super) fn forget(window: &MainWindow) {
    let remove = window.global::<Remove>();
    cells::empty_serial(&remove.get_serial());
    remove.set_serial(skts_screens::Serial::default());
    remove.set_name(slint::SharedString::default());
}
