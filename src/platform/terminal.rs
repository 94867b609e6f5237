//! What the programs of a terminal share: arguments and standard input, neither of which may leave a seed
//! behind.

use crate::provisioning;
use clap::Parser;
use std::fs::File;
use std::process::ExitCode;

/// The arguments, or the exit status where there is nothing more to do: help, the version, or a usage error.
/// No word is repeated that may be a seed, as where somebody forgot `import` before a URI.
pub fn arguments<T: Parser>() -> Result<T, ExitCode> {
    T::try_parse().map_err(|error| {
        let secret =
            || std::env::args_os().any(|word| provisioning::could_hold_seed(&word.to_string_lossy()));
        if error.use_stderr() && secret() {
            let program = T::command().get_name().to_owned();
            eprintln!(
                "{program}: these arguments make no sense, and are not repeated, for they may hold a seed; \
                 see `{program} --help`"
            );
        } else {
            // Where even this cannot be printed, the exit status says it.
            let _ = error.print();
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}

/// Standard input without a buffer, which would keep a copy until the program ends.
#[cfg(unix)]
pub fn unbuffered_stdin() -> std::io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(std::io::stdin().as_fd().try_clone_to_owned()?))
}

/// Standard input without a buffer, which would keep a copy until the program ends.
#[cfg(windows)]
pub fn unbuffered_stdin() -> std::io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(File::from(std::io::stdin().as_handle().try_clone_to_owned()?))
}
