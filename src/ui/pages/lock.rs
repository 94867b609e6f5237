//! The lock above the pages. Its keypad is the frame's.

use super::super::{Sink, words};
use super::{index, unrecognised, wait};
use crate::app::{Language, LockAct, LockView};
use skts_screens::{Lock, MainWindow};
use slint::ComponentHandle;
use zeroize::Zeroizing;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let lock = window.global::<Lock>();
    send!(lock, sink,
        on_ask_for_a_face => LockAct::Biometrics.into(),
        on_forgot => LockAct::Forgot.into());
    let change = sink.clone();
    lock.on_change_entry(move |by_text| change(LockAct::ByText(by_text).into()));
    let enter = sink.clone();
    lock.on_enter(move |text| enter(LockAct::Enter(Zeroizing::new(text.into())).into()));
}

pub(super) fn show(window: &MainWindow, view: &LockView, before: Option<&LockView>, language: Language) {
    let lock = window.global::<Lock>();
    if before.is_some_and(|before| before.entry.by_text && !view.entry.by_text) {
        window.invoke_forget_typed();
    }
    lock.set_typed(index(Some(view.trial.typed)));
    lock.set_by_text(view.entry.by_text);
    lock.set_has_choice(view.entry.has_choice);
    lock.set_fault(words::fault(view.entry.fault, language).into());
    lock.set_trying(view.trial.trying);
    lock.set_wrong(view.trial.wrong);
    lock.set_failures(view.trial.failures.try_into().unwrap_or(i32::MAX));
    let (seconds, minutes) = wait(view.trial.wait);
    lock.set_seconds(seconds);
    lock.set_minutes(minutes);
    lock.set_once_more(view.once_more);
    lock.set_biometrics(view.biometrics);
    lock.set_unrecognised(unrecognised(view.unrecognised, language));
}

/// The page names no token, and knows no digit.
pub(super) fn forget(_: &MainWindow) {}
