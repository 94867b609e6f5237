//! Bytes → text, and where a text begins and ends.
//!
//! Editors, web pages and chat programs put things around a text that nobody sees: a byte-order mark
//! (Notepad), no-break and ideographic spaces, zero-width characters. Around a text they are dropped.
//! Inside a text nothing is dropped here, ever.

use icu_properties::{CodePointSetData, props::DefaultIgnorableCodePoint};
use zeroize::Zeroizing;

/// The text in some bytes: UTF-8, or UTF-16 after its byte-order mark, as Notepad's "Unicode" writes it.
/// `None` where the bytes are not text in either.
pub(super) fn decode(bytes: &[u8]) -> Option<Zeroizing<String>> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).ok().map(|text| Zeroizing::new(text.to_owned())),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Zeroizing<String>> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    // A unit becomes three bytes at most: the text never moves, so that no copy of a seed stays behind.
    let mut text = Zeroizing::new(String::with_capacity(pairs.len() * 3));
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        text.push(character.ok()?);
    }
    Some(text)
}

/// The text without the blanks and the invisible characters around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|character: char| character.is_whitespace() || is_invisible(character))
}

/// Characters that no font draws (Unicode, Default_Ignorable_Code_Point) and interlinear annotations.
/// Blanks and control characters are not among them.
pub(super) fn is_invisible(character: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
        || matches!(character, '\u{FFF9}'..='\u{FFFB}')
}

/// The name of an XML document's outermost element, without its namespace's prefix: `svg`,
/// `KeyContainer`. `None` for a text that is not XML. Nothing of the document is checked.
pub(super) fn root_element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        rest = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")?.1
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            rest.split_once('>')?.1
        } else {
            break;
        }
        .trim_start();
    }
    let tag = rest.strip_prefix('<')?;
    let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
    Some(name.rsplit_once(':').map_or(name, |(_, local)| local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(bytes: &[u8], text: Option<&str>) {
        assert_eq!(decode(bytes).as_ref().map(|text| text.as_str()), text);
    }

    #[test]
    fn utf_16_is_known_by_its_mark() {
        case("見本".as_bytes(), Some("見本"));
        case(b"\xFF\xFEa\0\x8B\x89", Some("a見"));
        case(b"\xFE\xFF\0a\x89\x8B", Some("a見"));
        case(b"\xFF\xFE", Some(""));
        case(b"\xFF\xFEa", None);
        case(b"\xFF\xFE\x3D\xD8", None); // half of a surrogate pair
        case(b"\x8C\xA9", None); // 見 in Shift_JIS
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_a_text() {
        for around in
            ["\u{FEFF}", "\u{A0}", "\u{3000}", "\u{200B}\u{200E}", "\u{AD}", "\u{2060}\r\n", "\u{2029}\t"]
        {
            assert_eq!(trimmed(&format!("{around}a{around}b{around}")), format!("a{around}b"), "{around:?}");
        }
        assert_eq!(trimmed("\0a"), "\0a");
    }

    #[test]
    fn the_outermost_element_tells_what_a_document_is() {
        for (text, root) in [
            ("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\">", Some("svg")),
            ("<!-- a > b --><!DOCTYPE svg><svg:svg/>", Some("svg")),
            ("<pskc:KeyContainer>", Some("KeyContainer")),
            ("<?xml version='1.0'?>", None),
            ("<!-- cut", None),
            ("otpauth://totp/a?b=<svg>", None),
            ("", None),
        ] {
            assert_eq!(root_element(text), root, "{text}");
        }
    }
}
