//! What both phones share: the app's composition without a command line, and the door for what the
//! system brings while it runs.

use super::{DeviceZone, SystemClock, boot_id, build_time};
use crate::app::{
    self, App, Device, DeviceFacts, Event, KeystoreChoice, Language, Start as AppStart, Surroundings, Workers,
};
use crate::provisioning::limits::MAX_PHONE_PICTURE_PIXELS;
use crate::ui::{Runner, Screen, mailbox, on_screen, post};
use crate::vault::Cost;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

/// What the system says of itself before the app starts.
pub struct Start {
    /// The app's own folder; made when it is first written.
    pub folder: PathBuf,
    pub language: Language,
    pub camera: bool,
    pub can_speak: bool,
    pub can_copy_codes: bool,
    /// Whether the phone tells this app of calls.
    pub can_tell_calls: bool,
    pub surroundings: Surroundings,
}

/// The way in for what the system brings: links, shared pictures, coming and going.
#[derive(Clone)]
pub struct Door(Sender<Event>);

/// The app's end of a [`Door`].
pub struct Inbox(Receiver<Event>);

/// A door and its inbox. They are made before the app, and what comes through meanwhile waits in the inbox.
pub fn door() -> (Door, Inbox) {
    let (sender, events) = mailbox();
    (Door(sender), Inbox(events))
}

impl Door {
    /// May be called on any thread, and before the app runs: events that come first are there when it starts.
    pub fn tell(&self, event: Event) {
        post(&self.0, event);
    }
}

/// Runs the app until its window is closed. A phone always has a keystore: no file stands in.
pub fn run(
    start: Start,
    device: Arc<dyn Device>,
    door: Door,
    inbox: Inbox,
) -> Result<(), slint::PlatformError> {
    let workers = Workers {
        spawn: Arc::new(|work| {
            std::thread::spawn(work);
        }),
        post: Arc::new(move |event| post(&door.0, event)),
    };
    let facts = DeviceFacts {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        boot: boot_id(),
        built: build_time(),
        max_pixels: MAX_PHONE_PICTURE_PIXELS,
        system_language: start.language,
        camera: start.camera,
        can_speak: start.can_speak,
        can_copy_codes: start.can_copy_codes,
        can_tell_calls: start.can_tell_calls,
        keystore_is_shared: false,
        surroundings: start.surroundings,
    };
    let settings = app::load_settings(&start.folder);
    let mut app = App::over(AppStart {
        folder: start.folder,
        keystore: KeystoreChoice::Platform,
        passcode_cost: Cost::default(),
        device,
        facts,
        settings,
        clock: Arc::new(SystemClock::new()),
        local: Box::new(DeviceZone),
        workers,
    });
    app.begin();
    let runner = Runner::new(app, inbox.0)?;
    lock(&SETTINGS).apply(runner.screen());
    runner.screen().run()
}

// ---- what the system says of the screen

/// The settings that the system told last, kept for a window that is made later. Slint itself knows what
/// notches and bars cover.
#[derive(Clone, Copy)]
struct SystemSettings {
    text_scale: f32,
    motion: bool,
}

static SETTINGS: Mutex<SystemSettings> = Mutex::new(SystemSettings { text_scale: 1.0, motion: true });

fn lock(settings: &Mutex<SystemSettings>) -> std::sync::MutexGuard<'_, SystemSettings> {
    settings.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SystemSettings {
    fn apply(self, screen: &Screen) {
        screen.set_text_scale(self.text_scale);
        screen.set_motion(self.motion);
    }
}

fn change(change: impl FnOnce(&mut SystemSettings)) {
    let mut settings = lock(&SETTINGS);
    change(&mut settings);
    let settings = *settings;
    on_screen(move |screen| settings.apply(screen));
}

/// The device's text size, 1.0 to 2.0. May be called on any thread, and before there is a window.
pub fn text_scale(scale: f32) {
    change(|settings| settings.text_scale = scale);
}

/// Whether the customer lets things move.
pub fn motion(motion: bool) {
    change(|settings| settings.motion = motion);
}
