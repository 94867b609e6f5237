//! Phones and tablets, upright and sideways: notches and bars cover their edges, and there is only a finger.

use crate::support::{CODE, LETTER, Look, NEXT_CODE, PHONES, Stage, Walk, free, serial, swipe};
use crate::views;
use skts_token::app::*;
use std::collections::BTreeSet;
use std::iter::zip;
use zeroize::Zeroizing;

fn found() -> Scan {
    Scan::Found(Source::Text(Zeroizing::new(LETTER.to_owned())))
}

/// The parts that notches and bars cover are empty: each has one colour.
#[track_caller]
fn assert_margins_are_empty(stage: &Stage, look: Look, name: &str) {
    let picture = stage.picture();
    let (left, top, right, bottom) = free(look);
    let (width, pixels) = (picture.width() as usize, picture.as_slice());
    let is_covered = |x: usize, y: usize| {
        let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
        x < left || x > right || y < top || y > bottom
    };
    let mut colour = None;
    for (index, pixel) in pixels.iter().enumerate() {
        let (x, y) = (index % width, index / width);
        if is_covered(x, y) {
            let colour = *colour.get_or_insert(*pixel);
            assert_eq!(
                colour, *pixel,
                "{name} {look:?}: something is drawn at {x}, {y}, under a notch or a bar"
            );
        }
    }
    assert!(colour.is_some(), "nothing was covered");
}

/// Pairs, not products: every phone in both text sizes, with the themes and the languages in turn. Over all phones each
/// theme, each language and each text size meets each other.
fn looks() -> Vec<Look> {
    use Language::{English, Japanese};
    let pairs = [
        [(Theme::Light, Japanese, 1.0), (Theme::Light, English, 2.0)],
        [(Theme::Dark, English, 1.0), (Theme::Dark, Japanese, 2.0)],
    ];
    let looks = zip(PHONES, pairs.into_iter().cycle());
    looks
        .flat_map(|(phone, pair)| {
            pair.map(|(theme, language, scale)| Look { theme, language, scale, ..phone })
        })
        .collect()
}

#[test]
fn nothing_is_drawn_under_a_notch() {
    let stage = Stage::new();
    for look in looks() {
        for (name, view) in views::on_a_phone() {
            stage.show(&view, look);
            assert_margins_are_empty(&stage, look, name);
            swipe(&stage, look, -0.5);
            assert_margins_are_empty(&stage, look, name);
        }
    }
}

/// Every control of a page comes wholly into sight by swiping, and swiping presses nothing.
#[test]
fn nothing_is_cut_and_a_swipe_presses_nothing() {
    for look in looks() {
        let stage = Stage::new();
        for (name, view) in views::on_a_phone() {
            // Sideways a phone has no list beside the page, but all the same controls.
            let width = if look.size.1 < 480 { 600 } else { look.size.0 };
            stage.show(&view, Look { size: (width, 4000), ..look });
            let mut wanted: BTreeSet<String> =
                stage.button_places().into_iter().map(|(label, _)| label).collect();
            assert!(!wanted.is_empty(), "{name}: no control");

            stage.show(&view, look);
            // The only control that a page leaves out where it would have to scroll for it (design-journeys.md, HelpLink).
            let help = ["番号が通らないときは", "Code refused?"];
            wanted.retain(|label| !help.contains(&label.as_str()) || !stage.find_all(label).is_empty());
            let mut seen = BTreeSet::new();
            for stroke in [-0.3; 30].into_iter().chain([0.3; 30]) {
                assert_texts_are_inside(&stage, look, name);
                seen.extend(wholly_in_sight(&stage, look));
                if wanted.is_subset(&seen) {
                    break;
                }
                swipe(&stage, look, stroke);
            }
            let cut: Vec<_> = wanted.difference(&seen).collect();
            assert!(cut.is_empty(), "{name} {look:?}: never wholly in sight: {cut:?}");
            let pressed = stage.taken();
            assert!(pressed.is_empty(), "{name} {look:?}: a swipe is no press: {pressed:?}");
        }
    }
}

#[track_caller]
fn assert_texts_are_inside(stage: &Stage, look: Look, name: &str) {
    let (left, _, right, _) = free(look);
    for (text, (x, _, width, _)) in stage.text_places() {
        let inside = x >= left - 0.5 && x + width <= right + 0.5;
        assert!(inside, "{name} {look:?}: {text:?} at {x}, {width} wide");
    }
}

/// The controls that the window's edge does not cut now.
fn wholly_in_sight(stage: &Stage, look: Look) -> Vec<String> {
    let (left, top, right, bottom) = free(look);
    let inside = |(x, y, width, height): (f32, f32, f32, f32)| {
        y >= top - 0.5 && y + height <= bottom + 0.5 && x >= left - 0.5 && x + width <= right + 0.5
    };
    let buttons = stage.button_places().into_iter();
    buttons.filter_map(|(label, place)| inside(place).then_some(label)).collect()
}

fn named(name: &str) -> View {
    views::on_a_phone().into_iter().find(|(known, _)| *known == name).expect("the view exists").1
}

/// Where the control with this label is: left, top, right, bottom.
#[track_caller]
fn place(stage: &Stage, label: &str) -> (f32, f32, f32, f32) {
    let element = stage.find(label);
    let (place, size) = (element.absolute_position(), element.size());
    (place.x, place.y, place.x + size.width, place.y + size.height)
}

