//! The page after a registration: the token and the customer's next step at the bank.

use super::super::Sink;
use super::token;
use crate::app::TokenView;
use skts_screens::{MainWindow, Registered};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, _sink: &Sink) {
    let weak = window.as_weak();
    window.global::<Registered>().on_turn(move || {
        if let Some(window) = weak.upgrade() {
            let registered = window.global::<Registered>();
            registered.set_replaces(!registered.get_replaces());
        }
    });
}

pub(super) fn show(window: &MainWindow, view: &TokenView, before: Option<&TokenView>) {
    token::show(window, view, before);
}
