//! Where lines of Japanese break. A reader expects a break between phrases and not inside a word, but Slint breaks
//! between any two characters; so the texts of the app mark the places, and what lies between two marks is held
//! together.

/// U+2060, which is not drawn and allows no break at its place (Unicode Standard Annex 14, class WJ).
const WORD_JOINER: char = '\u{2060}';
/// A line may break here.
const BREAK: char = '|';
/// Only a line of enlarged text may break here: between a word and what belongs to it, as in お試し¦ください.
const LARGE_BREAK: char = '¦';

/// What is drawn of a text with marks: no mark, and a joiner wherever no line may break. A text without marks is left
/// as it is.
pub(super) fn with_joiners(text: &str, enlarged: bool) -> String {
    if !text.contains([BREAK, LARGE_BREAK]) {
        return text.to_owned();
    }
    let mut joined = String::with_capacity(2 * text.len());
    let mut before = None;
    for character in text.chars() {
        match (character, before) {
            (LARGE_BREAK, _) if !enlarged => continue,
            (BREAK | LARGE_BREAK, _) => {
                before = None;
                continue;
            }
            // Slint does not break between the letters and digits of one word.
            (_, Some(last)) if !(char::is_ascii_alphanumeric(&last) && character.is_ascii_alphanumeric()) => {
                joined.push(WORD_JOINER);
            }
            _ => {}
        }
        joined.push(character);
        before = Some(character);
    }
    joined
}

/// What a screen reader says of a text with marks.
pub(super) fn plain(text: &str) -> String {
    text.replace([BREAK, LARGE_BREAK], "")
}

/// The text of a field with what its input method still composes, as the customer sees both: on Android a keyboard may
/// compose the whole of what is typed, and decides nothing when a button is pressed. `at` counts bytes; a place that is
/// none between two characters of the text is taken as its end.
pub(super) fn composed(text: &str, composing: &str, at: i32) -> String {
    let at = usize::try_from(at).ok().filter(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    [&text[..at], composing, &text[at..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_in_one_piece_and_the_marks_are_gone() {
        assert_eq!(with_joiners("届い|た", false), "届\u{2060}いた");
        assert_eq!(with_joiners("RFC 4226の|例", false), "RFC\u{2060} \u{2060}4226\u{2060}の例");
        assert_eq!(plain("届い|た¦の"), "届いたの");
    }

    #[test]
    fn enlarged_text_breaks_in_more_places() {
        assert_eq!(with_joiners("見|て¦く", false), "見て\u{2060}く");
        assert_eq!(with_joiners("見|て¦く", true), "見てく");
    }

    #[test]
    fn what_is_composed_stands_at_the_cursor() {
        assert_eq!(composed("SKTS５６", "１２", 4), "SKTS１２５６");
        assert_eq!(composed("SKTS", "", 4), "SKTS");
        for beside in [-1, 1, 9] {
            assert_eq!(composed("信", "金", beside), "信金");
        }
    }

    #[test]
    fn a_text_without_marks_is_as_it_was() {
        for text in ["", "届いた", "Show the token", "一行\n二行"] {
            assert_eq!((with_joiners(text, true).as_str(), plain(text).as_str()), (text, text));
        }
    }
}
