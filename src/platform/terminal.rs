//! What the programs of a terminal share: arguments, standard input, lines and complaints. None of them may leave a
//! seed behind, and no name from outside may steer the terminal.

use crate::provisioning;
use crate::token::Serial;
use clap::Parser;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, ErrorKind, IsTerminal, Read, Write};
use std::process::ExitCode;

/// The status that a shell shows for a program that SIGPIPE ended (128 + 13): other tools end so when the reader of
/// their pipe has gone, and say nothing.
pub const NOBODY_READS: u8 = 141;

/// Why a line did not get out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsaid {
    /// The reader of the pipe has gone. Nothing is said of it: the status is [`NOBODY_READS`].
    #[error("nobody reads standard output")]
    NobodyReads,
    /// The program was begun without a standard output.
    #[error("standard output is closed")]
    Closed,
    /// A full disk, mostly.
    #[error("standard output cannot be written: {0}")]
    Failed(ErrorKind),
}

/// Prints a line on standard output; `Ok` means that the system took it. A program that reads the line gets it as it is;
/// on a terminal, names from outside steer nothing.
pub fn say(line: impl Display) -> Result<(), Unsaid> {
    if io::stdout().is_terminal() { draw(harmless(&line.to_string())) } else { draw(line) }
}

/// As [`say`], for a line of the program's own that does steer a terminal.
pub fn draw(line: impl Display) -> Result<(), Unsaid> {
    write_out(|out| writeln!(out, "{line}"))
}

fn write_out(write: impl FnOnce(&mut io::StdoutLock) -> io::Result<()>) -> Result<(), Unsaid> {
    #[cfg(unix)]
    if super::closed_output::was_closed() {
        return Err(Unsaid::Closed);
    }
    let mut out = io::stdout().lock();
    write(&mut out).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Unsaid::NobodyReads,
        kind => Unsaid::Failed(kind),
    })
}

/// Prints one line on standard error. Where even this cannot be printed, the exit status has to do.
pub fn complain(program: &str, message: &str) {
    let _ = writeln!(io::stderr(), "{program}: {}", harmless(message));
}

/// Asks a question on the terminal, to which only `y` and `yes` are a yes; `None` where nobody can see it and answer.
pub fn agrees(program: &str, question: &str) -> Option<bool> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return None;
    }
    let _ = write!(io::stderr(), "{program}: {question}");
    let mut answer = String::new();
    io::stdin().lock().take(MAX_ANSWER).read_line(&mut answer).ok()?;
    Some(["y", "yes"].contains(&answer.trim().to_ascii_lowercase().as_str()))
}

/// No answer is longer.
const MAX_ANSWER: u64 = 80;

/// The text without what steers a terminal or hides: control characters, line ends, marks of direction and
/// invisible characters are shown as `\u{…}`.
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Printable, though `escape_debug` would escape them.
            '"' | '\'' | '\\' | '\t' | '\u{3000}' => shown.push(character),
            // Each character is escaped behind a letter, so that marks that join the letter before them (a file name
            // of macOS) stay as they are.
            _ => shown.extend(format!("a{character}").escape_debug().skip(1)),
        }
    }
    shown
}

/// A limit on the size of files ends a program by a signal. Ignored, the signal leaves an error that is told: a write
/// that fails takes back what it began.
#[cfg(unix)]
pub fn outlive_file_limits() {
    // SAFETY: no handler is installed that could run at a wrong moment; the signal is only ignored.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
}

#[cfg(not(unix))]
pub fn outlive_file_limits() {}

/// The arguments, or the exit status where there is nothing more to do: help, the version, or a usage error.
/// No word is repeated that may be a seed: none of `import`, and elsewhere none that looks like a seed, as where somebody
/// forgot `import` before a URI.
pub fn arguments<T: Parser>() -> Result<T, ExitCode> {
    T::try_parse().map_err(|error| {
        let program = T::command().get_name().to_owned();
        if error.use_stderr() {
            complain_of_usage(&program, &error);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
        match write_out(|out| write!(out, "{}", error.render())) {
            Ok(()) => ExitCode::SUCCESS,
            Err(Unsaid::NobodyReads) => ExitCode::from(NOBODY_READS),
            Err(unsaid) => {
                complain(&program, &unsaid.to_string());
                ExitCode::FAILURE
            }
        }
    })
}

fn complain_of_usage(program: &str, error: &clap::Error) {
    if may_hold_seed(std::env::args_os().skip(1)) {
        let kind = error.kind().as_str().unwrap_or("these arguments make no sense");
        let text = format!(
            "{kind}; the arguments are not repeated, for they may hold a seed; see `{program} --help`"
        );
        return complain(program, &text);
    }
    // clap repeats the arguments as they were typed.
    let lines = error.render().to_string().lines().map(harmless).collect::<Vec<_>>().join("\n");
    let _ = writeln!(io::stderr(), "{lines}");
}

/// Whether the arguments may be a seed, however it is written: any word of `import`, a word that looks like one, or
/// several words that look like one together.
fn may_hold_seed(arguments: impl Iterator<Item = OsString>) -> bool {
    let words: Vec<_> = arguments.map(|word| word.to_string_lossy().into_owned()).collect();
    let is_group = |word: &String| word.chars().all(char::is_alphanumeric) && word.parse::<Serial>().is_err();
    words.iter().any(|word| word == "import" || provisioning::could_hold_seed(word))
        || words.split(|word| !is_group(word)).any(|groups| provisioning::could_hold_seed(&groups.join(" ")))
}

/// Standard input without a buffer, which would keep a copy until the program ends.
#[cfg(unix)]
pub fn unbuffered_stdin() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

/// Standard input without a buffer, which would keep a copy until the program ends.
#[cfg(windows)]
pub fn unbuffered_stdin() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(File::from(io::stdin().as_handle().try_clone_to_owned()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_and_names_stay_readable() {
        assert_eq!(harmless("a\u{1b}[31m\nb\u{9b}"), "a\\u{1b}[31m\\nb\\u{9b}");
        assert_eq!(harmless("x\u{202e}gpj.\u{200b}\u{feff}"), "x\\u{202e}gpj.\\u{200b}\\u{feff}");
        let names = "見本信用金庫　か\u{3099} l'été \"C:\\x\".png";
        assert_eq!(harmless(names), names);
    }
}
