//! The pasteboard. A code on it stays on this phone, and iOS removes it when the code ends; the app removes
//! it, too, where it is still what the app put there.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::pictures;
use super::text::text;
use crate::app::{Clip, ClipboardError};
use crate::provisioning::limits::MAX_TEXT_UNITS;
use crate::token::UnixTime;
use objc2::rc::Retained;
use objc2::runtime::AnyObject;
use objc2_foundation::{NSArray, NSDate, NSDictionary, NSNumber, NSString, ns_string};
use objc2_ui_kit::{UIPasteboard, UIPasteboardOptionExpirationDate, UIPasteboardOptionLocalOnly};
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

/// The pasteboard's count of its changes right after the app's last one: while the count is the same, the app's text
/// is still there.
static OURS: Mutex<Option<isize>> = Mutex::new(None);

/// The pictures that may lie there, best first.
const PICTURES: [&str; 8] = [
    "public.png",
    "public.jpeg",
    "public.heic",
    "org.webmproject.webp",
    "com.compuserve.gif",
    "com.microsoft.bmp",
    "public.tiff",
    "public.image",
];

/// Puts a text there that is no secret.
pub fn put(text: &str) {
    let board = UIPasteboard::generalPasteboard();
    // SAFETY: the pasteboard may be used from any thread, and copies the string.
    unsafe { board.setString(Some(&NSString::from_str(text))) };
    remember(&board);
}

/// Puts a secret there: iOS keeps it off the customer's other devices (Handoff), and forgets it at `end`, even while
/// the app is suspended.
pub fn put_secret(text: &str, end: UnixTime) {
    let text = NSString::from_str(text);
    let item = NSDictionary::from_slices(&[ns_string!("public.utf8-plain-text")], &[&*text as &AnyObject]);
    let local: Retained<NSNumber> = NSNumber::new_bool(true);
    // SAFETY: constants of UIKit.
    let (only_here, expires) = unsafe { (UIPasteboardOptionLocalOnly, UIPasteboardOptionExpirationDate) };
    let end = NSDate::dateWithTimeIntervalSince1970(end.seconds() as f64);
    let values: [Retained<AnyObject>; 2] = [local.into(), end.into()];
    let options = NSDictionary::from_retained_objects(&[only_here, expires], &values);
    let board = UIPasteboard::generalPasteboard();
    // SAFETY: the item is text under a text's type, and the options have the types they are documented with.
    unsafe { board.setItems_options(&NSArray::from_retained_slice(&[item]), &options) };
    remember(&board);
}

fn remember(board: &UIPasteboard) {
    // SAFETY: a number, read from any thread.
    *ours() = Some(unsafe { board.changeCount() });
}

fn ours() -> std::sync::MutexGuard<'static, Option<isize>> {
    OURS.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn clear_ours() {
    let board = UIPasteboard::generalPasteboard();
    // SAFETY: a number, read from any thread.
    if ours().take() == Some(unsafe { board.changeCount() }) {
        // SAFETY: no item needs no type.
        unsafe { board.setItems(&NSArray::new()) };
    }
}

/// Reads what is there. iOS may ask the customer first and blocks until the answer: never on the main
/// thread.
pub fn read() -> Result<Clip, ClipboardError> {
    let board = UIPasteboard::generalPasteboard();
    // SAFETY: questions that change nothing, from any thread.
    let (has_images, has_strings) = unsafe { (board.hasImages(), board.hasStrings()) };
    let clip = if has_images {
        picture(&board).map(Clip::Bytes)
    } else if has_strings {
        // SAFETY: as above.
        unsafe { board.string() }.and_then(|string| text(&string, MAX_TEXT_UNITS)).map(Clip::Text)
    } else {
        None
    };
    clip.ok_or(ClipboardError)
}

/// Asks for the bytes of one kind of picture only: iOS would ask the customer again for each kind.
fn picture(board: &UIPasteboard) -> Option<Zeroizing<Vec<u8>>> {
    let is_there = |kind: &NSString| board.containsPasteboardTypes(&NSArray::from_slice(&[kind]));
    let kind = PICTURES.into_iter().map(NSString::from_str).find(|kind| is_there(kind))?;
    pictures::readable(&*board.dataForPasteboardType(&kind)?)
}
