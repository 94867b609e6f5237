//! Whether the phone is in a call, as CallKit says: the phone's own calls, and those of apps that tell CallKit. No
//! permission is needed, and CallKit says nothing of who calls.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::scene::door;
use crate::app::Event;
use objc2::rc::Retained;
use objc2::runtime::ProtocolObject;
use objc2::{MainThreadMarker, MainThreadOnly, define_class, msg_send};
use objc2_call_kit::{CXCall, CXCallObserver, CXCallObserverDelegate};
use objc2_foundation::{NSObject, NSObjectProtocol};
use std::cell::RefCell;

define_class!(
    // SAFETY: NSObject asks nothing of its subclasses, and there is nothing to drop.
    #[unsafe(super = NSObject)]
    #[thread_kind = MainThreadOnly]
    #[name = "SKTSCallDelegate"]
    struct CallDelegate;

    // SAFETY: NSObject conforms already.
    unsafe impl NSObjectProtocol for CallDelegate {}

    // SAFETY: the method has the type that CXCallObserverDelegate declares.
    unsafe impl CXCallObserverDelegate for CallDelegate {
        /// A call began, was answered, was put on hold or ended.
        #[unsafe(method(callObserver:callChanged:))]
        fn changed(&self, observer: &CXCallObserver, _: &CXCall) {
            tell(observer);
        }
    }
);

impl CallDelegate {
    fn new(main: MainThreadMarker) -> Retained<Self> {
        // SAFETY: NSObject's init takes nothing and always succeeds.
        unsafe { msg_send![Self::alloc(main), init] }
    }
}

thread_local! {
    /// The observer keeps its delegate weakly. Both live on the main thread for as long as the app.
    static WATCH: RefCell<Option<(Retained<CXCallObserver>, Retained<CallDelegate>)>> = const { RefCell::new(None) };
}

/// Whether there is a call right now. Before UIKit runs: the first picture is covered already.
pub fn are_there() -> bool {
    // SAFETY: CXCallObserver may be made on any thread.
    let observer = unsafe { CXCallObserver::new() };
    is_in_call(&observer)
}

/// Tells the app of every change from now on, and of what is so now.
pub fn watch(main: MainThreadMarker) {
    // SAFETY: as in `are_there`.
    let observer = unsafe { CXCallObserver::new() };
    let delegate = CallDelegate::new(main);
    // SAFETY: without a queue the delegate is called on the main queue, where it was made.
    unsafe { observer.setDelegate_queue(Some(ProtocolObject::from_ref(&*delegate)), None) };
    tell(&observer);
    WATCH.replace(Some((observer, delegate)));
}

fn tell(observer: &CXCallObserver) {
    let call = is_in_call(observer);
    door(|door| door.tell(Event::InCall(call)));
}

/// A call that rings counts as one that was answered: whoever calls may be heard in a moment.
fn is_in_call(observer: &CXCallObserver) -> bool {
    // SAFETY: the list and its calls are read, not changed.
    unsafe { observer.calls().iter().any(|call| !call.hasEnded()) }
}
