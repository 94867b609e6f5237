//! Whether the phone is locked. iOS tells no app that the screen goes off; some seconds after the phone was locked it says that
//! sealed files are about to be out of reach, and the app locks then.
//!
//! iOS would suspend the app before that, a few seconds after another app came to the front. So the app asks for the time that
//! iOS gives to whoever asks, about half a minute: within it the app also locks by the time out of sight.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::scene::door;
use crate::app::Event;
use block2::RcBlock;
use objc2::MainThreadMarker;
use objc2_foundation::{NSNotification, NSNotificationCenter, NSOperationQueue, ns_string};
use objc2_ui_kit::{
    UIApplication, UIApplicationProtectedDataWillBecomeUnavailable, UIBackgroundTaskIdentifier,
    UIBackgroundTaskInvalid,
};
use std::cell::Cell;
use std::ptr::NonNull;

thread_local! {
    /// The time that iOS has given, while there is any. UIKit lives on the main thread; nobody else looks here.
    static TIME: Cell<Option<UIBackgroundTaskIdentifier>> = const { Cell::new(None) };
}

/// Tells the app when the phone has been locked.
pub fn watch() {
    let block = RcBlock::new(|_: NonNull<NSNotification>| door(|door| door.tell(Event::ScreenOff)));
    // SAFETY: the name is a constant of UIKit; the block is called on the main queue, and captures nothing.
    let observer = unsafe {
        NSNotificationCenter::defaultCenter().addObserverForName_object_queue_usingBlock(
            Some(UIApplicationProtectedDataWillBecomeUnavailable),
            None,
            Some(&NSOperationQueue::mainQueue()),
            &block,
        )
    };
    // The observer is kept for as long as the app lives: dropped, it would watch no more.
    std::mem::forget(observer);
}

/// Another app comes to the front: this one goes on running for a while.
pub fn ask_for_time(main: MainThreadMarker) {
    give_back_time(main);
    // iOS ends an app that keeps its time after this call.
    let over = RcBlock::new(|| {
        if let Some(main) = MainThreadMarker::new() {
            give_back_time(main);
        }
    });
    let time = UIApplication::sharedApplication(main)
        .beginBackgroundTaskWithName_expirationHandler(Some(ns_string!("lock")), Some(&over));
    // SAFETY: a constant of UIKit.
    TIME.set(Some(time).filter(|time| *time != unsafe { UIBackgroundTaskInvalid }));
}

/// The app is seen again, or its time is over.
pub fn give_back_time(main: MainThreadMarker) {
    if let Some(time) = TIME.take() {
        UIApplication::sharedApplication(main).endBackgroundTask(time);
    }
}
