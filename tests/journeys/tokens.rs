//! トークン一覧: two tokens, the one that is pressed is shown, and is still there after a restart.

use crate::golden::picture;
use crate::{registered, with_two};
use skts_token::testing::{CODE, Walk};
use slint::platform::Key;

#[test]
fn a_name_that_nobody_has_checked_stands_small() {
    let mut walk = crate::registered();
    crate::to_the_ways_in(&mut walk);
    walk.scan_text(
        "otpauth://totp/SKTS00000000?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=至急お電話ください",
    );
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    picture(&walk, "tokens-unconfirmed");
}

#[test]
fn the_token_that_is_pressed_is_shown() {
    let mut walk = with_two();
    walk.sees(CODE);
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    picture(&walk, "tokens");
    walk.tap("みほん東信用金庫 SKTS 8765 4321");
    walk.sees("SKTS 8765 4321");
    walk.does_not_see(CODE);
    let walk = walk.restart();
    walk.sees("SKTS 8765 4321");
}

#[test]
fn the_list_leads_to_the_ways_in_and_back() {
    let mut walk = registered();
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    walk.tap("トークンを追加");
    walk.sees("手で入力する");
    walk.tap("戻る");
    walk.sees(CODE);
}

#[test]
fn the_list_is_edited_and_left() {
    let mut walk = with_two();
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    walk.tap("編集");
    walk.sees("いちばん上のトークンが、最初に表示されます。");
    picture(&walk, "tokens-edit");
    walk.tap("完了");
    walk.tap("編集");
    walk.key(Key::Escape);
    walk.sees("編集");
    walk.tap("みほん東信用金庫 SKTS 8765 4321");
    walk.sees("SKTS 8765 4321");
}

/// The list of two tokens as it is edited.
pub fn edited() -> Walk {
    let mut walk = with_two();
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    walk.tap("編集");
    walk
}

/// Whether the token with this serial stands above the other one.
fn is_above(walk: &Walk, one: &str, other: &str) -> bool {
    let top = |serial: &str| walk.stage.find(&format!("名前 {serial}")).absolute_position().y;
    top(one) < top(other)
}

#[test]
fn a_token_moves_up_and_is_shown_first() {
    let mut walk = edited();
    walk.tap("上へ SKTS 8765 4321");
    assert!(is_above(&walk, "SKTS 8765 4321", "SKTS 1234 5678"));
    assert_eq!(walk.stage.live(), ["みほん東信用金庫を1番目に動かしました"]);
    walk.tap("上へ SKTS 8765 4321");
    assert!(is_above(&walk, "SKTS 8765 4321", "SKTS 1234 5678"), "the first goes no further");
    let mut walk = walk.restart();
    walk.sees("SKTS 8765 4321");
    walk.tap("次へ");
    walk.sees("SKTS 1234 5678");
}

#[test]
fn the_grip_moves_a_token_as_far_as_the_finger_goes() {
    let mut walk = edited();
    let place = walk.stage.find("上へ SKTS 1234 5678").absolute_position();
    let grip = (360.0, place.y - 40.0);
    walk.stage.slow_finger(grip, (grip.0, grip.1 + 40.0));
    walk.go_on();
    assert!(is_above(&walk, "SKTS 1234 5678", "SKTS 8765 4321"), "not half a card");
    walk.stage.slow_finger(grip, (grip.0, grip.1 + 120.0));
    walk.go_on();
    assert!(is_above(&walk, "SKTS 8765 4321", "SKTS 1234 5678"));
    assert_eq!(walk.stage.live(), ["見本信用金庫を2番目に動かしました"]);
}
