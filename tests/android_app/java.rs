//! The app on the stand-in with the product's own Java: what Android brings reaches the page through MainActivity,
//! Inbound, KeyVault, ScanActivity and Slint's own Java, and the page equals what the stage draws.
//!
//! `PHONE` is the command (tests/android_app/phone). Which classes are real is in tests/android_app/README.md. The app is
//! told each step when the one before has shown: nothing here waits for a fixed time.

use super::*;
use skts_token::app::{Language, Page, Scan, Theme};
use skts_token::issuer::qr_png;
use skts_token::testing::{OTHER_LETTER, REISSUED_LETTER};
use slint::platform::Key;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Between two processes: more than the slowest of them takes, for the clock goes on while the app runs.
const HOUR: u64 = 3_600;

/// More than anything takes on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(90);

/// Android's own numbers for two keys.
const BACK: &str = "4";
const ENTER: &str = "66";

/// One phone: the folder of the app and of its keystore outlives each process of the app.
struct Phone {
    look: Look,
    dots: u16,
    folder: PathBuf,
}

impl Phone {
    fn new(name: &str) -> Self {
        let (look, dots) = glass((1080, 2400), 420);
        // Other than for the doubles, the foot's bar is higher than the one above: neither is taken for the other.
        let look = Look { covered: [24.0, 48.0, 0.0, 0.0], ..look };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/android-app").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self { look, dots, folder }
    }

    /// A new process of the app. `brings` says what starts it.
    fn starts(&self, now: u64, brings: &[(&str, &str)]) -> App<'_> {
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

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().expect("a name of this machine").to_owned()
    }
}

