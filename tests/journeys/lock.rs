//! The lock above the pages: it opens with the passcode, waits after wrong ones, and comes down by itself.

use crate::golden::picture;
use crate::passcode::{RIGHT, WRONG, locked, type_on_keypad, with_passcode};
use skts_token::app::Event;
use skts_token::testing::{CODE, NOON, Walk};
use slint::platform::Key;
use std::time::Duration;

const ASKS: &str = "パスコードを入力してください";
const SERIAL: &str = "SKTS 1234 5678";

fn away(walk: &mut Walk, seconds: u64) {
    walk.tell(Event::Hidden);
    walk.bench.clock.pass(Duration::from_secs(seconds));
    walk.tell(Event::Shown);
}

#[test]
fn the_app_opens_with_its_passcode() {
    let mut walk = locked();
    walk.sees(ASKS);
    walk.does_not_see("メニュー");
    walk.does_not_see(SERIAL);
    type_on_keypad(&mut walk, "482");
    walk.sees("6桁のうち3桁を入力しました");
    picture(&walk, "lock");
    walk.tap("消す");
    walk.sees("6桁のうち2桁を入力しました");
    // The same keys on a keyboard.
    walk.type_in("2913");
    walk.sees(CODE);
    walk.sees(SERIAL);
}

#[test]
fn wrong_ones_wait_and_a_restart_does_not_shorten_it() {
    let mut walk = locked();
    type_on_keypad(&mut walk, WRONG);
    walk.sees("パスコードが違います。もう一度お試しください。");
    picture(&walk, "lock-wrong");
    for _ in 0..4 {
        type_on_keypad(&mut walk, WRONG);
    }
    walk.sees("しばらくお待ちください");
    walk.sees("パスコードが5回続けて違っていました。");
    walk.sees("あと30秒で入力できます");
    picture(&walk, "lock-wait");
    walk.type_in(RIGHT);
    walk.sees("あと30秒で入力できます");
    walk.at(NOON + 12);
    walk.sees("あと18秒で入力できます");
    let mut walk = walk.restart();
    // The keystore's note has whole seconds, rounded up.
    walk.sees("あと19秒で入力できます");
    // The wall clock counts for nothing.
    walk.set_clock(NOON + 600);
    walk.sees("あと19秒で入力できます");
    walk.set_clock(NOON + 12);
    walk.at(NOON + 31);
    walk.sees(ASKS);
    walk.does_not_see("あと0秒で入力できます");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees(SERIAL);
}

#[test]
fn a_long_wait_is_told_in_minutes() {
    let mut walk = locked();
    for wait in [0, 0, 0, 0, 0, 31, 61] {
        walk.bench.clock.pass(Duration::from_secs(wait));
        walk.tell(Event::Tick);
        type_on_keypad(&mut walk, WRONG);
    }
    walk.sees("あと5分で入力できます");
}

#[test]
fn it_comes_down_when_nobody_sees_the_app_and_lifts_over_the_same_page() {
    let mut walk = with_passcode();
    walk.key(Key::Escape);
    walk.sees(CODE);
    away(&mut walk, 29);
    walk.sees(CODE);
    away(&mut walk, 30);
    walk.sees(ASKS);
    walk.does_not_see(CODE);
    type_on_keypad(&mut walk, RIGHT);
    walk.sees(CODE);
    walk.tap("メニュー");
    walk.tap("手順（利用開始・交換・紛失など）");
    away(&mut walk, 30);
    walk.sees(ASKS);
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("手順");
}

#[test]
fn removing_a_token_asks_once_more() {
    let mut walk = with_passcode();
    walk.key(Key::Escape);
    crate::remove::to_the_question(&mut walk, SERIAL);
    crate::remove::answer(&mut walk, crate::remove::REPLACED, "5678");
    walk.tap("削除する");
    walk.sees("この操作の前に、もう一度お尋ねします。");
    picture(&walk, "lock-again");
    walk.tap("やめる");
    walk.sees("パスコードが必要です");
    walk.tap("削除する");
    type_on_keypad(&mut walk, RIGHT);
    walk.sees("削除しました");
}
