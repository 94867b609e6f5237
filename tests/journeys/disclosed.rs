//! 番号を教えてしまったとき: what stops the thief.

use crate::golden::picture;
use crate::stop::stopped;
use skts_token::testing::CODE;

#[test]
fn whoever_has_told_the_code_stops_transactions_first_and_has_the_serial_at_hand() {
    let mut walk = stopped();
    walk.tap("番号を教えてしまったとき");
    walk.sees("番号を教えて\nしまったとき");
    walk.sees("すぐにお取引を止めてください");
    walk.does_not_see(CODE);
    picture(&walk, "disclosed");
    walk.tap("シリアル番号をコピー");
    assert_eq!(walk.device().texts_copied(), ["SKTS12345678"]);
    walk.tap("戻る");
    walk.sees("詐欺のおそれがあります");
    walk.tap("番号を教えてしまったとき");
    walk.tap("番号を表示せずに閉じる");
    walk.does_not_see(CODE);
}
