//! Nothing is cut and nothing overlaps: every text inside the window's width, at every size, scale and language.

use crate::support::{CODE, Look, PHONE, Stage};
use crate::views;
use skts_token::app::{AboutView, Language, Named, Page, TokenView};
use std::iter::zip;

const SIZES: [(u32, u32); 6] = [(320, 568), PHONE, (600, 600), (768, 1024), (840, 600), (1280, 800)];
/// Windows so high that nothing needs scrolling, since a text that is scrolled away is not found.
const TALL: [(u32, u32); 4] = [(320, 3000), (390, 3000), (600, 3000), (840, 3000)];

/// Pairs, not products: 1.0 and 2.0 at every size, 1.3 and 1.5 at two, and the languages in turn, so that each size is
/// seen in both and each scale too.
fn looks() -> Vec<Look> {
    let every = SIZES.into_iter().chain(TALL).flat_map(|size| [(size, 1.0), (size, 2.0)]);
    let some = [(SIZES[0], 1.3), (SIZES[3], 1.3), (SIZES[3], 1.5), (SIZES[0], 1.5)];
    let languages = [Language::Japanese, Language::English, Language::English, Language::Japanese];
    zip(every.chain(some), languages.into_iter().cycle())
        .map(|((size, scale), language)| Look { size, scale, language, ..Look::default() })
        .collect()
}

#[test]
fn the_looks_are_all_pairs_that_matter() {
    let has = |wanted: &dyn Fn(&Look) -> bool| looks().iter().any(wanted);
    for language in [Language::Japanese, Language::English] {
        for size in SIZES.into_iter().chain(TALL) {
            assert!(has(&|look| look.size == size && look.language == language), "{size:?} {language:?}");
        }
        for scale in [1.0, 1.3, 1.5, 2.0] {
            assert!(has(&|look| look.scale == scale && look.language == language), "{scale} {language:?}");
        }
    }
}

#[test]
fn every_text_is_inside_the_window() {
    let stage = Stage::new();
    let mut faults = Vec::new();
    let mut seen = 0;
    for (name, view) in views::all() {
        for look in looks() {
            stage.show(&view, look);
            for (text, (x, _, width, _)) in stage.text_places() {
                seen += 1;
                if x < -0.5 || x + width > look.size.0 as f32 + 0.5 {
                    faults.push(format!("{name} {look:?}: {text:?} from {x} to {}", x + width));
                }
            }
        }
    }
    assert!(seen > 1000, "{seen} texts were looked at");
    assert!(faults.is_empty(), "{} of {seen}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn buttons_do_not_overlap() {
    let stage = Stage::new();
    for (name, view) in views::all() {
        // A page's only button may be further down in enlarged text.
        let mut seen = 0;
        for look in looks() {
            stage.show(&view, look);
            let places = stage.button_places();
            seen += places.len();
            assert!(!places.is_empty() || look.scale > 1.0, "{name} {look:?}");
            for (index, (label, a)) in places.iter().enumerate() {
                assert!(a.2 >= 44.0 && a.3 >= 44.0, "{name} {look:?}: {label} is {a:?}");
                for (other, b) in &places[index + 1..] {
                    let apart = a.0 + a.2 <= b.0 + 0.5
                        || b.0 + b.2 <= a.0 + 0.5
                        || a.1 + a.3 <= b.1 + 0.5
                        || b.1 + b.3 <= a.1 + 0.5;
                    assert!(apart, "{name} {look:?}: {label} {a:?} and {other} {b:?}");
                }
            }
        }
        assert!(seen > 0, "{name}");
    }
}

/// Where Slint measures a part as lower than it is, what follows lies over its last lines. Only high windows are looked at: in others
/// a bar that stays may stand over what scrolls.
#[test]
fn texts_and_buttons_do_not_lie_over_each_other() {
    let stage = Stage::new();
    let mut faults = Vec::new();
    let (mut seen, mut fields) = (0, 0);
    let about = AboutView { weak: true, recorded_unseen: true, ..views::about() };
    let pages = views::all().into_iter().filter(|(name, _)| !name.starts_with("menu"));
    for (name, view) in pages.chain([("about-weak", views::frame(Page::About(about)))]) {
        for look in looks().into_iter().filter(|look| look.size.1 == TALL[0].1) {
            stage.show(&view, look);
            // Digits and the words in buttons have no label of their own, but what is around them has. The name of a field stands alone.
            let mut places = stage.text_places();
            places.retain(|(label, _)| !label.is_empty());
            let mut quiet = stage.only_drawn();
            // A digit is as high as its line, and stands in less.
            quiet.retain(|(text, _)| text.chars().count() > 1);
            fields += quiet.iter().filter(|(text, _)| text == "Passphrase").count();
            places.extend(quiet);
            let texts = places.len();
            places.extend(stage.button_places());
            seen += texts;
            for (index, (text, a)) in places.iter().take(texts).enumerate() {
                for (other, b) in &places[index + 1..] {
                    let wide = (a.0 + a.2).min(b.0 + b.2) - a.0.max(b.0);
                    let high = (a.1 + a.3).min(b.1 + b.3) - a.1.max(b.1);
                    // The words of a row that is a button stand in it.
                    let stands_in = b.1 <= a.1 && a.1 + a.3 <= b.1 + b.3;
                    if wide > 2.0 && high > 2.0 && !stands_in {
                        faults.push(format!("{name} {look:?}: {text:?} {a:?} and {other:?} {b:?}"));
                    }
                }
            }
        }
    }
    assert!(seen > 1000 && fields > 0, "{seen} texts and {fields} names of fields were looked at");
    assert!(faults.is_empty(), "{} of {seen}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn long_names_and_serials_wrap() {
    let stage = Stage::new();
    let view = TokenView {
        name: Named::Title("みほんひがしにほんちゅうおう信用金庫インターネット支店".into()),
        serial: "SKTS 1234 5678 9012".into(),
        ..views::token()
    };
    let view = views::frame(Page::Token(view));
    for look in looks() {
        stage.show(&view, look);
        for (text, (x, _, width, _)) in stage.text_places() {
            let inside = x >= -0.5 && x + width <= look.size.0 as f32 + 0.5;
            assert!(inside, "{look:?}: {text:?} from {x} to {}", x + width);
        }
    }
}

/// The code is in the first screenful at every size, and nothing moves when the last seconds begin.
#[test]
fn the_code_stays_where_it_is() {
    let stage = Stage::new();
    for size in SIZES {
        for scale in [1.0, 1.3, 2.0] {
            for (early, late) in [("token", "token-last5"), ("simple", "simple-last5")] {
                let look = Look { size, scale, ..Look::default() };
                let mut places = Vec::new();
                for view in [views::named(early), views::named(late)] {
                    stage.show(&view, look);
                    let code = stage.find(CODE);
                    let bottom = code.absolute_position().y + code.size().height;
                    assert!(bottom <= size.1 as f32, "{early} {look:?}");
                    let button =
                        stage.find_all("番号をコピー").first().map(|button| button.absolute_position().y);
                    places.push((code.absolute_position().y, button));
                }
                assert_eq!(places[0], places[1], "{early} {look:?}");
            }
        }
    }
}
