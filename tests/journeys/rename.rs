//! 名前を変える: the customer's own name stands where the issuer's stood, and the issuer's can come back.

use crate::golden::picture;
use crate::guides::to_the_guides;
use crate::to_the_ways_in;
use crate::tokens::edited;
use skts_token::testing::{CODE, REISSUED_LETTER, Walk};
use slint::platform::Key;

fn at_the_field() -> Walk {
    let mut walk = edited();
    walk.tap("名前 SKTS 1234 5678");
    walk
}

#[test]
fn a_token_gets_a_name_and_its_issuers_name_back() {
    let mut walk = at_the_field();
    picture(&walk, "rename");
    walk.does_not_see("発行元の名前に戻す");
    walk.type_in("家計用");
    walk.tap("保存する");
    walk.sees("家計用");
    walk.sees("見本信用金庫");
    walk.tap("完了");
    walk.tap("家計用 見本信用金庫 SKTS 1234 5678");
    walk.sees("家計用");
    walk.does_not_see("見本信用金庫");
    let mut walk = walk.restart();
    walk.sees("家計用");
    walk.sees(CODE);
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    walk.tap("編集");
    walk.tap("名前 SKTS 1234 5678");
    picture(&walk, "rename-named");
    walk.tap("発行元の名前に戻す");
    walk.does_not_see("家計用");
    walk.sees("見本信用金庫");
}

#[test]
fn a_name_that_is_too_long_is_told_and_not_saved() {
    let mut walk = at_the_field();
    walk.type_in("あいうえおかきくけこさ");
    walk.sees("文字が多すぎます。");
    picture(&walk, "rename-fault");
    walk.key(Key::Return);
    walk.sees("名前を変える");
    walk.key(Key::Backspace);
    walk.does_not_see("文字が多すぎます。");
    walk.key(Key::Return);
    walk.sees("あいうえおかきくけこ");
    walk.sees("完了");
}

#[test]
fn nothing_is_renamed_where_the_customer_leaves() {
    let mut walk = at_the_field();
    walk.type_in("家計用");
    walk.tap("やめる");
    walk.does_not_see("家計用");
    walk.sees("完了");
}

#[test]
fn a_name_that_is_not_stored_is_told() {
    let mut walk = at_the_field();
    walk.type_in("家計用");
    std::fs::write(walk.bench.folder.path().join("vault.skts"), b"SKTSVLT\n").unwrap();
    walk.tap("保存する");
    picture(&walk, "rename-failed");
    walk.sees("名前を変える");
}

/// A stranger could have talked the customer into a name. What guards or guides says the issuer's.
#[test]
fn the_customers_name_stands_on_no_page_that_asks_warns_or_guides() {
    let mut walk = at_the_field();
    walk.type_in("家計用");
    walk.tap("保存する");
    walk.tap("完了");
    walk.tap("家計用 見本信用金庫 SKTS 1234 5678");
    walk.sees("家計用");
    let is_unnamed = |walk: &Walk, page: &str| {
        let labels = walk.stage.labels();
        assert!(!labels.iter().any(|label| label.contains("家計用")), "{page}: {labels:?}");
    };
    for guide in ["紛失・盗難（利用停止）", "利用開始", "交換", "利用中止", "番号を守るために"]
    {
        to_the_guides(&mut walk);
        walk.tap(guide);
        is_unnamed(&walk, guide);
        if guide == "利用開始" {
            walk.tap("番号を表示する");
            walk.sees("どなたかに、番号を聞かれていますか");
            is_unnamed(&walk, "09s");
            walk.tap("いいえ、自分で利用開始の手続き中です");
            walk.sees(CODE);
            is_unnamed(&walk, guide);
        }
        walk.key(Key::Escape);
        walk.key(Key::Escape);
    }
    to_the_ways_in(&mut walk);
    walk.scan_text(REISSUED_LETTER);
    walk.sees("はい、入れ替える");
    is_unnamed(&walk, "Confirm");
}
