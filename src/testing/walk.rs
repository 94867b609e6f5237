//! The real model behind the real screen, walked by a finger that finds what it presses by its label.

use super::{Bench, Look, MemoryDevice, Stage};
use crate::app::{Event, Scan, Source, View};
use slint::platform::Key;
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

pub struct Walk {
    pub bench: Bench,
    pub stage: Stage,
    pub look: Look,
}

impl Default for Walk {
    fn default() -> Self {
        Self::over(Bench::new(), Look::default())
    }
}

impl Walk {
    /// From the welcome page of a desktop.
    pub fn new() -> Self {
        Self::default()
    }

    /// From the welcome page of a phone, which has a camera.
    pub fn phone(look: Look) -> Self {
        Self::over(Bench::phone(), look)
    }

    /// On from where a bench stands.
    pub fn over(bench: Bench, look: Look) -> Self {
        let mut walk = Self { bench, stage: Stage::new(), look };
        walk.go_on();
        walk
    }

    pub fn device(&self) -> &MemoryDevice {
        &self.bench.device
    }

    /// What the screen asked for is done, what the app answers is shown, until both are silent.
    pub fn go_on(&mut self) {
        loop {
            let asked = self.act_asked();
            let heard = self.bench.settle();
            self.stage.show(&self.bench.view(), self.look);
            if !asked && !heard {
                return;
            }
        }
    }

    /// Presses what has this label, wherever on the page it is, and waits for what comes of it.
    #[track_caller]
    pub fn tap(&mut self, label: &str) {
        self.press(label);
        self.go_on();
    }

    /// Presses it, and shows what is there before a worker has answered.
    #[track_caller]
    pub fn begin(&mut self, label: &str) {
        self.press(label);
        assert!(self.act_asked(), "{label:?} asks for nothing");
        self.stage.show(&self.bench.view(), self.look);
    }

    /// Does what the screen asked for and shows it as a window does, which waits for no worker and for no second frame.
    #[track_caller]
    pub fn show_asked(&mut self) {
        assert!(self.act_asked(), "nothing was asked for");
        let Look { theme, language, .. } = self.look;
        self.stage.screen.show(&View { theme, language, ..self.bench.view() });
    }

    /// Whether the screen asked for anything. The app has done it.
    fn act_asked(&mut self) -> bool {
        let actions = self.stage.taken();
        let asked = !actions.is_empty();
        actions.into_iter().for_each(|action| self.bench.app.act(action));
        asked
    }

    #[track_caller]
    fn press(&self, label: &str) {
        let place = reach(&self.stage, self.look, label);
        self.stage.finger(place, place);
    }

    /// The customer comes back from the bank's letter with this text, by Ctrl+V.
    pub fn paste(&mut self, text: &str) {
        self.device().hold(text);
        self.stage.chord(Key::Control, "v");
        self.go_on();
    }

    /// The camera's page is opened, and ends so.
    #[track_caller]
    pub fn scan(&mut self, end: Scan) {
        self.device().scans.lock().unwrap().push_back(end);
        self.tap("QRコードを読み取る");
    }

    /// The camera reads this text.
    #[track_caller]
    pub fn scan_text(&mut self, text: &str) {
        self.scan(Scan::Found(Source::Text(Zeroizing::new(text.to_owned()))));
    }

    /// Types into the field that has the keys.
    pub fn type_in(&mut self, text: &str) {
        for letter in text.chars() {
            self.stage.text(letter);
            self.go_on();
        }
    }

    pub fn key(&mut self, key: Key) {
        self.stage.key(key);
        self.go_on();
    }

    /// Time goes by.
    pub fn at(&mut self, seconds: u64) {
        self.bench.at(seconds);
        self.go_on();
    }

    /// The wall clock is set, and no time goes by.
    pub fn set_clock(&mut self, seconds: u64) {
        self.bench.set_clock(seconds);
        self.go_on();
    }

    pub fn tell(&mut self, event: Event) {
        self.bench.tell(event);
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

    /// Sees it, if need be after swiping.
    #[track_caller]
    pub fn reaches(&self, label: &str) {
        reach(&self.stage, self.look, label);
    }

    /// The same folder and keys after the process ended and began again.
    pub fn restart(self) -> Self {
        let Self { bench, look, .. } = self;
        Self::over(bench.restart(), look)
    }

    /// As [`restart`](Self::restart); while no process runs, something is done to the folder.
    pub fn restart_after<T>(self, meanwhile: impl FnOnce(&Path) -> T) -> (Self, T) {
        let Self { bench, look, .. } = self;
        let (bench, done) = bench.restart_after(meanwhile);
        (Self::over(bench, look), done)
    }

    /// The folder on another device, whose keystore is empty.
    pub fn moved(self) -> Self {
        let Self { bench, look, .. } = self;
        let phone = bench.device.phone;
        Self::over(bench.moved(MemoryDevice { phone, ..MemoryDevice::default() }), look)
    }

    /// A bench on this device, and the walk from there.
    pub fn on(device: MemoryDevice) -> Self {
        let folder = tempfile::tempdir().expect("the system has a folder for what is temporary");
        Self::over(Bench::over(folder, Arc::new(device)), Look::default())
    }
}

/// Where a page may show something: left, top, right, bottom.
pub fn free(look: Look) -> (f32, f32, f32, f32) {
    let [top, bottom, left, right] = look.covered;
    (left, top, look.size.0 as f32 / look.density - right, look.size.1 as f32 / look.density - bottom)
}

/// A stroke over the free part, to the right of its middle, where the menu is too; negative is upwards, to what is
/// further down.
pub fn swipe(stage: &Stage, look: Look, part: f32) {
    let (left, top, right, bottom) = free(look);
    let (x, middle) = (left + (right - left) * 0.75, (top + bottom) / 2.0);
    let half = (bottom - top) * part / 2.0;
    stage.finger((x, middle - half), (x, middle + half));
}

/// Swipes until this can be touched, and says where its middle is. What is scrolled away is not found.
#[track_caller]
pub fn reach(stage: &Stage, look: Look, label: &str) -> (f32, f32) {
    let (_, top, _, bottom) = free(look);
    let is_free = |y: f32| y > top + 12.0 && y < bottom - 12.0;
    for stroke in [-0.4, 0.4] {
        for _ in 0..25 {
            let found = stage.find_all(label);
            assert!(found.len() <= 1, "{label:?} is there {} times", found.len());
            if let Some(element) = found.first() {
                let (place, size) = (element.absolute_position(), element.size());
                let (x, y) = (place.x + size.width / 2.0, place.y + size.height / 2.0);
                if is_free(y) {
                    return (x, y);
                }
            }
            swipe(stage, look, stroke);
        }
    }
    panic!("{label:?} is out of a finger's reach at {look:?}: {:?}", stage.texts());
}
