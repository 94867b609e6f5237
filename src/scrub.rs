//! Overwrites the stack after a computation on a seed or a key. It never touches the heap, which the allocator
//! overwrites.

use std::hint::black_box;
use zeroize::Zeroize;

/// Chosen generously, not measured: sealing, HMAC and decoding keep a few blocks in local variables.
/// What it would miss, tests/processes/memory.rs and tests/secret_hunt look for.
const SCRUBBED_BYTES: usize = 64 * 1024;

/// Runs `work`, then overwrites the part of the stack that it used.
///
/// Libraries keep copies of a key in local variables (HMAC pads it into a block, RFC 2104 §2) that
/// nobody outside can overwrite. The heap needs no such care: every freed block of it is
/// overwritten by the allocator.
pub fn on_scrubbed_stack<R>(work: impl FnOnce() -> R) -> R {
    let result = below(work);
    scrub();
    result
}

#[inline(never)]
fn below<R>(work: impl FnOnce() -> R) -> R {
    black_box(work())
}

#[inline(never)]
fn scrub() {
    // Whole words: eight times faster than bytes, each being a volatile write.
    let mut area = [0_u64; SCRUBBED_BYTES / size_of::<u64>()];
    black_box(&mut area).zeroize();
}
