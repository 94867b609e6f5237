//! What the numbers and texts mean that the Java side sends.

use crate::app::{Scan, Source};
use zeroize::Zeroizing;

/// What was chosen in the system's file chooser. `None`: cancelled.
pub type Chosen = Option<Source>;

/// `Native.scanEnded`. A text that is not there or not readable is a camera that broke off.
pub fn scan(how: i32, text: Option<Zeroizing<String>>) -> Scan {
    match (how, text) {
        (0, Some(text)) => Scan::Found(Source::Text(text)),
        (1, _) => Scan::Cancelled,
        (2, _) => Scan::ByImage,
        (3, _) => Scan::ByHand,
        (4, _) => Scan::Denied,
        (5, _) => Scan::DeniedForEver,
        (6, _) => Scan::Unavailable,
        _ => Scan::Failed,
    }
}

/// `Native.fileChosen`.
pub fn chosen(how: i32, bytes: Option<Zeroizing<Vec<u8>>>) -> Chosen {
    match (how, bytes) {
        (0, Some(bytes)) => Some(Source::Bytes(bytes)),
        (1, _) => None,
        _ => Some(Source::Unreadable),
    }
}

/// UTF-16 as Java keeps it. `None`: half of a character.
pub fn text(units: &[u16]) -> Option<Zeroizing<String>> {
    // One block from the start: a text that grows would leave copies of its beginning.
    let mut text = Zeroizing::new(String::with_capacity(3 * units.len()));
    for character in char::decode_utf16(units.iter().copied()) {
        text.push(character.ok()?);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_of_the_cameras_page_has_its_number() {
        let found = || Some(Zeroizing::new("x".to_owned()));
        assert_eq!(scan(0, found()), Scan::Found(Source::Text(found().unwrap())));
        assert_eq!(scan(0, None), Scan::Failed);
        let ends = [1, 2, 3, 4, 5, 6, 7, 8, -1, i32::MAX].map(|how| scan(how, found()));
        let expected = [
            Scan::Cancelled,
            Scan::ByImage,
            Scan::ByHand,
            Scan::Denied,
            Scan::DeniedForEver,
            Scan::Unavailable,
            Scan::Failed,
            Scan::Failed,
            Scan::Failed,
            Scan::Failed,
        ];
        assert_eq!(ends, expected);
    }

    #[test]
    fn every_end_of_the_chooser_has_its_number() {
        let bytes = || Some(Zeroizing::new(vec![1, 2]));
        assert_eq!(chosen(0, bytes()), Some(Source::Bytes(bytes().unwrap())));
        assert_eq!(chosen(1, bytes()), None);
        for (how, bytes) in [(0, None), (2, bytes()), (3, bytes()), (-1, None)] {
            assert_eq!(chosen(how, bytes), Some(Source::Unreadable));
        }
    }

    #[test]
    fn a_text_comes_whole_or_not_at_all() {
        let of = |text: &str| text.encode_utf16().collect::<Vec<_>>();
        for whole in ["", "otpauth://", "さくら", "a\u{0}b", "𠮷😀"] {
            let copy = text(&of(whole)).unwrap();
            assert_eq!(*copy, whole);
            assert!(copy.capacity() <= 3 * of(whole).len(), "it grew");
        }
        assert_eq!(text(&[0xd83d]), None);
        assert_eq!(text(&[0x41, 0xde00, 0x42]), None);
    }
}
