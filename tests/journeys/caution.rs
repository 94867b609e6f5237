//! この番号を、だれにも教えないでください, before a code for 利用開始 or 交換.

use crate::golden::picture;
use crate::purpose::asked;
use skts_token::testing::CODE;

#[test]
fn a_code_for_a_start_or_a_replacement_comes_after_a_warning() {
    for (purpose, answer, said) in [
        (
            "利用開始、はじめて番号を登録するとき",
            "いいえ、自分で利用開始の手続き中です",
            "利用開始に使います",
        ),
        ("交換、新しい端末に切り替えるとき", "いいえ、自分で交換の手続き中です", "交換に使います"),
    ] {
        let mut walk = asked();
        walk.tap("番号は隠れています、タップで表示");
        walk.tap(purpose);
        walk.sees("この番号を、\nだれにも教えないでください");
        walk.does_not_see(CODE);
        walk.tap(answer);
        walk.sees(CODE);
        walk.sees(said);
    }
    let mut walk = asked();
    walk.tap("番号は隠れています、タップで表示");
    walk.tap("交換、新しい端末に切り替えるとき");
    picture(&walk, "caution");
    walk.tap("戻る");
    walk.sees("番号を何に\nお使いになりますか");
}

#[test]
fn whoever_is_asked_by_a_stranger_gets_no_code() {
    let mut walk = asked();
    walk.tap("番号は隠れています、タップで表示");
    walk.tap("利用開始、はじめて番号を登録するとき");
    walk.tap("はい、聞かれています");
    walk.sees("詐欺のおそれがあります");
    walk.does_not_see(CODE);
    walk.tap("選び直す");
    walk.sees("この番号を、\nだれにも教えないでください");
}
