//! 番号が通らないとき: what to look at before the bank locks the customer out, and afterwards.

use crate::golden::picture;
use crate::guides::to_the_guides;
use crate::registered;
use skts_token::app::Surroundings;
use skts_token::testing::{CODE, MemoryDevice, NOON, Walk};

#[test]
fn from_the_foot_of_the_tokens_page_to_the_lock_and_back() {
    let mut walk = registered();
    walk.tap("番号が通らないときは");
    walk.sees("同じ番号を2度使っていませんか");
    walk.sees("端末の時計をお確かめください");
    walk.sees("見本信用金庫 SKTS 1234 5678");
    walk.does_not_see("お振込先は合っていますか");
    walk.sees(CODE);
    picture(&walk, "refused");
    walk.tap("ロックされたとき");
    walk.sees("トークンはそのままで大丈夫です");
    walk.does_not_see(CODE);
    walk.does_not_see("トークンを削除する");
    picture(&walk, "refused-locked");
    walk.tap("シリアル番号をコピー");
    walk.tap("戻る");
    walk.tap("戻る");
    walk.sees("読み上げ");
}

#[test]
fn a_clock_that_is_wrong_is_told_here_at_this_moment() {
    let mut walk = registered();
    to_the_guides(&mut walk);
    walk.tap("番号が通らないとき");
    walk.does_not_see("端末の時計が合っていません");
    walk.set_clock(NOON + 86_400);
    walk.sees("端末の時計が合っていません");
    picture(&walk, "refused-clock");
    walk.tap("戻る");
    walk.sees("お取扱いは信用金庫により異なります。");
}

#[test]
fn a_clock_that_the_system_sets_is_said_to_be_right_until_it_is_not() {
    let surroundings = Surroundings { sets_clock: true, ..Surroundings::default() };
    let mut walk = Walk::on(MemoryDevice { phone: true, surroundings, ..MemoryDevice::default() });
    walk.scan_text(crate::LETTER);
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    to_the_guides(&mut walk);
    walk.tap("番号が通らないとき");
    walk.sees("端末の時計は合っています");
    walk.does_not_see("端末の設定で、日付と時刻を自動に合わせてください。");
    picture(&walk, "refused-clock-right");
    walk.set_clock(NOON + 86_400);
    walk.sees("端末の時計が合っていません");
}
