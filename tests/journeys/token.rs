//! ワンタイムパスワード: the code, its time, the next one, 標準 and かんたん表示.

use crate::golden::picture;
use crate::{registered, with_two};
use skts_token::app::{Action, Event, SettingsAct};
use skts_token::keystore::KeystoreError;
use skts_token::testing::{CODE, LETTER, Look, MemoryDevice, NEXT_CODE, NOON, Walk};

#[test]
fn from_welcome_to_a_token_and_the_mode_survives_a_restart() {
    let mut walk = Walk::phone(Look::default());
    walk.sees("ソフトウェアトークン");
    walk.does_not_see("残り18秒");
    walk.scan_text(LETTER);
    walk.sees("このトークンを\n登録しますか");
    walk.tap("はい、登録する");
    walk.sees("登録しました");
    walk.sees(CODE);
    walk.tap("トークンを表示する");
    walk.sees("ワンタイムパスワード");
    walk.sees(CODE);
    walk.sees("残り18秒");
    walk.sees("12:34:30 まで");
    picture(&walk, "token");

    walk.tap("メニュー");
    picture(&walk, "token-menu");
    walk.tap("かんたん表示");
    walk.sees(CODE);
    walk.does_not_see("SKTS 1234 5678");
    walk.sees("シリアル番号は「モード切替」で表示できます");
    picture(&walk, "token-simple");

    let mut walk = walk.restart();
    walk.sees(CODE);
    walk.does_not_see("SKTS 1234 5678");
    walk.tap("メニュー");
    walk.tap("標準");
    walk.sees("SKTS 1234 5678");
}

#[test]
fn seconds_pass_the_next_code_is_offered_and_becomes_the_code() {
    let mut walk = registered();
    walk.at(NOON + 13);
    walk.sees("残り5秒");
    walk.sees("まもなく切り替わります");
    walk.at(NOON + 14);
    walk.sees(NEXT_CODE);
    picture(&walk, "token-last5");
    walk.tap("次の番号をコピー");
    walk.at(NOON + 18);
    walk.does_not_see(CODE);
    walk.sees(NEXT_CODE);
    walk.tap("番号をコピー");
    assert_eq!(walk.device().texts_copied(), ["237971", "237971"], "{:?}", walk.stage.texts());
    walk.sees("コピーしました");
    picture(&walk, "token-copied");
}

#[test]
fn the_large_code_offers_the_next_one_too() {
    let mut walk = registered();
    walk.tap("メニュー");
    walk.tap("かんたん表示");
    walk.at(NOON + 14);
    walk.tap("次の番号をコピー");
    assert_eq!(walk.device().texts_copied(), ["237971"]);
    walk.at(NOON + 17);
    picture(&walk, "token-simple-last5");
}

#[test]
fn one_of_two_tokens_says_so() {
    let walk = with_two();
    walk.sees(CODE);
    walk.sees("次へ");
    picture(&walk, "token-several");
}

#[test]
fn a_clipboard_that_takes_nothing_is_told() {
    let mut walk = registered();
    *walk.device().no_clipboard.lock().unwrap() = true;
    walk.tap("番号をコピー");
    walk.sees("コピーできませんでした");
    walk.does_not_see("コピーしました");
    picture(&walk, "token-not-copied");
    walk.at(NOON + 6);
    walk.does_not_see("コピーできませんでした");
    walk.tap("番号をコピー");
    walk.tap("コピーできませんでした");
    walk.does_not_see("コピーできませんでした");
}

#[test]
fn a_name_that_nobody_has_checked_is_no_title() {
    let mut walk = Walk::phone(Look::default());
    walk.scan_text(
        "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=至急お電話ください",
    );
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    picture(&walk, "token-unconfirmed");
}

/// Android 8 and 9.
#[test]
fn where_every_app_reads_the_clipboard_no_code_can_be_copied() {
    let mut walk = Walk::on(MemoryDevice { open_clipboard: true, ..MemoryDevice::phone() });
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.does_not_see("番号をコピー");
    walk.sees("シリアル番号をコピー");
    walk.tap("トークンを表示する");
    walk.does_not_see("番号をコピー");
    walk.sees("読み上げ");
    picture(&walk, "token-no-copy");
    walk.at(NOON + 14);
    walk.sees("次の番号");
    walk.does_not_see("次の番号をコピー");
    walk.tap("メニュー");
    walk.tap("かんたん表示");
    walk.does_not_see("次の番号をコピー");
    walk.does_not_see("番号をコピー");
}

#[test]
fn a_touch_through_another_apps_window_is_answered() {
    let mut walk = registered();
    walk.tell(Event::Obscured);
    walk.sees("ほかのアプリが画面の上にあります");
    picture(&walk, "token-obscured");
    walk.at(NOON + 8);
    walk.does_not_see("ほかのアプリが画面の上にあります");
    walk.tell(Event::Obscured);
    walk.tap("ほかのアプリが画面の上にあります");
    walk.does_not_see("ほかのアプリが画面の上にあります");
}

#[test]
fn whoever_does_not_look_is_shown_no_code() {
    let mut walk = registered();
    walk.tell(Event::Hidden);
    walk.does_not_see(CODE);
    walk.tell(Event::Shown);
    walk.sees(CODE);
}

