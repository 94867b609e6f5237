//! トークン一覧: two tokens, the one that is pressed is shown, and is still there after a restart.

use crate::golden::picture;
use crate::{registered, with_two};
use skts_token::testing::CODE;

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
    picture(&walk, "tokens-edit");
    walk.tap("完了");
    walk.tap("編集");
    walk.tap("戻る");
    walk.sees("編集");
    walk.tap("みほん東信用金庫 SKTS 8765 4321");
    walk.sees("SKTS 8765 4321");
}
