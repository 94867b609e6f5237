//! The manual entry. The texts of its fields are the screen's; each change is handed over whole.

use super::super::{Sink, words};
use crate::app::{Language, ManualAct, ManualEntry, ManualView};
use crate::token::Algorithm;
use skts_screens::{MainWindow, Manual};
use slint::{ComponentHandle, SharedString};
use zeroize::Zeroizing;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let manual = window.global::<Manual>();
    let changed = sink.clone();
    manual.on_changed_to(move |serial, issuer, seed, algorithm| {
        changed(ManualAct::Changed(entry(serial, issuer, seed, algorithm)).into());
    });
    let done = sink.clone();
    manual.on_done(move |serial, issuer, seed, algorithm| {
        done(ManualAct::Done(entry(serial, issuer, seed, algorithm)).into());
    });
}

pub(super) fn show(window: &MainWindow, view: &ManualView, _: Option<&ManualView>, language: Language) {
    let manual = window.global::<Manual>();
    let told = |fault| words::fault(fault, language).into();
    manual.set_serial_fault(told(view.serial_fault));
    manual.set_seed_fault(told(view.seed_fault));
    manual.set_issuer_fault(told(view.issuer_fault));
    manual.set_complete(view.complete);
}

/// The texts of the fields go with the fields: Slint drops them when another page is shown, and keeps what is typed while
/// the window is hidden.
pub(super) fn forget(_: &MainWindow) {}

fn entry(serial: SharedString, issuer: SharedString, seed: SharedString, index: i32) -> ManualEntry {
    ManualEntry {
        serial: serial.into(),
        issuer: issuer.into(),
        seed: Zeroizing::new(seed.into()),
        algorithm: algorithm(index),
    }
}

/// The screen has a segment for each of `Algorithm::ALL`, in its order.
fn algorithm(index: i32) -> Algorithm {
    usize::try_from(index).ok().and_then(|index| Algorithm::ALL.get(index)).copied().unwrap_or_default()
}
