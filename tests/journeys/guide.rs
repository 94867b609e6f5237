//! The guides themselves: what to do at the bank, with the serial at hand.

use crate::golden::picture;
use crate::guides::to_the_guides;
use crate::{registered, with_two};
use skts_token::testing::{CODE, Look, NOON, Walk};

fn open(row: &str) -> Walk {
    let mut walk = registered();
    to_the_guides(&mut walk);
    walk.tap(row);
    walk
}

#[test]
fn loss_is_written_on_paper_first() {
    let mut walk = open("紛失・盗難（利用停止）");
    walk.sees("先に、紙に控えてください");
    walk.sees("SKTS 1234 5678");
    walk.does_not_see(CODE);
    // One bank's button and a telephone number stand only in a build with that bank's file.
    walk.sees("契約者情報変更から、お取引を停止します。夜間や休日もご利用いただけます。");
    picture(&walk, "guide-loss");
    walk.tap("シリアル番号をコピー");
    assert_eq!(walk.device().texts_copied(), ["SKTS12345678"]);
}

#[test]
fn the_start_has_serial_code_and_the_day_on_one_page() {
    let mut walk = open("利用開始");
    walk.does_not_see(CODE);
    picture(&walk, "guide-start-covered");
    walk.tap("番号を表示する");
    walk.sees("どなたかに、番号を聞かれていますか");
    walk.tap("いいえ、自分で利用開始の手続き中です");
    walk.sees(CODE);
    walk.sees("SKTS 1234 5678");
    walk.sees("本日お手続きをされた場合、振込・Pay-easyは明日（1月16日）からご利用いただけます。");
    picture(&walk, "guide-start");
    walk.tap("番号をコピー");
    walk.tap("シリアル番号をコピー");
    assert_eq!(walk.device().texts_copied().last().unwrap(), "SKTS12345678");
    walk.set_clock(NOON + 86_400);
    walk.reaches("振込・Pay-easyは、お手続きの翌日からご利用いただけます。");
}

#[test]
fn the_replacement_tells_the_devices_apart_and_leads_to_a_new_token() {
    let mut walk = open("交換");
    walk.sees("新しい端末");
    walk.sees("これまでの端末");
    walk.does_not_see(CODE);
    picture(&walk, "guide-replace");
    walk.tap("この端末に新しく登録する");
    walk.sees("トークンを追加");
}

#[test]
fn a_suspension_recommends_the_replacement_and_ends_with_the_token() {
    let mut walk = open("利用中止");
    picture(&walk, "guide-suspend");
    walk.tap("交換の手順を見る");
    walk.sees("交換の手順");
    walk.tap("手順");
    walk.tap("利用中止");
    walk.tap("トークンを削除する");
    walk.sees("このトークンを\n完全に削除しますか");
    walk.sees("SKTS 1234 5678");
    walk.tap("やめる");
    walk.sees("利用中止の手順");
}

/// Of several tokens the guide means the one that is shown.
#[test]
fn the_serial_is_that_of_the_token_that_is_shown() {
    let mut walk = with_two();
    walk.tap("次へ");
    to_the_guides(&mut walk);
    walk.tap("紛失・盗難（利用停止）");
    walk.sees("SKTS 8765 4321");
    walk.does_not_see("SKTS 1234 5678");
}

#[test]
fn what_the_phishers_write_of_is_named() {
    let mut walk = open("番号を守るために");
    walk.sees("「追加認証の設定」「訂正」「解除」を求める連絡は、すべて詐欺です。");
    walk.sees("だれにも教えないでください");
    walk.does_not_see(CODE);
    picture(&walk, "guide-safe");
    walk.tap("手順");
    walk.sees("番号を守るために");
}

/// A customer whose device was lost reads it on another one.
#[test]
fn without_a_token_loss_names_no_serial() {
    let mut walk = Walk::phone(Look::default());
    to_the_guides(&mut walk);
    walk.tap("紛失・盗難（利用停止）");
    walk.does_not_see("シリアル番号をコピー");
    picture(&walk, "guide-none");
}
