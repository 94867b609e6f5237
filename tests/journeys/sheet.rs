//! A contact sheet: the six looks in which a view is looked at, in a fixed grid, with their names drawn in.

use crate::picture::Picture;
use skts_token::app::{Language, Theme};
use skts_token::testing::{Look, PHONES};
use swash::FontRef;
use swash::scale::{Render, ScaleContext, Source};

/// Four looks cover every pair of theme, language and text size; beside them a small phone upright and a phone that lies.
pub fn tiles() -> [Look; 6] {
    use Language::{English, Japanese};
    let look = |theme, language, scale| Look { theme, language, scale, ..Look::default() };
    [
        look(Theme::Light, Japanese, 1.0),
        look(Theme::Dark, English, 1.0),
        look(Theme::Light, English, 2.0),
        look(Theme::Dark, Japanese, 2.0),
        PHONES[5],
        PHONES[0],
    ]
}

/// `390x844-light-ja-100`; a phone, whose edges are covered, says so.
pub fn name(look: Look) -> String {
    let phone = if look.covered == [0.0; 4] { "" } else { "phone-" };
    let theme = if look.theme == Theme::Dark { "dark" } else { "light" };
    let language = if look.language == Language::English { "en" } else { "ja" };
    let (width, height) = look.size;
    format!("{phone}{width}x{height}-{theme}-{language}-{}", (look.scale * 100.0) as u32)
}

const GAP: usize = 16;
const LINE: usize = 40;

/// Where each tile lies: four in the first row, the two phones in the second.
pub fn places() -> [(usize, usize); 6] {
    let (upper, lower) = (2 * LINE, 3 * LINE + 844);
    let column = |index: usize| GAP + index * (390 + GAP);
    [
        (column(0), upper),
        (column(1), upper),
        (column(2), upper),
        (column(3), upper),
        (GAP, lower),
        (GAP + 844 + GAP, lower),
    ]
}

pub fn sheet(view: &str, drawn: &[Picture; 6]) -> Picture {
    let (width, height) = (GAP + 4 * (390 + GAP), 3 * LINE + 844 + 640 + GAP);
    let mut sheet = Picture::filled(width, height, [0xD8, 0xD8, 0xD8]);
    write(&mut sheet, view, GAP, 30, 26.0);
    for ((picture, look), (left, top)) in drawn.iter().zip(tiles()).zip(places()) {
        write(&mut sheet, &name(look), left, top - 10, 18.0);
        sheet.put(picture, left, top);
    }
    sheet
}

/// Draws a line of text in black, its base line at `bottom`.
fn write(sheet: &mut Picture, text: &str, left: usize, bottom: usize, size: f32) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/SKTS-Sans-JP-Regular.otf");
    let bytes = std::fs::read(path).unwrap();
    let font = FontRef::from_index(&bytes, 0).unwrap();
    let mut context = ScaleContext::new();
    let mut scaler = context.builder(font).size(size).build();
    let widths = font.glyph_metrics(&[]).scale(size);
    let mut x = left as f32;
    for letter in text.chars() {
        let glyph = font.charmap().map(letter);
        let image =
            Render::new(&[Source::Outline]).render(&mut scaler, glyph).expect("the font has outlines");
        let place = image.placement;
        for (index, cover) in image.data.iter().enumerate().filter(|(_, cover)| **cover >= 0x80) {
            let (column, row) = (index % place.width as usize, index / place.width as usize);
            let ink = if *cover >= 0xC0 { [0x10; 3] } else { [0x58; 3] };
            let dot_x = x as i32 + place.left + column as i32;
            let dot_y = bottom as i32 - place.top + row as i32;
            sheet.dot(dot_x as usize, dot_y as usize, ink);
        }
        x += widths.advance_width(glyph);
    }
}
