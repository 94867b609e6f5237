//! このトークンを登録しますか: one yes for a new token, two for one that takes another's place.

use crate::golden::picture;
use crate::{registered, to_the_ways_in};
use skts_token::keystore::KeystoreError;
use skts_token::testing::{CODE, LETTER, Look, NOON, REISSUED_LETTER, Walk};
use slint::platform::Key;

#[test]
fn a_new_token_is_asked_once() {
    let mut walk = Walk::phone(Look::default());
    walk.scan_text(LETTER);
    walk.sees("見本信用金庫");
    walk.does_not_see("SHA-256・6桁・30秒ごと");
    picture(&walk, "confirm");
    walk.tap("詳しく見る");
    walk.sees("SHA-256・6桁・30秒ごと");
    walk.tap("登録しない");
    walk.sees("ソフトウェアトークン");
    walk.scan_text(LETTER);
    walk.begin("はい、登録する");
    picture(&walk, "confirm-storing");
    walk.go_on();
    walk.sees("登録しました");
}

/// Whoever wrote the letter wrote the name in it: it is no title, neither here nor above a code.
#[test]
fn a_name_that_nobody_has_checked_stands_small() {
    let mut walk = Walk::phone(Look::default());
    walk.scan_text(
        "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=至急お電話ください",
    );
    walk.sees("発行元は確認されていません");
    walk.sees("「至急お電話ください」");
    picture(&walk, "confirm-unconfirmed");
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.sees("発行元は\n確認されていません");
    walk.does_not_see("至急お電話ください");
    walk.does_not_see("「至急お電話ください」");
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    walk.reaches("「至急お電話ください」 SKTS 1234 5678");
}

#[test]
fn a_token_that_is_here_already_changes_nothing() {
    let mut walk = registered();
    to_the_ways_in(&mut walk);
    walk.scan_text(LETTER);
    walk.sees("このトークンは\n登録済みです");
    picture(&walk, "confirm-here");
    walk.tap("トークンを表示する");
    walk.sees(CODE);
}

#[test]
fn a_re_issue_is_asked_twice() {
    let mut walk = registered();
    to_the_ways_in(&mut walk);
    walk.scan_text(REISSUED_LETTER);
    walk.sees("新しいトークンに\n入れ替えますか");
    picture(&walk, "confirm-replace");
    walk.tap("はい、入れ替える");
    walk.sees("入れ替えて\nよろしいですか");
    walk.sees("あと4桁 入力してください");
    picture(&walk, "confirm-sure");
    walk.tap("シリアル番号の下4桁を入力してください");
    walk.type_in("5679");
    walk.sees("シリアル番号の下4桁と違います。");
    picture(&walk, "confirm-sure-differs");
    walk.tap("シリアル番号の下4桁を入力してください");
    walk.key(Key::Backspace);
    walk.type_in("8");
    walk.at(NOON + 2);
    walk.tap("はい、入れ替える");
    walk.sees("登録しました");
    walk.does_not_see(CODE);
}

#[test]
fn a_re_issue_that_is_declined_leaves_the_token() {
    let mut walk = registered();
    to_the_ways_in(&mut walk);
    walk.scan_text(REISSUED_LETTER);
    walk.tap("はい、入れ替える");
    walk.tap("入れ替えない");
    walk.sees(CODE);
}

#[test]
fn a_phone_without_a_passcode_keeps_the_question_until_there_is_one() {
    let mut walk = Walk::phone(Look::default());
    walk.device().keys.fail(KeystoreError::NoPasscode);
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.does_not_see("登録しました");
    picture(&walk, "confirm-no-passcode");
    walk.device().keys.work();
    walk.tap("はい、登録する");
    walk.sees("登録しました");
    walk.sees(CODE);
}

#[test]
fn a_re_issue_asks_the_same_while_it_is_stored() {
    let mut walk = registered();
    to_the_ways_in(&mut walk);
    walk.scan_text(REISSUED_LETTER);
    walk.tap("はい、入れ替える");
    walk.tap("シリアル番号の下4桁を入力してください");
    walk.type_in("5678");
    walk.at(NOON + 2);
    walk.begin("はい、入れ替える");
    walk.sees("入れ替えて\nよろしいですか");
    picture(&walk, "confirm-sure-storing");
    walk.go_on();
    walk.sees("登録しました");
}