#[test]
fn a_phone_that_lies_shows_without_a_stroke_what_its_page_is_for() {
    let stage = Stage::new();
    let lying = PHONES.into_iter().filter(|look| look.size.1 < 480);
    for look in lying {
        for (name, labels) in [
            ("token", &["番号をコピー", "読み上げ", "シリアル番号をコピー", "12:34:30 まで"][..]),
            ("token-last5", &["番号をコピー", "次の番号をコピー", NEXT_CODE]),
            ("token-several", &["番号をコピー", "次へ", "シリアル番号をコピー"]),
            ("simple", &[CODE, "番号をコピー", "12:34:30 まで"]),
            ("simple-last5", &[CODE, "番号をコピー", "次の番号をコピー"]),
            ("welcome", &["QRコードを読み取る", "画像から読み込む", "手で入力する"]),
        ] {
            stage.show(&named(name), look);
            let (left, top, right, bottom) = free(look);
            for label in labels {
                let at = place(&stage, label);
                let inside = at.0 >= left && at.1 >= top && at.2 <= right && at.3 <= bottom;
                assert!(inside, "{name} {look:?}: {label} is at {at:?}");
            }
        }
    }
}

/// 「メニュー」 is at the top right of every page from which no way leads back, with or without a warning: every bank's
/// help page says so.
#[test]
fn the_menu_is_at_the_top_right_of_every_root_page() {
    let stage = Stage::new();
    for look in PHONES {
        for scale in [1.0, 2.0] {
            for name in ["welcome", "token", "token-several", "simple", "trouble"] {
                let look = Look { scale, ..look };
                let mut view = named(name);
                stage.show(&view, look);
                let plain = place(&stage, "メニュー");
                view.banners = vec![Banner::ClockWrong, Banner::FileKeystore];
                stage.show(&view, look);
                let (_, top, right, _) = free(look);
                assert_eq!(place(&stage, "メニュー"), plain, "{name} {look:?}: the warnings move it");
                assert!(plain.1 < top + 40.0, "{name} {look:?}: {plain:?}");
                assert!(plain.2 > right * 0.6, "{name} {look:?}: {plain:?}");
            }
        }
    }
}

#[test]
fn a_finger_alone_goes_every_way() {
    for look in PHONES {
        for scale in [1.0, 2.0] {
            let mut walk = Walk::phone(Look { scale, ..look });
            walk.device().scans.lock().unwrap().push_back(found());
            walk.tap("QRコードを読み取る");
            walk.reaches("見本信用金庫");
            walk.tap("はい、登録する");
            walk.reaches("登録しました");
            walk.tap("トークンを表示する");
            walk.reaches(CODE);
            walk.tap("番号をコピー");
            assert_eq!(walk.device().texts_copied(), ["482913"]);
            walk.tap("メニュー");
            walk.tap("かんたん表示");
            walk.does_not_see("SKTS 1234 5678");
            walk.reaches(CODE);
            walk.tap("メニュー");
            walk.tap("標準");
            walk.reaches("SKTS 1234 5678");
            walk.tap("メニュー");
            walk.tap("トークンを追加");
            walk.tap("手で入力する");
            walk.reaches("確認へ進む");
            walk.tap("戻る");
            walk.tap("戻る");
            walk.reaches(CODE);
            walk.tap("メニュー");
            walk.tap("このアプリについて");
            walk.reaches("すべて合格");
            walk.tap("戻る");
            walk.reaches(CODE);
        }
    }
}

#[test]
fn back_leads_out_and_at_the_root_it_is_the_systems() {
    let mut walk = Walk::phone(PHONES[0]);
    assert!(!walk.stage.back(), "at the root the system closes the app");
    walk.device().scans.lock().unwrap().push_back(found());
    walk.tap("QRコードを読み取る");
    assert!(walk.stage.back(), "out of the question, nothing stored");
    walk.go_on();
    walk.reaches("QRコードを読み取る");
    walk.device().scans.lock().unwrap().push_back(found());
    walk.tap("QRコードを読み取る");
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    assert!(!walk.stage.back());
    walk.tap("メニュー");
    assert!(walk.stage.back(), "the menu");
    walk.go_on();
    walk.does_not_see("閉じる");
    walk.tap("メニュー");
    walk.tap("このアプリについて");
    assert!(walk.stage.back());
    walk.go_on();
    walk.reaches(CODE);
    assert!(!walk.stage.back());
}

#[test]
fn a_refused_camera_leaves_the_other_ways_and_leads_to_the_settings() {
    let mut walk = Walk::phone(PHONES[0]);
    walk.device().scans.lock().unwrap().extend([
        Scan::Denied,
        Scan::DeniedForEver,
        Scan::Cancelled,
        Scan::ByHand,
    ]);
    walk.tap("QRコードを読み取る");
    walk.does_not_see("端末の設定を開く");
    walk.tap("QRコードを読み取る");
    walk.tap("端末の設定を開く");
    assert_eq!(*walk.device().permissions.lock().unwrap(), 1);
    walk.tap("QRコードを読み取る");
    walk.does_not_see("端末の設定を開く");
    walk.tap("QRコードを読み取る");
    walk.reaches("確認へ進む");
}

#[test]
fn a_stroke_to_the_side_shows_the_next_token() {
    let view = named("token-several");
    for look in PHONES {
        let stage = Stage::new();
        stage.show(&view, look);
        let (left, top, right, bottom) = free(look);
        let (from, to) = (left + (right - left) * 0.7, left + (right - left) * 0.4);
        let middle = (top + bottom) / 2.0;
        stage.slow_finger((from, middle), (to, middle));
        assert_eq!(stage.taken(), [Action::SelectToken(serial("SKTS87654321"))], "{look:?}");
        stage.slow_finger((to, middle), (from, middle));
        assert_eq!(stage.taken(), [], "{look:?}: there is none before the first");
    }
}
