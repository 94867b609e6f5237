//! What the numbers and texts mean that the Java side sends.

use crate::app::{Scan, Source, Touch};
use zeroize::Zeroizing;

// The numbers of the Java class `Native`, under its names. tests/frames/names.py compares them.
const SCAN_FOUND: i32 = 0;
const SCAN_CANCELLED: i32 = 1;
const SCAN_BY_IMAGE: i32 = 2;
const SCAN_BY_HAND: i32 = 3;
const SCAN_DENIED: i32 = 4;
const SCAN_DENIED_FOR_EVER: i32 = 5;
const SCAN_UNAVAILABLE: i32 = 6;
const SCAN_FAILED: i32 = 7;
const FILE_CHOSEN: i32 = 0;
const FILE_CANCELLED: i32 = 1;
const FILE_UNREADABLE: i32 = 2;
const TOUCH_DONE: i32 = 0;
const TOUCH_REFUSED: i32 = 1;
const TOUCH_COPIED: i32 = 2;

/// What was chosen in the system's file chooser. `None`: cancelled.
pub type Chosen = Option<Source>;

/// `Native.scanEnded`. A text that is not there or not readable is a camera that broke off.
pub fn scan(how: i32, text: Option<Zeroizing<String>>) -> Scan {
    match (how, text) {
        (SCAN_FOUND, Some(text)) => Scan::Found(Source::Text(text)),
        (SCAN_CANCELLED, _) => Scan::Cancelled,
        (SCAN_BY_IMAGE, _) => Scan::ByImage,
        (SCAN_BY_HAND, _) => Scan::ByHand,
        (SCAN_DENIED, _) => Scan::Denied,
        (SCAN_DENIED_FOR_EVER, _) => Scan::DeniedForEver,
        (SCAN_UNAVAILABLE, _) => Scan::Unavailable,
        (SCAN_FAILED, _) => Scan::Failed,
        // A text that is missing, or a number that nobody gave a meaning.
        _ => Scan::Failed,
    }
}

/// `Native.fileChosen`.
pub fn chosen(how: i32, bytes: Option<Zeroizing<Vec<u8>>>) -> Chosen {
    match (how, bytes) {
        (FILE_CHOSEN, Some(bytes)) => Some(Source::Bytes(bytes)),
        (FILE_CANCELLED, _) => None,
        (FILE_UNREADABLE, _) => Some(Source::Unreadable),
        // Bytes that are missing, or a number that nobody gave a meaning.
        _ => Some(Source::Unreadable),
    }
}

/// The argument of `MainActivity.feel`.
pub fn touch(touch: Touch) -> i32 {
    match touch {
        Touch::Done => TOUCH_DONE,
        Touch::Refused => TOUCH_REFUSED,
        Touch::Copied => TOUCH_COPIED,
    }
}

/// AudioManager's modes: 1 rings, 2 is the phone's call, 3 an app's, 4 a call that is screened for the customer, 5 and 6 calls
/// that another device carries. 0 is none; -1 and -2 are no modes of a device.
pub fn is_call(mode: i32) -> bool {
    (1..=6).contains(&mode)
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
    fn every_mode_of_a_call_is_a_call() {
        let calls = [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7].map(is_call);
        assert_eq!(calls, [false, false, false, true, true, true, true, true, true, false]);
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
