//! 機種変更: the old phone's code comes after the question whether somebody wants it, and the new phone is led to 交換.

use crate::golden::picture;
use crate::registered;
use skts_token::testing::{CODE, LETTER, Look, OTHER_LETTER, Walk};

fn to_the_change(walk: &mut Walk) {
    walk.tap("メニュー");
    walk.tap("機種変更");
}

#[test]
fn the_old_phone_shows_its_code_after_the_question_and_offers_to_delete_at_the_end() {
    let mut walk = registered();
    to_the_change(&mut walk);
    walk.does_not_see(CODE);
    picture(&walk, "change_phone");
    walk.tap("これまでの端末");
    walk.sees("どなたかに、番号を聞かれていますか");
    walk.does_not_see(CODE);
    walk.tap("いいえ、自分で交換の手続き中です");
    walk.sees(CODE);
    to_the_change(&mut walk);
    walk.tap("交換が済んだトークンを削除する");
    walk.sees("このトークンを\n完全に削除しますか");
    walk.sees("登録した金庫すべてで交換しましたか");
    walk.sees("元には戻せません");
    walk.tap("やめる");
    walk.sees("この端末はどちらですか");
}

#[test]
fn whoever_is_asked_for_the_old_phones_code_gets_none() {
    let mut walk = registered();
    to_the_change(&mut walk);
    walk.tap("これまでの端末");
    walk.tap("はい、聞かれています");
    walk.sees("詐欺のおそれがあります");
    walk.does_not_see(CODE);
}

#[test]
fn the_guide_of_the_replacement_asks_the_same_question() {
    let mut walk = registered();
    to_the_change(&mut walk);
    walk.tap("交換の手順を見る");
    walk.tap("これまでの端末の番号を表示する");
    walk.sees("どなたかに、番号を聞かれていますか");
    walk.does_not_see(CODE);
}

#[test]
fn the_new_phone_is_led_to_the_replacement_and_not_to_the_start() {
    let mut walk = Walk::phone(Look::default());
    to_the_change(&mut walk);
    walk.does_not_see("これまでの端末");
    walk.tap("新しい端末");
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.sees("次のお手続き：交換");
    walk.does_not_see("お振込は、翌日からです");
}

/// Who turned back to the first page brings in the next token as a first one.
#[test]
fn a_change_that_is_left_is_forgotten() {
    let mut walk = registered();
    to_the_change(&mut walk);
    walk.tap("新しい端末");
    walk.tap("戻る");
    crate::to_the_ways_in(&mut walk);
    walk.scan_text(OTHER_LETTER);
    walk.tap("はい、登録する");
    walk.sees("次のお手続き：利用開始");
}
