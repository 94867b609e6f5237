//! Whether the screen is recorded, mirrored or shared. iOS lets no app keep its window out of a recording, so the app
//! covers its code meanwhile.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::scene::door;
use crate::app::Event;
use block2::RcBlock;
use objc2::{MainThreadMarker, available};
use objc2_foundation::{NSNotification, NSNotificationCenter, NSOperationQueue};
use objc2_ui_kit::{
    UIApplication, UIScene, UISceneCaptureState, UIScreenCapturedDidChangeNotification, UIWindowScene,
};
use std::ptr::NonNull;

/// Tells the app whenever a recording begins or ends.
pub fn watch() {
    let block = RcBlock::new(|_: NonNull<NSNotification>| {
        let Some(main) = MainThreadMarker::new() else { return };
        for scene in UIApplication::sharedApplication(main).connectedScenes() {
            tell(&scene);
        }
    });
    // SAFETY: the name is a constant of UIKit; the block is called on the main queue, and captures nothing.
    let observer = unsafe {
        NSNotificationCenter::defaultCenter().addObserverForName_object_queue_usingBlock(
            Some(UIScreenCapturedDidChangeNotification),
            None,
            Some(&NSOperationQueue::mainQueue()),
            &block,
        )
    };
    // The observer is kept for as long as the app lives: dropped, it would watch no more.
    std::mem::forget(observer);
}

/// Tells the app what is so now.
pub fn tell(scene: &UIScene) {
    let recorded = is_recorded(scene);
    door(|door| door.tell(Event::Recorded(recorded)));
}

#[allow(deprecated)] // iOS 16 has nothing newer.
pub fn is_recorded(scene: &UIScene) -> bool {
    let Some(scene) = scene.downcast_ref::<UIWindowScene>() else { return false };
    if available!(ios = 17.0) {
        // SAFETY: the property is there from iOS 17 on.
        unsafe { scene.traitCollection().sceneCaptureState() == UISceneCaptureState::Active }
    } else {
        scene.screen().isCaptured()
    }
}
