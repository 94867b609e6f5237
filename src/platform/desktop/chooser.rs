//! The system's own file chooser.
//!
//! On Linux a process of its own asks for it. The portal that shows the chooser looks at /proc/PID/root of whoever asks,
//! and refuses a process that keeps its memory to itself (flatpak/xdg-desktop-portal, issues 785 and 1490). The process
//! that asks is this program begun anew; it opens no vault, reads no seed, and ends with the one that began it.

use crate::app::{Language, NoFileChooser};
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn ask(language: Language) -> Result<Option<PathBuf>, NoFileChooser> {
    let (title, ours, all) = match language {
        Language::Japanese => ("QRコードの画像を選ぶ", "画像、登録用の文字", "すべてのファイル"),
        Language::English => {
            ("Choose a picture of the QR code", "Pictures and registration texts", "All files")
        }
    };
    let asked = Instant::now();
    let dialog = rfd::FileDialog::new().set_title(title);
    let file = dialog.add_filter(ours, &endings()).add_filter(all, &["*"]).pick_file();
    // rfd answers `None` both when the customer cancels and when the system has no file chooser. No
    // person cancels within 150 milliseconds.
    let by_nobody = asked.elapsed() < Duration::from_millis(150);
    if file.is_none() && by_nobody { Err(NoFileChooser) } else { Ok(file) }
}

/// The endings of files that can hold a token. Linux's file choosers tell `JPG` from `jpg`, and cameras write `JPG`.
fn endings() -> Vec<String> {
    let small = ["png", "jpg", "jpeg", "bmp", "gif", "webp", "uri", "txt", "xml", "pskcxml"];
    small.iter().flat_map(|ending| [(*ending).to_owned(), ending.to_uppercase()]).collect()
}

#[cfg(not(all(unix, not(target_vendor = "apple"))))]
pub use ask as choose;

#[cfg(all(unix, not(target_vendor = "apple")))]
pub use apart::{choose, serve};

#[cfg(all(unix, not(target_vendor = "apple")))]
mod apart {
    use super::*;
    use std::ffi::OsString;
    use std::io::{self, Read, Write};
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    use std::process::{Command, ExitCode, Stdio};

    /// The first argument of the process that asks; its second is the language.
    const WORD: &str = "choose-file-for-window";
    const CANCELLED: u8 = 3;
    const NO_CHOOSER: u8 = 4;

    /// Waits until the customer has chosen or cancelled.
    pub fn choose(language: Language) -> Result<Option<PathBuf>, NoFileChooser> {
        let tag = if language == Language::Japanese { "ja" } else { "en" };
        // By this name the program is found even where an update has put another in its place.
        let mut command = Command::new("/proc/self/exe");
        command.args([WORD, tag]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|_| NoFileChooser)?;
        // The pipe ends with this process, and the chooser with the pipe.
        let _held = child.stdin.take();
        let answer = child.wait_with_output().map_err(|_| NoFileChooser)?;
        match answer.status.code().and_then(|code| u8::try_from(code).ok()) {
            Some(0) if !answer.stdout.is_empty() => Ok(Some(OsString::from_vec(answer.stdout).into())),
            Some(CANCELLED) => Ok(None),
            _ => Err(NoFileChooser),
        }
    }

    /// The whole of the process that asks, where this is that process.
    pub fn serve() -> Option<ExitCode> {
        let mut arguments = std::env::args_os().skip(1);
        if arguments.next()? != WORD {
            return None;
        }
        let english = arguments.next().is_some_and(|tag| tag == "en");
        std::thread::spawn(|| {
            let _ = io::stdin().read_to_end(&mut Vec::new());
            std::process::exit(CANCELLED.into());
        });
        Some(match ask(if english { Language::English } else { Language::Japanese }) {
            Ok(Some(file)) => match io::stdout().write_all(file.as_os_str().as_bytes()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::from(NO_CHOOSER),
            },
            Ok(None) => ExitCode::from(CANCELLED),
            Err(NoFileChooser) => ExitCode::from(NO_CHOOSER),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cameras_files_and_an_issuers_are_offered() {
        let endings = endings();
        for ending in ["png", "JPG", "jpeg", "WEBP", "uri", "txt", "xml", "pskcxml"] {
            assert!(endings.iter().any(|offered| offered == ending), "{ending}");
        }
    }
}
