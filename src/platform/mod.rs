//! Composition roots and shims, one per system; the only room besides `keystore` that knows which
//! system it is on.
//!
//! Nothing here decides anything about tokens: it hands the clock, the data folder, the keystore and
//! the screen to `app`.

#[cfg(not(target_os = "android"))]
mod allocator;
mod clock;
#[cfg(unix)]
mod closed_output;
mod local_time;

#[cfg(any(target_os = "linux", target_os = "android"))]
#[path = "monotonic_linux.rs"]
mod monotonic;
#[cfg(target_vendor = "apple")]
#[path = "monotonic_apple.rs"]
mod monotonic;
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
#[path = "monotonic_other.rs"]
mod monotonic;

#[cfg(target_os = "linux")]
#[path = "own_memory_linux.rs"]
mod own_memory;
#[cfg(target_os = "macos")]
#[path = "own_memory_macos.rs"]
mod own_memory;
#[cfg(windows)]
#[path = "own_memory_windows.rs"]
mod own_memory;
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple", windows)))]
#[path = "own_memory_other.rs"]
mod own_memory;

#[cfg(target_os = "android")]
mod android;
#[allow(dead_code)] // Each phone calls its own decisions; the other systems only test them.
mod decisions;
#[cfg(not(any(target_os = "android", target_os = "ios")))]
mod desktop;
#[cfg(target_os = "ios")]
mod ios;
#[cfg(any(target_os = "android", target_os = "ios"))]
mod phone;
mod terminal;

#[cfg(target_os = "android")]
pub use android::main;
#[cfg(not(any(target_os = "android", target_os = "ios")))]
pub use desktop::{guard_process, main};
#[cfg(target_os = "ios")]
pub use ios::main;

#[cfg(not(target_os = "android"))]
pub use allocator::Telling;
pub use clock::{FixedClock, SystemClock, boot_id};
pub use local_time::DeviceZone;
pub use terminal::{
    NOBODY_READS, Unsaid, agrees, arguments, complain, draw, outlive_file_limits, say, unbuffered_stdin,
};

/// No phone has a program that calls this; the phones' type check compiles the issuer's tool all the same.
#[cfg(any(target_os = "android", target_os = "ios"))]
pub fn guard_process(_: &'static str) {}

/// Makes the program's allocator: every freed block of memory is overwritten, so that what a library forgets
/// to clear is not left behind, and a program without memory ends with a sentence. Android's programs have
/// none of their own: the library that Android loads brings it (android/mod.rs), and there can be one only.
#[cfg(not(target_os = "android"))]
#[macro_export]
macro_rules! overwriting_allocator {
    () => {
        #[global_allocator]
        static ALLOCATOR: zeroizing_alloc::ZeroAlloc<$crate::platform::Telling> =
            zeroizing_alloc::ZeroAlloc($crate::platform::Telling);
    };
}
#[cfg(target_os = "android")]
#[macro_export]
macro_rules! overwriting_allocator {
    () => {};
}

use crate::token::UnixTime;

/// When this program was built, from `SOURCE_DATE_EPOCH` or the builder's clock (build.rs).
pub fn build_time() -> UnixTime {
    let seconds = env!("SKTS_BUILD_TIME").parse().expect("build.rs writes whole seconds");
    UnixTime::from_seconds(seconds)
}
