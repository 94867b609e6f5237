//! The question before a code for 利用開始 or 交換.

use super::super::Sink;
use crate::app::{CautionAct, CautionView, Language};
use skts_screens::{Caution, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let caution = window.global::<Caution>();
    send!(caution, sink, on_asked => CautionAct::Asked.into(), on_not_asked => CautionAct::NotAsked.into());
}

pub(super) fn show(window: &MainWindow, view: &CautionView, _: Option<&CautionView>, _: Language) {
    window.global::<Caution>().set_replaces(view.replaces);
}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}
