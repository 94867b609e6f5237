//! The copies that iOS makes of what other apps open here: each shows a seed, so none stays.
//!
//! iOS makes a copy before it tells the app of it. So nothing is deleted when the app starts, and a copy that was
//! announced and is not read yet is left alone.

use super::ios_rules::is_our_copy;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The files that were announced and are not read yet.
pub struct Copies(Mutex<Vec<PathBuf>>);

impl Copies {
    pub const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// A file that iOS has just named. `sweep` spares the file until the returned value is dropped; dropping it
    /// deletes the file if that is a copy in `home`.
    pub fn announced<'a>(&'a self, file: &Path, home: &Path) -> Announced<'a> {
        let (file, home) = (canonical(file), canonical(home));
        self.files().push(file.clone());
        Announced { copies: self, file, home }
    }

    /// Deletes the copies that an earlier run left: the app may have been ended before it had read them.
    pub fn sweep(&self, home: &Path) {
        // Without a home there is no place of ours to look into.
        let Ok(home) = fs::canonicalize(home) else { return };
        let spared = self.files();
        for place in ["Documents", "tmp"] {
            clear(&home.join(place), &home, &spared, DEPTH);
        }
    }

    fn files(&self) -> std::sync::MutexGuard<'_, Vec<PathBuf>> {
        // No panic leaves the list half changed while the lock is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub struct Announced<'a> {
    copies: &'a Copies,
    file: PathBuf,
    home: PathBuf,
}

impl Announced<'_> {
    pub fn path(&self) -> &Path {
        &self.file
    }
}

impl Drop for Announced<'_> {
    fn drop(&mut self) {
        if is_our_copy(&self.file, &self.home) {
            // What cannot be deleted stays under complete protection, and the next sweep tries again.
            let _ = fs::remove_file(&self.file);
        }
        let mut files = self.copies.files();
        if let Some(place) = files.iter().position(|file| *file == self.file) {
            files.swap_remove(place);
        }
    }
}

/// The system makes a folder in an inbox at most; what lies deeper is not the system's.
const DEPTH: u8 = 4;

fn clear(folder: &Path, home: &Path, spared: &[PathBuf], depth: u8) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        // Links are not followed: what they lead to is not the system's copy.
        let Ok(kind) = entry.file_type() else { continue };
        let path = entry.path();
        if kind.is_dir() && depth > 0 {
            clear(&path, home, spared, depth - 1);
        } else if !kind.is_dir() && is_our_copy(&path, home) && !spared.contains(&path) {
            let _ = fs::remove_file(&path);
        }
    }
}

/// The system names the same file by several paths (/var, /private/var).
fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COPIES: [&str; 3] =
        ["Documents/Inbox/qr.png", "tmp/jp.skts.token-Inbox/qr.png", "tmp/a-Inbox/b/qr.png"];
    const OTHERS: [&str; 4] =
        ["Documents/qr.png", "tmp/qr.png", "Library/Inbox/qr.png", "Library/Application Support/vault.skts"];

    fn home() -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        for name in COPIES.iter().chain(&OTHERS) {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "seed").unwrap();
        }
        home
    }

    #[track_caller]
    fn left(home: &Path, copies: &[&str]) {
        for name in COPIES {
            assert_eq!(home.join(name).exists(), copies.contains(&name), "{name}");
        }
        for name in OTHERS {
            assert!(home.join(name).exists(), "{name} is not the system's copy");
        }
    }

    #[test]
    fn copies_of_an_earlier_run_go_and_nothing_else_does() {
        let home = home();
        Copies::new().sweep(home.path());
        left(home.path(), &[]);
    }

    #[test]
    fn a_copy_that_is_being_read_stays_until_it_is_read() {
        let home = home();
        let copies = Copies::new();
        let file = copies.announced(&home.path().join(COPIES[1]), home.path());
        copies.sweep(home.path());
        left(home.path(), &[COPIES[1]]);
        assert_eq!(fs::read(file.path()).unwrap(), b"seed");
        drop(file);
        left(home.path(), &[]);
        assert!(copies.files().is_empty(), "it is spared no longer");
    }

    #[test]
    fn a_file_that_is_somebody_elses_is_not_deleted() {
        let home = home();
        let copies = Copies::new();
        drop(copies.announced(&home.path().join(OTHERS[0]), home.path()));
        left(home.path(), &COPIES);
    }

    #[test]
    #[cfg(unix)]
    fn the_same_file_by_another_path_is_the_same() {
        let (home, place) = (home(), tempfile::tempdir().unwrap());
        let other = place.path().join("link");
        std::os::unix::fs::symlink(home.path(), &other).unwrap();
        let copies = Copies::new();
        let file = copies.announced(&other.join(COPIES[0]), home.path());
        copies.sweep(&other);
        left(home.path(), &[COPIES[0]]);
        drop(file);
        left(home.path(), &[]);
    }

    #[test]
    #[cfg(unix)]
    fn a_link_goes_and_what_it_leads_to_stays() {
        let (home, elsewhere) = (home(), tempfile::tempdir().unwrap());
        fs::write(elsewhere.path().join("photo"), "").unwrap();
        let link = home.path().join("Documents/Inbox/elsewhere");
        std::os::unix::fs::symlink(elsewhere.path(), &link).unwrap();
        Copies::new().sweep(home.path());
        assert!(elsewhere.path().join("photo").exists());
        assert!(link.symlink_metadata().is_err());
    }

    #[test]
    fn no_home_is_no_trouble() {
        Copies::new().sweep(Path::new("/nowhere"));
        Copies::new().sweep(Path::new(""));
    }
}
