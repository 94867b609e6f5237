//! What a desktop process does before anything else: its memory is neither written to the disk nor shown to other
//! programs of the same user, no typed seed gets into an input method's hands, and a fault ends the program with a
//! sentence.

use crate::platform::{complain, own_memory};
use std::sync::atomic::{AtomicBool, Ordering};

/// First of all in a program that handles seeds: nobody else gets its memory, and a fault is told in a sentence.
pub fn guard_process(program: &'static str) {
    forbid_core_dumps();
    own_memory::keep_private();
    tell_faults_in_a_line(program);
}

static HAS_WINDOW: AtomicBool = AtomicBool::new(false);

/// Says that a window is being made. From then on a fault is most probably the display's: winit and
/// softbuffer end the program where a display lacks what they expect.
#[cfg(feature = "ui")]
pub fn begin_window() {
    HAS_WINDOW.store(true, Ordering::Relaxed);
}

/// Rust tells a fault with the paths of the machine that built the program, and then aborts. The vault is never in
/// danger: a write can be cut short at every point.
fn tell_faults_in_a_line(program: &'static str) {
    std::panic::set_hook(Box::new(move |fault| {
        let file = fault.location().map_or("", |at| at.file());
        let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
        let place = format!("{name}:{}", fault.location().map_or(0, |at| at.line()));
        complain(
            program,
            &if HAS_WINDOW.load(Ordering::Relaxed) {
                format!(
                    "the window cannot go on with this display ({place}); `skts-token code` works without one"
                )
            } else {
                format!(
                    "stopped by a fault of this program ({place}); nothing is lost; please tell its makers"
                )
            },
        );
        std::process::exit(1);
    }));
}

/// A crash must not write the memory of a process that handles seeds into a core file.
#[cfg(unix)]
fn forbid_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // The system refuses only where core files are forbidden already.
    let _ = setrlimit(Resource::Core, none);
}

#[cfg(not(unix))]
fn forbid_core_dumps() {}

/// Under X11 the keys that the customer types go straight to the window. An input method learns the words
/// that it sees, and must not learn a seed; all that is typed in this program is ASCII, which needs no input
/// method. The table of composed characters (5,000 lines) is not read either: libX11 and libxkbcommon would
/// each read it, in a third of the time to the first picture. libxkbcommon's complaint on standard error
/// about the empty table is turned off.
#[cfg(unix)]
pub fn keep_input_methods_out() {
    for (name, value) in
        [("XMODIFIERS", "@im=none"), ("XCOMPOSEFILE", "/dev/null"), ("XKB_LOG_LEVEL", "critical")]
    {
        // SAFETY: called first in `main`, where there is no other thread that could read the environment.
        unsafe { std::env::set_var(name, value) };
    }
}

#[cfg(not(unix))]
pub fn keep_input_methods_out() {}
