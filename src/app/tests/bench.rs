//! The app over a folder of its own, with doubles in memory.

use super::super::*;
use crate::keystore::{Keystore, KeystoreError, MemoryKeystore};
use crate::otp::{Clock, Reading};
use crate::token::{Serial, UnixTime};
use std::cell::Cell;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use zeroize::Zeroizing;

pub const URI: &str = "otpauth://totp/%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB:SKTS12345678?\
                   secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB";
pub const REISSUED: &str = "otpauth://totp/SKTS12345678?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";
pub const OTHER: &str = "otpauth://totp/SKTS87654321?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";

/// Two clocks that a test sets: the wall's, and the one that nobody can set.
#[derive(Clone)]
pub struct HandClock(Rc<Cell<(u64, u64)>>);

impl HandClock {
    fn new(wall: u64) -> Self {
        Self(Rc::new(Cell::new((wall, 70))))
    }

    /// Time goes by until the wall clock shows `wall`. Time does not go back: a clock is set back.
    fn reach(&self, wall: u64) {
        let (was, monotonic) = self.0.get();
        self.0.set((wall, monotonic + wall.saturating_sub(was)));
    }

    /// The wall clock is set, and no time goes by.
    pub fn set(&self, wall: u64) {
        self.0.set((wall, self.0.get().1));
    }
}

impl Clock for HandClock {
    fn read(&self) -> Reading {
        let (wall, monotonic) = self.0.get();
        Reading {
            time: UnixTime::from_seconds(wall),
            to_next_second: Duration::from_millis(400),
            monotonic: Duration::from_secs(monotonic),
        }
    }
}

pub struct Utc;

impl LocalTime for Utc {
    fn time_of_day(&self, time: UnixTime) -> String {
        let day = time.seconds() % 86_400;
        format!("{:02}:{:02}:{:02}", day / 3600, day / 60 % 60, day % 60)
    }
}

/// A device in memory; a test says what is on its clipboard and whether its keystore answers.
#[derive(Default)]
pub struct MemoryDevice {
    pub keys: Arc<MemoryKeystore>,
    pub no_keystore: Mutex<Option<KeystoreError>>,
    pub hollow: bool,
    pub clipboard: Mutex<Option<String>>,
    /// A picture's file; it comes before a text.
    pub clipboard_file: Mutex<Option<Vec<u8>>>,
    /// Each text, and when it ends.
    pub copied: Mutex<Vec<(String, Option<UnixTime>)>>,
    pub no_clipboard: Mutex<bool>,
    pub cleared: Mutex<usize>,
    pub file: Mutex<Option<PathBuf>>,
    pub scans: Mutex<VecDeque<Scan>>,
    pub permissions: Mutex<usize>,
    pub felt: Mutex<Vec<Touch>>,
    pub guarded: Mutex<usize>,
}

/// A second handle on the same keys.
pub struct Shared(Arc<MemoryKeystore>);

impl Keystore for Shared {
    fn load(&self, id: &crate::keystore::KeyId) -> Result<crate::keystore::VaultKey, KeystoreError> {
        self.0.load(id)
    }
    fn store(
        &self,
        id: &crate::keystore::KeyId,
        key: &crate::keystore::VaultKey,
    ) -> Result<(), KeystoreError> {
        self.0.store(id, key)
    }
    fn delete(&self, id: &crate::keystore::KeyId) -> Result<(), KeystoreError> {
        self.0.delete(id)
    }
    fn protection(&self) -> crate::keystore::Protection {
        crate::keystore::Protection::SystemKeystore
    }
}

impl Device for MemoryDevice {
    fn system_keystore(&self) -> Result<Box<dyn Keystore>, KeystoreError> {
        match *self.no_keystore.lock().unwrap() {
            Some(error) => Err(error),
            None if self.hollow => Ok(Box::new(Hollow)),
            None => Ok(Box::new(Shared(self.keys.clone()))),
        }
    }
    fn copy(&self, text: &str, end: Option<UnixTime>) -> Result<(), ClipboardError> {
        if *self.no_clipboard.lock().unwrap() {
            return Err(ClipboardError);
        }
        self.copied.lock().unwrap().push((text.to_owned(), end));
        Ok(())
    }
    fn clear_copied(&self) {
        *self.cleared.lock().unwrap() += 1;
    }
    fn clipboard(&self) -> Result<Clip, ClipboardError> {
        if let Some(file) = self.clipboard_file.lock().unwrap().clone() {
            return Ok(Clip::Bytes(Zeroizing::new(file)));
        }
        let text = self.clipboard.lock().unwrap().clone().ok_or(ClipboardError)?;
        Ok(Clip::Text(Zeroizing::new(text)))
    }
    fn choose_file(&self, _: Language) -> Result<Option<Source>, NoFileChooser> {
        Ok(self.file.lock().unwrap().clone().map(Source::File))
    }
    fn scan(&self, _: Language) -> Scan {
        self.scans.lock().unwrap().pop_front().expect("the test says how the camera's page ends")
    }
    fn open_permissions(&self) {
        *self.permissions.lock().unwrap() += 1;
    }
    fn can_speak(&self) -> bool {
        true
    }
    fn speak(&self, _: &str, _: Language) {}
    fn feel(&self, touch: Touch) {
        self.felt.lock().unwrap().push(touch);
    }
    fn guard_screen(&self) {
        *self.guarded.lock().unwrap() += 1;
    }
}

