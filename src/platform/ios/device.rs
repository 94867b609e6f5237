//! The iPhone as the app sees it.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::main_thread::on_main;
use super::{pasteboard, picker, scan, speech, touch};
use crate::app::{Clip, ClipboardError, Device, Language, NoFileChooser, Scan, Source, Touch};
use crate::keystore::{self, BiometricKeystore, Keystore, KeystoreError, Prompts};
use crate::token::UnixTime;
use crate::vault;
use objc2::MainThreadMarker;
use objc2_foundation::{NSDictionary, NSURL};
use objc2_ui_kit::{UIApplication, UIApplicationOpenSettingsURLString};
use std::path::PathBuf;

pub struct Phone {
    folder: PathBuf,
}

impl Phone {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl Device for Phone {
    fn system_keystore(&self) -> Result<Box<dyn Keystore>, KeystoreError> {
        // The keys of an earlier installation are deleted before the first key is asked for. Where that
        // fails, keys that no vault names stay in the keychain: no harm, and the next start tries again.
        let _ = keystore::clear_orphans(&self.folder, vault::owns);
        keystore::system(Prompts::Seen)
    }

    fn biometrics(&self, language: Language) -> Option<Box<dyn BiometricKeystore>> {
        Some(keystore::biometrics(language == Language::English))
    }

    fn copy(&self, text: &str, end: Option<UnixTime>) -> Result<(), ClipboardError> {
        match end {
            Some(end) => pasteboard::put_secret(text, end),
            None => pasteboard::put(text),
        }
        Ok(())
    }

    fn clear_copied(&self) {
        pasteboard::clear_ours();
    }

    fn clipboard(&self) -> Result<Clip, ClipboardError> {
        pasteboard::read()
    }

    fn choose_file(&self, _: Language) -> Result<Option<Source>, NoFileChooser> {
        picker::choose().ok_or(NoFileChooser)
    }

    fn scan(&self, language: Language) -> Scan {
        scan::scan(language)
    }

    fn open_permissions(&self) {
        on_main(open_settings);
    }

    fn can_speak(&self) -> bool {
        true
    }

    fn speak(&self, text: &str, language: Language) {
        speech::say(text, language);
    }

    fn feel(&self, touch: Touch) {
        touch::feel(touch);
    }

    /// iOS lets no app forbid screenshots; the app switcher's picture is covered (cover.rs).
    fn guard_screen(&self) {}
}

/// This app's page in the system's settings.
fn open_settings(main: MainThreadMarker) {
    // SAFETY: a constant of UIKit; the options are empty.
    unsafe {
        if let Some(url) = NSURL::URLWithString(UIApplicationOpenSettingsURLString) {
            let none = NSDictionary::new();
            UIApplication::sharedApplication(main).openURL_options_completionHandler(&url, &none, None);
        }
    }
}
