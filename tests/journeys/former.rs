//! 以前のトークン: what was removed or replaced is brought back, or goes for good.

use crate::golden::picture;
use crate::remove::{REPLACED, answer, to_the_question};
use crate::{registered, to_the_ways_in, with_two};
use skts_token::keystore::KeystoreError;
use skts_token::testing::{CODE, NOON, REISSUED_LETTER, Walk};

const DAY: u64 = 86_400;

fn without_a_token() -> Walk {
    let mut walk = registered();
    to_the_question(&mut walk, "SKTS 1234 5678");
    answer(&mut walk, REPLACED, "5678");
    walk.tap("削除する");
    walk
}

#[test]
fn the_only_token_is_removed_and_brought_back() {
    let mut walk = without_a_token();
    walk.sees("あと14日、元に戻せます");
    picture(&walk, "former");
    walk.tap("戻る");
    picture(&walk, "former-welcome");
    let mut walk = walk.restart();
    walk.tap("以前のトークン");
    walk.tap("元に戻す SKTS 1234 5678");
    walk.sees(CODE);
}

#[test]
fn a_replaced_token_is_brought_back_in_the_place_of_the_new_one() {
    let mut walk = registered();
    to_the_ways_in(&mut walk);
    walk.scan_text(REISSUED_LETTER);
    walk.tap("はい、入れ替える");
    walk.tap("シリアル番号の下4桁を入力してください");
    walk.type_in("5678");
    walk.at(NOON + 2);
    walk.tap("はい、入れ替える");
    walk.tap("トークンを表示する");
    walk.does_not_see(CODE);
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    walk.tap("以前のトークン");
    walk.sees("元に戻すと、今のトークンと入れ替わり、今の番号は使えなくなります。");
    picture(&walk, "former-replaces");
    walk.tap("元に戻す SKTS 1234 5678");
    walk.sees(CODE);
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    walk.tap("以前のトークン");
    walk.sees("元に戻す SKTS 1234 5678");
}

#[test]
fn a_token_goes_for_good_by_a_tick_and_four_digits() {
    let mut walk = without_a_token();
    walk.tap("完全に削除する SKTS 1234 5678");
    walk.sees("元には戻せません");
    answer(&mut walk, "もう元に戻すことはありませんか", "5678");
    picture(&walk, "former-erase");
    walk.tap("完全に削除する");
    walk.sees("完全に削除しました");
    walk.sees("以前のトークンは、ありません。");
    picture(&walk, "former-none");
    walk.tap("戻る");
    walk.does_not_see("以前のトークン");
    assert_eq!(walk.device().keys.len(), 1, "the key that sealed it is there");
}

#[test]
fn after_14_days_it_may_go_at_any_time() {
    let mut walk = with_two();
    to_the_question(&mut walk, "SKTS 8765 4321");
    answer(&mut walk, REPLACED, "4321");
    walk.tap("削除する");
    walk.at(NOON + 13 * DAY + 1);
    walk.sees("あと1日、元に戻せます");
    walk.at(NOON + 14 * DAY);
    walk.sees("14日が過ぎました。戻せなくなることがあります。");
    picture(&walk, "former-over");
}

#[test]
fn a_key_that_the_keystore_does_not_delete_is_told() {
    let walk = (0..10).find_map(|call| {
        let mut walk = without_a_token();
        walk.tap("完全に削除する SKTS 1234 5678");
        answer(&mut walk, "もう元に戻すことはありませんか", "5678");
        walk.device().keys.fail_after(call, KeystoreError::Platform(7));
        walk.tap("完全に削除する");
        let told = !walk.stage.find_all("削除しましたが、鍵が残っています").is_empty();
        told.then_some(walk)
    });
    let walk = walk.expect("one of the calls deletes the key");
    picture(&walk, "former-key-stays");
}
