//! The iPhone: the same app behind winit's UIKit window.
//!
//! Camera, pasteboard, scene delegate and privacy cover come with the phones' own issue; what is not
//! there yet answers "not available", and no button leads to it.

use std::path::PathBuf;
use std::process::ExitCode;

/// The app's own folder; iOS gives every app a home of its own.
fn folder() -> Option<PathBuf> {
    let home = std::env::var_os("HOME")?;
    Some(PathBuf::from(home).join("Library/Application Support/skts-token"))
}

pub fn main() -> ExitCode {
    let Some(folder) = folder() else { return ExitCode::FAILURE };
    match super::phone::run_plain(folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
