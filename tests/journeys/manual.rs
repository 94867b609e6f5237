//! 手で入力する: what is typed is checked as it is typed.

use crate::golden::picture;
use skts_token::testing::{Look, Walk};
use slint::platform::Key;

fn at_the_fields() -> Walk {
    let mut walk = Walk::phone(Look::default());
    walk.tap("手で入力する");
    walk
}

#[test]
fn a_letter_is_typed_and_confirmed() {
    let mut walk = at_the_fields();
    picture(&walk, "manual");
    walk.type_in("skts12345678");
    walk.key(Key::Return);
    walk.type_in("gezd gnbv gy3t qojq gezd gnbv gy3t qojq");
    picture(&walk, "manual-complete");
    walk.tap("確認へ進む");
    walk.sees("SKTS 1234 5678");
    walk.sees("記載なし");
    walk.tap("登録しない");
    walk.does_not_see("登録しました");
}

#[test]
fn a_wrong_letter_is_told_where_it_is() {
    let mut walk = at_the_fields();
    walk.type_in("skts12345x");
    walk.sees("10文字目をお確かめください。");
    picture(&walk, "manual-fault");
    walk.key(Key::Backspace);
    walk.type_in("678");
    walk.does_not_see("10文字目をお確かめください。");
    walk.key(Key::Return);
    walk.type_in("gezd 0");
    walk.sees("6文字目をお確かめください。");
}

#[test]
fn what_a_keyboard_still_composes_is_part_of_what_is_typed() {
    let mut walk = at_the_fields();
    walk.stage.compose("ＳＫＴＳ１２３４５６７");
    walk.go_on();
    walk.sees("シリアル番号と登録キーを入力してください");
    walk.stage.compose("ＳＫＴＳ１２３４５６７８");
    walk.stage.commit("ＳＫＴＳ１２３４５６７８");
    walk.key(Key::Return);
    walk.stage.compose("gezdgnbvgy3tqojqgezdgnbvgy3tqojq");
    walk.go_on();
    walk.tap("確認へ進む");
    walk.sees("SKTS 1234 5678");
}