/// The app over a folder of its own; work is done at once, its events wait until [`Bench::settle`].
pub struct Bench {
    pub app: App,
    pub events: Receiver<Event>,
    pub clock: HandClock,
    pub device: Arc<MemoryDevice>,
    pub folder: tempfile::TempDir,
}

pub const NOON: u64 = 1_800_000_012;

impl Bench {
    pub fn new() -> Self {
        Self::over(tempfile::tempdir().unwrap(), Arc::default())
    }

    pub fn over(folder: tempfile::TempDir, device: Arc<MemoryDevice>) -> Self {
        let mut bench = Self::started(folder, device);
        bench.settle();
        bench
    }

    /// Just started: the vault's worker has not been heard yet.
    pub fn unopened() -> Self {
        Self::started(tempfile::tempdir().unwrap(), Arc::default())
    }

    fn started(folder: tempfile::TempDir, device: Arc<MemoryDevice>) -> Self {
        let clock = HandClock::new(NOON);
        let (sender, events) = channel();
        let workers = Workers {
            spawn: Arc::new(|work| work()),
            post: Arc::new(move |event| sender.send(event).unwrap()),
        };
        let facts = DeviceFacts {
            version: "1".into(),
            built: UnixTime::from_seconds(1_700_000_000),
            system_language: Language::Japanese,
            camera: false,
            can_speak: true,
        };
        let app = App::over(Start {
            folder: folder.path().to_owned(),
            keystore: KeystoreChoice::Best,
            device: device.clone(),
            facts,
            settings: load_settings(folder.path()),
            clock: Box::new(clock.clone()),
            local: Box::new(Utc),
            workers,
        });
        let mut bench = Self { app, events, clock, device, folder };
        bench.app.begin();
        bench
    }

    /// The same folder and keys after the process ended and began again.
    pub fn restart(self) -> Self {
        let Self { app, folder, device, .. } = self;
        drop(app);
        Self::over(folder, device)
    }

    pub fn settle(&mut self) {
        while let Ok(event) = self.events.try_recv() {
            self.app.tell(event);
        }
    }

    pub fn act(&mut self, action: Action) -> Page {
        self.app.act(action);
        self.settle();
        self.page()
    }

    /// Something happens by itself, and what follows from it is done.
    pub fn tell(&mut self, event: Event) -> Page {
        self.app.tell(event);
        self.settle();
        self.page()
    }

    pub fn page(&self) -> Page {
        self.app.look().0.page
    }

    pub fn at(&mut self, seconds: u64) -> Page {
        self.clock.reach(seconds);
        self.tell(Event::Tick);
        self.page()
    }

    /// The wall clock is set while the app runs.
    pub fn set_clock(&mut self, wall: u64) -> Page {
        self.clock.set(wall);
        self.tell(Event::Tick);
        self.page()
    }

    /// What an action asks for; it is not performed.
    pub fn effects_of(&mut self, action: Action) -> Vec<Effect> {
        self.app.effects_of(action)
    }

    pub fn banners(&self) -> Vec<Banner> {
        self.app.look().0.banners
    }

    pub fn paste(&mut self, text: &str) -> Page {
        *self.device.clipboard.lock().unwrap() = Some(text.to_owned());
        self.act(Action::Add(AddAct::Paste))
    }

    pub fn register(&mut self, uri: &str) -> Page {
        self.paste(uri);
        self.act(Action::Confirm(ConfirmAct::Yes))
    }

    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .map(|entries| entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect())
            .unwrap_or_default();
        names.sort();
        names
    }
}

#[track_caller]
pub fn token(page: Page) -> TokenView {
    match page {
        Page::Token(token) | Page::Registered(RegisteredView { token, .. }) => token,
        other => panic!("another page: {other:?}"),
    }
}

#[track_caller]
pub fn confirm(page: Page) -> ConfirmView {
    match page {
        Page::Confirm(confirm) => confirm,
        other => panic!("another page: {other:?}"),
    }
}

#[track_caller]
pub fn refused(page: Page) -> Refusal {
    match page {
        Page::Welcome(ways) | Page::Add(ways) => ways.refused.expect("a refusal"),
        Page::Confirm(confirm) => confirm.refused.expect("a refusal"),
        other => panic!("another page: {other:?}"),
    }
}

#[track_caller]
pub fn trouble_page(page: Page) -> TroubleView {
    match page {
        Page::Trouble(trouble) => trouble,
        other => panic!("another page: {other:?}"),
    }
}

/// Answers, and can keep nothing: a session whose Secret Service has no collection.
pub struct Hollow;

impl Keystore for Hollow {
    fn load(&self, _: &crate::keystore::KeyId) -> Result<crate::keystore::VaultKey, KeystoreError> {
        Err(KeystoreError::NoEntry)
    }
    fn store(&self, _: &crate::keystore::KeyId, _: &crate::keystore::VaultKey) -> Result<(), KeystoreError> {
        Err(KeystoreError::Unavailable)
    }
    fn delete(&self, _: &crate::keystore::KeyId) -> Result<(), KeystoreError> {
        Ok(())
    }
    fn protection(&self) -> crate::keystore::Protection {
        crate::keystore::Protection::SystemKeystore
    }
}

pub fn serial(text: &str) -> Serial {
    text.parse().unwrap()
}
