//! The app on the stand-in with the product's own Java: one process is told its steps one by one, each when the one before
//! has shown. Nothing here waits for a fixed time.
//!
//! `PHONE` is the command (tests/android_app/phone).

use super::*;
use skts_token::app::Page;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// More than anything takes on a machine that does much else.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Android's own numbers for two keys.
const BACK: &str = "4";
pub const ENTER: &str = "66";

/// One phone: the folder of the app and of its keystore outlives each process of the app.
pub struct Phone {
    pub look: Look,
    dots: u16,
    pub folder: PathBuf,
}

impl Phone {
    pub fn new(name: &str) -> Self {
        let (look, dots) = glass((1080, 2400), 420);
        // Other than for the doubles, the foot's bar is higher than the one above: neither is taken for the other.
        let look = Look { covered: [24.0, 48.0, 0.0, 0.0], ..look };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/android-app").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        was_asked(&folder);
        Self { look, dots, folder }
    }

    /// A new process of the app. `brings` says what starts it.
    pub fn starts(&self, now: u64, brings: &[(&str, &str)]) -> App<'_> {
        let mut child = Command::new(std::env::var("PHONE").expect("tests/android_app/run starts this"))
            .arg(self.folder.join("files"))
            .args([self.look.size.0, self.look.size.1, self.dots.into()].map(|number| number.to_string()))
            .arg("-")
            .envs(brings.iter().copied())
            .env("FAKE_NOW", now.to_string())
            .env("TZ", "UTC")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the phone starts");
        let (steps, said) = (child.stdin.take(), child.stdout.take().expect("it is piped"));
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(said).split(b'\n').map_while(Result::ok) {
                if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                    break;
                }
            }
        });
        let log = self.folder.join(format!("log-{now}"));
        let log = std::fs::File::create(log).unwrap();
        let mut app = App { phone: self, child, steps, lines, log, writes: false };
        app.hears();
        app
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().expect("a name of this machine").to_owned()
    }
}

/// One process of the app. It ends by itself when this is dropped.
pub struct App<'a> {
    pub phone: &'a Phone,
    child: Child,
    steps: Option<ChildStdin>,
    lines: Receiver<String>,
    log: std::fs::File,
    /// A field has the keyboard.
    pub writes: bool,
}

