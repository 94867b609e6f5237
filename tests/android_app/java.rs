//! The app on the stand-in with the product's own Java: what Android brings reaches the page through MainActivity,
//! Inbound, KeyVault, ScanActivity and Slint's own Java, and the page equals what the stage draws.
//!
//! `PHONE` is the command (tests/android_app/phone). Which classes are real is in tests/android_app/README.md.

use super::*;
use crate::phone::{App, ENTER, PATIENCE, Phone};
use skts_token::app::{Language, Scan, Theme};
use skts_token::issuer::qr_png;
use skts_token::testing::{OTHER_LETTER, REISSUED_LETTER};
use slint::platform::Key;
use std::time::{Duration, Instant};

/// Between two processes: more than the slowest of them takes, for the clock goes on while the app runs.
const HOUR: u64 = 3_600;

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
