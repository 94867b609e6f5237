//! Why a command failed: one line on standard error, and the exit status.

use crate::app::{Bar, Barred, VaultTrouble};
use crate::platform::{NOBODY_READS, Unsaid, complain};
use crate::vault::VaultError;
use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;

/// What happened, why, and what to do. The message never holds a URI, a seed or a code.
#[derive(Debug)]
pub struct Failure {
    /// Empty where the status says enough.
    message: String,
    status: u8,
    /// The Trouble page that the window would show.
    page: Option<&'static str>,
}

const APP_LOCKED: &str = "app-locked";

impl Failure {
    /// Exit status 1: refused or failed.
    pub fn refused(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 1, page: None }
    }

    /// Exit status 2: the command makes no sense as it was typed.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 2, page: None }
    }

    #[cfg(not(feature = "ui"))]
    pub fn no_screens() -> Self {
        Self::refused("this build has no screens; use `skts-token code`")
    }

    fn of_page(page: &'static str, text: &str) -> Self {
        Self { page: Some(page), ..Self::refused(format!("{text} (nothing was deleted) [{page}]")) }
    }

    /// The clock cannot be right; the window has a page of its own for that, too.
    pub fn clock_wrong() -> Self {
        Self::of_page("clock-wrong", "the clock cannot be right; set it and try again")
    }

    /// As the page of trouble says it, with the command that helps where one does.
    pub fn of(trouble: VaultTrouble, folder: &Path) -> Self {
        let folder = folder.display();
        let no_modes = "on a disk that has no permissions (FAT, a network drive) that changes nothing: keep the data folder on another \
                        disk (--data-dir)";
        let (page, text) = match trouble {
            VaultTrouble::KeyFileLoose => (
                "key-file-loose",
                format!(
                    "other users can read or write the vault's key; run `chmod 600 '{folder}'/vault-*.key`"
                ),
            ),
            VaultTrouble::KeyFolderLoose => (
                "key-folder-loose",
                format!(
                    "other users can write into the folder of the vault's key; run `chmod 700 '{folder}'`"
                ),
            ),
            other => return other.into(),
        };
        Self::of_page(page, &format!("{text}; {no_modes}"))
    }

    /// The passcode is missing, wrong, or not tried yet.
    pub fn locked(barred: Barred) -> Self {
        let wait = barred.tries.wait;
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let text = match barred.why {
            Bar::Untried | Bar::Biometrics(_) => {
                "the tokens are locked with a passcode; put it on the one line of a file and name that file: \
                             --passcode-file FILE"
                    .to_owned()
            }
            Bar::Wrong if seconds == 0 => "the passcode is wrong; check it and try again".to_owned(),
            Bar::Wrong => format!("the passcode is wrong; wait {seconds} s, then try again"),
            Bar::TooSoon => format!(
                "{} wrong passcodes were tried, so no other is tried now; wait {seconds} s, then try again",
                barred.tries.failures
            ),
        };
        Self::of_page(APP_LOCKED, &text)
    }

    /// With `--keystore file`, and no key file beside the vault.
    pub fn no_key_file() -> Self {
        Self::of_page(
            "key-missing",
            "the vault's key is in no file beside it; without --keystore file it is looked for in the system's keystore",
        )
    }

    /// The name of the Trouble page that the window would show, for programs.
    pub fn page(&self) -> Option<&'static str> {
        self.page
    }

    /// The command did what it was asked to (`done` says what), and could not print it.
    pub fn only_unsaid(done: &str, unsaid: Unsaid) -> Self {
        match unsaid {
            Unsaid::NobodyReads => unsaid.into(),
            _ => Self::refused(format!("{done}, but {unsaid}")),
        }
    }

    pub fn report(self) -> ExitCode {
        if !self.message.is_empty() {
            complain("skts-token", &self.message);
        }
        ExitCode::from(self.status)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<Unsaid> for Failure {
    fn from(unsaid: Unsaid) -> Self {
        match unsaid {
            Unsaid::NobodyReads => Self { message: String::new(), status: NOBODY_READS, page: None },
            _ => Self::refused(format!("{unsaid}; direct it elsewhere")),
        }
    }
}

impl From<&VaultError> for Failure {
    /// As the page of trouble says it, and with the cause where the system named one.
    fn from(error: &VaultError) -> Self {
        let page = Self::from(VaultTrouble::from(error));
        let kind = match error {
            VaultError::Unreachable(kind) => kind,
            VaultError::Linked => {
                let text = "vault.skts is a link and is not written through it; put the file itself there, or link its folder";
                return Self { message: format!("{text} (nothing was changed) [data-unreachable]"), ..page };
            }
            _ => return page,
        };
        let (cause, to_do) = match kind {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ("the disk is full", "make room on it"),
            ErrorKind::FileTooLarge => ("no file of this size may be written", "raise the limit on files"),
            ErrorKind::ReadOnlyFilesystem => ("its disk is read-only", "make it writable"),
            ErrorKind::PermissionDenied => ("its permissions forbid it", "change them"),
            _ => return page,
        };
        let text =
            format!("the data folder cannot be read or written: {cause}; {to_do} (nothing was changed)");
        Self { message: format!("{text} [{}]", page.page.unwrap_or_default()), ..page }
    }
}

impl From<VaultTrouble> for Failure {
    /// The name in brackets is that of the page that the window would show; programs look for it.
    fn from(trouble: VaultTrouble) -> Self {
        let (page, text) = match trouble {
            VaultTrouble::KeystoreLocked => {
                ("keystore-locked", "the system's keystore is locked; unlock it and try again")
            }
            VaultTrouble::KeystoreClosed => (
                "keystore-closed",
                "the system's keystore was not unlocked; try again, and answer when it asks",
            ),
            VaultTrouble::KeystoreRefused => {
                ("keystore-refused", "the system's keystore failed or refused; allow it and try again")
            }
            VaultTrouble::KeystoreUnavailable => (
                "keystore-unavailable",
                "no system keystore answers, and the key belongs in one; log in to a desktop session and try again",
            ),
            VaultTrouble::KeyMissing => (
                "key-missing",
                "the vault's key is not in the keystore that answers; if another wallet kept it (GNOME Keyring, KWallet, \
                 KeePassXC), start that one; else ask the bank for a re-issue and register it in the window",
            ),
            VaultTrouble::KeyInFile => (
                "key-in-file",
                "the vault's key lies in a file, though the system's keystore has held it before, so somebody may have put this vault \
                 there; if it was you, use --keystore file",
            ),
            VaultTrouble::KeyFileLoose | VaultTrouble::KeyFolderLoose => {
                return Self::of(trouble, Path::new("FOLDER"));
            }
            VaultTrouble::DataDamaged => (
                "data-damaged",
                "the vault's data is damaged; ask the bank for a re-issue and register it in the window",
            ),
            VaultTrouble::DataOlder => (
                "data-older",
                "the vault's file is older than what this device wrote last; put the newest one back; only the window, which needs \
                 a display, can go on with this one",
            ),
            VaultTrouble::DataUnproven => (
                "data-unproven",
                "the keystore does not tell whether the vault's file is the one that this device wrote last; try again; only the \
                 window, which needs a display, can go on without the answer",
            ),
            VaultTrouble::DataNewer => ("data-newer", "a newer version wrote the vault; update this program"),
            VaultTrouble::DataUnreachable => (
                "data-unreachable",
                "the data folder cannot be read or written; check its disk space and permissions",
            ),
            VaultTrouble::AppLocked => (APP_LOCKED, "the tokens are locked with a passcode"),
            VaultTrouble::InUse => {
                ("in-use", "another window or command has the vault; close it and try again")
            }
        };
        Self::of_page(page, text)
    }
}
