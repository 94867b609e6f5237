//! 登録するトークンを選んでください: one token of a file that holds several.

use crate::golden::picture;
use skts_token::testing::{Look, Walk, key_container};

const THREE: &str = "ファイルに、3つのトークンがあります。";

/// The camera's page leads to the tokens SKTS30000005, …6 and …7.
fn with_three(walk: &mut Walk) {
    walk.scan_text(&key_container("plain, three keys"));
    walk.sees(THREE);
}

#[test]
fn one_token_of_several_is_chosen_and_confirmed_and_is_known_the_next_time() {
    let mut walk = Walk::phone(Look::default());
    with_three(&mut walk);
    walk.tap("SKTS 3000 0006");
    walk.tap("確認へ進む");
    walk.sees("このトークンを\n登録しますか");
    walk.sees("SKTS 3000 0006");
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.sees("SKTS 3000 0006");

    walk.tap("メニュー");
    walk.tap("トークンを追加");
    with_three(&mut walk);
    let here = walk.stage.find("SKTS 3000 0006");
    assert_eq!(here.accessible_description().unwrap(), "見本信用金庫 登録済み");
    assert_eq!(here.accessible_enabled(), Some(false));
    walk.tap("SKTS 3000 0005");
    picture(&walk, "choose");
    walk.tap("SKTS 3000 0006");
    walk.tap("確認へ進む");
    walk.sees("SKTS 3000 0005");
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.sees("SKTS 3000 0005");
}

#[test]
fn nothing_goes_on_before_a_token_is_chosen() {
    let mut walk = Walk::phone(Look::default());
    with_three(&mut walk);
    picture(&walk, "choose-none");
    walk.tap("確認へ進む");
    walk.sees(THREE);
}

#[test]
fn whoever_leaves_stores_nothing_and_comes_to_the_ways_in() {
    let mut walk = Walk::phone(Look::default());
    with_three(&mut walk);
    walk.tap("SKTS 3000 0005");
    walk.tap("やめる");
    walk.sees("QRコードを読み取る");
    walk.does_not_see("SKTS 3000 0005");
    assert!(walk.bench.files().is_empty());
}
