//! The desktop: the command line, the window, the clipboard and the file chooser of Linux, Windows and macOS.
//! It decides nothing about tokens.

mod args;
mod check;
mod chooser;
mod commands;
mod demo;
mod device;
mod failure;
#[cfg(feature = "ui")]
mod fit;
mod harden;
#[cfg(feature = "ui")]
mod headless;
mod import;
mod output;
mod paste;
mod practice_bank;
#[cfg(feature = "ui")]
mod screenshot;
mod sign;
#[cfg(feature = "ui")]
mod window;
#[cfg(all(unix, not(target_vendor = "apple")))]
mod x11_pictures;

use crate::app::KeystoreChoice;
use crate::platform::{arguments, outlive_file_limits};
use crate::vault::Passcode;
use args::{Args, Command};
use device::Desktop;
use failure::Failure;
pub use harden::guard_process;
use output::Output;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// What every command needs.
struct Context {
    folder: PathBuf,
    keystore: KeystoreChoice,
    device: Arc<Desktop>,
    output: Output,
    /// Opens a vault that is locked with it.
    passcode: Option<Passcode>,
}

pub fn main() -> ExitCode {
    #[cfg(all(unix, not(target_vendor = "apple")))]
    if let Some(status) = chooser::serve() {
        return status;
    }
    guard_process("skts-token");
    outlive_file_limits();
    harden::keep_input_methods_out();
    let args = match arguments::<Args>() {
        Ok(args) => args,
        Err(status) => return status,
    };
    match run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(args: Args) -> Result<(), Failure> {
    let folder = args.data_dir.map_or_else(default_folder, Ok)?;
    let keystore = args.keystore.map_or(KeystoreChoice::Best, Into::into);
    if args.passcode_file.is_some() && !args.command.as_ref().is_some_and(Command::opens_vault) {
        return Err(Failure::usage(
            "--passcode-file goes with a command that opens the tokens; the window asks by itself",
        ));
    }
    let passcode = args.passcode_file.as_deref().map(import::passcode).transpose()?;
    let (device, output) = (Arc::new(Desktop::new()), Output::new(args.json));
    let context = Context { folder, keystore, device, output, passcode };
    match args.command {
        None => open_window(context),
        Some(Command::Import(import)) => import::import(&context, &import),
        Some(Command::Code(code)) => commands::code(&context, &code),
        Some(Command::Sign(args)) => sign::sign(&context, &args),
        Some(Command::List) => commands::list(&context),
        Some(Command::Remove { serial, yes }) => commands::remove(&context, &serial, yes),
        Some(Command::Check) => check::check(&context),
        Some(Command::Screenshot(shot)) => take_screenshot(&context, &shot),
        Some(Command::Demo(args::Demo { bank: Some(program) })) => practice_bank::walk(context, program),
        Some(Command::Demo(args::Demo { bank: None })) => demo::demo(context),
    }
}

#[cfg(feature = "ui")]
fn open_window(context: Context) -> Result<(), Failure> {
    window::open(context)
}

#[cfg(feature = "ui")]
fn take_screenshot(context: &Context, shot: &args::Screenshot) -> Result<(), Failure> {
    screenshot::take(context, shot)
}

#[cfg(not(feature = "ui"))]
fn open_window(_: Context) -> Result<(), Failure> {
    Err(Failure::no_screens())
}

#[cfg(not(feature = "ui"))]
fn take_screenshot(_: &Context, _: &args::Screenshot) -> Result<(), Failure> {
    Err(Failure::no_screens())
}

/// `~/.local/share/skts-token` on Linux; on other systems the folder in which that system wants a program's data.
fn default_folder() -> Result<PathBuf, Failure> {
    let folders = directories::ProjectDirs::from("jp", "SKTS", "skts-token");
    let folders =
        folders.ok_or_else(|| Failure::refused("no home folder is known; name one with --data-dir"))?;
    Ok(folders.data_local_dir().to_owned())
}
