//! Text size, movement and language, as the customer has set them for the whole phone.

use crate::app::Language;
use crate::platform::decisions::ios_rules;
use crate::platform::phone;
use block2::RcBlock;
use objc2::MainThreadMarker;
use objc2_foundation::{
    NSLocale, NSNotification, NSNotificationCenter, NSNotificationName, NSOperationQueue,
};
use objc2_ui_kit::{
    UIAccessibilityIsReduceMotionEnabled, UIAccessibilityReduceMotionStatusDidChangeNotification,
    UIContentSizeCategoryDidChangeNotification, UIFont, UIFontTextStyleBody,
};
use std::ptr::NonNull;

/// The first of the phone's languages that the app speaks.
pub fn language() -> Language {
    let tags: Vec<String> = NSLocale::preferredLanguages().iter().map(|tag| tag.to_string()).collect();
    Language::of_tags(tags.iter().map(String::as_str))
}

/// Tells the screen again whenever the customer changes one of the settings.
pub fn watch() {
    // SAFETY: both are constants of UIKit.
    let names = unsafe {
        [UIContentSizeCategoryDidChangeNotification, UIAccessibilityReduceMotionStatusDidChangeNotification]
    };
    names.into_iter().for_each(observe);
}

fn observe(name: &NSNotificationName) {
    let block = RcBlock::new(|_: NonNull<NSNotification>| {
        if let Some(main) = MainThreadMarker::new() {
            tell(main);
        }
    });
    // SAFETY: the block is called on the main queue, and captures nothing.
    let observer = unsafe {
        NSNotificationCenter::defaultCenter().addObserverForName_object_queue_usingBlock(
            Some(name),
            None,
            Some(&NSOperationQueue::mainQueue()),
            &block,
        )
    };
    // The observer is kept for as long as the app lives: dropped, it would watch no more.
    std::mem::forget(observer);
}

/// Tells the screen how large its texts are and whether it may move.
pub fn tell(main: MainThreadMarker) {
    phone::text_scale(text_scale(main));
    phone::motion(!UIAccessibilityIsReduceMotionEnabled());
}

/// The scale of the app's texts, 1.0 to 2.0. May be asked only once UIKit runs.
pub fn text_scale(_: MainThreadMarker) -> f32 {
    // SAFETY: the style is a constant of UIKit, and the font is asked on the main thread.
    let body = unsafe { UIFont::preferredFontForTextStyle(UIFontTextStyleBody).pointSize() };
    ios_rules::text_scale(body)
}
