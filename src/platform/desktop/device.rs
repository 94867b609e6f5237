//! Clipboard, file chooser and speech of a desktop.

use super::chooser;
use super::paste::paste;
use crate::app::{Clip, ClipboardError, Device, Language, NoFileChooser, Scan, Source, Touch};
use crate::keystore::{self, Keystore, KeystoreError, Prompts};
use crate::token::UnixTime;
use arboard::Clipboard;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use zeroize::Zeroizing;

/// The text that the app put on the clipboard, and the connection to the window system that keeps it there.
struct OnClipboard {
    clipboard: Clipboard,
    text: Zeroizing<String>,
}

pub struct Desktop {
    copied: Mutex<Option<OnClipboard>>,
    speaker: Option<Speaker>,
}

impl Desktop {
    pub fn new() -> Self {
        Self { copied: Mutex::new(None), speaker: Speaker::find() }
    }
}

impl Device for Desktop {
    fn system_keystore(&self) -> Result<Box<dyn Keystore>, KeystoreError> {
        keystore::system(prompts())
    }

    fn copy(&self, text: &str, end: Option<UnixTime>) -> Result<(), ClipboardError> {
        let mut clipboard = Clipboard::new().map_err(|_| ClipboardError)?;
        put(&mut clipboard, text, end.is_some()).map_err(|_| ClipboardError)?;
        let text = Zeroizing::new(text.to_owned());
        *self.copied.lock().map_err(|_| ClipboardError)? = Some(OnClipboard { clipboard, text });
        Ok(())
    }

    fn clear_copied(&self) {
        let Ok(mut held) = self.copied.lock() else { return };
        let Some(mut copied) = held.take() else { return };
        let now = copied.clipboard.get_text().map(Zeroizing::new);
        if now.is_ok_and(|now| *now == *copied.text) {
            // If the clipboard refuses to be cleared, nothing more can be done; the copied code has expired by now.
            let _ = copied.clipboard.clear();
        }
    }

    fn clipboard(&self) -> Result<Clip, ClipboardError> {
        paste()
    }

    fn choose_file(&self, language: Language) -> Result<Option<Source>, NoFileChooser> {
        chooser::choose(language).map(|file| file.map(Source::File))
    }

    /// Never called: the desktop's `DeviceFacts` say that there is no camera, so no page offers one.
    fn scan(&self, _: Language) -> Scan {
        Scan::Unavailable
    }

    fn open_permissions(&self) {}

    fn can_speak(&self) -> bool {
        self.speaker.is_some()
    }

    fn speak(&self, text: &str, _: Language) {
        if let Some(speaker) = &self.speaker {
            speaker.say(text);
        }
    }

    fn feel(&self, _: Touch) {}

    /// Neither X11 nor Wayland lets a program forbid pictures of its window.
    fn guard_screen(&self) {}
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.clear_copied();
    }
}

/// Under Linux a keystore asks on a display, and a session over the network has none.
fn prompts() -> Prompts {
    let displays = ["DISPLAY", "WAYLAND_DISPLAY"];
    let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if displays.iter().any(is_set) { Prompts::Seen } else { Prompts::Unseen }
}

#[cfg(not(any(windows, target_vendor = "apple")))]
fn put(clipboard: &mut Clipboard, text: &str, sensitive: bool) -> Result<(), arboard::Error> {
    use arboard::SetExtLinux;
    let set = clipboard.set();
    if sensitive { set.exclude_from_history().text(text) } else { set.text(text) }
}

#[cfg(target_vendor = "apple")]
fn put(clipboard: &mut Clipboard, text: &str, sensitive: bool) -> Result<(), arboard::Error> {
    use arboard::SetExtApple;
    let set = clipboard.set();
    if sensitive { set.exclude_from_history().text(text) } else { set.text(text) }
}

#[cfg(windows)]
fn put(clipboard: &mut Clipboard, text: &str, sensitive: bool) -> Result<(), arboard::Error> {
    use arboard::SetExtWindows;
    let set = clipboard.set();
    if sensitive { set.exclude_from_cloud().exclude_from_history().text(text) } else { set.text(text) }
}

/// The system's program that reads standard input aloud. The digits never become its arguments, which every other
/// program could see.
struct Speaker {
    program: PathBuf,
    pipe: &'static [&'static str],
}

impl Speaker {
    fn find() -> Option<Self> {
        let (name, pipe): (&str, &'static [&'static str]) = match std::env::consts::OS {
            "macos" => ("say", &["-f", "-"]),
            "linux" => ("spd-say", &["--pipe-mode"]),
            _ => return None,
        };
        let path = std::env::var_os("PATH")?;
        let program =
            std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())?;
        Some(Self { program, pipe })
    }

    fn say(&self, text: &str) {
        let child = Command::new(&self.program)
            .args(self.pipe)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut child) = child else { return };
        if let Some(mut input) = child.stdin.take() {
            // If the speaking program has ended, nothing is heard; the code can still be read on the screen.
            let _ = input.write_all(text.as_bytes());
        }
        let _ = child.wait();
    }
}
