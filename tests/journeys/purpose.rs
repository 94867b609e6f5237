//! 番号を何にお使いになりますか, before the code.

use crate::golden::picture;
use crate::registered;
use skts_token::app::{Action, Event, SettingsAct};
use skts_token::testing::{CODE, NEXT_CODE, NOON, Walk};

/// At the covered code of a customer who wants to be asked.
pub fn asked() -> Walk {
    let mut walk = registered();
    walk.bench.act(Action::ShowSettings);
    walk.bench.act(SettingsAct::AskPurpose(true));
    walk.bench.act(Action::ShowToken);
    walk.go_on();
    walk
}

#[test]
fn a_code_is_shown_for_what_the_customer_says() {
    let mut walk = asked();
    walk.does_not_see(CODE);
    walk.tap("番号は隠れています、タップで表示");
    picture(&walk, "purpose");
    walk.tap("ログイン");
    walk.sees(CODE);
    walk.sees("ログインに使います");
    walk.sees("ログインの番号");
    walk.sees("ログインに使った番号は、振込には使えません。次の番号をお使いください。");
    picture(&walk, "purpose-code");
    walk.tap("使いみちを変える");
    walk.tap("お振込・Pay-easy");
    walk.sees("お振込の番号");
    walk.tap("使いみちを変える");
    walk.tap("そのほかのお手続き、限度額の変更、予約の取消など");
    walk.sees("そのほかに使います");
    walk.at(NOON + 119);
    walk.sees("そのほかに使います");
    walk.at(NOON + 121);
    walk.sees("番号は隠れています、タップで表示");
}

#[test]
fn it_is_asked_again_when_the_app_was_out_of_sight() {
    let mut walk = asked();
    walk.tap("番号は隠れています、タップで表示");
    walk.tap("お振込・Pay-easy");
    walk.sees(CODE);
    walk.tell(Event::Hidden);
    walk.tell(Event::Shown);
    walk.does_not_see(CODE);
    walk.does_not_see(NEXT_CODE);
    walk.sees("番号は隠れています、タップで表示");
}

#[test]
fn nobody_copies_a_code_before_the_purpose_is_said() {
    let mut walk = asked();
    walk.does_not_see("番号をコピー");
    walk.stage.chord(slint::platform::Key::Control, "c");
    walk.go_on();
    assert!(walk.device().texts_copied().is_empty());
}
