//! The sheet over everything while the app is not in front: the app switcher's picture shows it.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use objc2::rc::Retained;
use objc2::{MainThreadMarker, MainThreadOnly};
use objc2_foundation::ns_string;
use objc2_ui_kit::{UIColor, UIScene, UIViewController, UIWindow, UIWindowLevelAlert, UIWindowScene};
use std::cell::RefCell;

thread_local! {
    /// UIKit's windows live on the main thread; nobody else looks here.
    static COVER: RefCell<Option<Retained<UIWindow>>> = const { RefCell::new(None) };
}

/// Covers the app, the camera's page and the picture chooser too: a window of its own above theirs.
pub fn put(scene: &UIScene, main: MainThreadMarker) {
    let Some(scene) = scene.downcast_ref::<UIWindowScene>() else { return };
    // The keyboard has a window above this one, with the words that it offers for what was typed.
    for window in scene.windows() {
        window.endEditing(true);
    }
    let window = UIWindow::initWithWindowScene(UIWindow::alloc(main), scene);
    let page = UIViewController::new(main);
    if let Some(view) = page.view() {
        view.setBackgroundColor(Some(&colour()));
    }
    window.setRootViewController(Some(&page));
    // SAFETY: a constant of UIKit.
    window.setWindowLevel(unsafe { UIWindowLevelAlert } + 1.0);
    // Visible but never the key window: what had the keyboard gets it back at the next touch.
    window.setHidden(false);
    COVER.replace(Some(window));
}

pub fn take(_: MainThreadMarker) {
    if let Some(window) = COVER.take() {
        window.setHidden(true);
    }
}

/// The launch screen's colour, from the asset catalog; white where the catalog has none, for the cover must
/// be opaque.
fn colour() -> Retained<UIColor> {
    UIColor::colorNamed(ns_string!("Page")).unwrap_or_else(UIColor::whiteColor)
}
