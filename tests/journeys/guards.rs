//! What the app is told of the device and of what goes on around it: a system that was changed, and
//! recordings that the system does not tell of. Calls and recordings themselves are walked in token.rs.

use crate::golden::picture;
use skts_token::app::Surroundings;
use skts_token::testing::{CODE, LETTER, MemoryDevice, Walk};

/// A phone with a letter's token, on its page, whose system says this.
fn phone_with(surroundings: Surroundings) -> Walk {
    let mut walk = Walk::on(MemoryDevice { surroundings, ..MemoryDevice::phone() });
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk
}

#[test]
fn a_changed_system_is_told_of_once_and_after_an_update() {
    let mut walk = phone_with(Surroundings { weak: true, ..Surroundings::default() });
    walk.sees("端末の保護が弱くなっています");
    walk.sees(CODE);
    picture(&walk, "guards-weak");
    walk.tap("詳しく見る 端末の保護が弱くなっています");
    walk.does_not_see("端末の保護が弱くなっています");
    let details = "端末の設定が変えられていて、ほかのアプリが番号を読めるおそれがあります。お心当たりがないときは、お取引の信用金庫へご相談ください。";
    walk.sees(details);
    picture(&walk, "guards-weak-about");
    walk.tap("戻る");
    walk.tap("わかりました 端末の保護が弱くなっています");
    walk.does_not_see("端末の保護が弱くなっています");
    walk.sees(CODE);
    let mut walk = walk.restart();
    walk.does_not_see("端末の保護が弱くなっています");
    walk.tap("メニュー");
    walk.tap("このアプリについて");
    walk.sees(details);
    *walk.device().version.lock().unwrap() = Some("1.0.1");
    walk.restart().sees("端末の保護が弱くなっています");
}

#[test]
fn where_a_recording_is_not_told_about_says_so() {
    let mut walk = phone_with(Surroundings { tells_recording: Some(false), ..Surroundings::default() });
    walk.tap("メニュー");
    walk.tap("このアプリについて");
    walk.sees("録画や共有が始まっても、この端末では、お知らせできません。");
    picture(&walk, "guards-untold-about");
}
