//! Sign (取引認証): a payee is typed or a 取引QR is read, compared, and only then there is a code.

use crate::golden::picture;
use crate::{registered, to_the_ways_in};
use skts_token::app::{Event, Scan, Source};
use skts_token::testing::{LETTER, Look, NOON, OTHER_TRANSACTION_QR, SIGNING_LETTER, TRANSACTION_QR, Walk};
use zeroize::Zeroizing;

const TO_THE_QR: &str = "サイトの取引QRを読み取る";
const SAME: &str = "書面と同じです、番号を表示する";
const YES: &str = "はい、番号を表示する";

fn with_token(mut walk: Walk) -> Walk {
    walk.paste(SIGNING_LETTER);
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.tap("メニュー");
    walk.tap("取引認証");
    walk
}

/// A phone with a token for 取引認証, in that mode.
fn signing() -> Walk {
    with_token(Walk::phone(Look::default()))
}

/// As [`signing`], with 番号を隠す.
fn hiding() -> Walk {
    let mut walk = signing();
    walk.tap("メニュー");
    walk.tap("設定");
    walk.tap("番号を隠す");
    walk.tap("戻る");
    walk
}

/// The customer has typed this account, and is to compare it.
fn typed() -> Walk {
    let mut walk = signing();
    walk.type_in("1234567");
    walk.tap("確認へ進む");
    walk
}

fn scan(walk: &mut Walk, end: Scan) {
    walk.device().scans.lock().unwrap().push_back(end);
    walk.tap(TO_THE_QR);
}

fn scan_text(walk: &mut Walk, text: &str) {
    scan(walk, Scan::Found(Source::Text(Zeroizing::new(text.to_owned()))));
}

/// The customer has read the site's 取引QR, and is to compare it.
fn scanned() -> Walk {
    let mut walk = signing();
    scan_text(&mut walk, TRANSACTION_QR);
    walk
}

#[test]
fn a_typed_account_is_compared_and_then_has_a_code() {
    let mut walk = signing();
    picture(&walk, "sign");
    "123".chars().for_each(|digit| walk.tap(&digit.to_string()));
    walk.sees("あと4桁 入力してください");
    // The same keys on a keyboard.
    walk.type_in("4567");
    walk.tap("確認へ進む");
    walk.sees("お振込先の口座番号は、\nこちらでよろしいですか");
    walk.sees("振込先の口座番号 1 2 3、4 5 6 7");
    picture(&walk, "sign-typed");
    walk.does_not_see("取引認証の番号");
    walk.tap(SAME);
    walk.sees("取引認証の番号");
    walk.sees("口座番号 1 2 3、4 5 6 7");
    walk.sees("このお振込先だけに使える番号です");
    picture(&walk, "sign-result");
    walk.tap("番号をコピー");
    assert_eq!(walk.device().texts_copied().concat().len(), 6);
    walk.sees("コピーしました");
    walk.tap("別のお振込先を入力する");
    walk.sees("あと7桁 入力してください");
}

#[test]
fn an_institutions_number_has_five_digits() {
    let mut walk = signing();
    walk.tap("収納機関番号（5桁）");
    walk.type_in("12345");
    walk.tap("確認へ進む");
    walk.sees("収納機関番号は、\nこちらでよろしいですか");
    walk.sees("収納機関番号 1 2、3 4 5");
    walk.tap(SAME);
    walk.sees("収納機関番号 1 2、3 4 5");
}

#[test]
fn what_is_typed_wrong_is_erased_or_typed_anew() {
    let mut walk = signing();
    walk.type_in("129");
    walk.tap("消す");
    walk.sees("あと5桁 入力してください");
    walk.tap("すべて消す");
    walk.sees("あと7桁 入力してください");
    walk.type_in("9234567");
    walk.tap("確認へ進む");
    walk.sees("振込先の口座番号 9 2 3、4 5 6 7");
    walk.tap("入力し直す");
    walk.sees("あと7桁 入力してください");
}

