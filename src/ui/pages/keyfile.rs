//! The page that asks whether a file may have the key of the first token.

use super::super::Sink;
use crate::app::{KeyfileAct, KeyfileView, Language};
use skts_screens::{Keyfile, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let keyfile = window.global::<Keyfile>();
    send!(keyfile, sink,
        on_try_again => KeyfileAct::TryAgain.into(),
        on_use_file => KeyfileAct::UseFile.into(),
        on_no => KeyfileAct::No.into());
}

pub(super) fn show(window: &MainWindow, view: &KeyfileView, _: Option<&KeyfileView>, language: Language) {
    let keyfile = window.global::<Keyfile>();
    keyfile.set_storing(view.storing);
    keyfile.set_refused(super::told(view.refused, language));
}

/// No token is named here.
pub(super) fn forget(_: &MainWindow) {}
