//! What the app needs of the machine it runs on. The platforms implement it; tests have a double.

use super::{BootId, Language};
use crate::keystore::{BiometricKeystore, Keystore, KeystoreError};
use crate::provisioning::{HalfDraft, PhonePart};
use crate::token::UnixTime;
use ring::rand::SystemRandom;
use std::fmt;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// What is known of the device. The system may say something else while the app runs: another language, a voice.
#[derive(Clone, Debug)]
pub struct DeviceFacts {
    /// The app's version.
    pub version: String,
    /// Which start of the system this is, where it says so.
    pub boot: Option<BootId>,
    /// When this program was built: no honest clock is earlier.
    pub built: UnixTime,
    /// A picture's pixels that this device has the memory for: one of the bounds in `provisioning::limits`.
    pub max_pixels: u64,
    pub system_language: Language,
    pub camera: bool,
    pub can_speak: bool,
    /// Whether a code may be put on the clipboard: not where every app may read the clipboard at any time, as on Android 8
    /// and 9.
    pub can_copy_codes: bool,
    /// Whether this device tells of calls: elsewhere nothing is promised of them.
    pub can_tell_calls: bool,
    /// Every program of the same user can read the system's keystore, as on a desktop: such a program finds a passcode of six
    /// digits within a week of computing.
    pub keystore_is_shared: bool,
    pub surroundings: Surroundings,
}

/// What the system says of its own state and of what goes on around the app, as the app starts. A system that cannot say so
/// claims nothing; what changes later comes as an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// The device is in a call, the phone's own or that of an app which says so to the system.
    pub in_call: bool,
    /// The screen is recorded, mirrored or shared.
    pub recorded: bool,
    /// Whether the system tells of recordings; `None` on a desktop, which promises nothing of them.
    pub tells_recording: Option<bool>,
    /// The system bears signs of having been changed, so that other apps may read what is this app's.
    pub weak: bool,
    /// The system said, as the app started, that it sets its clock by a server's.
    pub sets_clock: bool,
}

/// A phone or a desktop. Every method may be called from a worker thread, and may fail without harm.
pub trait Device: Send + Sync {
    /// The system's keystore. May wait for a person to unlock it.
    fn system_keystore(&self) -> Result<Box<dyn Keystore>, KeystoreError>;

    /// What keeps secrets behind the customer's face or finger and asks in this language; `None` where the system has
    /// no such thing, as on a desktop.
    fn biometrics(&self, language: Language) -> Option<Box<dyn BiometricKeystore>> {
        let _ = language;
        None
    }

    /// Puts a text on the clipboard. A text with an `end` is a secret: it is kept out of histories and off other
    /// devices, and the system is asked to forget it at `end` where it can.
    fn copy(&self, text: &str, end: Option<UnixTime>) -> Result<(), ClipboardError>;

    /// Empties the clipboard if it still holds what [`Device::copy`] put there last.
    fn clear_copied(&self);

    fn clipboard(&self) -> Result<Clip, ClipboardError>;

    /// Asks a person for a file and waits for the answer; `None` is a cancelled question.
    fn choose_file(&self, language: Language) -> Result<Option<Source>, NoFileChooser>;

    /// Shows the camera's page and waits for its end. Asks for the permission where it must.
    fn scan(&self, language: Language) -> Scan;

    /// Shows the system's page where this app's permissions are changed.
    fn open_permissions(&self);

    /// Whether [`Device::speak`] can be heard.
    fn can_speak(&self) -> bool;

    /// Reads a text aloud; `spoken.rs` has written its digits.
    fn speak(&self, text: &str, language: Language);

    /// Draws the phone's part of a two-step enrolment. `None` where the system gives no random numbers.
    fn draw(&self, half: &HalfDraft) -> Option<PhonePart> {
        half.draw(&SystemRandom::new())
    }

    /// Lets a hand feel what the eye sees; silent where there is nothing to feel with.
    fn feel(&self, touch: Touch);

    /// Keeps the window out of screenshots and the app switcher, where the system can. Asked once, at
    /// the start.
    fn guard_screen(&self);
}

/// Something that may hold a token, chosen, scanned, or sent by another app. Hostile until it is read.
/// `Debug` does not show it.
#[derive(PartialEq, Eq)]
pub enum Source {
    File(PathBuf),
    /// A picture's or a text's file, where the system gives no path.
    Bytes(Zeroizing<Vec<u8>>),
    Text(Zeroizing<String>),
    /// Something was sent that could not be read.
    Unreadable,
}

impl Source {
    /// The file's own name, where the system gives one.
    pub fn file_name(&self) -> Option<String> {
        match self {
            Self::File(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
            Self::Bytes(_) | Self::Text(_) | Self::Unreadable => None,
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File(_) => "File(…)",
            Self::Bytes(_) => "Bytes(…)",
            Self::Text(_) => "Text(…)",
            Self::Unreadable => "Unreadable",
        })
    }
}

/// How the camera's page ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Scan {
    /// A QR code was read: [`Source::Text`].
    Found(Source),
    /// The customer went back.
    Cancelled,
    /// 画像から: the customer would rather choose a picture.
    ByImage,
    /// 手入力: the customer would rather type serial and seed.
    ByHand,
    /// The permission was refused; the system will ask again.
    Denied,
    /// The permission is refused, and only the system's settings can change that.
    DeniedForEver,
    /// There is no camera, or it is forbidden to all apps.
    Unavailable,
    /// The camera broke off.
    Failed,
}

/// What a hand feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// A token was registered.
    Done,
    /// Something was refused.
    Refused,
    /// A text was copied.
    Copied,
}

/// What was on the clipboard: hostile, like everything from outside.
pub enum Clip {
    Text(Zeroizing<String>),
    /// A picture's file, where the system hands out files.
    Bytes(Zeroizing<Vec<u8>>),
    /// Eight bits of red, green, blue and alpha a pixel, row by row.
    Picture {
        width: usize,
        height: usize,
        rgba: Zeroizing<Vec<u8>>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the clipboard does not answer or holds nothing of use")]
pub struct ClipboardError;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this system has no file chooser")]
pub struct NoFileChooser;
