//! Nothing is cut and nothing overlaps: every text inside the window's width, at every size, scale and language.

use crate::support::{Look, PHONE, Stage};
use crate::views;
use skts_token::app::{Language, Page, TokenView};

const SIZES: [(u32, u32); 6] = [(320, 568), PHONE, (600, 600), (768, 1024), (840, 600), (1280, 800)];
/// So high that nothing needs scrolling: what is scrolled away is not found.
const TALL: [(u32, u32); 4] = [(320, 3000), (390, 3000), (600, 3000), (840, 3000)];

#[test]
fn every_text_is_inside_the_window() {
    let stage = Stage::new();
    let mut faults = Vec::new();
    let mut seen = 0;
    for (name, view) in views::all() {
        for size in SIZES.into_iter().chain(TALL) {
            for language in [Language::Japanese, Language::English] {
                for scale in [1.0, 1.3, 1.5, 2.0] {
                    stage.show(&view, Look { size, language, scale, ..Look::default() });
                    for (text, x, width) in stage.text_places() {
                        seen += 1;
                        if x < -0.5 || x + width > size.0 as f32 + 0.5 {
                            faults.push(format!(
                                "{name} {size:?} {language:?} {scale}: {text:?} from {x} to {}",
                                x + width
                            ));
                        }
                    }
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
        for size in SIZES.into_iter().chain(TALL) {
            for scale in [1.0, 2.0] {
                stage.show(&view, Look { size, scale, ..Look::default() });
                let places = stage.button_places();
                assert!(!places.is_empty(), "{name}");
                for (index, (label, a)) in places.iter().enumerate() {
                    assert!(a.2 >= 44.0 && a.3 >= 44.0, "{name} {size:?} {scale}: {label} is {a:?}");
                    for (other, b) in &places[index + 1..] {
                        let apart = a.0 + a.2 <= b.0 + 0.5
                            || b.0 + b.2 <= a.0 + 0.5
                            || a.1 + a.3 <= b.1 + 0.5
                            || b.1 + b.3 <= a.1 + 0.5;
                        assert!(apart, "{name} {size:?} {scale}: {label} {a:?} and {other} {b:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn long_names_and_serials_wrap() {
    let stage = Stage::new();
    let view = TokenView {
        issuer: "みほんひがしにほんちゅうおう信用金庫インターネット支店".into(),
        serial: "SKTS 1234 5678 9012".into(),
        ..views::token()
    };
    for size in SIZES.into_iter().chain(TALL) {
        for scale in [1.0, 2.0] {
            stage.show(&views::frame(Page::Token(view.clone())), Look { size, scale, ..Look::default() });
            for (text, x, width) in stage.text_places() {
                assert!(
                    x >= -0.5 && x + width <= size.0 as f32 + 0.5,
                    "{size:?} {scale}: {text:?} from {x} to {}",
                    x + width
                );
            }
        }
    }
}

/// The code is in the first screenful at every size, and nothing moves when the last seconds begin.
#[test]
fn the_code_stays_where_it_is() {
    let stage = Stage::new();
    for size in SIZES {
        for scale in [1.0, 1.3, 2.0] {
            for mode in [skts_token::app::Mode::Standard, skts_token::app::Mode::Simple] {
                let view = TokenView { mode, ..views::token() };
                let look = Look { size, scale, ..Look::default() };
                let mut places = Vec::new();
                for view in [view.clone(), views::last_seconds(view)] {
                    stage.show(&views::frame(Page::Token(view)), look);
                    let code = stage.find("4 8 2、9 1 3");
                    assert!(
                        code.absolute_position().y + code.size().height <= size.1 as f32,
                        "{size:?} {scale} {mode:?}"
                    );
                    let button =
                        stage.find_all("番号をコピー").first().map(|button| button.absolute_position().y);
                    places.push((code.absolute_position().y, button));
                }
                assert_eq!(places[0], places[1], "{size:?} {scale} {mode:?}");
            }
        }
    }
}