#[test]
fn a_transaction_qr_shows_payee_and_amount_before_its_code() {
    let mut walk = scanned();
    walk.sees("このお振込で\nよろしいですか");
    walk.sees("振込先の口座番号 1 2 3、4 5 6 7");
    walk.sees("金額 50,000円");
    walk.sees("北海道信用金庫  支店番号 042  普通");
    picture(&walk, "sign-qr");
    walk.does_not_see("取引認証の番号");
    walk.tap(YES);
    walk.sees("口座番号 1 2 3、4 5 6 7");
    walk.sees("金額 50,000円");
    walk.sees("このお振込だけに使える番号です");
    picture(&walk, "sign-qr-result");
    walk.tap("読み上げ");
    let spoken = walk.device().spoken.lock().unwrap().concat();
    assert!(spoken.starts_with("口座番号、1、2、3、4、5、6、7。金額、50000円。番号、"), "{spoken}");
    walk.tap("番号をコピー");
    assert_eq!(walk.device().texts_copied().concat().len(), 8);
    walk.tap("別のお振込を確かめる");
    walk.sees(TO_THE_QR);
}

#[test]
fn a_desktop_reads_a_transaction_from_a_picture_or_the_clipboard() {
    let mut walk = with_token(Walk::new());
    walk.tap("取引QRの画像を選ぶ");
    walk.sees("取引QRの画像を選ぶ");
    let nothing = walk.bench.folder.path().join("white.png");
    image::GrayImage::from_pixel(200, 200, image::Luma([255])).save(&nothing).unwrap();
    *walk.device().file.lock().unwrap() = Some(nothing);
    walk.tap("取引QRの画像を選ぶ");
    walk.sees("QRコードが見つかりません");
    walk.paste(TRANSACTION_QR);
    walk.sees("金額 50,000円");
}

#[test]
fn a_transaction_of_another_token_an_unknown_and_a_damaged_one_are_refused() {
    let mut walk = signing();
    scan_text(&mut walk, OTHER_TRANSACTION_QR);
    walk.sees("このトークンの取引QRではありません");
    picture(&walk, "sign-refused");
    scan_text(&mut walk, LETTER);
    walk.sees("取引QRではありません");
    scan_text(&mut walk, "SKTX2:BB8");
    walk.sees("新しい形式の取引QRです");
    let whole = TRANSACTION_QR;
    scan_text(&mut walk, &whole[..whole.len() - 3]);
    walk.sees("取引QRの内容が正しくありません");
    walk.does_not_see(YES);
}

#[test]
fn a_transaction_whose_end_has_passed_has_no_code() {
    let mut walk = scanned();
    walk.at(NOON + 600);
    walk.tap(YES);
    walk.sees("取引QRの期限が切れています");
    picture(&walk, "sign-past");
    scan_text(&mut walk, TRANSACTION_QR);
    walk.sees("取引QRの期限が切れています");
    walk.does_not_see("取引認証の番号");
}

#[test]
fn a_code_that_runs_out_goes_and_is_computed_anew_on_request() {
    let mut walk = typed();
    walk.tap(SAME);
    walk.at(NOON + 40);
    walk.sees("番号の期限が切れました");
    walk.sees("口座番号 1 2 3、4 5 6 7");
    walk.does_not_see("番号をコピー");
    walk.does_not_see("読み上げ");
    picture(&walk, "sign-ended");
    walk.tap("番号をもう一度表示する");
    walk.sees("番号をコピー");
    // A 取引QR ends as well, and then there is no new code.
    let mut walk = scanned();
    walk.tap(YES);
    walk.at(NOON + 601);
    walk.tap("番号をもう一度表示する");
    walk.sees("取引QRの期限が切れています");
}

