//! このアプリについて: what the app is, and what was measured on this device.

use super::super::{Sink, licences};
use crate::app::{AboutAct, AboutView, Language};
use crate::keystore::Protection;
use skts_screens::{About, MainWindow, ProtectionKind};
use slint::{ComponentHandle, ModelRc};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let about = window.global::<About>();
    send!(about, sink, on_run_self_test => AboutAct::RunSelfTest.into());
    let weak = window.as_weak();
    about.on_open_licences(move || {
        if let Some(window) = weak.upgrade() {
            let about = window.global::<About>();
            about.set_licences(licences::lines());
            about.set_licences_open(true);
        }
    });
}

pub(super) fn show(window: &MainWindow, view: &AboutView, _: Option<&AboutView>, _: Language) {
    let about = window.global::<About>();
    about.set_version(view.version.as_str().into());
    about.set_protection(protection(view.protection));
    about.set_self_test_passed(view.self_test_passed);
}

/// Closes the licences and drops their texts, which are made when they are opened. Returns whether they were open.
pub(super) fn close_licences(window: &MainWindow) -> bool {
    let about = window.global::<About>();
    let open = about.get_licences_open();
    about.set_licences_open(false);
    about.set_licences(ModelRc::default());
    open
}

fn protection(protection: Option<Protection>) -> ProtectionKind {
    match protection {
        None => ProtectionKind::Unknown,
        Some(Protection::File) => ProtectionKind::File,
        Some(Protection::SystemKeystore) => ProtectionKind::SystemKeystore,
        Some(Protection::SecureHardware) => ProtectionKind::SecureHardware,
    }
}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}
