//! パスフレーズを入力してください. The passphrase is in the field alone, and goes with it when another page is shown.

use super::super::visible::visible;
use super::super::{Sink, words};
use super::wait;
use crate::app::{Language, PassphraseAct, PassphraseView};
use skts_screens::{MainWindow, Passphrase};
use slint::{ComponentHandle, SharedString};
use zeroize::Zeroizing;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let open = sink.clone();
    window.global::<Passphrase>().on_open(move |passphrase| {
        open(PassphraseAct::Open(Zeroizing::new(passphrase.into())).into());
    });
}

pub(super) fn show(
    window: &MainWindow,
    view: &PassphraseView,
    _: Option<&PassphraseView>,
    language: Language,
) {
    let passphrase = window.global::<Passphrase>();
    passphrase.set_file(view.file.as_deref().map(visible).unwrap_or_default().into());
    passphrase.set_fault(words::fault(view.fault, language).into());
    passphrase.set_opening(view.opening);
    let (seconds, minutes) = wait(view.wait);
    passphrase.set_seconds(seconds);
    passphrase.set_minutes(minutes);
}

pub(super) fn forget(window: &MainWindow) {
    window.global::<Passphrase>().set_file(SharedString::default());
}