#[test]
fn back_leads_from_every_stage_to_the_entry() {
    let mut walk = typed();
    walk.tap("戻る");
    walk.sees("あと7桁 入力してください");
    let mut walk = typed();
    walk.tap(SAME);
    assert!(walk.stage.back(), "Android's gesture");
    walk.go_on();
    walk.sees("あと7桁 入力してください");
    let mut walk = scanned();
    walk.tap("やめる");
    walk.sees(TO_THE_QR);
    let mut walk = scanned();
    walk.tap("いいえ、やめる");
    walk.sees(TO_THE_QR);
}

#[test]
fn in_a_call_the_code_is_covered_until_a_press() {
    let mut walk = scanned();
    walk.tell(Event::InCall(true));
    walk.tap(YES);
    walk.sees("通話中です");
    walk.sees("番号は隠れています");
    walk.does_not_see("番号をコピー");
    walk.does_not_see("読み上げ");
    picture(&walk, "sign-call");
    walk.tap("番号を表示する");
    walk.sees("番号をコピー");
    walk.does_not_see("読み上げ");
    walk.tap("隠す");
    walk.sees("番号は隠れています");
}

#[test]
fn who_watches_the_screen_sees_no_code() {
    let mut walk = typed();
    walk.tap(SAME);
    walk.tell(Event::Recorded(true));
    walk.sees("画面を見せるように言われましたか");
    walk.does_not_see("番号を表示する");
    walk.does_not_see("番号をコピー");
    picture(&walk, "sign-recorded");
    walk.tell(Event::Recorded(false));
    walk.sees("番号をコピー");
}

#[test]
fn a_hidden_code_is_shown_by_a_press() {
    let mut walk = hiding();
    walk.type_in("1234567");
    walk.tap("確認へ進む");
    walk.tap(SAME);
    walk.does_not_see("番号は隠れています");
    walk.tell(Event::Hidden);
    walk.tell(Event::Shown);
    walk.sees("番号は隠れています");
    picture(&walk, "sign-hidden");
    walk.tap("番号を表示する");
    walk.does_not_see("番号は隠れています");
}

#[test]
fn who_was_told_the_number_gets_no_code() {
    let mut walk = typed();
    walk.tap("電話などで指定された");
    walk.sees("詐欺のおそれがあります");
    walk.does_not_see("取引認証の番号");
}

#[test]
fn a_refused_camera_leads_to_the_settings_and_leaves_the_keys() {
    let mut walk = signing();
    scan(&mut walk, Scan::Denied);
    walk.does_not_see("端末の設定を開く");
    scan(&mut walk, Scan::DeniedForEver);
    walk.tap("端末の設定を開く");
    assert_eq!(*walk.device().permissions.lock().unwrap(), 1);
    walk.type_in("1");
    walk.sees("あと6桁 入力してください");
    scan(&mut walk, Scan::Cancelled);
    walk.sees("あと7桁 入力してください");
}

#[test]
fn the_mode_is_there_again_after_a_restart() {
    let mut walk = signing();
    walk.tap("メニュー");
    walk.tap("標準");
    walk.does_not_see(TO_THE_QR);
    walk.tap("メニュー");
    walk.tap("取引認証");
    walk.restart().sees(TO_THE_QR);
}

#[test]
fn a_token_that_signs_nothing_says_so_in_the_menu() {
    let mut walk = registered();
    walk.tap("メニュー");
    let entry = walk.stage.find("取引認証");
    assert_eq!(entry.accessible_description().unwrap(), "このトークンでは使えません");
    assert_eq!(entry.accessible_enabled(), Some(false));
    picture(&walk, "sign-menu");
}

#[test]
fn a_transaction_read_where_a_token_is_added_is_sent_to_the_menus_entry() {
    let mut walk = signing();
    to_the_ways_in(&mut walk);
    walk.scan_text(TRANSACTION_QR);
    walk.sees("これは取引QRです");
    walk.sees("メニューの「モード切替」で、「取引認証」をお選びください。");
    walk.tap("戻る");
    walk.tap("メニュー");
    walk.tap("取引認証");
    scan_text(&mut walk, TRANSACTION_QR);
    walk.sees("金額 50,000円");
}
