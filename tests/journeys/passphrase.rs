//! パスフレーズを入力してください: a key container is opened, and nothing of it is shown or stored before.

use crate::golden::picture;
use skts_token::testing::{Look, NOON, PASSPHRASE, Walk, key_container};

const TITLE: &str = "パスフレーズを\n入力してください";
const WRONG: &str = "パスフレーズが違います。大文字と小文字をお確かめください。";

/// The customer chooses this file.
fn choose(walk: &mut Walk, text: &str) {
    let path = walk.bench.folder.path().join("mihon-token.xml");
    std::fs::write(&path, text).unwrap();
    *walk.device().file.lock().unwrap() = Some(path);
    walk.tap("画像から読み込む");
}

fn with_file(name: &str) -> Walk {
    let mut walk = Walk::new();
    choose(&mut walk, &key_container(name));
    walk.sees(TITLE);
    walk.sees("mihon-token.xml");
    walk.does_not_see("見本信用金庫");
    walk
}

#[test]
fn a_file_is_opened_after_a_mistyped_passphrase_and_its_token_is_registered() {
    let mut walk = with_file("passphrase 2, aes256-cbc, hmac-sha256");
    walk.type_in("Mihon");
    picture(&walk, "passphrase");
    walk.tap("開く");
    walk.sees(WRONG);
    picture(&walk, "passphrase-wrong");

    // What was typed is still there.
    walk.type_in(PASSPHRASE.strip_prefix("Mihon").unwrap());
    walk.begin("開く");
    walk.sees("開いています");
    walk.does_not_see(WRONG);
    picture(&walk, "passphrase-opening");
    walk.go_on();
    walk.sees("このトークンを\n登録しますか");
    walk.sees("SKTS 3000 0011");
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.sees("SKTS 3000 0011");
}

#[test]
fn one_of_the_tokens_of_a_sealed_file_is_chosen() {
    let mut walk = with_file("passphrase, three keys");
    walk.type_in(PASSPHRASE);
    walk.tap("開く");
    walk.sees("ファイルに、3つのトークンがあります。");
    walk.tap("SKTS 3000 0023");
    walk.tap("確認へ進む");
    walk.sees("SKTS 3000 0023");
    walk.sees("このトークンを\n登録しますか");
}

#[test]
fn an_empty_passphrase_and_one_that_is_too_long_are_told() {
    let mut walk = with_file("passphrase, three keys");
    walk.tap("開く");
    walk.sees("入力してください。");
    walk.type_in(&"a".repeat(1025));
    walk.tap("開く");
    walk.sees("文字が多すぎます。");
}

#[test]
fn whoever_leaves_while_the_file_is_being_opened_hears_no_more_of_it() {
    let mut walk = with_file("passphrase, three keys");
    walk.type_in(PASSPHRASE);
    walk.begin("開く");
    walk.sees("開いています");
    walk.tap("やめる");
    walk.sees("手で入力する");
    walk.does_not_see("SKTS 3000 0023");

    choose(&mut walk, &key_container("passphrase, three keys"));
    walk.tap("開く");
    walk.sees("入力してください。");
}

#[test]
fn what_is_typed_is_dots_until_the_customer_asks_to_see_it() {
    let mut walk = with_file("passphrase, three keys");
    walk.type_in("Mihon");
    let value = |walk: &Walk| walk.stage.find("パスフレーズ").accessible_value().unwrap_or_default();
    assert_eq!(value(&walk), "");
    walk.tap("表示");
    picture(&walk, "passphrase-shown");
    assert_eq!(value(&walk), "Mihon");
    walk.tap("隠す");
    assert_eq!(value(&walk), "");
}

#[test]
fn a_file_that_asks_for_too_much_work_is_refused_before_its_passphrase() {
    let mut walk = Walk::new();
    let text = key_container("passphrase, three keys");
    let costly = text.replace("IterationCount>1000<", "IterationCount>5000001<");
    assert_ne!(text, costly);
    choose(&mut walk, &costly);
    walk.sees("ファイルを読み取れません");
    walk.does_not_see(TITLE);
}

#[test]
fn a_file_that_no_passphrase_opens_is_refused() {
    let mut walk = Walk::new();
    choose(&mut walk, &key_container("shared key, aes128-cbc"));
    walk.sees("このファイルは、パスフレーズでは開けません");
}

#[test]
fn the_page_is_the_same_on_a_phone_which_names_no_file() {
    let mut walk = Walk::phone(Look::default());
    walk.scan_text(&key_container("passphrase, three keys"));
    walk.sees(TITLE);
    walk.does_not_see("読み込んだファイル");
}

#[test]
fn after_three_wrong_passphrases_the_page_waits_and_says_how_long() {
    let mut walk = with_file("passphrase, three keys");
    walk.type_in("Mihon");
    for _ in 0..3 {
        walk.tap("開く");
        walk.sees(WRONG);
    }
    walk.sees("あと30秒で入力できます");
    picture(&walk, "passphrase-waits");
    walk.type_in(PASSPHRASE.strip_prefix("Mihon").unwrap());
    walk.tap("開く");
    walk.sees(TITLE);
    walk.at(NOON + 30);
    walk.does_not_see("あと30秒で入力できます");
    walk.tap("開く");
    walk.sees("ファイルに、3つのトークンがあります。");
}
