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

pub(super) fn show(window: &MainWindow, view: &AboutView, _: Option<&AboutView>, language: Language) {
    let about = window.global::<About>();
    about.set_version(view.version.as_str().into());
    about.set_protection(protection(view.protection));
    about.set_self_test_passed(view.self_test_passed);
    about.set_weak(view.weak);
    about.set_recorded_unseen(view.recorded_unseen);
    about.set_list_date(day(view.list_date, language).into());
}

/// `2026-08-24` as it is written in the language.
fn day(date: &str, language: Language) -> String {
    let parts: Vec<&str> = date.split('-').collect();
    match (language, &parts[..]) {
        (Language::Japanese, [year, month, day]) => {
            format!("{year}年{}月{}日", month.trim_start_matches('0'), day.trim_start_matches('0'))
        }
        _ => date.to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_the_language_writes_it() {
        assert_eq!(day("2026-08-04", Language::Japanese), "2026年8月4日");
        assert_eq!(day("2026-08-04", Language::English), "2026-08-04");
    }
}
