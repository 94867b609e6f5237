//! 番号の前に使いみちを確かめますか: offered once, on the way from Registered to the token.

use crate::golden::picture;
use skts_token::app::load_settings;
use skts_token::testing::{Bench, CODE, LETTER, Look, Walk};
use slint::platform::Key;

const QUESTION: &str = "番号の前に\n使いみちを確かめますか";
const COVERED: &str = "番号は隠れています、タップで表示";

fn registered() -> Walk {
    let mut walk = Walk::over(Bench::before_offers(), Look::default());
    walk.paste(LETTER);
    walk.tap("はい、登録する");
    walk.sees(CODE);
    walk
}

fn offered() -> Walk {
    let mut walk = registered();
    walk.tap("トークンを表示する");
    walk.sees(QUESTION);
    walk.does_not_see(CODE);
    walk
}

fn register_another(walk: &mut Walk) {
    walk.tap("メニュー");
    walk.tap("トークンを追加");
    walk.paste(&LETTER.replace("SKTS12345678", "SKTS87654321"));
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
}

#[test]
fn whoever_says_yes_is_asked_before_the_code_from_then_on() {
    let mut walk = offered();
    picture(&walk, "purpose_offer");
    walk.tap("はい、使いみちを確かめる");
    walk.sees(COVERED);
    let walk = walk.restart();
    walk.sees(COVERED);
}

#[test]
fn whoever_says_no_sees_the_code_and_is_not_asked_again() {
    let mut walk = offered();
    walk.tap("いいえ、すぐに表示する");
    walk.sees(CODE);
    let settings = load_settings(walk.bench.folder.path());
    assert!(settings.purpose_offered && !settings.ask_purpose);
    let mut walk = walk.restart();
    walk.sees(CODE);
    register_another(&mut walk);
    walk.does_not_see(QUESTION);
}

#[test]
fn whoever_leaves_by_a_key_is_asked_the_next_time() {
    let mut walk = offered();
    walk.key(Key::Escape);
    walk.sees(CODE);
    register_another(&mut walk);
    walk.sees(QUESTION);
}
