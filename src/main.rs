//! The desktop and iOS entry. Android enters through `android_main` in the library.

use std::process::ExitCode;

skts_token::overwriting_allocator!();

fn main() -> ExitCode {
    skts_token::platform::main()
}
