//! このトークンを削除しますか: nothing goes by a double click, and what went can be brought back.

use crate::golden::picture;
use crate::{registered, with_two};
use skts_token::keystore::KeystoreError;
use skts_token::testing::{CODE, Walk};
use slint::platform::Key;

/// From a token's page to the question about it.
pub fn to_the_question(walk: &mut Walk, serial: &str) {
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    walk.tap("編集");
    walk.tap(&format!("削除 {serial}"));
    walk.sees("このトークンを削除しますか");
}

/// Answers it with the tick and the digits of the keypad.
pub fn answer(walk: &mut Walk, question: &str, ending: &str) {
    walk.tap(question);
    ending.chars().for_each(|digit| walk.tap(&digit.to_string()));
}

pub const REPLACED: &str = "登録した金庫すべてで交換しましたか";

#[test]
fn a_token_is_removed_by_a_tick_and_four_digits() {
    let mut walk = with_two();
    to_the_question(&mut walk, "SKTS 1234 5678");
    picture(&walk, "remove");
    walk.sees("上の質問にお答えください");
    answer(&mut walk, REPLACED, "56");
    walk.sees("あと2桁 入力してください");
    // The same keys on a keyboard.
    walk.type_in("78");
    picture(&walk, "remove-ready");
    walk.tap("削除する");
    walk.sees("以前のトークン");
    walk.sees("削除しました");
    let mut walk = walk.restart();
    walk.sees("SKTS 8765 4321");
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    walk.does_not_see("見本信用金庫 SKTS 1234 5678");
}

#[test]
fn other_digits_remove_nothing() {
    let mut walk = registered();
    to_the_question(&mut walk, "SKTS 1234 5678");
    answer(&mut walk, REPLACED, "5679");
    walk.sees("シリアル番号の下4桁と違います。");
    walk.tap("削除する");
    walk.sees("このトークンを削除しますか");
    walk.key(Key::Backspace);
    walk.sees("あと1桁 入力してください");
    walk.tap("すべて消す");
    walk.sees("あと4桁 入力してください");
    walk.tap("やめる");
    walk.tap("戻る");
    walk.sees(CODE);
}

#[test]
fn what_cannot_be_removed_stays_and_is_told() {
    let mut walk = registered();
    to_the_question(&mut walk, "SKTS 1234 5678");
    answer(&mut walk, REPLACED, "5678");
    walk.tap("削除する");
    walk.tap("完全に削除する SKTS 1234 5678");
    answer(&mut walk, "もう元に戻すことはありませんか", "5678");
    walk.device().keys.fail(KeystoreError::Locked);
    walk.tap("完全に削除する");
    walk.sees("鍵の保管庫を開けませんでした");
    picture(&walk, "remove-failed");
    walk.device().keys.fail(KeystoreError::Platform(7));
    walk.tap("完全に削除する");
    walk.sees("鍵の保管庫が受け付けませんでした");
    walk.device().keys.work();
    walk.tap("完全に削除する");
    walk.sees("完全に削除しました");
}
