//! The app over a folder of its own, with doubles in memory.

use super::{HandClock, MemoryDevice, NOON, Utc};
use crate::app::*;
use crate::token::{Serial, UnixTime};
use std::mem::{Discriminant, discriminant};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use tempfile::TempDir;

/// The app over a folder of its own; work is done at once, its events wait until [`Bench::settle`].
pub struct Bench {
    pub app: App,
    pub events: Receiver<Event>,
    pub clock: HandClock,
    pub device: Arc<MemoryDevice>,
    pub folder: TempDir,
    /// The question that the customer has read, if one is on the screen.
    read: Option<Question>,
}

/// A page that is deaf at first, and which of its questions it asks.
type Question = (Discriminant<Page>, Option<(ConfirmStep, TwoStepStage)>);

impl Default for Bench {
    fn default() -> Self {
        Self::over(tempfile::tempdir().unwrap(), Arc::default())
    }
}

impl Bench {
    /// On a desktop, with nothing stored yet.
    pub fn new() -> Self {
        Self::default()
    }

    pub fn over(folder: TempDir, device: Arc<MemoryDevice>) -> Self {
        Self::over_at(folder, device, HandClock::new(NOON), true)
    }

    /// Of a customer who has not been asked yet whether the app shall ask what a code is for.
    pub fn before_offers() -> Self {
        Self::over_at(tempfile::tempdir().unwrap(), Arc::default(), HandClock::new(NOON), false)
    }

    fn over_at(folder: TempDir, device: Arc<MemoryDevice>, clock: HandClock, offered: bool) -> Self {
        let mut bench = Self::started(folder, device, clock, offered);
        bench.settle();
        bench
    }

    /// On a phone: with a camera.
    pub fn phone() -> Self {
        Self::over(tempfile::tempdir().unwrap(), Arc::new(MemoryDevice::phone()))
    }

    /// On a phone that recognises the customer's face.
    pub fn recognising() -> Self {
        Self::over(tempfile::tempdir().unwrap(), Arc::new(MemoryDevice::recognising()))
    }

    /// Just started: the vault's worker has not been heard yet.
    pub fn unopened() -> Self {
        Self::started(tempfile::tempdir().unwrap(), Arc::default(), HandClock::new(NOON), true)
    }

    fn started(folder: TempDir, device: Arc<MemoryDevice>, clock: HandClock, offered: bool) -> Self {
        let settings = load_settings(folder.path());
        let (sender, events) = channel();
        let workers = Workers {
            spawn: Arc::new(|work| work()),
            post: Arc::new(move |event| sender.send(event).unwrap()),
        };
        let facts = DeviceFacts {
            version: device.version.lock().unwrap().unwrap_or("1.0.0").into(),
            boot: Some(clock.boot()),
            built: UnixTime::from_seconds(1_700_000_000),
            max_pixels: 8192 * 4096,
            system_language: Language::Japanese,
            camera: device.phone,
            can_speak: true,
            can_copy_codes: !device.open_clipboard,
            can_tell_calls: device.phone,
            keystore_is_shared: !device.phone,
            surroundings: device.surroundings,
        };
        let app = App::over(Start {
            folder: folder.path().to_owned(),
            keystore: KeystoreChoice::Best,
            passcode_cost: PasscodeCost::LEAST,
            device: device.clone(),
            facts,
            settings: Settings { purpose_offered: settings.purpose_offered || offered, ..settings },
            clock: Arc::new(clock.clone()),
            local: Box::new(Utc),
            workers,
        });
        let mut bench = Self { app, events, clock, device, folder, read: None };
        bench.app.begin();
        bench
    }

    /// The same folder and keys after the process ended and began again.
    pub fn restart(self) -> Self {
        self.restart_after(|_| ()).0
    }

    /// As [`restart`](Self::restart); while no process runs, something is done to the folder.
    pub fn restart_after<T>(self, meanwhile: impl FnOnce(&Path) -> T) -> (Self, T) {
        let Self { app, folder, device, clock, .. } = self;
        drop(app);
        let done = meanwhile(folder.path());
        (Self::over_at(folder, device, clock, true), done)
    }

