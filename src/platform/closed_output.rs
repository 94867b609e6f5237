//! Was standard output closed when the program began? Rust's runtime opens /dev/null in its place before `main`, and
//! every line would then be lost without an error: `skts-token code >&-` would end with status 0.

use std::sync::atomic::{AtomicBool, Ordering};

static CLOSED: AtomicBool = AtomicBool::new(false);

/// The system's loader calls what this section names before Rust's runtime begins.
// SAFETY: the section holds pointers to functions of C's calling convention, and this is one. `look` needs nothing
// of Rust's runtime: it makes one system call and stores one flag.
#[used]
#[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
static BEFORE_MAIN: extern "C" fn() = look;

extern "C" fn look() {
    // SAFETY: the call reads the flags of descriptor 1 and fails where that is closed; no memory is involved.
    let flags = unsafe { libc::fcntl(libc::STDOUT_FILENO, libc::F_GETFD) };
    CLOSED.store(flags == -1, Ordering::Relaxed);
}

pub fn was_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}
