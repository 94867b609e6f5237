//! What may be typed on the command line.

use crate::app::KeystoreChoice;
use crate::token::{Payee, Serial, UnixTime};
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// A software token: shows a serial number and a one-time password that changes every 30 seconds.
///
/// Without a command the window opens. Exit status: 0 done, 1 refused or failed, 2 usage.
#[derive(Parser)]
#[command(name = "skts-token", version, max_term_width = 100)]
pub struct Args {
    /// Where the tokens are kept [default: the user's data folder]
    #[arg(long, value_name = "DIR", global = true)]
    pub data_dir: Option<PathBuf>,

    /// Where the vault's key is kept: the system's keystore, or a file (for development)
    ///
    /// Without this option: the system's keystore, to which a key that lies in a file moves. Where there is no system
    /// keystore, the program asks before a first token's key goes into a file, and refuses where nobody can answer.
    #[arg(long, value_enum, global = true)]
    pub keystore: Option<KeystoreName>,

    /// Print one JSON object per line
    #[arg(long, global = true)]
    pub json: bool,

    /// The file that holds the passcode, where the tokens are locked with one, on one line
    ///
    /// Other programs can see arguments and the environment, so the passcode itself is never taken from there. The
    /// window asks for it on its own keypad.
    #[arg(long, value_name = "FILE", global = true)]
    pub passcode_file: Option<PathBuf>,

    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum KeystoreName {
    Platform,
    File,
}

impl Command {
    /// Whether it opens the vault by itself, and not in a window.
    pub fn opens_vault(&self) -> bool {
        match self {
            Self::Import(_)
            | Self::Code(_)
            | Self::Sign(_)
            | Self::List
            | Self::Remove { .. }
            | Self::Check => true,
            Self::Screenshot(_) | Self::Demo(_) => false,
        }
    }
}

impl From<KeystoreName> for KeystoreChoice {
    fn from(name: KeystoreName) -> Self {
        match name {
            KeystoreName::Platform => Self::Platform,
            KeystoreName::File => Self::File,
        }
    }
}

#[derive(Subcommand)]
pub enum Command {
    /// Import a token and print its serial
    Import(Import),
    /// Print the serial and the code of now
    Code(Code),
    /// Print a transaction code (取引認証): bound to a payee, or to a 取引QR's payee and amount
    Sign(Sign),
    /// List the tokens
    List,
    /// Remove a token for good
    Remove {
        serial: Serial,
        /// Yes, remove it: its codes can't be made any more
        #[arg(long)]
        yes: bool,
    },
    /// Test this device: published vectors, keystore, vault, protection level, clock
    Check,
    /// Write a picture of the window, rendered without a display
    Screenshot(Screenshot),
    /// Practise: mint a token, write its QR code, import it, show it
    ///
    /// Uses a data folder of its own. Without a display it prints serial and code and writes a
    /// picture of the window.
    Demo(Demo),
}

#[derive(clap::Args)]
pub struct Import {
    /// `-` (standard input, recommended: other programs can see arguments), the file of a picture of a
    /// QR code, a PSKC file, or an otpauth: URI
    #[arg(value_name = "SOURCE", allow_hyphen_values = true)]
    pub source: PathBuf,
    /// The file that holds a PSKC file's passphrase, on one line
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// The file that holds the key of a PSKC file with a shared key: 32 or 64 hexadecimal digits
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    pub key_file: Option<PathBuf>,
    /// Which token of a PSKC file with several
    #[arg(long)]
    pub serial: Option<Serial>,
    /// Take a re-issued seed for a serial that is here already; the old seed is lost
    #[arg(long)]
    pub replace: bool,
}

#[derive(clap::Args)]
pub struct Demo {
    /// The whole story of a token beside the practice bank (docs/bank.md): starts it, says what a customer does, and shows
    /// an empty window. PROGRAM is the bank where it is not beside this program
    #[arg(long, value_name = "PROGRAM", num_args = 0..=1, require_equals = true)]
    pub bank: Option<Option<PathBuf>>,
}

#[derive(clap::Args)]
pub struct Code {
    /// Needed where there are several tokens
    pub serial: Option<Serial>,
    /// At this time instead of now, in Unix seconds
    #[arg(long, value_name = "UNIX", value_parser = unix_time)]
    pub at: Option<UnixTime>,
    /// Print the next code too
    #[arg(long)]
    pub next: bool,
    /// Go on printing, a line for every new code, until interrupted
    #[arg(long, conflicts_with = "at")]
    pub watch: bool,
}

#[derive(clap::Args)]
pub struct Sign {
    /// The payee's account number (7 digits) or institution number (5 digits)
    #[arg(required_unless_present = "qr", conflicts_with = "qr")]
    pub payee: Option<Payee>,
    /// Needed where there are several tokens
    pub serial: Option<Serial>,
    /// The picture or the text of a 取引QR, or `-` (standard input): shows account and amount, and asks
    #[arg(long, value_name = "PICTURE")]
    pub qr: Option<PathBuf>,
    /// Yes, account and amount are right
    #[arg(long)]
    pub yes: bool,
    /// At this time instead of now, in Unix seconds
    #[arg(long, value_name = "UNIX", value_parser = unix_time)]
    pub at: Option<UnixTime>,
}

#[derive(clap::Args)]
pub struct Screenshot {
    #[arg(value_name = "OUT.png")]
    pub out: PathBuf,
    /// Which page [default: what the window would show]
    #[arg(long, value_enum)]
    pub screen: Option<ScreenName>,
    #[arg(long, value_enum)]
    pub theme: Option<ThemeName>,
    #[arg(long, value_enum)]
    pub lang: Option<LanguageName>,
    /// Pixels per logical pixel, 1 to 4
    #[arg(long, default_value_t = 2.0, value_parser = scale)]
    pub scale: f32,
    /// The size of the text, in per cent, 100 to 200
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(100..=200))]
    pub text: u16,
    /// The window's size in logical pixels
    #[arg(long, default_value = "390x844", value_parser = size)]
    pub size: (u32, u32),
    /// At this time instead of now, in Unix seconds
    #[arg(long, value_name = "UNIX", value_parser = unix_time)]
    pub at: Option<UnixTime>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScreenName {
    Token,
    Simple,
    Menu,
    Tokens,
    Add,
    Manual,
    About,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ThemeName {
    Light,
    Dark,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum LanguageName {
    Ja,
    En,
}

/// 9999-12-31T23:59:59Z. A later time has no date that could be printed.
const LAST_SECOND: u64 = 253_402_300_799;

fn unix_time(text: &str) -> Result<UnixTime, String> {
    let seconds = text.parse().ok().filter(|&seconds| seconds <= LAST_SECOND);
    seconds
        .map(UnixTime::from_seconds)
        .ok_or_else(|| "whole seconds since 1970 are needed, before the year 10000".to_owned())
}

fn scale(text: &str) -> Result<f32, String> {
    let scale = text.parse().ok().filter(|scale| (1.0..=4.0).contains(scale));
    scale.ok_or_else(|| "a number from 1 to 4 is needed".to_owned())
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let parsed = text.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    let size = parsed.filter(|&(w, h)| (320..=4096).contains(&w) && (320..=4096).contains(&h));
    size.ok_or_else(|| "WIDTHxHEIGHT is needed, each from 320 to 4096".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn sizes_and_scales_are_bounded() {
        assert_eq!(size("390x844"), Ok((390, 844)));
        assert!(size("10x10").is_err() && size("390").is_err() && size("99999x400").is_err());
        assert!(scale("0.5").is_err() && scale("nan").is_err() && scale("2").is_ok());
    }
}
