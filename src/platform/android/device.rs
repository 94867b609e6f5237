use super::activity::Activity;
use super::session::{CHOOSER, SCANNER};
use crate::app::{Clip, ClipboardError, Device, Language, NoFileChooser, Scan, Source, Touch};
use crate::keystore::{self, BiometricKeystore, Keystore, KeystoreError, Prompts};
use crate::token::UnixTime;

/// An Android phone or tablet, through its activity.
pub struct Android {
    activity: Activity,
}

impl Android {
    pub fn new(activity: Activity) -> Self {
        Self { activity }
    }
}

impl Device for Android {
    fn system_keystore(&self) -> Result<Box<dyn Keystore>, KeystoreError> {
        keystore::system(Prompts::Seen)
    }

    fn biometrics(&self, language: Language) -> Option<Box<dyn BiometricKeystore>> {
        self.activity.biometrics(language)
    }

    fn copy(&self, text: &str, end: Option<UnixTime>) -> Result<(), ClipboardError> {
        self.activity.copy(text, end.is_some()).then_some(()).ok_or(ClipboardError)
    }

    fn clear_copied(&self) {
        self.activity.clear_copied();
    }

    fn clipboard(&self) -> Result<Clip, ClipboardError> {
        if let Some(picture) = self.activity.clipboard_picture() {
            return Ok(Clip::Bytes(picture));
        }
        self.activity.clipboard_text().map(Clip::Text).ok_or(ClipboardError)
    }

    fn choose_file(&self, _: Language) -> Result<Option<Source>, NoFileChooser> {
        let mut opened = false;
        let chosen = CHOOSER.ask(|| {
            opened = self.activity.choose_file();
            opened
        });
        // The chooser opened and went away with its activity, without an answer: that counts as cancelled.
        if opened { Ok(chosen.flatten()) } else { Err(NoFileChooser) }
    }

    fn scan(&self, language: Language) -> Scan {
        let mut opened = false;
        let scanned = SCANNER.ask(|| {
            opened = self.activity.scan(language);
            opened
        });
        scanned.unwrap_or(if opened { Scan::Cancelled } else { Scan::Unavailable })
    }

    fn open_permissions(&self) {
        self.activity.open_permissions();
    }

    fn can_speak(&self) -> bool {
        self.activity.can_speak()
    }

    fn speak(&self, text: &str, language: Language) {
        self.activity.speak(text, language);
    }

    fn feel(&self, touch: Touch) {
        self.activity.feel(touch);
    }

    fn guard_screen(&self) {
        self.activity.guard_screen();
    }
}
