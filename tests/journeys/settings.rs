//! 設定: every choice holds at once and after a restart.

use crate::golden::picture;
use crate::registered;
use skts_token::app::{Event, Language, LockAfter, Mode, ModeAtStart, Settings, Theme};
use skts_token::testing::{CODE, Walk};
use slint::platform::Key;

fn settings() -> Walk {
    let mut walk = registered();
    walk.tap("メニュー");
    walk.tap("設定");
    walk
}

fn stored(walk: &Walk) -> Settings {
    skts_token::app::load_settings(walk.bench.folder.path())
}

#[test]
fn what_guards_the_code_is_turned_on_and_off() {
    let mut walk = settings();
    picture(&walk, "settings");
    walk.tap("番号を隠す");
    assert!(stored(&walk).hide_code);
    walk.tap("使いみちを確かめる");
    assert!(stored(&walk).ask_purpose);
    walk.tap("使いみちを確かめる");
    assert!(!stored(&walk).ask_purpose);
    walk.key(Key::Escape);
    walk.does_not_see(CODE);
    walk.sees("番号は隠れています、タップで表示");
    let walk = walk.restart();
    walk.does_not_see(CODE);
}

#[test]
fn theme_language_and_mode_hold_at_once_and_after_a_restart() {
    let mut walk = settings();
    walk.tap("画面の色 端末に合わせる");
    picture(&walk, "settings-theme");
    walk.tap("暗い");
    assert_eq!(stored(&walk).theme, Theme::Dark);
    assert_eq!(walk.bench.view().theme, Theme::Dark);
    walk.tap("戻る");
    walk.tap("起動時のモード 前回と同じ");
    picture(&walk, "settings-start");
    walk.tap("かんたん表示");
    assert_eq!(stored(&walk).mode_at_start, ModeAtStart::Simple);
    walk.tap("戻る");
    walk.tap("言語 / Language 端末に合わせる");
    picture(&walk, "settings-language");
    walk.tap("English");
    assert_eq!(walk.bench.view().language, Language::English);
    let walk = walk.restart();
    assert_eq!((walk.bench.view().language, walk.bench.view().theme), (Language::English, Theme::Dark));
    assert_eq!(
        walk.bench.view().menu.mode,
        Mode::Simple,
        "the app starts in the mode that was chosen for it"
    );
}

/// Whoever is on the telephone with the customer would ask for just this.
#[test]
fn in_a_call_the_guard_cannot_be_turned_off() {
    let mut walk = settings();
    walk.tell(Event::InCall(true));
    walk.sees("通話中は番号を隠す");
    picture(&walk, "settings-call");
    walk.tap("通話中は番号を隠す");
    assert!(stored(&walk).cover_in_calls);
    walk.tell(Event::InCall(false));
    walk.tap("通話中は番号を隠す");
    assert!(!stored(&walk).cover_in_calls);
}

#[test]
fn a_device_that_cannot_tell_of_calls_promises_nothing() {
    let mut walk = Walk::new();
    walk.tap("メニュー");
    walk.tap("設定");
    walk.sees("番号を隠す");
    walk.does_not_see("通話中は番号を隠す");
}

#[test]
fn how_long_the_app_stays_open_is_chosen() {
    let mut walk = crate::passcode::with_passcode();
    walk.tap("ロックするまで 30秒");
    picture(&walk, "settings-lock-after");
    walk.tap("1分");
    assert_eq!(stored(&walk).lock_after, LockAfter::Minute);
}
