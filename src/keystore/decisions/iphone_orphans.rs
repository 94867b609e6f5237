//! Keys that outlived their vault. When a customer deletes the app, iOS deletes the app's files and keeps its
//! keychain. So the first run of a new installation deletes the keys that it finds, and no later run touches
//! a key.

use crate::keystore::KeystoreError;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// A file of this name says that this installation has run before.
const MARKER: &str = "has-run";
/// The name that the marker had in the first versions of the app.
const OLD_MARKER: &str = "first-run";

#[derive(Debug, PartialEq, Eq)]
enum Decision {
    /// This installation has run before.
    Leave,
    /// There is a vault whose key may be in the keychain: no key is deleted, even without a marker.
    Mark,
    ClearAndMark,
}

/// From the names of the files in the data folder, of which `is_vaults` knows those of a vault.
fn decide<T: AsRef<str>>(names: impl IntoIterator<Item = T>, is_vaults: fn(&str) -> bool) -> Decision {
    let mut decision = Decision::ClearAndMark;
    for name in names {
        match name.as_ref() {
            MARKER | OLD_MARKER => return Decision::Leave,
            name if is_vaults(name) => decision = Decision::Mark,
            _ => {}
        }
    }
    decision
}

/// Calls `delete` if this is the first run, and remembers that it was. `is_vaults` says whether a vault gives its
/// files such a name: while there is a vault, or while the folder cannot be read, no key is deleted.
pub fn clear(
    folder: &Path,
    is_vaults: fn(&str) -> bool,
    delete: impl FnOnce() -> Result<(), KeystoreError>,
) -> Result<(), KeystoreError> {
    match decide(names(folder).map_err(refusal)?, is_vaults) {
        Decision::Leave => return Ok(()),
        Decision::Mark => {}
        // Where deleting fails no mark is made, and the next start tries again.
        Decision::ClearAndMark => delete()?,
    }
    File::create(folder.join(MARKER)).and_then(|file| file.sync_all()).map_err(refusal)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

fn refusal(error: io::Error) -> KeystoreError {
    KeystoreError::Platform(error.raw_os_error().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// As the platform hands it in: the vault's own answer.
    fn is_vaults(name: &str) -> bool {
        name == "vault.skts" || name == "other.skts"
    }

    #[track_caller]
    fn case(names: &[&str], expected: Decision) {
        assert_eq!(decide(names, is_vaults), expected);
    }

    #[test]
    fn a_first_run_is_one_without_marker_and_without_vault() {
        case(&[], Decision::ClearAndMark);
        case(&["settings"], Decision::ClearAndMark);
        case(&["settings", "vault"], Decision::ClearAndMark);
        case(&["has-run"], Decision::Leave);
        case(&["vault.skts", "has-run"], Decision::Leave);
        case(&["has-run", "vault.skts"], Decision::Leave);
    }

    #[test]
    fn an_old_marker_goes_on_counting() {
        case(&["first-run"], Decision::Leave);
        case(&["vault.skts", "first-run"], Decision::Leave);
    }

    #[test]
    fn no_key_goes_while_any_vault_is_there() {
        for vault in ["vault.skts", "other.skts"] {
            case(&[vault], Decision::Mark);
            case(&["settings", vault, "another"], Decision::Mark);
        }
    }

    fn run(folder: &Path, result: Result<(), KeystoreError>) -> (bool, Result<(), KeystoreError>) {
        let called = Cell::new(false);
        let end = clear(folder, is_vaults, || {
            called.set(true);
            result
        });
        (called.get(), end)
    }

    #[test]
    fn keys_are_deleted_once() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(run(folder.path(), Ok(())), (true, Ok(())));
        assert_eq!(run(folder.path(), Ok(())), (false, Ok(())));
    }

    #[test]
    fn a_keychain_that_refused_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let locked = Err(KeystoreError::Locked);
        assert_eq!(run(folder.path(), locked), (true, locked));
        assert_eq!(run(folder.path(), Ok(())), (true, Ok(())));
    }

    #[test]
    fn a_vault_without_a_marker_keeps_its_key() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("vault.skts"), "sealed").unwrap();
        assert_eq!(run(folder.path(), Ok(())), (false, Ok(())));
        // No key is deleted after the vault is gone either.
        fs::remove_file(folder.path().join("vault.skts")).unwrap();
        assert_eq!(run(folder.path(), Ok(())), (false, Ok(())));
    }

    #[test]
    fn a_folder_that_cannot_be_read_deletes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (called, end) = run(&folder.path().join("absent"), Ok(()));
        assert!(!called && end.is_err());
    }
}