impl App<'_> {
    fn line(&mut self) -> Option<String> {
        let line = self.lines.recv_timeout(PATIENCE).ok()?;
        writeln!(self.log, "{line}").unwrap();
        Some(line)
    }

    /// What it says until it waits for a step.
    #[track_caller]
    fn hears(&mut self) -> Vec<String> {
        let mut said = Vec::new();
        loop {
            match self.line() {
                Some(line) if line == "ready" => return said,
                Some(line) => said.push(line),
                None => panic!("it waits for no step; its log is in {}:\n{}", self.folder(), said.join("\n")),
            }
        }
    }

    fn folder(&self) -> std::path::Display<'_> {
        self.phone.folder.display()
    }

    #[track_caller]
    pub fn step(&mut self, words: &[&str]) -> Vec<String> {
        let line = words.join("\t") + "\n";
        self.steps.as_mut().expect("it runs").write_all(line.as_bytes()).expect("it listens");
        self.hears()
    }

    /// A step of Java's (stand-in/phone), and its answer.
    #[track_caller]
    pub fn java(&mut self, name: &str, argument: &str) -> String {
        let said = self.step(&["java", name, argument]);
        let answer = format!("java {name}: ");
        said.iter().find_map(|line| line.strip_prefix(&answer)).unwrap_or_default().to_owned()
    }

    /// The same, where there is nothing to add.
    #[track_caller]
    pub fn asks(&mut self, name: &str) -> String {
        self.java(name, "-")
    }

    /// What the app's clock shows now.
    #[track_caller]
    pub fn second(&mut self, walk: &mut Walk) -> u64 {
        let said = self.step(&["clock"]);
        let second = said.iter().find_map(|line| line.strip_prefix("clock ")?.parse().ok());
        let second = second.unwrap_or_else(|| panic!("no clock: {said:?}"));
        walk.at(second);
        second
    }

    /// The page becomes the walk's, at the second in which it is looked at.
    #[track_caller]
    pub fn shows(&mut self, name: &str, walk: &mut Walk) {
        let path = self.phone.folder.join(name);
        let end = Instant::now() + PATIENCE;
        loop {
            let said = self.step(&["now", path.to_str().expect("a name of this machine")]);
            let shot = format!("shot {} ", path.display());
            let second = said.iter().find_map(|line| line.strip_prefix(&shot)?.parse().ok());
            walk.at(second.unwrap_or_else(|| panic!("no frame of {name}: {said:?}")));
            let frame = read(&path);
            let Some(difference) = difference(&frame, walk) else { return };
            if self.writes && is_a_cursor(&frame, walk) {
                return;
            }
            if Instant::now() > end {
                save(&self.phone.folder, name, walk);
                panic!("{}/{name}: {difference}", self.folder());
            }
        }
    }

    /// A finger on what has this label, once the page is there.
    #[track_caller]
    pub fn taps(&mut self, label: &'static str, walk: &mut Walk) {
        self.touches(label, walk);
        walk.tap(label);
    }

    /// The same, where the walk goes another way than by its own finger.
    #[track_caller]
    pub fn touches(&mut self, label: &'static str, walk: &mut Walk) {
        self.shows("before", walk);
        if matches!(
            walk.bench.page(),
            Page::Arrival(_) | Page::Confirm(_) | Page::Keyfile(_) | Page::Moved(_)
        ) {
            // In a question's first half second the app hears no answer.
            std::thread::sleep(Duration::from_millis(600));
        }
        let words = Taps(label).told(walk, &self.phone.folder);
        self.step(&words.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// Back, as a key. Whether the app took it; otherwise the activity ends.
    #[track_caller]
    pub fn back(&mut self, walk: &mut Walk) -> bool {
        self.shows("before", walk);
        self.step(&["key", BACK]);
        let taken = walk.stage.back();
        walk.go_on();
        assert_eq!(self.asks("finishing"), (!taken).to_string());
        taken
    }

    /// Another window covers the app's, and later goes.
    pub fn leaves(&mut self, walk: &mut Walk) {
        self.step(&["stop"]);
        walk.tell(Event::Hidden);
    }

    pub fn comes_back(&mut self, walk: &mut Walk) {
        self.step(&["start"]);
        walk.tell(Event::Shown);
    }

    /// Android ends the process without a word.
    pub fn dies(mut self) {
        self.steps.as_mut().expect("it runs").write_all(b"kill\n").expect("it listens");
        let status = self.child.wait().unwrap();
        assert!(status.signal() == Some(9) || status.code() == Some(137), "{status}");
    }

    /// Android ends the activity.
    pub fn ends(mut self) {
        self.steps = None;
        let mut said = Vec::new();
        while let Some(line) = self.line() {
            said.push(line);
        }
        let status = self.child.wait().unwrap();
        let well = said.iter().any(|line| line == "destroyed; finished by itself: 1");
        assert!(status.success() && well, "{status}: {}", said.join("\n"));
    }
}

/// Whether nothing but a field's cursor differs. It blinks by a clock of its own, and Slint gives a phone's the colour of
/// what is selected, and that of the stage's system the colour of the text.
fn is_a_cursor(frame: &Frame, walk: &Walk) -> bool {
    let drawn = walk.stage.picture();
    let pairs = frame.2.chunks_exact(3).zip(drawn.as_slice()).enumerate();
    let wide = frame.0 as usize;
    let other: Vec<(usize, usize)> = pairs
        .filter(|(_, (shown, pixel))| **shown != [pixel.r, pixel.g, pixel.b])
        .map(|(place, _)| (place % wide, place / wide))
        .collect();
    let within = |most: f32, lengths: &dyn Fn(&(usize, usize)) -> usize| {
        let (low, high) = (other.iter().map(lengths).min(), other.iter().map(lengths).max());
        low.zip(high).is_some_and(|(low, high)| ((high - low) as f32) < most * walk.look.density)
    };
    // Twice its width, and somewhat more than a line.
    within(4.0, &|place| place.0) && within(28.0, &|place| place.1)
}
