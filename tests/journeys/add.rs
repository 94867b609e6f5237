//! The ways in: the camera, a picture, the clipboard, by hand. Welcome is the same page without a token.

use crate::golden::picture;
use crate::{registered, to_the_ways_in};
use skts_token::app::Scan;
use skts_token::testing::{LETTER, Look, OTHER_LETTER, Walk, key_container};

fn vault_files(walk: &Walk) -> usize {
    walk.bench.files().iter().filter(|name| name.starts_with("vault")).count()
}

#[test]
fn the_camera_reads_a_letter_and_nothing_is_stored_before_the_yes() {
    let mut walk = Walk::phone(Look::default());
    picture(&walk, "add-welcome");
    walk.scan_text(LETTER);
    walk.sees("このトークンを\n登録しますか");
    assert_eq!(vault_files(&walk), 0, "nothing before the yes");
    walk.tap("はい、登録する");
    assert_ne!(vault_files(&walk), 0, "what was counted is what is stored");
    walk.tap("トークンを表示する");
    to_the_ways_in(&mut walk);
    picture(&walk, "add");
    walk.scan_text(OTHER_LETTER);
    walk.sees("SKTS 8765 4321");
}

#[test]
fn a_desktop_pastes_a_letter() {
    let mut walk = Walk::new();
    picture(&walk, "add-desktop");
    walk.paste(LETTER);
    walk.sees("見本信用金庫");
    walk.sees("SKTS 1234 5678");
}

#[test]
fn while_a_picture_is_read_the_buttons_wait() {
    let mut walk = Walk::phone(Look::default());
    walk.device().scans.lock().unwrap().push_back(Scan::Cancelled);
    walk.begin("QRコードを読み取る");
    picture(&walk, "add-reading");
    walk.go_on();
    walk.sees("QRコードを読み取る");
}

#[test]
fn a_picture_without_a_code_is_refused() {
    let mut walk = registered();
    to_the_ways_in(&mut walk);
    let picture_of_nothing = walk.bench.folder.path().join("white.png");
    image::GrayImage::from_pixel(200, 200, image::Luma([255])).save(&picture_of_nothing).unwrap();
    *walk.device().file.lock().unwrap() = Some(picture_of_nothing);
    walk.tap("画像から読み込む");
    walk.sees("QRコードが見つかりません");
    picture(&walk, "add-refused");
}

#[test]
fn refusals_are_said_and_nothing_is_stored() {
    let mut walk = Walk::new();
    walk.paste("otpauth://hotp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=1");
    walk.sees("このQRコードは、このアプリではお使いになれません");
    walk.paste("きょうは晴れ");
    walk.sees("トークンのQRコードではありません");
    assert_eq!(vault_files(&walk), 0);
    walk.paste(LETTER);
    walk.sees("SKTS 1234 5678");
}

#[test]
fn a_refused_camera_leaves_the_other_ways_and_leads_to_the_settings() {
    let mut walk = Walk::phone(Look::default());
    walk.scan(Scan::Denied);
    walk.does_not_see("端末の設定を開く");
    walk.scan(Scan::DeniedForEver);
    picture(&walk, "add-camera-denied");
    walk.tap("端末の設定を開く");
    assert_eq!(*walk.device().permissions.lock().unwrap(), 1);
    walk.scan(Scan::Cancelled);
    walk.does_not_see("端末の設定を開く");
    walk.scan(Scan::ByHand);
    walk.sees("確認へ進む");
}

#[test]
fn a_damaged_key_container_is_refused_and_stores_nothing() {
    let mut walk = Walk::new();
    let whole = key_container("passphrase, three keys");
    let path = walk.bench.folder.path().join("mihon-token.xml");
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    *walk.device().file.lock().unwrap() = Some(path);
    walk.tap("画像から読み込む");
    walk.sees("ファイルを読み取れません");
    assert_eq!(vault_files(&walk), 0);
    picture(&walk, "add-damaged-container");
}
