//! The question before a token is removed.

use super::super::{Sink, cells};
use crate::app::{Language, RemoveAct, RemoveView};
use crate::token::Serial;
use skts_screens::{MainWindow, Remove};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let remove = window.global::<Remove>();
    send!(remove, sink, on_yes => RemoveAct::Yes.into());
    let answer = sink.clone();
    remove.on_answer(move |answered| answer(RemoveAct::Answer(answered).into()));
}

pub(super) fn show(window: &MainWindow, view: &RemoveView, _: Option<&RemoveView>, language: Language) {
    let remove = window.global::<Remove>();
    let (name, unconfirmed) = super::named(&view.name);
    remove.set_name(name);
    remove.set_unconfirmed(unconfirmed);
    remove.set_issuer(super::issuer_below(&view.issuer));
    remove.set_typed(cells::typed(&view.typed, Serial::ENDING_DIGITS, &[]));
    remove.set_typed_spoken(cells::digit_by_digit(&view.typed).into());
    remove.set_serial(cells::serial_with_marks(&view.serial, Serial::ENDING_DIGITS));
    remove.set_for_good(view.for_good);
    remove.set_was_removed(view.was_removed);
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
    remove.set_typed(slint::ModelRc::default());
    for clear in [Remove::set_name, Remove::set_issuer, Remove::set_typed_spoken] {
        clear(&remove, slint::SharedString::default());
    }
}
