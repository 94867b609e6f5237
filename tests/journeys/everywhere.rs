//! What holds on every page that shows a code, and for a code that was used.

use crate::guides::to_the_guides;
use crate::registered;
use crate::stop::stopped;
use skts_token::app::Event;
use skts_token::testing::{CODE, LETTER, Look, NEXT_CODE, NOON, Walk, reach};

const USED: &str = "ログインに使った番号は、振込には使えません。次の番号をお使いください。";

/// A phone on each page that shows the code by which a customer logs in, by the page's name.
fn with_a_code() -> Vec<(&'static str, Walk)> {
    let mut just_registered = Walk::phone(Look::default());
    just_registered.scan_text(LETTER);
    just_registered.tap("はい、登録する");
    let mut simple = registered();
    simple.tap("メニュー");
    simple.tap("かんたん表示");
    let mut guide = registered();
    to_the_guides(&mut guide);
    guide.tap("利用開始");
    guide.tap("番号を表示する");
    guide.tap("いいえ、自分で利用開始の手続き中です");
    let mut refused = registered();
    refused.tap("番号が通らないときは");
    vec![
        ("token", registered()),
        ("simple", simple),
        ("registered", just_registered),
        ("guide", guide),
        ("refused", refused),
    ]
}

#[test]
fn a_call_and_a_recording_cover_the_code_wherever_it_stands() {
    for watched in [Event::InCall, Event::Recorded] {
        for (page, mut walk) in with_a_code() {
            assert!(!walk.stage.find_all(CODE).is_empty(), "{page}: no code");
            walk.tell(watched(true));
            assert!(walk.stage.find_all(CODE).is_empty(), "{page}: the code is not covered");
            walk.tell(watched(false));
            assert!(!walk.stage.find_all(CODE).is_empty(), "{page}: the code does not come back");
        }
    }
}

/// The word stands away from the button that was pressed.
#[test]
fn a_screen_reader_says_that_a_serial_was_copied() {
    let said = |walk: &Walk| walk.stage.live().contains(&"コピーしました".to_owned());
    for (page, mut walk) in with_a_code() {
        let button = match page {
            "token" | "registered" => "シリアル番号をコピー",
            "simple" => {
                // The next code has its button in the last seconds.
                walk.at(NOON + 15);
                "次の番号をコピー"
            }
            _ => continue,
        };
        assert!(!said(&walk), "{page}: it is said before the press");
        walk.tap(button);
        assert!(said(&walk), "{page}: {button}");
        walk.at(NOON + 17);
        assert!(!said(&walk), "{page}: it is said still");
    }
}

/// The next code, whose turn would have come, is off too.
#[test]
fn beside_the_warning_of_a_fraud_no_code_is_copied_or_read_aloud() {
    let mut walk = stopped();
    walk.at(NOON + 14);
    for absent in [CODE, NEXT_CODE, "次の番号", "番号をコピー", "次の番号をコピー", "読み上げ"]
    {
        walk.does_not_see(absent);
    }
    walk.stage.chord(slint::platform::Key::Control, "c");
    walk.go_on();
    assert!(walk.device().texts_copied().is_empty());
    assert!(walk.device().spoken.lock().unwrap().is_empty());
}

#[test]
fn a_code_that_was_read_aloud_is_a_used_one_and_is_copied_all_the_same() {
    let mut walk = registered();
    walk.does_not_see(USED);
    // A code that stands on the screen is read without a question; one that is hidden is asked about (token.rs).
    walk.tap("読み上げ");
    walk.does_not_see("はい、読み上げる");
    assert_eq!(*walk.device().spoken.lock().unwrap(), ["4、8、2、9、1、3"]);
    walk.sees(USED);
    walk.tap("番号をコピー");
    assert_eq!(walk.device().texts_copied(), ["482913"]);
}

#[test]
fn the_purpose_of_a_code_is_written_nowhere() {
    let mut walk = crate::purpose::asked();
    let settings = |walk: &Walk| std::fs::read(walk.bench.folder.path().join("settings.json")).unwrap();
    let before = (settings(&walk), walk.bench.files());
    walk.tap("番号は隠れています、タップで表示");
    walk.tap("ログイン");
    walk.sees(CODE);
    assert_eq!((settings(&walk), walk.bench.files()), before);
    let walk = walk.restart();
    walk.does_not_see(CODE);
    walk.does_not_see("ログインに使います");
}

/// It works at night, and the telephone does not everywhere.
#[test]
fn who_lost_the_phone_stops_the_transactions_before_the_telephone() {
    let mut walk = registered();
    to_the_guides(&mut walk);
    walk.tap("紛失・盗難（利用停止）");
    let height = |label: &str| walk.stage.find(label).absolute_position().y;
    assert!(height("サイトで、お取引を止めます") < height("信用金庫へ電話します"));
}

#[test]
fn a_refused_code_leads_to_no_number_and_to_no_reset() {
    let mut walk = registered();
    walk.tap("番号が通らないときは");
    for page in ["", "ロックされたとき"] {
        if !page.is_empty() {
            reach(&walk.stage, walk.look, page);
            walk.tap(page);
        }
        for label in walk.stage.labels() {
            let digits = label.chars().filter(char::is_ascii_digit).count();
            let known = label.contains("SKTS") || label == CODE || label.contains("まで");
            assert!(digits < 7 || known, "{label} may be a telephone number");
            let resets = ["リセット", "初期化", "解除する", "削除する"];
            assert!(!resets.iter().any(|word| label.contains(word)), "{label}");
        }
    }
}