/// A key that lay in a file is in the system's keystore as soon as that answers; it is said until another page is shown.
#[test]
fn a_key_that_moved_out_of_its_file_is_told_once() {
    let device = MemoryDevice::default();
    *device.no_keystore.lock().unwrap() = Some(KeystoreError::Unavailable);
    let mut walk = Walk::on(device);
    walk.paste(LETTER);
    walk.tap("はい、登録する");
    walk.tap("ファイルに保存して登録する");
    *walk.device().no_keystore.lock().unwrap() = None;
    let mut walk = walk.restart();
    walk.sees("鍵を端末の保管庫へ移しました");
    walk.does_not_see("鍵をファイルに保存しています");
    walk.sees(CODE);
    picture(&walk, "token-key-moved");
    walk.tap("メニュー");
    walk.tap("このアプリについて");
    walk.tap("戻る");
    walk.sees(CODE);
    walk.does_not_see("鍵を端末の保管庫へ移しました");
}

/// A token whose code is hidden until it is tapped.
fn hidden() -> Walk {
    let mut walk = registered();
    walk.bench.act(Action::ShowSettings);
    walk.bench.act(SettingsAct::HideCode(true));
    walk.bench.act(Action::ShowToken);
    walk.go_on();
    walk
}

#[test]
fn a_hidden_code_is_shown_by_a_tap_until_it_ends() {
    let mut walk = hidden();
    walk.does_not_see(CODE);
    walk.sees("12:34:30 まで");
    picture(&walk, "token-hidden");
    walk.tap("番号をコピー");
    assert_eq!(walk.device().texts_copied(), ["482913"], "copying shows nobody anything");
    walk.does_not_see(CODE);
    walk.tap("番号は隠れています、タップで表示");
    walk.sees(CODE);
    walk.at(NOON + 18);
    walk.does_not_see(NEXT_CODE);
    walk.sees("番号は隠れています、タップで表示");
}

#[test]
fn a_hidden_code_is_read_aloud_after_a_question() {
    let mut walk = hidden();
    walk.tap("読み上げ");
    walk.sees("声に出して読み上げますか");
    picture(&walk, "token-aloud");
    assert!(walk.device().spoken.lock().unwrap().is_empty());
    walk.tap("いいえ");
    walk.does_not_see("声に出して読み上げますか");
    assert!(walk.device().spoken.lock().unwrap().is_empty());
    walk.tap("読み上げ");
    walk.tap("はい、読み上げる");
    assert_eq!(*walk.device().spoken.lock().unwrap(), ["4、8、2、9、1、3"]);
    walk.does_not_see(CODE);
}

#[test]
fn a_used_code_says_so_until_it_ends() {
    let used = "ログインに使った番号は、振込には使えません。次の番号をお使いください。";
    let mut walk = registered();
    walk.does_not_see(used);
    walk.tap("番号をコピー");
    walk.sees(used);
    picture(&walk, "token-used");
    walk.at(NOON + 14);
    walk.does_not_see(used);
    walk.sees(NEXT_CODE);
    walk.at(NOON + 18);
    walk.does_not_see(used);
    walk.tap("メニュー");
    walk.tap("かんたん表示");
    walk.tap("番号をコピー");
    walk.sees(used);
    picture(&walk, "token-simple-used");
}

#[test]
fn a_clipboard_that_took_nothing_uses_no_code() {
    let mut walk = registered();
    *walk.device().no_clipboard.lock().unwrap() = true;
    walk.tap("番号をコピー");
    walk.does_not_see("ログインに使った番号は、振込には使えません。次の番号をお使いください。");
}

#[test]
fn in_a_call_the_code_is_covered_until_the_customer_asks_for_it() {
    let mut walk = registered();
    walk.tell(Event::InCall(true));
    walk.does_not_see(CODE);
    walk.sees("通話中です");
    walk.sees("SKTS 1234 5678");
    walk.does_not_see("読み上げ");
    picture(&walk, "token-call");
    walk.tap("番号を表示する");
    walk.sees(CODE);
    walk.sees("通話中です");
    walk.does_not_see("読み上げ");
    picture(&walk, "token-call-shown");
    walk.tap("隠す");
    walk.does_not_see(CODE);
    walk.tap("番号を表示する");
    walk.at(NOON + 18);
    walk.does_not_see(NEXT_CODE);
    walk.tell(Event::InCall(false));
    walk.sees(NEXT_CODE);
}

#[test]
fn a_screen_that_somebody_watches_shows_neither_code_nor_serial() {
    let mut walk = registered();
    walk.tell(Event::Recorded(true));
    walk.does_not_see(CODE);
    walk.does_not_see("SKTS 1234 5678");
    walk.does_not_see("番号を表示する");
    walk.sees("画面を見せるように言われましたか");
    picture(&walk, "token-recorded");
    walk.tap("番号を守るために");
    walk.sees("だれにも教えないでください");
    walk.tap("手順");
    walk.tap("戻る");
    walk.does_not_see(CODE);
    walk.tell(Event::Recorded(false));
    walk.sees(CODE);
}

#[test]
fn the_large_code_is_covered_in_a_call_and_on_a_screen_that_somebody_watches() {
    let mut walk = registered();
    walk.tap("メニュー");
    walk.tap("かんたん表示");
    walk.tell(Event::InCall(true));
    walk.does_not_see(CODE);
    walk.sees("通話中です");
    picture(&walk, "token-simple-call");
    walk.tell(Event::InCall(false));
    walk.sees(CODE);
    walk.tell(Event::Recorded(true));
    walk.does_not_see(CODE);
    walk.does_not_see("番号を表示する");
    picture(&walk, "token-simple-recorded");
}
