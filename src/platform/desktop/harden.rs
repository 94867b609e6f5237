//! What a desktop process can do so that nobody else keeps what it handles: no memory written to disk, no
//! typed seed in an input method's hands.

/// A crash must not write the memory of a process that handles seeds into a core file.
#[cfg(unix)]
pub fn forbid_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Refused only where it is forbidden already.
    let _ = setrlimit(Resource::Core, none);
}

#[cfg(not(unix))]
pub fn forbid_core_dumps() {}

/// Under X11 keys go straight to the window: input methods learn words, and a seed typed by hand is none.
/// All that is typed here is ASCII. The table of composed characters (5,000 lines, read by libX11 and again
/// by libxkbcommon) is not read either: a third of the time to the first picture. That one would tell, on
/// standard error, that its table is empty.
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
