//! The passcode is set, changed and turned off, from 設定.

use crate::golden::picture;
use crate::registered;
use skts_token::app::LockAfter;
use skts_token::keystore::KeystoreError;
use skts_token::testing::{CODE, LETTER, Walk};
use slint::platform::Key;

pub const RIGHT: &str = "482913";
pub const WRONG: &str = "482914";
const NEW: &str = "739204";

pub fn type_on_keypad(walk: &mut Walk, digits: &str) {
    digits.chars().for_each(|digit| walk.tap(&digit.to_string()));
}

fn settings() -> Walk {
    let mut walk = registered();
    walk.tap("メニュー");
    walk.tap("設定");
    walk
}

/// A phone with a token and a passcode, on 設定.
pub fn with_passcode() -> Walk {
    let mut walk = settings();
    walk.tap("パスコード オフ");
    type_on_keypad(&mut walk, RIGHT);
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("アプリをロックしました");
    walk
}

/// The same after a restart: locked.
pub fn locked() -> Walk {
    with_passcode().restart()
}

#[test]
fn a_passcode_is_set_and_asked_for_at_the_next_start() {
    let mut walk = settings();
    walk.tap("パスコード オフ");
    walk.sees("パスコードを作ります");
    type_on_keypad(&mut walk, "48");
    picture(&walk, "passcode");
    type_on_keypad(&mut walk, "2913");
    walk.sees("もう一度入力してください");
    picture(&walk, "passcode-again");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("アプリをロックしました");
    walk.sees("パスコード 変更する");
    picture(&walk, "passcode-set");
    walk.tap("ロックするまで 30秒");
    walk.tap("5分");
    let stored = skts_token::app::load_settings(walk.bench.folder.path());
    assert_eq!(stored.lock_after, LockAfter::FiveMinutes);
    let mut walk = walk.restart();
    walk.sees("パスコードを入力してください");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees(CODE);
}

#[test]
fn another_second_entry_sets_nothing() {
    let mut walk = settings();
    walk.tap("パスコード オフ");
    type_on_keypad(&mut walk, RIGHT);
    type_on_keypad(&mut walk, WRONG);
    walk.sees("1回目と違いました。もう一度お試しください。");
    picture(&walk, "passcode-differs");
    walk.tap("最初から");
    walk.sees("パスコードを作ります");
    walk.tap("やめる");
    walk.sees("パスコード オフ");
    walk.key(Key::Escape);
    walk.sees(CODE);
}

#[test]
fn an_easy_one_is_advised_against() {
    let mut walk = settings();
    walk.tap("パスコード オフ");
    type_on_keypad(&mut walk, "123456");
    walk.sees("111111や123456は避けてください。");
    picture(&walk, "passcode-easy");
}

#[test]
fn it_is_changed_with_the_old_one_first() {
    let mut walk = with_passcode();
    walk.tap("パスコード 変更する");
    walk.sees("今のパスコードを\n入力してください");
    type_on_keypad(&mut walk, WRONG);
    walk.sees("パスコードが違います。もう一度お試しください。");
    picture(&walk, "passcode-old");
    type_on_keypad(&mut walk, RIGHT);
    type_on_keypad(&mut walk, NEW);
    type_on_keypad(&mut walk, NEW);
    walk.sees("パスコードを変えました");
    let mut walk = walk.restart();
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("パスコードが違います。もう一度お試しください。");
    type_on_keypad(&mut walk, NEW);
    walk.sees(CODE);
}

#[test]
fn it_is_turned_off_with_the_old_one() {
    let mut walk = with_passcode();
    walk.tap("アプリのロックをオフにする");
    walk.sees("アプリのロックをオフにします。");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("アプリのロックをオフにしました");
    walk.restart().sees(CODE);
}

#[test]
fn what_could_not_be_written_is_told() {
    let mut walk = settings();
    walk.tap("パスコード オフ");
    type_on_keypad(&mut walk, RIGHT);
    walk.device().keys.fail(KeystoreError::Platform(7));
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("鍵の保管庫が受け付けませんでした");
    picture(&walk, "passcode-failed");
    walk.device().keys.work();
    walk.restart().sees(CODE);
}

#[test]
fn a_desktop_says_how_long_six_digits_last_and_takes_a_passphrase() {
    const PHRASE: &str = "nagai passphrase 41";
    let mut walk = Walk::new();
    walk.paste(LETTER);
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.tap("メニュー");
    walk.tap("設定");
    walk.tap("パスコード オフ");
    walk.sees(
        "この端末のほかのプログラムは、6桁の数字を1週間ほどで見つけられます。長いパスフレーズなら見つけられません。",
    );
    picture(&walk, "passcode-desktop");
    walk.tap("パスフレーズを使う");
    walk.sees("パスフレーズを\n作ります");
    walk.type_in("nagai");
    walk.tap("次へ進む");
    walk.sees("文字が足りません。");
    picture(&walk, "passcode-phrase");
    walk.type_in(" passphrase 41");
    walk.tap("次へ進む");
    walk.sees("もう一度入力してください");
    walk.type_in(PHRASE);
    walk.key(Key::Return);
    walk.sees("アプリをロックしました");
    let mut walk = walk.restart();
    walk.sees("パスフレーズを\n入力してください");
    walk.type_in("nagai passphrase 42");
    walk.tap("開く");
    walk.sees("パスフレーズが違います。もう一度お試しください。");
    walk.type_in(PHRASE);
    walk.tap("開く");
    walk.sees(CODE);
}
