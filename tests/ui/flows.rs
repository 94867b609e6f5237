//! The ways through the app: what a person does, and what is on the screen then.

use crate::bench::{Bench, TIME};
use slint::platform::Key;

const URI: &str = "otpauth://totp/%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB:SKTS12345678?secret=GEZDGNBVGY3TQOJQ\
                   GEZDGNBVGY3TQOJQ&issuer=%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB";
const REISSUED: &str = "otpauth://totp/SKTS12345678?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";
/// RFC 6238, appendix B: at `TIME` the seed above gives 89005924 in eight digits.
const CODE: &str = "0 0 5、9 2 4";

#[test]
fn from_welcome_to_a_token_and_the_mode_survives_a_restart() {
    let mut bench = Bench::new();
    bench.sees("ソフトウェアトークン");
    bench.does_not_see("残り30秒");

    bench.paste(URI);
    bench.sees("このトークンを\n登録しますか");
    bench.sees("見本信用金庫");
    bench.sees("SKTS 1234 5678");
    bench.tap("はい、登録する");

    bench.sees("登録しました");
    bench.sees(CODE);
    bench.tap("トークンを表示する");

    bench.sees("ワンタイムパスワード");
    bench.sees(CODE);
    bench.sees("残り30秒");
    bench.sees("23:32:00 まで");

    bench.tap("メニュー");
    bench.tap("かんたん表示");
    bench.sees(CODE);
    bench.does_not_see("SKTS 1234 5678");
    bench.sees("シリアル番号は「モード切替」で表示できます");

    let mut bench = bench.restart();
    bench.sees(CODE);
    bench.does_not_see("SKTS 1234 5678");
    bench.tap("メニュー");
    bench.tap("標準");
    bench.sees("SKTS 1234 5678");
}

#[test]
fn seconds_pass_the_next_code_is_offered_and_becomes_the_code() {
    let mut bench = Bench::new();
    bench.paste(URI);
    bench.tap("はい、登録する");
    bench.tap("トークンを表示する");
    bench.at(TIME + 25);
    bench.sees("残り5秒");
    bench.sees("まもなく切り替わります");
    bench.tap("次の番号をコピー");
    let next = bench.device.copied.lock().unwrap().last().unwrap().clone();
    assert_eq!(next.len(), 6);
    bench.at(TIME + 30);
    bench.does_not_see(CODE);
    let spoken: Vec<String> = next.chars().map(String::from).collect();
    bench.sees(&format!("{}、{}", spoken[..3].join(" "), spoken[3..].join(" ")));
    bench.tap("番号をコピー");
    assert_eq!(*bench.device.copied.lock().unwrap(), [next.clone(), next], "{:?}", bench.stage.texts());
    bench.sees("コピーしました");
}

#[test]
fn by_hand_with_live_validation() {
    let mut bench = Bench::new();
    bench.tap("手で入力する");
    for letter in "skts12345x".chars() {
        bench.stage.text(letter);
        bench.go_on();
    }
    bench.sees("10文字目をお確かめください。");
    bench.stage.key(Key::Backspace);
    for letter in "678".chars() {
        bench.stage.text(letter);
        bench.go_on();
    }
    bench.does_not_see("10文字目をお確かめください。");
    bench.stage.key(Key::Return);
    for letter in "gezd gnbv gy3t qojq gezd gnbv gy3t qojq".chars() {
        bench.stage.text(letter);
        bench.go_on();
    }
    bench.tap("確認へ進む");
    bench.sees("SKTS 1234 5678");
    bench.sees("記載なし");
    bench.tap("登録しない");
    bench.does_not_see("登録しました");
}

#[test]
fn refusals_are_said_and_nothing_is_stored() {
    let mut bench = Bench::new();
    bench.paste("otpauth://hotp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=1");
    bench.sees("お使いになれない種類のトークンです");
    bench.paste("きょうは晴れ");
    bench.sees("トークンのQRコードではありません");
    let stored = |bench: &Bench| {
        let names = std::fs::read_dir(bench.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with("vault")).count()
    };
    assert_eq!(stored(&bench), 0);
    bench.paste(URI);
    assert_eq!(stored(&bench), 0, "nothing before the yes");
    bench.tap("はい、登録する");
    assert_ne!(stored(&bench), 0, "what was counted is what is stored");
}

#[test]
fn a_re_issue_is_asked_twice() {
    let mut bench = Bench::new();
    bench.paste(URI);
    bench.tap("はい、登録する");
    bench.tap("トークンを表示する");
    bench.tap("メニュー");
    bench.tap("トークンを追加");
    bench.paste(URI);
    bench.sees("このトークンは\n登録済みです");
    bench.tap("トークンを表示する");
    bench.sees(CODE);
    bench.tap("メニュー");
    bench.tap("トークンを追加");
    bench.paste(REISSUED);
    bench.sees("新しいトークンに\n入れ替えますか");
    bench.tap("はい、入れ替える");
    bench.sees("ほんとうに\n入れ替えますか");
    bench.tap("はい、入れ替える");
    bench.sees("登録しました");
    bench.does_not_see(CODE);
}

#[test]
fn a_locked_keystore_is_trouble_and_opens_when_asked_again() {
    let mut bench = Bench::new();
    bench.paste(URI);
    bench.tap("はい、登録する");
    *bench.device.locked.lock().unwrap() = true;
    let mut bench = bench.restart();
    bench.sees("鍵の保管庫が\n閉じています");
    bench.sees("何も削除していません");
    *bench.device.locked.lock().unwrap() = false;
    bench.tap("もう一度開いてみる");
    bench.sees(CODE);
}

#[test]
fn about_shows_what_was_measured() {
    let mut bench = Bench::new();
    bench.paste(URI);
    bench.tap("はい、登録する");
    bench.tap("トークンを表示する");
    bench.tap("メニュー");
    bench.tap("このアプリについて");
    bench.sees("バージョン 1.2.3");
    bench.sees("すべて合格");
    bench.tap("もう一度診断する");
    bench.sees("すべて合格");
    bench.stage.key(Key::Escape);
    bench.go_on();
    bench.sees(CODE);
}
