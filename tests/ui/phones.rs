//! Phones and tablets, upright and lying: notches and bars cover their edges, and a finger is all there is.

use crate::bench::Bench;
use crate::goldens;
use crate::support::{Look, Stage};
use crate::views;
use skts_token::app::*;
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// Sizes in logical pixels, and what the system's bars and the camera's notch cover of them.
const PHONES: [Look; 8] = [
    phone((360, 640), [24.0, 48.0, 0.0, 0.0]),
    phone((390, 844), [47.0, 34.0, 0.0, 0.0]),
    phone((412, 915), [38.0, 24.0, 0.0, 0.0]),
    phone((768, 1024), [24.0, 20.0, 0.0, 0.0]),
    phone((640, 360), [24.0, 0.0, 0.0, 48.0]),
    phone((844, 390), [0.0, 21.0, 47.0, 47.0]),
    phone((915, 412), [24.0, 24.0, 38.0, 0.0]),
    phone((1024, 768), [24.0, 20.0, 0.0, 0.0]),
];

const URI: &str = "otpauth://totp/%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB:SKTS12345678?secret=GEZDGNBVGY3TQOJQ\
                   GEZDGNBVGY3TQOJQ&issuer=%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB";
/// RFC 6238, appendix B: at `bench::TIME` the seed above gives 89005924 in eight digits.
const CODE: &str = "0 0 5、9 2 4";

const fn phone(size: (u32, u32), covered: [f32; 4]) -> Look {
    Look { theme: Theme::Light, language: Language::Japanese, scale: 1.0, size, covered }
}

fn found() -> Scan {
    Scan::Found(Source::Text(Zeroizing::new(URI.to_owned())))
}

/// Every page as a phone has it: with a camera.
fn pages() -> Vec<(&'static str, View)> {
    let mut pages = views::all();
    for (_, view) in &mut pages {
        if let Page::Welcome(ways) | Page::Add(ways) = &mut view.page {
            ways.camera = true;
        }
    }
    pages
}

/// Where a page may show something: left, top, right, bottom.
fn free(look: Look) -> (f32, f32, f32, f32) {
    let [top, bottom, left, right] = look.covered;
    (left, top, look.size.0 as f32 - right, look.size.1 as f32 - bottom)
}

/// What is covered is empty: all of it has one colour.
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

/// A stroke over the free part, to the right of its middle, where the menu is too; negative is upwards, to what is further down.
fn swipe(stage: &Stage, look: Look, part: f32) {
    let (left, top, right, bottom) = free(look);
    let (x, middle) = (left + (right - left) * 0.75, (top + bottom) / 2.0);
    let half = (bottom - top) * part / 2.0;
    stage.finger((x, middle - half), (x, middle + half));
}

/// Swipes until this can be touched, and says where its middle is. What is scrolled away is not found.
#[track_caller]
fn reach(stage: &Stage, look: Look, label: &str) -> (f32, f32) {
    let (_, top, _, bottom) = free(look);
    let is_free = |y: f32| y > top + 12.0 && y < bottom - 12.0;
    for stroke in [-0.4, 0.4] {
        for _ in 0..25 {
            let found = stage.find_all(label);
            assert!(found.len() <= 1, "{label:?} is there {} times", found.len());
            if let Some(element) = found.first() {
                let (place, size) = (element.absolute_position(), element.size());
                let (x, y) = (place.x + size.width / 2.0, place.y + size.height / 2.0);
                if is_free(y) {
                    return (x, y);
                }
            }
            swipe(stage, look, stroke);
        }
    }
    panic!("{label:?} is out of a finger's reach at {look:?}: {:?}", stage.texts());
}

impl Bench {
    #[track_caller]
    fn touch(&mut self, label: &str) {
        let place = reach(&self.stage, self.look(), label);
        self.stage.finger(place, place);
        self.go_on();
    }

    #[track_caller]
    fn reaches(&self, label: &str) {
        reach(&self.stage, self.look(), label);
    }
}