/// One process of the app. It ends by itself when this is dropped.
struct App<'a> {
    phone: &'a Phone,
    child: Child,
    steps: Option<ChildStdin>,
    lines: Receiver<String>,
    log: std::fs::File,
    /// A field has the keyboard.
    writes: bool,
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
    fn step(&mut self, words: &[&str]) -> Vec<String> {
        let line = words.join("\t") + "\n";
        self.steps.as_mut().expect("it runs").write_all(line.as_bytes()).expect("it listens");
        self.hears()
    }

    /// A step of Java's (stand-in/phone), and its answer.
    #[track_caller]
    fn java(&mut self, name: &str, argument: &str) -> String {
        let said = self.step(&["java", name, argument]);
        let answer = format!("java {name}: ");
        said.iter().find_map(|line| line.strip_prefix(&answer)).unwrap_or_default().to_owned()
    }

    /// The same, where there is nothing to add.
    #[track_caller]
    fn asks(&mut self, name: &str) -> String {
        self.java(name, "-")
    }

    /// What the app's clock shows now.
    #[track_caller]
    fn second(&mut self, walk: &mut Walk) -> u64 {
        let said = self.step(&["clock"]);
        let second = said.iter().find_map(|line| line.strip_prefix("clock ")?.parse().ok());
        let second = second.unwrap_or_else(|| panic!("no clock: {said:?}"));
        walk.at(second);
        second
    }

    /// The page becomes the walk's, at the second in which it is looked at.
    #[track_caller]
    fn shows(&mut self, name: &str, walk: &mut Walk) {
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
    fn taps(&mut self, label: &'static str, walk: &mut Walk) {
        self.touches(label, walk);
        walk.tap(label);
    }

    /// The same, where the walk goes another way than by its own finger.
    #[track_caller]
    fn touches(&mut self, label: &'static str, walk: &mut Walk) {
        self.shows("before", walk);
        if matches!(walk.bench.page(), Page::Arrival(_) | Page::Confirm(_) | Page::Keyfile(_)) {
            // In a question's first half second the app hears no answer.
            std::thread::sleep(Duration::from_millis(600));
        }
        let words = Taps(label).told(walk, &self.phone.folder);
        self.step(&words.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// Back, as a key. Whether the app took it; otherwise the activity ends.
    #[track_caller]
    fn back(&mut self, walk: &mut Walk) -> bool {
        self.shows("before", walk);
        self.step(&["key", BACK]);
        let taken = walk.stage.back();
        walk.go_on();
        assert_eq!(self.asks("finishing"), (!taken).to_string());
        taken
    }

    /// Another window covers the app's, and later goes.
    fn leaves(&mut self, walk: &mut Walk) {
        self.step(&["stop"]);
        walk.tell(Event::Hidden);
    }

    fn comes_back(&mut self, walk: &mut Walk) {
        self.step(&["start"]);
        walk.tell(Event::Shown);
    }

    /// Android ends the process without a word.
    fn dies(mut self) {
        self.steps.as_mut().expect("it runs").write_all(b"kill\n").expect("it listens");
        let status = self.child.wait().unwrap();
        assert!(status.signal() == Some(9) || status.code() == Some(137), "{status}");
    }

    /// Android ends the activity.
    fn ends(mut self) {
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

// ---- a phone on which a token is used

#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn a_token_outlives_its_process_and_is_used() {
    let phone = Phone::new("used");

    // A link starts the app.
    let mut walk = Walk::phone(phone.look);
    Offers.walk(&mut walk);
    let mut app = phone.starts(NOON, &[("FAKE_INTENT", &format!("link {LETTER}"))]);
    app.taps("見る", &mut walk);
    app.taps("はい、登録する", &mut walk);
    app.taps("トークンを表示する", &mut walk);
    app.shows("token", &mut walk);
    app.dies();

    // A new process: the same token, the code of this minute. Its step has 18 seconds left.
    let mut walk = Walk::over(walk.bench.restart(), phone.look);
    let mut app = phone.starts(NOON + HOUR, &[]);
    app.shows("again", &mut walk);
    what_is_copied_is_cleared_in_time(&mut app, &mut walk);
    back_leads_to_the_parent_and_out(&mut app, &mut walk);
    app.ends();

    // A keystore that has forgotten its keys. A vault that never asked the keystore would show the token.
    std::fs::remove_file(phone.folder.join("files/keystore")).unwrap();
    let mut walk = walk.moved();
    let mut app = phone.starts(NOON + 2 * HOUR, &[]);
    app.shows("forgotten", &mut walk);
    app.ends();
}

/// The text that the walk copied last.
fn copied(walk: &Walk) -> String {
    walk.device().texts_copied().pop().expect("it was copied")
}

fn what_is_copied_is_cleared_in_time(app: &mut App, walk: &mut Walk) {
    assert_eq!(app.asks("clipboard"), "empty");
    app.taps("シリアル番号をコピー", walk);
    app.shows("serial-copied", walk);
    assert_eq!(app.asks("clipboard"), format!("plain {}", copied(walk)));

    // The code, in front of the customer, until its end.
    waits_for_an_early_moment(app, walk);
    app.taps("番号をコピー", walk);
    let end = step_end(app.second(walk));
    app.shows("code-copied", walk);
    let code = format!("sensitive {}", copied(walk));
    assert_eq!(app.asks("clipboard"), code);
    stays_until(end, app, walk, &code);
    becomes_empty(app);

    // The next code; then the customer is in the bank's app, to which Android shows the clipboard and not to this one.
    // It is cleared when this app is in front again.
    waits_for_an_early_moment(app, walk);
    app.taps("番号をコピー", walk);
    app.shows("code-copied-again", walk);
    let code = format!("sensitive {}", copied(walk));
    assert_eq!(app.asks("clipboard"), code);
    let end = step_end(app.second(walk));
    app.leaves(walk);
    while app.second(walk) < end + 2 {
        assert_eq!(app.asks("clipboard"), code);
        std::thread::sleep(Duration::from_millis(50));
    }
    app.comes_back(walk);
    becomes_empty(app);
    app.shows("back-from-the-bank", walk);
    the_system_changes_its_look(app, walk);
}

/// So early in the code's step that nothing here takes until its end.
fn waits_for_an_early_moment(app: &mut App, walk: &mut Walk) {
    while step_end(app.second(walk)) < app.second(walk) + 8 {
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn step_end(second: u64) -> u64 {
    (second / 30 + 1) * 30
}

fn stays_until(end: u64, app: &mut App, walk: &mut Walk, code: &str) {
    loop {
        let now = app.asks("clipboard");
        if app.second(walk) >= end {
            return;
        }
        assert_eq!(now, code, "before its end");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn becomes_empty(app: &mut App) {
    let end = Instant::now() + PATIENCE;
    while app.asks("clipboard") != "empty" {
        assert!(Instant::now() < end, "the code stays on the clipboard");
    }
}

fn the_system_changes_its_look(app: &mut App, walk: &mut Walk) {
    let japanese = walk.look;
    let looks = [
        ("+en-rUS", Look { language: Language::English, ..japanese }),
        ("+night", Look { language: Language::English, theme: Theme::Dark, ..japanese }),
        ("+ja-rJP", Look { theme: Theme::Dark, ..japanese }),
        ("font 1.3", Look { theme: Theme::Dark, scale: 1.3, ..japanese }),
        ("font 1", Look { theme: Theme::Dark, ..japanese }),
        ("+notnight", japanese),
    ];
    for (change, look) in looks {
        app.java("configure", change);
        walk.look = look;
        walk.go_on();
        app.shows(change, walk);
    }
}

fn back_leads_to_the_parent_and_out(app: &mut App, walk: &mut Walk) {
    app.taps("メニュー", walk);
    assert!(app.back(walk), "Back closes the menu");
    app.taps("メニュー", walk);
    app.taps("トークン一覧", walk);
    // By the gesture, as Android 14 and newer hand it to an app that registers for it.
    app.shows("tokens", walk);
    app.asks("back-invoked");
    assert!(walk.stage.back());
    walk.go_on();
    app.shows("back-at-the-token", walk);
    assert!(!app.back(walk), "from the token Back leads out");
}

// ---- a phone on which nothing is registered

#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn what_is_brought_in_is_confirmed() {
    let phone = Phone::new("brought");

    // From the list of recent apps Android brings the link that started the app again: it is not taken again.
    let mut walk = Walk::phone(phone.look);
    let link = format!("link {LETTER}");
    let mut app = phone.starts(NOON, &[("FAKE_INTENT", &link), ("FAKE_RECENTS", "1")]);
    app.shows("welcome", &mut walk);
    a_link_and_a_picture_reach_the_running_app(&mut app, &mut walk);
    the_camera_is_refused_then_given(&mut app, &mut walk);
    what_the_keyboard_writes_is_in_the_fields(&mut app, &mut walk);
    app.ends();

    // A shared picture starts the app.
    let picture = qr_png(OTHER_LETTER).unwrap();
    let mut walk = Walk::phone(phone.look);
    walk.tell(Event::Offered(Source::Bytes(picture.clone())));
    let share = format!("share {}", phone.file("cold.png", &picture));
    let mut app = phone.starts(NOON + HOUR, &[("FAKE_INTENT", &share)]);
    app.taps("見る", &mut walk);
    app.shows("shared-cold", &mut walk);
    app.ends();

    // From the list of recent apps, the picture is not taken again either.
    let mut walk = Walk::phone(phone.look);
    let mut app = phone.starts(NOON + 2 * HOUR, &[("FAKE_INTENT", &share), ("FAKE_RECENTS", "1")]);
    app.shows("shared-before", &mut walk);
    app.ends();
}

fn a_link_and_a_picture_reach_the_running_app(app: &mut App, walk: &mut Walk) {
    app.java("link", LETTER);
    Offers.walk(walk);
    app.shows("link", walk);
    app.taps("見る", walk);
    app.taps("登録しない", walk);

    app.shows("not-registered", walk);
    let picture = qr_png(OTHER_LETTER).unwrap();
    let file = app.phone.file("warm.png", &picture);
    app.java("share", &file);
    walk.tell(Event::Offered(Source::Bytes(picture)));
    app.taps("見る", walk);
    app.shows("shared", walk);
    assert!(app.back(walk), "Back leads from the question to the ways in");

    // No filter of the manifest offers the app for looking at a picture. Another app may name the activity all the same.
    app.shows("back-at-the-ways", walk);
    app.java("view", &file);
    walk.tell(Event::Offered(Source::Unreadable));
    app.taps("見る", walk);
    app.shows("viewed", walk);
}

fn the_camera_is_refused_then_given(app: &mut App, walk: &mut Walk) {
    const SCAN: &str = "QRコードを読み取る";
    // What ends the camera's page, and what the page says then.
    for (answer, end) in [("denied", Scan::Denied), ("denied for ever", Scan::DeniedForEver)] {
        app.touches(SCAN, walk);
        walk.scan(end);
        opens_the_scanner(app, walk);
        app.java("scan-permission", answer);
        app.asks("scan-ends");
        app.comes_back(walk);
        app.shows(answer, walk);
    }

    app.touches(SCAN, walk);
    walk.scan_text(REISSUED_LETTER);
    opens_the_scanner(app, walk);
    app.java("scan-permission", "given");
    for (name, text) in [("empty-frame", None), ("frame", Some(REISSUED_LETTER))] {
        assert_eq!(app.asks("scan-finishing"), "false");
        let file = app.phone.file(name, &frame(text));
        app.java("scan-frame", &file);
    }
    app.asks("scan-ends");
    app.comes_back(walk);
    app.shows("scanned", walk);
    app.taps("登録しない", walk);
}

/// The camera's page covers the app's.
fn opens_the_scanner(app: &mut App, walk: &mut Walk) {
    app.asks("scan-asked");
    app.leaves(walk);
    app.asks("scan-opens");
}

/// The Y plane of the camera of the stand-in: rows of 1,280 pixels, which are further apart than they are long.
fn frame(text: Option<&str>) -> Vec<u8> {
    let (width, height, stride) = (1280_usize, 960_usize, 1344_usize);
    let mut luma: Vec<u8> = (0..stride * height).map(|place| 140 + (place % 7) as u8).collect();
    if let Some(text) = text {
        let picture = image::load_from_memory(&qr_png(text).unwrap()).unwrap().to_luma8();
        let (left, top) = ((width - picture.width() as usize) / 2, (height - picture.height() as usize) / 2);
        for (row, line) in picture.as_raw().chunks_exact(picture.width() as usize).enumerate() {
            let start = (top + row) * stride + left;
            luma[start..start + line.len()].copy_from_slice(line);
        }
    }
    luma
}

fn what_the_keyboard_writes_is_in_the_fields(app: &mut App, walk: &mut Walk) {
    app.taps("手で入力する", walk);
    app.writes = true;
    app.shows("fields", walk);

    // Full-width digits, as a Japanese keyboard writes them: under a line first, then decided. One is wrong, and deleted.
    for (keys, text) in [
        (Compose, "ＳＫＴＳ"),
        (Compose, "ＳＫＴＳ１２３"),
        (Commit, "ＳＫＴＳ１２３４５６７"),
        (Commit, "９"),
        (Delete, ""),
        (Commit, "８"),
    ] {
        writes(app, walk, keys, text);
    }
    goes_on(app, walk);
    for (keys, text) in [(Hurry, "gezd gnbv gy3t qojq "), (Commit, "ｇｅｚｄ　ｇｎｂｖ　ｇｙ３ｔ　ｑｏｊｑ")]
    {
        writes(app, walk, keys, text);
    }
    goes_on(app, walk);
    for (keys, text) in [(Compose, "みほん"), (Compose, "見本"), (Commit, "見本"), (Commit, "庫")] {
        writes(app, walk, keys, text);
    }
    // What is missing in the middle. The keyboard still composes it when the button is pressed.
    app.java("cursor", "2");
    walk.stage.key(Key::LeftArrow);
    for text in ["しん", "しんよう", "信用", "信用金"] {
        writes(app, walk, Compose, text);
    }
    app.taps("確認へ進む", walk);
    app.writes = false;
    walk.sees("SKTS 1234 5678");
    app.shows("typed", walk);
}

#[derive(Clone, Copy, Debug)]
enum Keys {
    Compose,
    Commit,
    /// Character by character, faster than the app draws.
    Hurry,
    Delete,
}
use Keys::*;

fn writes(app: &mut App, walk: &mut Walk, keys: Keys, text: &str) {
    match keys {
        Compose => {
            app.java("compose", text);
            walk.stage.compose(text);
        }
        Commit => {
            app.java("commit", text);
            walk.stage.commit(text);
        }
        Hurry => {
            app.java("hurry", text);
            text.chars().for_each(|character| walk.stage.commit(&character.to_string()));
        }
        Delete => {
            app.java("delete", "1");
            walk.stage.key(Key::Backspace);
        }
    }
    walk.go_on();
    app.shows(&format!("{keys:?}-{text}"), walk);
}

/// To the next field, by the keyboard's own key.
fn goes_on(app: &mut App, walk: &mut Walk) {
    app.step(&["key", ENTER]);
    walk.key(Key::Return);
    app.shows("next-field", walk);
}
