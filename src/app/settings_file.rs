//! `settings.json` and `last-run.json` in the data folder.

use super::{LastRun, Settings};
use crate::private_files::{Links, open_regular, scratch_file};
use crate::provisioning::limits::MAX_SETTINGS_BYTES;
use serde::{Serialize, de::DeserializeOwned};
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

const SETTINGS: Names = Names { whole: "settings.json", unfinished: "settings.json.new" };
const LAST_RUN: Names = Names { whole: "last-run.json", unfinished: "last-run.json.new" };

/// What a file is called, and what it is called until it is whole.
struct Names {
    whole: &'static str,
    unfinished: &'static str,
}

/// Settings that cannot be read are the default ones: never a reason not to show a code.
pub fn load_settings(folder: &Path) -> Settings {
    read(folder, SETTINGS).unwrap_or_default()
}

/// Settings that cannot be written are lost: a mode is not worth a page of trouble.
pub fn save_settings(folder: &Path, settings: &Settings) {
    write(folder, SETTINGS, settings);
}

/// A record that cannot be read counts as none: nothing is then said of the clock.
pub fn load_last_run(folder: &Path) -> Option<LastRun> {
    read(folder, LAST_RUN).ok()
}

/// A record that cannot be written stays as it was.
pub fn save_last_run(folder: &Path, last: &LastRun) {
    write(folder, LAST_RUN, last);
}

fn read<T: DeserializeOwned>(folder: &Path, names: Names) -> io::Result<T> {
    let mut text = String::new();
    let file = open_regular(&folder.join(names.whole), fs::OpenOptions::new().read(true), Links::Follow)?;
    file.take(MAX_SETTINGS_BYTES).read_to_string(&mut text)?;
    Ok(serde_json::from_str(&text)?)
}

/// Without a data folder there is no token yet, and nothing worth keeping.
fn write(folder: &Path, names: Names, value: &impl Serialize) {
    let write = || -> io::Result<()> {
        let json = serde_json::to_vec_pretty(value)?;
        let unfinished = folder.join(names.unfinished);
        let mut file = scratch_file(&unfinished)?;
        file.write_all(&json)?;
        // The file's bytes are written before it gets its name: after a power failure the name would otherwise belong
        // to an empty file.
        file.sync_all()?;
        fs::rename(unfinished, folder.join(names.whole))
    };
    if folder.is_dir() {
        let _ = write();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Mode;

    #[test]
    fn settings_survive_and_damage_is_forgiven() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(load_settings(folder.path()), Settings::default());
        let settings = Settings { mode: Mode::Simple, ..Settings::default() };
        save_settings(folder.path(), &settings);
        assert_eq!(load_settings(folder.path()), settings);
        fs::write(folder.path().join(SETTINGS.whole), b"{\"mode\":\xff").unwrap();
        assert_eq!(load_settings(folder.path()), Settings::default());
    }

    #[cfg(unix)]
    #[test]
    fn serials_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = || folder.path().join(SETTINGS.whole).metadata().unwrap().permissions().mode() & 0o777;
        for left_over in [SETTINGS.whole, SETTINGS.unfinished] {
            fs::write(folder.path().join(left_over), b"{}").unwrap();
            fs::set_permissions(folder.path().join(left_over), fs::Permissions::from_mode(0o644)).unwrap();
            save_settings(folder.path(), &Settings::default());
            assert_eq!(mode(), 0o600, "{left_over}");
        }
        assert!(!folder.path().join(SETTINGS.unfinished).exists());
    }

    #[test]
    fn no_folder_is_made_for_settings() {
        let folder = tempfile::tempdir().unwrap();
        let absent = folder.path().join("absent");
        save_settings(&absent, &Settings::default());
        assert!(!absent.exists());
    }
}
