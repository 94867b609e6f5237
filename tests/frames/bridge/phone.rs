//! In place of the app: writes down what it is told, and asks its device for everything.

use crate::app::{Clip, Device, Event, Language, NoFileChooser, Scan, Source, Surroundings, Touch};
use crate::keystore::{
    BiometricError, BiometricKeystore, BiometricReadiness, KeyId, Keystore, KeystoreError, Protection, VaultKey,
};
use crate::token::UnixTime;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use zeroize::Zeroizing;

static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn tell(what: String) {
    TOLD.lock().unwrap().push(what);
}

/// What was told since it was last asked for.
pub fn told() -> String {
    std::mem::take(&mut *TOLD.lock().unwrap()).join("|")
}

#[derive(Clone)]
pub struct Door;
pub struct Inbox;

impl Door {
    pub fn tell(&self, event: Event) {
        tell(match event {
            Event::Offered(Source::Text(text)) => format!("text {}", &*text),
            Event::Offered(Source::Bytes(bytes)) => format!("bytes {:?}", &*bytes),
            Event::Offered(other) => format!("{other:?}"),
            Event::Chosen(Source::Text(text)) => format!("chosen {}", &*text),
            Event::Chosen(other) => format!("chosen {other:?}"),
            Event::Hidden => "hidden".into(),
            Event::Shown => "shown".into(),
            Event::ScreenOff => "screen off".into(),
            Event::Obscured => "obscured".into(),
            Event::SystemLanguage(language) => format!("language {language:?}"),
            Event::Scanned(scan) => format!("{scan:?}"),
            Event::CanSpeak(can) => format!("can speak {can}"),
            Event::InCall(call) => format!("in call {call}"),
            Event::Recorded(recorded) => format!("recorded {recorded}"),
        });
    }
}

pub fn door() -> (Door, Inbox) {
    (Door, Inbox)
}

pub fn text_scale(scale: f32) {
    tell(format!("scale {scale}"));
}

pub fn motion(motion: bool) {
    tell(format!("motion {motion}"));
}

pub struct Start {
    pub folder: PathBuf,
    pub language: Language,
    pub camera: bool,
    pub can_speak: bool,
    pub can_copy_codes: bool,
    pub can_tell_calls: bool,
    pub surroundings: Surroundings,
}

pub fn run(start: Start, device: Arc<dyn Device>, _: Door, _: Inbox) -> Result<(), slint::PlatformError> {
    assert_eq!(start.folder, PathBuf::from("folder/skts-token"));
    assert_eq!((start.language, start.camera), (Language::English, true));
    assert_eq!((start.can_speak, start.can_copy_codes), (false, true));
    let around = Surroundings {
        in_call: true,
        recorded: true,
        tells_recording: Some(false),
        weak: true,
        sets_clock: true,
    };
    assert_eq!((start.can_tell_calls, start.surroundings), (true, around));
    // A worker, whose thread sees the system's classes alone.
    let worker = std::thread::spawn(move || {
        services(&*device);
        pages(&*device);
        keys(&*device.system_keystore().expect("KeyVault is there"));
        for language in [Language::Japanese, Language::English] {
            faces(&*device.biometrics(language).expect("BiometricVault is there"));
        }
    });
    worker.join().expect("every answer is the right one");
    Ok(())
}

fn services(device: &dyn Device) {
    assert!(device.copy("482913 さくら😀", Some(UnixTime::from_seconds(0))).is_ok());
    assert!(device.copy("throw", None).is_err());
    device.clear_copied();
    device.speak("4、8、2、9、1、3", Language::Japanese);
    [Touch::Done, Touch::Refused, Touch::Copied].into_iter().for_each(|touch| device.feel(touch));
    device.guard_screen();
    device.open_permissions();
    assert!(!device.can_speak());
    match device.clipboard() {
        Ok(Clip::Bytes(bytes)) => assert_eq!(*bytes, [1, 2, 255]),
        _ => panic!("no picture"),
    }
    match device.clipboard() {
        Ok(Clip::Text(text)) => assert_eq!(*text, "本\0𠮷"),
        _ => panic!("no text"),
    }
    assert!(device.clipboard().is_err(), "nothing there");
    assert!(device.clipboard().is_err(), "a text without an end");
}

fn pages(device: &dyn Device) {
    let found = Scan::Found(Source::Text(Zeroizing::new("otpauth://scanned".into())));
    for expected in [found, Scan::DeniedForEver, Scan::Unavailable] {
        assert_eq!(device.scan(Language::English), expected);
    }
    let bytes = Source::Bytes(Zeroizing::new(vec![9, 8]));
    for expected in [Ok(Some(bytes)), Ok(None), Ok(Some(Source::Unreadable)), Err(NoFileChooser)] {
        assert_eq!(device.choose_file(Language::Japanese), expected);
    }
}

fn keys(keystore: &dyn Keystore) {
    assert_eq!(keystore.protection(), Protection::SystemKeystore, "nothing was measured yet");
    let (id, failing) = (KeyId::from_bytes([7; 16]), KeyId::from_bytes([9; 16]));
    assert_eq!(keystore.load(&id).unwrap_err(), KeystoreError::NoEntry);
    let key = VaultKey::new(&[5; 32]);
    keystore.store(&id, &key).unwrap();
    assert!(keystore.load(&id).unwrap().same_as(&key));
    assert_eq!(keystore.protection(), Protection::SecureHardware);
    keystore.delete(&id).unwrap();
    assert_eq!(keystore.delete(&id), Err(KeystoreError::NoEntry));
    use KeystoreError::{Invalidated, Locked, NoEntry, Platform, Unavailable};
    // The last three: another exception, null, and more than a secret can be.
    for expected in
        [NoEntry, Invalidated, Locked, Unavailable, Platform(100), Platform(0), Platform(0), Platform(0)]
    {
        assert_eq!(keystore.load(&failing).unwrap_err(), expected);
    }
    assert_eq!(keystore.store(&failing, &key), Err(Locked));
}

fn faces(keystore: &dyn BiometricKeystore) {
    use BiometricError::{Cancelled, Invalidated, LockedOut, NoEntry, Platform, Unavailable};
    use BiometricReadiness::{Absent, NotEnrolled, Ready};
    // The last: an exception that is not the app's own.
    for expected in [Ready, NotEnrolled, Absent, Absent] {
        assert_eq!(keystore.readiness(), expected);
    }
    let (id, failing) = (KeyId::from_bytes([7; 16]), KeyId::from_bytes([9; 16]));
    assert_eq!(keystore.load(&id).unwrap_err(), NoEntry);
    let secret = VaultKey::new(&[6; 32]);
    keystore.store(&id, &secret).unwrap();
    assert!(keystore.load(&id).unwrap().same_as(&secret));
    keystore.delete(&id).unwrap();
    assert_eq!(keystore.load(&id).unwrap_err(), NoEntry);
    assert_eq!(keystore.delete(&id), Err(Platform(100)));
    // The last three: another exception, null, and a secret that is too long.
    for expected in
        [NoEntry, Invalidated, Platform(3), Unavailable, Cancelled, LockedOut, Platform(0), Platform(0), Platform(0)]
    {
        assert_eq!(keystore.load(&failing).unwrap_err(), expected);
    }
    assert_eq!(keystore.store(&failing, &secret), Err(Cancelled));
}
