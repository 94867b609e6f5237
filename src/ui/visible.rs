//! Names from outside, so that each of their characters is seen.
//!
//! Slint's software renderer leaves a gap where no font has an outline for a character, as for an emoji. A name with
//! a gap looks like another name; a mark in its place does not.

/// Stands for a character that cannot be drawn.
const MARK: char = '？';

/// `name` with [`MARK`] for each character that the embedded font lacks.
pub(super) fn visible(name: &str) -> String {
    name.chars().map(|character| if is_drawn(character) { character } else { MARK }).collect()
}

fn is_drawn(character: char) -> bool {
    in_font(character) || is_ideograph(character) || has_no_picture(character)
}

/// The font has the 2,965 commonest. Every system on which Japanese is read has a font with the others, and Slint
/// takes them from there.
fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// Spaces, marks that are drawn as a part of the kana before them, and selectors of an ideograph's shape.
fn has_no_picture(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// What is in both embedded fonts apart from ideographs; a test compares it with the fonts.
fn in_font(character: char) -> bool {
    matches!(character,
        ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{103}' | '\u{110}'..='\u{113}' | '\u{11A}'..='\u{11B}'
        | '\u{128}'..='\u{12B}' | '\u{143}'..='\u{144}' | '\u{147}'..='\u{148}' | '\u{14C}'..='\u{14F}'
        | '\u{152}'..='\u{153}' | '\u{168}'..='\u{16D}' | '\u{2010}' | '\u{2013}'..='\u{2016}'
        | '\u{2018}'..='\u{2019}' | '\u{201C}'..='\u{201D}' | '\u{2022}' | '\u{2025}'..='\u{2026}'
        | '\u{2032}'..='\u{2033}' | '\u{2103}' | '\u{2212}' | '\u{221E}' | '\u{2234}' | '\u{2260}'
        | '\u{2266}'..='\u{2267}' | '\u{2460}'..='\u{2469}' | '\u{25C7}' | '\u{25CB}' | '\u{25CE}'..='\u{25CF}'
        | '\u{2605}'..='\u{2606}' | '\u{2640}' | '\u{2642}' | '\u{3001}'..='\u{3003}' | '\u{3005}'..='\u{3011}'
        | '\u{3014}'..='\u{3015}' | '\u{301C}' | '\u{3041}'..='\u{3093}' | '\u{309B}'..='\u{309E}'
        | '\u{30A1}'..='\u{30F6}' | '\u{30FB}'..='\u{30FE}' | '\u{FF01}'..='\u{FF9E}' | '\u{FFE3}' | '\u{FFE5}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use skrifa::{FontRef, MetadataProvider};

    #[test]
    fn what_no_font_draws_is_seen() {
        assert_eq!(visible("見本\u{1F600}信用金庫\u{1F1EF}\u{1F1F5}"), "見本？信用金庫？？");
        assert_eq!(visible("\u{645}\u{D55C}\u{25A1}"), "？？？");
    }

    #[test]
    fn a_name_that_is_drawn_is_left_as_it_is() {
        let selected = "\u{8FBB}\u{E0100}";
        for name in [
            "",
            "見本信用金庫",
            "Mihon Shinkin",
            "み\u{3000}ほ\u{3099}ん",
            "\u{6A9C}",
            "\u{20BB7}",
            "ﾐﾎﾝ",
            selected,
        ] {
            assert_eq!(visible(name), name);
        }
    }

    #[test]
    fn the_list_is_the_fonts() {
        for bytes in [
            include_bytes!("../../assets/fonts/SKTS-Sans-JP-Regular.otf").as_slice(),
            include_bytes!("../../assets/fonts/SKTS-Sans-JP-Bold.otf"),
        ] {
            let font = FontRef::new(bytes).expect("the embedded font is read");
            let characters = ('\0'..=char::MAX).filter(|character| !is_ideograph(*character));
            for character in characters {
                let there = font.charmap().map(character).is_some();
                assert_eq!(
                    in_font(character),
                    there,
                    "{:04X}: the list above follows the fonts",
                    u32::from(character)
                );
            }
            assert!(in_font(MARK));
        }
    }
}
