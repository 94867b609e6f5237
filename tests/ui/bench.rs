//! The real model behind the real screen, with a keystore, a clipboard and a clock in memory.

use crate::support::{Look, Stage};
use skts_token::app::*;
use skts_token::keystore::{KeyId, Keystore, KeystoreError, MemoryKeystore, Protection, VaultKey};
use skts_token::otp::{Clock, Reading};
use skts_token::token::UnixTime;
use slint::platform::Key;
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use zeroize::Zeroizing;

/// RFC 6238, appendix B: a second of its table.
pub const TIME: u64 = 1_234_567_890;

#[derive(Clone)]
pub struct HandClock(Rc<Cell<u64>>);

impl Clock for HandClock {
    fn read(&self) -> Reading {
        let seconds = self.0.get();
        Reading {
            time: UnixTime::from_seconds(seconds),
            to_next_second: Duration::from_millis(400),
            monotonic: Duration::from_secs(seconds),
        }
    }
}

struct Utc;

impl LocalTime for Utc {
    fn time_of_day(&self, time: UnixTime) -> String {
        let day = time.seconds() % 86_400;
        format!("{:02}:{:02}:{:02}", day / 3600, day / 60 % 60, day % 60)
    }
}

#[derive(Default)]
pub struct MemoryDevice {
    keys: Arc<MemoryKeystore>,
    pub locked: Mutex<bool>,
    /// What the keystore says of itself; `None` is the memory's own answer.
    pub protection: Option<Protection>,
    clipboard: Mutex<Option<String>>,
    pub copied: Mutex<Vec<String>>,
    pub scans: Mutex<VecDeque<Scan>>,
    pub permissions: Mutex<usize>,
}

struct Shared(Arc<MemoryKeystore>, Protection);

impl Keystore for Shared {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        self.0.load(id)
    }
    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        self.0.store(id, key)
    }
    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.0.delete(id)
    }
    fn protection(&self) -> Protection {
        self.1
    }
}

impl Device for MemoryDevice {
    fn system_keystore(&self) -> Result<Box<dyn Keystore>, KeystoreError> {
        if *self.locked.lock().unwrap() {
            Err(KeystoreError::Locked)
        } else {
            let protection = self.protection.unwrap_or_else(|| self.keys.protection());
            Ok(Box::new(Shared(self.keys.clone(), protection)))
        }
    }
    fn copy(&self, text: &str, _: Option<UnixTime>) -> Result<(), ClipboardError> {
        self.copied.lock().unwrap().push(text.to_owned());
        Ok(())
    }
    fn clear_copied(&self) {}
    fn clipboard(&self) -> Result<Clip, ClipboardError> {
        let text = self.clipboard.lock().unwrap().clone().ok_or(ClipboardError)?;
        Ok(Clip::Text(Zeroizing::new(text)))
    }
    fn choose_file(&self, _: Language) -> Result<Option<Source>, NoFileChooser> {
        Ok(None)
    }
    fn scan(&self, _: Language) -> Scan {
        self.scans.lock().unwrap().pop_front().expect("the test says how the camera's page ends")
    }
    fn open_permissions(&self) {
        *self.permissions.lock().unwrap() += 1;
    }
    fn can_speak(&self) -> bool {
        false
    }
    fn speak(&self, _: &str, _: Language) {}
    fn feel(&self, _: Touch) {}
    fn guard_screen(&self) {}
}

pub struct Bench {
    pub stage: Stage,
    app: App,
    answers: Receiver<Answer>,
    pub clock: HandClock,
    pub device: Arc<MemoryDevice>,
    pub folder: TempDir,
    look: Look,
}

impl Bench {
    pub fn new() -> Self {
        Self::over(tempfile::tempdir().unwrap(), Arc::default(), Look::default(), false)
    }

    /// A phone, with a camera.
    pub fn phone(look: Look) -> Self {
        let device = MemoryDevice { protection: Some(Protection::SecureHardware), ..MemoryDevice::default() };
        Self::over(tempfile::tempdir().unwrap(), Arc::new(device), look, true)
    }

    fn over(folder: TempDir, device: Arc<MemoryDevice>, look: Look, camera: bool) -> Self {
        let clock = HandClock(Rc::new(Cell::new(TIME)));
        let (sender, answers) = channel();
        let workers = Workers {
            spawn: Arc::new(|work| work()),
            post: Arc::new(move |answer| sender.send(answer).unwrap()),
        };
        let around = DeviceFacts {
            version: "1.2.3".into(),
            built: UnixTime::from_seconds(1_200_000_000),
            system_language: Language::Japanese,
            camera,
            can_speak: false,
        };
        let model = Model::new(around, load_settings(folder.path()));
        let effects = Effects::new(folder.path().to_owned(), KeystoreChoice::Best, device.clone(), workers);
        let mut app = App::new(model, effects, Box::new(clock.clone()), Box::new(Utc));
        app.start();
        let mut bench = Self { stage: Stage::new(), app, answers, clock, device, folder, look };
        bench.go_on();
        bench
    }

    pub const fn look(&self) -> Look {
        self.look
    }

    /// What the screen asked for is done, what the app answers is shown, until both are silent.
    pub fn go_on(&mut self) {
        loop {
            let actions = self.stage.taken();
            let answers: Vec<Answer> = self.answers.try_iter().collect();
            let silent = actions.is_empty() && answers.is_empty();
            actions.into_iter().for_each(|action| self.app.act(action));
            answers.into_iter().for_each(|answer| self.app.receive(answer));
            self.stage.show(&self.app.look().0, self.look);
            if silent {
                return;
            }
        }
    }

    #[track_caller]
    pub fn tap(&mut self, label: &str) {
        self.stage.tap(label);
        self.go_on();
    }

    pub fn paste(&mut self, text: &str) {
        *self.device.clipboard.lock().unwrap() = Some(text.to_owned());
        self.stage.chord(Key::Control, "v");
        self.go_on();
    }

    pub fn at(&mut self, seconds: u64) {
        self.clock.0.set(seconds);
        self.app.tell(Event::Tick);
        self.go_on();
    }

    #[track_caller]
    pub fn sees(&self, label: &str) {
        assert!(!self.stage.find_all(label).is_empty(), "no {label:?} among {:?}", self.stage.texts());
    }

    #[track_caller]
    pub fn does_not_see(&self, label: &str) {
        assert!(self.stage.find_all(label).is_empty(), "{label:?} is there");
    }

    pub fn restart(self) -> Self {
        let Self { stage, app, folder, device, look, .. } = self;
        drop((stage, app));
        Self::over(folder, device, look, false)
    }
}
