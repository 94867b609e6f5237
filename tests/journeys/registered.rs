//! 登録しました: the code, and the next step at the bank.

use crate::golden::picture;
use skts_token::testing::{CODE, LETTER, Look, NOON, Walk};

#[test]
fn the_next_step_is_named_for_a_new_phone_too() {
    let mut walk = Walk::phone(Look::default());
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.sees(CODE);
    walk.sees("次のお手続き：利用開始");
    walk.sees("本日お手続きをされた場合、振込・Pay-easyは明日（1月16日）からご利用いただけます。");
    picture(&walk, "registered");
    walk.tap("機種変更（交換）の方はこちら");
    walk.sees("次のお手続き：交換");
    walk.does_not_see("次のお手続き：利用開始");
    walk.does_not_see("お振込は、翌日からです");
    picture(&walk, "registered-replaces");
    walk.tap("利用開始の方はこちら");
    walk.sees("次のお手続き：利用開始");
    walk.tap("シリアル番号をコピー");
    assert_eq!(walk.device().texts_copied(), ["SKTS12345678"]);
}

/// Nobody can say which day is tomorrow.
#[test]
fn a_clock_that_jumped_promises_no_day() {
    let mut walk = Walk::phone(Look::default());
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.set_clock(NOON + 86_400);
    walk.sees("端末の時計が変わりました");
    walk.does_not_see("本日お手続きをされた場合、振込・Pay-easyは明日（1月17日）からご利用いただけます。");
    walk.reaches("振込・Pay-easyは、お手続きの翌日からご利用いただけます。");
    picture(&walk, "registered-clock");
}
