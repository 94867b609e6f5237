//! The system's allocator, which says so when there is no memory left. It never gives back a null pointer on a
//! desktop: Rust would end the program by a signal, as if it had a fault.

use std::alloc::{GlobalAlloc, Layout, System};

/// One write, without a lock and without an allocation: there is no memory for either.
#[cfg(unix)]
fn end() -> ! {
    const SENTENCE: &str = "out of memory; nothing that was confirmed is lost; close other programs, or choose a smaller picture\n";
    // SAFETY: the pointer and the length are those of a constant text; `_exit` ends the process without running
    // anything of it.
    unsafe {
        libc::write(libc::STDERR_FILENO, SENTENCE.as_ptr().cast(), SENTENCE.len());
        libc::_exit(1)
    }
}

pub struct Telling;

fn told(block: *mut u8) -> *mut u8 {
    #[cfg(unix)]
    if block.is_null() {
        end();
    }
    block
}

// SAFETY: each call is the system allocator's own, with the arguments as they came; what it gives is passed on.
unsafe impl GlobalAlloc for Telling {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the same promises to this allocator as to the system's.
        told(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as in `alloc`.
        told(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as in `alloc`.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as in `alloc`.
        told(unsafe { System.realloc(block, layout, size) })
    }
}
