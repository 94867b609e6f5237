//! The way to UIKit, which lives on the main thread.

use dispatch2::DispatchQueue;
use objc2::MainThreadMarker;

/// Runs `work` on the main thread soon; never waits for it.
pub fn on_main(work: impl FnOnce(MainThreadMarker) + Send + 'static) {
    DispatchQueue::main().exec_async(move || {
        work(MainThreadMarker::new().expect("the main queue runs on the main thread"));
    });
}
