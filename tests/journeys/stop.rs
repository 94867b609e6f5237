//! 詐欺のおそれがあります: no code, and what to do.

use crate::golden::picture;
use crate::purpose::asked;
use skts_token::app::{Action, Event, SettingsAct};
use skts_token::testing::{CODE, Walk};

pub fn stopped() -> Walk {
    let mut walk = asked();
    walk.tap("番号は隠れています、タップで表示");
    walk.tap("電話やメールで頼まれた、番号を聞かれた・求められた");
    walk
}

#[test]
fn whoever_was_asked_by_a_stranger_sees_what_to_do_and_no_code() {
    let mut walk = stopped();
    walk.sees("詐欺のおそれがあります");
    walk.sees("番号は表示していません。");
    walk.sees("SKTS 1234 5678");
    walk.does_not_see(CODE);
    picture(&walk, "stop");
    walk.tap("番号を表示せずに閉じる");
    walk.does_not_see(CODE);
}

#[test]
fn a_press_by_mistake_is_taken_back() {
    let mut walk = stopped();
    walk.tap("選び直す");
    walk.sees("番号を何に\nお使いになりますか");
    walk.tap("ログイン");
    walk.sees(CODE);
}

/// Also where the code is never hidden otherwise, and after the app was out of sight.
#[test]
fn the_code_stays_covered_until_the_customer_asks_for_it() {
    let mut walk = stopped();
    walk.tap("番号を表示せずに閉じる");
    walk.bench.act(Action::ShowSettings);
    walk.bench.act(SettingsAct::AskPurpose(false));
    walk.bench.act(Action::ShowToken);
    walk.tell(Event::Hidden);
    walk.tell(Event::Shown);
    walk.does_not_see(CODE);
    walk.does_not_see("番号をコピー");
    walk.stage.chord(slint::platform::Key::Control, "c");
    walk.go_on();
    assert!(walk.device().texts_copied().is_empty());
    walk.tap("番号は隠れています、タップで表示");
    walk.sees(CODE);
}
