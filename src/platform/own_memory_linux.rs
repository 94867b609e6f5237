//! Keeps this process's memory from other programs, on Linux.

use rustix::process::{DumpableBehavior, set_dumpable_behavior};

/// Linux ignores the limit on core files where it pipes them into a program (systemd-coredump), and any program of the same
/// user may read this one's memory. For a process that is not dumpable neither happens: its files under /proc are root's.
pub fn keep_private() {
    // The call is refused for unknown values alone.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}
