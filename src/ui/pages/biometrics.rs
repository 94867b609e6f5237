//! 生体認証でも開けるようにしますか: offered after a passcode was set.

use super::super::Sink;
use crate::app::{BiometricsAct, BiometricsView, Language};
use skts_screens::{Biometrics, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let biometrics = window.global::<Biometrics>();
    send!(biometrics, sink, on_yes => BiometricsAct::Yes.into(), on_no => BiometricsAct::No.into());
}

pub(super) fn show(
    window: &MainWindow,
    view: &BiometricsView,
    _: Option<&BiometricsView>,
    language: Language,
) {
    let biometrics = window.global::<Biometrics>();
    biometrics.set_working(view.working);
    biometrics.set_refused(super::told(view.refused, language));
}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}
