//! 生体認証: offered after a passcode, turned on and off in 設定, and the ways in which a face opens nothing.

use crate::golden::picture;
use crate::passcode::{RIGHT, WRONG, type_on_keypad};
use skts_token::keystore::{BiometricError, BiometricReadiness};
use skts_token::testing::{Bench, CODE, LETTER, Look, NOON, Walk};
use std::time::Duration;

const ASKS: &str = "パスコードを入力してください";
const QUESTION: &str = "生体認証でも\n開けるようにしますか";
const NEW: &str = "739204";

/// A phone that recognises the customer, right after a passcode was set.
fn offered() -> Walk {
    let mut walk = Walk::over(Bench::recognising(), Look::default());
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.tap("メニュー");
    walk.tap("設定");
    walk.does_not_see("生体認証で開く");
    walk.tap("パスコード オフ");
    type_on_keypad(&mut walk, RIGHT);
    type_on_keypad(&mut walk, RIGHT);
    walk.sees(QUESTION);
    walk
}

fn turned_on() -> Walk {
    let mut walk = offered();
    walk.tap("はい、生体認証を使う");
    walk.sees("生体認証でも開けます");
    walk
}

/// Started anew, where the system's question ends so.
fn started(error: BiometricError) -> Walk {
    let walk = turned_on();
    walk.device().faces().answer(error);
    walk.restart()
}

#[test]
fn a_face_opens_the_app() {
    let mut walk = offered();
    picture(&walk, "biometrics");
    walk.tap("はい、生体認証を使う");
    walk.sees("生体認証でも開けます");
    picture(&walk, "biometrics-on");
    walk.restart().sees(CODE);
}

#[test]
fn whoever_says_no_opens_with_the_passcode() {
    let mut walk = offered();
    walk.tap("いいえ、パスコードだけで開く");
    walk.sees("アプリをロックしました");
    let mut walk = walk.restart();
    walk.sees(ASKS);
    walk.does_not_see("生体認証");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees(CODE);
}

#[test]
fn what_could_not_be_turned_on_is_told() {
    let mut walk = offered();
    walk.device().faces().answer(BiometricError::LockedOut);
    walk.tap("はい、生体認証を使う");
    walk.sees("生体認証はしばらく使えません");
    picture(&walk, "biometrics-failed");
    walk.tap("はい、生体認証を使う");
    walk.sees("生体認証でも開けます");
}

#[test]
fn a_question_that_was_closed_comes_back_with_its_key() {
    let mut walk = started(BiometricError::Cancelled);
    walk.sees(ASKS);
    type_on_keypad(&mut walk, "482");
    picture(&walk, "biometrics-lock");
    walk.tap("生体認証");
    walk.sees(CODE);
}

#[test]
fn changed_fingers_are_told_and_the_passcode_turns_it_off() {
    let walk = turned_on();
    walk.device().faces().change_fingers();
    let mut walk = walk.restart();
    walk.sees("顔や指紋の登録が変わったため、パスコードで開いてください。");
    walk.does_not_see("生体認証");
    picture(&walk, "biometrics-changed");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees(CODE);
    walk.tap("メニュー");
    walk.tap("設定");
    walk.tap("生体認証で開く");
    walk.sees("今のパスコードを\n入力してください");
}

#[test]
fn too_many_faces_leave_the_passcode() {
    let mut walk = started(BiometricError::LockedOut);
    walk.sees("生体認証はしばらく使えません。パスコードで開いてください。");
    picture(&walk, "biometrics-locked-out");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees(CODE);
}

#[test]
fn a_face_is_not_kept_waiting_by_wrong_passcodes() {
    let mut walk = started(BiometricError::Cancelled);
    (0..5).for_each(|_| type_on_keypad(&mut walk, WRONG));
    walk.sees("あと30秒で入力できます");
    picture(&walk, "biometrics-wait");
    walk.tap("生体認証");
    walk.sees(CODE);
}

#[test]
fn a_forgotten_passcode_is_chosen_anew_after_a_face() {
    let mut walk = started(BiometricError::Cancelled);
    walk.tap("パスコードを忘れたときは");
    picture(&walk, "biometrics-forgot");
    walk.device().faces().answer(BiometricError::Cancelled);
    walk.tap("生体認証で開く");
    walk.sees("何も削除していません");
    walk.tap("生体認証で開く");
    walk.sees("パスコードを作ります");
    type_on_keypad(&mut walk, NEW);
    type_on_keypad(&mut walk, NEW);
    walk.sees("パスコードを変えました");
    walk.device().faces().answer(BiometricError::Cancelled);
    let mut walk = walk.restart();
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("パスコードが違います。もう一度お試しください。");
    type_on_keypad(&mut walk, NEW);
    walk.sees(CODE);
}

#[test]
fn it_is_turned_off_and_on_in_the_settings() {
    let mut walk = turned_on();
    walk.tap("生体認証で開く");
    walk.does_not_see("生体認証でも開けます");
    assert_eq!(walk.device().faces().stored(), 0);
    walk.tap("生体認証で開く");
    walk.sees("生体認証でも開けるようにします。");
    picture(&walk, "biometrics-passcode");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("生体認証でも開けます");
    walk.restart().sees(CODE);
}

#[test]
fn the_app_asks_again_each_time_that_it_has_locked() {
    let mut walk = turned_on().restart();
    walk.sees(CODE);
    walk.device().faces().answer(BiometricError::Cancelled);
    walk.tell(skts_token::app::Event::Hidden);
    walk.bench.clock.pass(Duration::from_secs(30));
    walk.tell(skts_token::app::Event::Shown);
    walk.sees(ASKS);
    walk.tap("生体認証");
    walk.sees(CODE);
}

#[test]
fn a_clock_that_is_set_asks_for_the_passcode() {
    let mut walk = turned_on().restart();
    walk.sees(CODE);
    walk.device().faces().answer(BiometricError::Cancelled);
    walk.set_clock(NOON + 3600);
    walk.sees(ASKS);
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("端末の時刻が\n変えられました");
}

#[test]
fn a_phone_that_recognises_nobody_offers_nothing() {
    let mut walk = crate::passcode::with_passcode();
    walk.does_not_see("生体認証で開く");
    let walk_of = |readiness| {
        let bench = Bench::recognising();
        bench.device.faces().be(readiness);
        bench
    };
    walk = Walk::over(walk_of(BiometricReadiness::NotEnrolled).restart(), walk.look);
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.tap("メニュー");
    walk.tap("設定");
    walk.tap("パスコード オフ");
    type_on_keypad(&mut walk, RIGHT);
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("アプリをロックしました");
    walk.does_not_see("生体認証で開く");
}
