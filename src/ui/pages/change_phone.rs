//! 機種変更: which phone this is.

use super::super::Sink;
use crate::app::{ChangePhoneAct, ChangePhoneView, Language};
use skts_screens::{ChangePhone, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let page = window.global::<ChangePhone>();
    send!(page, sink,
        on_old => ChangePhoneAct::Old.into(),
        on_new => ChangePhoneAct::New.into(),
        on_read_guide => ChangePhoneAct::ReadGuide.into(),
        on_remove => ChangePhoneAct::Remove.into());
}

pub(super) fn show(window: &MainWindow, view: &ChangePhoneView, _: Option<&ChangePhoneView>, _: Language) {
    window.global::<ChangePhone>().set_has_token(view.has_token);
}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}
