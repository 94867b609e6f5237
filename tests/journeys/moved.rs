//! 端末の時刻が変えられました: a clock that was set since the app ran last is told before any code.

use crate::golden::picture;
use crate::registered;
use skts_token::testing::{CODE, NOON};

const A_DAY: u64 = 86_400;

#[test]
fn a_clock_that_was_set_while_the_app_did_not_run_is_told_before_the_code() {
    let walk = registered();
    walk.bench.clock.set(NOON + A_DAY);
    let mut walk = walk.restart();
    walk.sees("端末の時刻が\n変えられました");
    walk.does_not_see("番号をコピー");
    walk.does_not_see("メニュー");
    picture(&walk, "moved");
    walk.tap("確認しました");
    walk.sees("残り18秒");
    // The owner, who finds the clock set back, learns that it was set.
    walk.bench.clock.set(NOON);
    let mut walk = walk.restart();
    walk.sees("端末の時刻が\n変えられました");
    walk.does_not_see(CODE);
    walk.tap("確認しました");
    walk.sees(CODE);
    walk.restart().sees(CODE);
}
