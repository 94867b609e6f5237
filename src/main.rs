//! The desktop and iOS entry. Android enters through `android_main` in the library.

use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// Every freed block of memory is overwritten: what a library forgets to clear is not left behind.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    skts_token::platform::main()
}