#[test]
fn every_page_on_every_phone() {
    let stage = Stage::new();
    let mut faults = Vec::new();
    for look in PHONES {
        for (name, view) in pages() {
            goldens::check(&stage, &format!("phone-{name}"), &view, look, &mut faults);
            assert_margins_are_empty(&stage, look, name);
        }
    }
    assert!(faults.is_empty(), "{} pictures differ:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn nothing_is_drawn_under_a_notch_in_large_text_dark_or_english() {
    let stage = Stage::new();
    for look in PHONES {
        for (theme, language, scale) in [
            (Theme::Dark, Language::English, 1.0),
            (Theme::Light, Language::English, 2.0),
            (Theme::Dark, Language::Japanese, 2.0),
        ] {
            for (name, view) in pages() {
                let look = Look { theme, language, scale, ..look };
                stage.show(&view, look);
                assert_margins_are_empty(&stage, look, name);
                swipe(&stage, look, -0.5);
                assert_margins_are_empty(&stage, look, name);
            }
        }
    }
}

/// Every control of a page comes wholly into sight by swiping, and swiping presses nothing.
#[test]
fn nothing_is_cut_and_a_swipe_presses_nothing() {
    for look in PHONES {
        for scale in [1.0, 2.0] {
            for (name, view) in pages() {
                let stage = Stage::new();
                let look = Look { scale, ..look };
                // As a phone that lies it has no list beside the page, but all the same controls.
                let width = if look.size.1 < 480 { 600 } else { look.size.0 };
                stage.show(&view, Look { size: (width, 4000), ..look });
                let wanted: BTreeSet<String> =
                    stage.button_places().into_iter().map(|(label, _)| label).collect();
                assert!(!wanted.is_empty(), "{name}: no control");

                stage.show(&view, look);
                let (left, top, right, bottom) = free(look);
                let mut seen = BTreeSet::new();
                for stroke in [-0.3; 30].into_iter().chain([0.3; 30]) {
                    for (text, x, width) in stage.text_places() {
                        assert!(
                            x >= left - 0.5 && x + width <= right + 0.5,
                            "{name} {look:?}: {text:?} at {x}, {width} wide"
                        );
                    }
                    seen.extend(stage.button_places().into_iter().filter_map(
                        |(label, (x, y, width, height))| {
                            let inside = y >= top - 0.5
                                && y + height <= bottom + 0.5
                                && x >= left - 0.5
                                && x + width <= right + 0.5;
                            inside.then_some(label)
                        },
                    ));
                    if wanted.is_subset(&seen) {
                        break;
                    }
                    swipe(&stage, look, stroke);
                }
                let cut: Vec<_> = wanted.difference(&seen).collect();
                assert!(cut.is_empty(), "{name} {look:?}: never wholly in sight: {cut:?}");
                assert_eq!(format!("{:?}", stage.taken()), "[]", "{name} {look:?}: a swipe is no press");
            }
        }
    }
}

fn named(name: &str) -> View {
    pages().into_iter().find(|(known, _)| *known == name).expect("the view exists").1
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
            ("token-last5", &["番号をコピー", "次の番号をコピー", "0 5 7、2 6 4"]),
            ("token-several", &["番号をコピー", "次へ", "シリアル番号をコピー"]),
            ("simple", &["4 8 2、9 1 3", "番号をコピー", "12:34:30 まで"]),
            ("simple-last5", &["4 8 2、9 1 3", "番号をコピー", "次の番号をコピー"]),
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

/// 「メニュー」 is at the top right of every root page, warned or not: every bank's help page says so.
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
            let mut bench = Bench::phone(Look { scale, ..look });
            bench.device.scans.lock().unwrap().push_back(found());
            bench.touch("QRコードを読み取る");
            bench.reaches("見本信用金庫");
            bench.touch("はい、登録する");
            bench.reaches("登録しました");
            bench.touch("トークンを表示する");
            bench.reaches(CODE);
            bench.touch("番号をコピー");
            assert_eq!(bench.device.copied.lock().unwrap().last().map(String::as_str), Some("005924"));
            bench.touch("メニュー");
            bench.touch("かんたん表示");
            bench.does_not_see("SKTS 1234 5678");
            bench.reaches(CODE);
            bench.touch("メニュー");
            bench.touch("標準");
            bench.reaches("SKTS 1234 5678");
            bench.touch("メニュー");
            bench.touch("トークンを追加");
            bench.touch("手で入力する");
            bench.reaches("確認へ進む");
            bench.touch("戻る");
            bench.touch("戻る");
            bench.reaches(CODE);
            bench.touch("メニュー");
            bench.touch("このアプリについて");
            bench.reaches("すべて合格");
            bench.touch("戻る");
            bench.reaches(CODE);
        }
    }
}

#[test]
fn back_leads_out_and_at_the_root_it_is_the_systems() {
    let mut bench = Bench::phone(PHONES[0]);
    assert!(!bench.stage.back(), "at the root the system closes the app");
    bench.device.scans.lock().unwrap().push_back(found());
    bench.touch("QRコードを読み取る");
    assert!(bench.stage.back(), "out of the question, nothing stored");
    bench.go_on();
    bench.reaches("QRコードを読み取る");
    bench.device.scans.lock().unwrap().push_back(found());
    bench.touch("QRコードを読み取る");
    bench.touch("はい、登録する");
    bench.touch("トークンを表示する");
    assert!(!bench.stage.back());
    bench.touch("メニュー");
    assert!(bench.stage.back(), "the menu");
    bench.go_on();
    bench.does_not_see("閉じる");
    bench.touch("メニュー");
    bench.touch("このアプリについて");
    assert!(bench.stage.back());
    bench.go_on();
    bench.reaches(CODE);
    assert!(!bench.stage.back());
}

#[test]
fn a_refused_camera_leaves_the_other_ways_and_leads_to_the_settings() {
    let mut bench = Bench::phone(PHONES[0]);
    bench.device.scans.lock().unwrap().extend([
        Scan::Denied,
        Scan::DeniedForEver,
        Scan::Cancelled,
        Scan::ByHand,
    ]);
    bench.touch("QRコードを読み取る");
    bench.does_not_see("端末の設定を開く");
    bench.touch("QRコードを読み取る");
    bench.touch("端末の設定を開く");
    assert_eq!(*bench.device.permissions.lock().unwrap(), 1);
    bench.touch("QRコードを読み取る");
    bench.does_not_see("端末の設定を開く");
    bench.touch("QRコードを読み取る");
    bench.reaches("確認へ進む");
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
        assert_eq!(format!("{:?}", stage.taken()), "[SelectToken(1)]", "{look:?}");
        stage.slow_finger((to, middle), (from, middle));
        assert_eq!(format!("{:?}", stage.taken()), "[]", "{look:?}: there is none before the first");
    }
}
