//! Android: `android_main` is called by NativeActivity's glue, perhaps more than once in a process.
//!
//! Java's side is android/app/src/main/java; what each method means is said there and here. Nothing of
//! one activity outlives it, and nothing is printed: standard output goes to the system's log.

mod activity;
mod device;
mod native;
mod session;

use super::phone::{self, Start};
use crate::app::Event;
use activity::Activity;
use device::Android;
use session::Session;
use slint::android::AndroidApp;
use slint::android::android_activity::{MainEvent, PollEvent};
// Only for its exported symbol, which Java's FrameReader calls: a crate that nobody names is not linked.
use skts_frames as _;
use std::process::ExitCode;
use std::sync::Arc;
use zeroizing_alloc::ZeroAlloc;

/// Every freed block of memory is overwritten: what a library forgets to clear is not left behind.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

/// The program's `main` has nothing to do on Android, where the library is loaded.
pub fn main() -> ExitCode {
    ExitCode::FAILURE
}

/// The activity's entry.
// SAFETY: the name is what android-activity's glue looks up; nothing else in the program has it.
#[unsafe(no_mangle)]
fn android_main(app: AndroidApp) {
    // Without its private folder, its Java side or a window the activity ends, as Android expects of it.
    let Some(folder) = app.internal_data_path() else { return };
    let Ok(activity) = Activity::of(&app) else { return };
    let session = Session::begin();
    let (door, inbox) = phone::door();
    let events = door.clone();
    // Of the two sources of coming and going this one belongs to the activity: Java's onStop of an old
    // activity may come when the new one is seen already.
    let listener = move |event: &PollEvent<'_>| match event {
        PollEvent::Main(MainEvent::Start) => events.tell(Event::Shown),
        PollEvent::Main(MainEvent::Stop) => events.tell(Event::Hidden),
        _ => {}
    };
    if slint::android::init_with_event_listener(app, listener).is_err() {
        return;
    }
    session.open(door.clone());
    let start = Start {
        folder: folder.join("skts-token"),
        language: activity.language(),
        camera: activity.has_camera(),
        can_speak: activity.can_speak(),
    };
    // What it cannot show the activity's end tells: there is no other screen to say it on.
    let _ = phone::run(start, Arc::new(Android::new(activity)), door, inbox);
}
