//! Android: `android_main` is called by NativeActivity's glue, perhaps more than once in a process.
//!
//! The Java side is in android/app/src/main/java. Nothing that belongs to one activity outlives the activity, and
//! nothing is printed: Android writes standard output to the system's log, which other programs can read.

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
use std::cell::Cell;
use std::process::ExitCode;
use std::rc::Rc;
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
    // Where Android gives no private folder, no Java side or no window, this function returns, and Android ends the
    // activity.
    let Some(folder) = app.internal_data_path() else { return };
    let Ok(activity) = Activity::of(&app) else { return };
    let session = Session::begin();
    let (door, inbox) = phone::door();
    let events = door.clone();
    // Both Slint's events and Java's onStart and onStop say when the activity comes and goes. Slint's are this
    // activity's own. Java's onStop of an old activity may come when the new one is in front already, and the app
    // would then hide the code that the customer is looking at.
    let destroyed = Rc::new(Cell::new(false));
    let seen = Rc::clone(&destroyed);
    let listener = move |event: &PollEvent<'_>| match event {
        PollEvent::Main(MainEvent::Start) => events.tell(Event::Shown),
        PollEvent::Main(MainEvent::Stop) => events.tell(Event::Hidden),
        PollEvent::Main(MainEvent::Destroy) => seen.set(true),
        _ => {}
    };
    if slint::android::init_with_event_listener(app.clone(), listener).is_err() {
        return;
    }
    let obscured = door.clone();
    i_slint_backend_android_activity::on_obscured_touch(move || obscured.tell(Event::Obscured));
    session.open(door.clone());
    let start = Start {
        folder: folder.join("skts-token"),
        language: activity.language(),
        camera: activity.has_camera(),
        can_speak: activity.can_speak(),
        can_copy_codes: activity.can_copy_codes(),
        can_tell_calls: activity.can_tell_calls(),
        surroundings: activity.surroundings(),
    };
    // After an error this function returns, and Android closes the app: there is no screen to say the error on.
    let ended = phone::run(start, Arc::new(Android::new(activity)), door, inbox);
    drop(session);
    // A newer activity ended this one's event loop, and Android has yet to say that this one stops and is destroyed. Without
    // a listener android-activity would never close the pipe through which it is told.
    while ended.is_ok() && !destroyed.get() {
        app.poll_events(None, |event| destroyed.set(matches!(event, PollEvent::Main(MainEvent::Destroy))));
    }
}
