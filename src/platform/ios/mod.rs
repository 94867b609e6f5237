//! The iPhone: the same app behind winit's UIKit window, and what UIKit asks of it besides.
//!
//! UIKit is spoken to on the main thread alone; what waits for a person waits on a worker's.

mod camera;
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
mod scan;
mod scan_page;
mod scan_panel;
mod scan_parts;
mod scene;
mod speech;
mod text;
mod touch;
mod widgets;
mod words;

use super::ios_rules as rules;
use super::{phone, question};
use std::process::ExitCode;
use std::sync::Arc;

pub fn main() -> ExitCode {
    let Some(folder) = folder::prepared() else { return ExitCode::FAILURE };
    folder::wait_for_unlocking(&folder);
    let (door, inbox) = phone::door();
    // UIKit looks the scene delegate up by name as soon as the event loop runs.
    scene::register(door.clone());
    look::watch();
    let start = phone::Start {
        folder: folder.clone(),
        language: look::language(),
        camera: camera::is_there(),
        can_speak: true,
    };
    match phone::run(start, Arc::new(device::Phone::new(folder)), door, inbox) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
