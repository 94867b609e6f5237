//! 番号が通らないとき: what to look at, with the token that is shown.

use super::super::Sink;
use super::token;
use crate::app::{ClockCheck, Language, RefusedAct, RefusedView};
use skts_screens::{MainWindow, Refused};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    send!(window.global::<Refused>(), sink, on_read_locked => RefusedAct::ReadLocked.into(), on_uncover => RefusedAct::Uncover.into());
}

pub(super) fn forget(window: &MainWindow) {
    token::forget(window);
}

pub(super) fn show(window: &MainWindow, view: &RefusedView, last: Option<&RefusedView>, language: Language) {
    let refused = window.global::<Refused>();
    refused.set_locked(view.locked);
    refused.set_clock_wrong(view.clock == ClockCheck::Wrong);
    refused.set_clock_right(view.clock == ClockCheck::Right);
    refused.set_signs(view.signs);
    refused.set_has_token(!view.token.serial.is_empty());
    token::show(window, &view.token, last.map(|last| &last.token), language);
}
