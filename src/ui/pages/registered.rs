//! The page after a registration: the token, and the customer's next step at the bank.

use super::super::Sink;
use super::token;
use crate::app::{Language, NextStep, RegisteredAct, RegisteredView};
use skts_screens::{MainWindow, Registered};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let registered = window.global::<Registered>();
    send!(registered, sink, on_uncover => RegisteredAct::Uncover.into(), on_done => RegisteredAct::Done.into());
    let sink = sink.clone();
    registered.on_choose(move |replaces| {
        let next = if replaces { NextStep::Replace } else { NextStep::Start };
        sink(RegisteredAct::Choose(next).into());
    });
}

pub(super) fn forget(window: &MainWindow) {
    token::forget(window);
}

pub(super) fn show(
    window: &MainWindow,
    view: &RegisteredView,
    last: Option<&RegisteredView>,
    language: Language,
) {
    let registered = window.global::<Registered>();
    registered.set_replaces(view.next == NextStep::Replace);
    registered.set_tomorrow(super::day(view.tomorrow, language));
    token::show(window, &view.token, last.map(|last| &last.token), language);
}
