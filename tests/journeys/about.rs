//! このアプリについて: what was measured, and the licences.

use crate::golden::picture;
use crate::registered;
use skts_token::testing::CODE;
use slint::platform::Key;

#[test]
fn about_shows_what_was_measured() {
    let mut walk = registered();
    walk.tap("メニュー");
    walk.tap("このアプリについて");
    walk.sees("バージョン 1.0.0");
    walk.sees("安全なハードウェア");
    walk.sees("すべて合格");
    walk.sees("信用金庫の一覧");
    picture(&walk, "about");
    walk.tap("もう一度診断する");
    walk.sees("すべて合格");
    walk.key(Key::Escape);
    walk.sees(CODE);
}

#[test]
fn the_licences_open_and_close() {
    let mut walk = registered();
    walk.tap("メニュー");
    walk.tap("このアプリについて");
    walk.tap("ライセンス");
    walk.does_not_see("もう一度診断する");
    picture(&walk, "about-licences");
    walk.tap("戻る");
    walk.sees("もう一度診断する");
}