    /// The same folder on another device, whose keystore is empty.
    pub fn moved(self, device: MemoryDevice) -> Self {
        let Self { app, folder, clock, .. } = self;
        drop(app);
        clock.reboot();
        Self::over_at(folder, Arc::new(device), clock, true)
    }

    /// What the workers answered is heard. Whether there was anything.
    pub fn settle(&mut self) -> bool {
        let mut heard = false;
        while let Ok(event) = self.events.try_recv() {
            self.app.tell(event);
            heard = true;
        }
        let page = self.page();
        let step = match &page {
            Page::Confirm(question) => Some((question.step, TwoStepStage::default())),
            Page::TwoStep(letters) => Some((ConfirmStep::default(), letters.stage)),
            _ => None,
        };
        let is_deaf = matches!(
            page,
            Page::Arrival(_)
                | Page::Biometrics(_)
                | Page::PurposeOffer(_)
                | Page::Confirm(_)
                | Page::Remove(_)
                | Page::Keyfile(_)
                | Page::Moved(_)
                | Page::Former(_)
                | Page::Purpose(_)
                | Page::Caution(_)
                | Page::Stop(_)
                | Page::Disclosed(_)
                | Page::Sign(SignView::Asks(_))
                | Page::TwoStep(_)
                | Page::Forgot(ForgotView { asks: true, .. })
        );
        let asks = is_deaf.then(|| (discriminant(&page), step));
        if asks.is_some() && (heard || self.read != asks) {
            // A customer who reads a question does not answer in the moment in which it comes.
            self.clock.pass(Duration::from_millis(500));
        }
        self.read = asks;
        heard
    }

    /// Types these digits on the keypad.
    pub fn press(&mut self, digits: &str) -> Page {
        digits.bytes().for_each(|digit| drop(self.act(Action::Press(Key::Digit(digit - b'0')))));
        self.page()
    }

    /// What an action begins and a worker has not ended yet.
    pub fn begin(&mut self, action: Action) -> Page {
        self.app.act(action);
        self.page()
    }

    /// Something happens by itself, and what follows from it is done.
    pub fn tell(&mut self, event: Event) -> Page {
        self.app.tell(event);
        self.settle();
        self.page()
    }

    pub fn view(&self) -> View {
        self.app.look().0
    }

    pub fn act(&mut self, action: impl Into<Action>) -> Page {
        self.app.act(action.into());
        self.settle();
        self.page()
    }

    pub fn page(&self) -> Page {
        self.view().page
    }

    pub fn at(&mut self, seconds: u64) -> Page {
        self.clock.reach(seconds);
        self.tell(Event::Tick)
    }

    /// The wall clock is set while the app runs.
    pub fn set_clock(&mut self, wall: u64) -> Page {
        self.clock.set(wall);
        self.tell(Event::Tick)
    }

    pub fn banners(&self) -> Vec<Banner> {
        self.view().banners
    }

    pub fn paste(&mut self, text: &str) -> Page {
        self.device.hold(text);
        self.act(AddAct::Paste)
    }

    pub fn register(&mut self, uri: &str) -> Page {
        self.paste(uri);
        self.act(ConfirmAct::Yes)
    }

    /// The second question of a re-issue is answered with yes.
    pub fn replace_for_sure(&mut self, ending: &str) -> Page {
        self.act(ConfirmAct::Typed(ending.to_owned()));
        self.clock.pass(Duration::from_secs(2));
        self.act(ConfirmAct::Yes)
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
        Page::Add(ways) => ways.refused.expect("a refusal"),
        Page::Confirm(confirm) => confirm.refused.expect("a refusal"),
        other => panic!("another page: {other:?}"),
    }
}

#[track_caller]
pub fn keyfile(page: Page) -> KeyfileView {
    match page {
        Page::Keyfile(keyfile) => keyfile,
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

pub fn serial(text: &str) -> Serial {
    text.parse().unwrap()
}
