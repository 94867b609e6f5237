//! The iPhone: the same app behind winit's UIKit window, and what UIKit asks of it besides.
//!
//! UIKit is called on the main thread alone; whatever waits for a person waits on a worker's thread.

mod calls;
mod cover;
mod device;
mod folder;
mod incoming;
mod look;
mod main_thread;
mod pasteboard;
mod picker;
mod pictures;
mod present;
mod recording;
mod scan;
mod scene;
mod speech;
mod text;
mod touch;
mod unlocked;
mod weak;

use super::phone;
use crate::app::Surroundings;
use objc2::rc::autoreleasepool;
use std::process::ExitCode;
use std::sync::Arc;

pub fn main() -> ExitCode {
    let (door, inbox) = phone::door();
    // UIKit brings an autorelease pool of its own once it runs; what is set up before needs this one.
    let Some(start) = autoreleasepool(|_| set_up(door.clone())) else { return ExitCode::FAILURE };
    let device = Arc::new(device::Phone::new(start.folder.clone()));
    match phone::run(start, device, door, inbox) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// `None`: there is no place for the app's files.
fn set_up(door: phone::Door) -> Option<phone::Start> {
    let folder = folder::prepared()?;
    folder::wait_for_unlocking(&folder);
    // UIKit looks the scene delegate up by name as soon as the event loop runs.
    scene::register(door);
    look::watch();
    recording::watch();
    unlocked::watch();
    let (language, camera) = (look::language(), scan::has_camera());
    Some(phone::Start {
        folder,
        language,
        camera,
        can_speak: true,
        can_copy_codes: true,
        can_tell_calls: true,
        surroundings: Surroundings {
            in_call: calls::are_there(),
            // There is no scene yet; what holds is told as soon as one connects.
            recorded: false,
            tells_recording: Some(true),
            weak: weak::has_signs(),
            // No iPhone tells an app whether it sets its clock by itself.
            sets_clock: false,
        },
    })
}
