//! パスコードを忘れたときは: nothing is deleted without two gestures, and then the old vault is kept aside.

use crate::golden::picture;
use crate::passcode::{RIGHT, locked, type_on_keypad, with_passcode};
use skts_token::testing::{CODE, LETTER, Walk};
use std::path::Path;

const QUESTION: &str = "登録した金庫すべてに再発行をお申し込みですか";

fn forgotten() -> Walk {
    let mut walk = locked();
    walk.tap("パスコードを忘れたときは");
    walk.sees("何も削除していません");
    walk
}

#[test]
fn it_says_what_helps_and_leads_back() {
    let mut walk = forgotten();
    picture(&walk, "forgot");
    walk.tap("シリアル番号をコピー");
    assert_eq!(walk.device().texts_copied(), ["SKTS12345678"]);
    walk.tap("もう一度入力する");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees(CODE);
}

#[test]
fn other_digits_delete_nothing() {
    let mut walk = forgotten();
    walk.tap("トークンを削除して登録し直す");
    walk.sees("上の質問にお答えください");
    walk.tap(QUESTION);
    type_on_keypad(&mut walk, "5679");
    walk.sees("シリアル番号の下4桁と違います。");
    walk.tap("登録し直す");
    walk.sees(QUESTION);
    walk.tap("やめる");
    walk.sees("何も削除していません");
    walk.tap("戻る");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees(CODE);
}

#[test]
fn a_token_is_registered_anew_by_two_gestures_and_the_old_vault_is_kept() {
    let mut walk = forgotten();
    walk.tap("トークンを削除して登録し直す");
    picture(&walk, "forgot-delete");
    walk.tap(QUESTION);
    type_on_keypad(&mut walk, "5678");
    picture(&walk, "forgot-ready");
    walk.tap("登録し直す");
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.sees(CODE);
    assert!(walk.bench.files().iter().any(|name| name.contains("set-aside")), "{:?}", walk.bench.files());
    walk.restart().sees(CODE);
}

#[test]
fn where_no_serial_is_known_a_token_is_registered_anew_after_the_tick() {
    let without_settings = |folder: &Path| std::fs::remove_file(folder.join("settings.json")).unwrap();
    let (mut walk, ()) = with_passcode().restart_after(without_settings);
    walk.tap("パスコードを忘れたときは");
    walk.does_not_see("シリアル番号をお伝えください。");
    picture(&walk, "forgot-unknown");
    walk.tap("トークンを削除して登録し直す");
    walk.does_not_see("シリアル番号の下4桁を入力してください");
    picture(&walk, "forgot-unknown-delete");
    walk.tap("上の質問にお答えください");
    walk.sees(QUESTION);
    walk.tap(QUESTION);
    walk.tap("登録し直す");
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.sees(CODE);
    assert!(walk.bench.files().iter().any(|name| name.contains("set-aside")), "{:?}", walk.bench.files());
}

#[test]
fn until_a_token_is_registered_the_passcode_still_opens() {
    let mut walk = forgotten();
    walk.tap("トークンを削除して登録し直す");
    walk.tap(QUESTION);
    type_on_keypad(&mut walk, "5678");
    walk.tap("登録し直す");
    let mut walk = walk.restart();
    type_on_keypad(&mut walk, RIGHT);
    walk.sees(CODE);
}
