//! この文字を、サイトに入力してください: the phone's part goes into the bank's page, and nothing is stored before it is there.

use crate::golden::picture;
use skts_token::app::Event;
use skts_token::testing::{Look, NOON, OTHER_LETTER, Walk, half};

const TITLE: &str = "この文字を、サイトに\n入力してください";
const SURE: &str = "サイトに「完了」と\n出ましたか";

fn with_letters() -> Walk {
    let mut walk = Walk::phone(Look::default());
    walk.scan_text(&half());
    walk.sees(TITLE);
    walk
}

#[test]
fn the_phones_part_is_typed_into_the_site_and_then_the_token_is_registered() {
    let mut walk = with_letters();
    walk.sees("数字は2から7だけです");
    walk.sees("電話では伝えないでください");
    walk.sees("1番、M、5、B、D");
    walk.sees("5番、A、Y、D、Q");
    walk.does_not_see("コピー");
    picture(&walk, "two_step");
    walk.tap("入力しました");
    walk.sees(SURE);
    walk.does_not_see("1番、M、5、B、D");
    picture(&walk, "two_step-sure");
    walk.tap("いいえ、もう一度見る");
    walk.sees(TITLE);
    walk.tap("入力しました");
    walk.tap("はい、登録する");
    walk.sees("このトークンを\n登録しますか");
    assert!(walk.bench.files().is_empty(), "nothing is stored before Confirm");
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.sees("SKTS 1234 5678");
    // What privacyIDEA's recipe makes of the letter and of the phone's part 00 01 … 07, computed by Python's hashlib.
    walk.sees("7 3 0、4 0 4");
}

#[test]
fn whoever_leaves_is_told_that_the_letters_work_no_more() {
    let mut walk = with_letters();
    walk.tap("やめる");
    walk.sees("やめると、この文字は使えなくなります。");
    picture(&walk, "two_step-leaving");
    walk.tap("文字に戻る");
    walk.sees(TITLE);
    walk.tap("やめる");
    walk.tap("登録をやめる");
    walk.does_not_see(TITLE);
    assert!(walk.bench.files().is_empty());
}

#[test]
fn a_link_from_outside_does_not_take_the_letters_away() {
    let mut walk = with_letters();
    walk.tell(Event::Offered(skts_token::app::Source::Text(OTHER_LETTER.to_owned().into())));
    walk.sees(TITLE);
}

#[test]
fn the_letters_are_kept_ten_minutes_while_nobody_sees_the_app() {
    for (away, kept) in [(599, true), (600, false)] {
        let mut walk = with_letters();
        walk.tell(Event::Hidden);
        walk.does_not_see("1番、M、5、B、D");
        walk.at(NOON + away);
        walk.tell(Event::Shown);
        if kept { walk.sees("1番、M、5、B、D") } else { walk.does_not_see(TITLE) }
    }
}

#[test]
fn a_phone_that_can_draw_no_letters_says_so() {
    let mut walk = Walk::phone(Look::default());
    *walk.device().no_random.lock().unwrap() = true;
    walk.scan_text(&half());
    walk.sees("文字を作れませんでした");
    walk.does_not_see(TITLE);
}

#[test]
fn an_unsafe_enrolment_is_refused() {
    let mut walk = Walk::phone(Look::default());
    walk.scan_text(&half().replace("2step_difficulty=1000", "2step_difficulty=100001"));
    walk.sees("内容を読み取れません");
    walk.does_not_see(TITLE);
}
