//! What a desktop process can do against its own memory being written to disk.

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
