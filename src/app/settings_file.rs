//! `settings.json` in the data folder.

use super::Settings;
use crate::private_files::{Links, open_regular, scratch_file};
use crate::provisioning::limits::MAX_SETTINGS_BYTES;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

const NAME: &str = "settings.json";
const TEMPORARY: &str = "settings.json.new";

/// Settings that cannot be read are the default ones: never a reason not to show a code.
pub fn load_settings(folder: &Path) -> Settings {
    let read = || -> io::Result<Settings> {
        let mut text = String::new();
        let file = open_regular(&folder.join(NAME), fs::OpenOptions::new().read(true), Links::Follow)?;
        file.take(MAX_SETTINGS_BYTES).read_to_string(&mut text)?;
        Ok(serde_json::from_str(&text)?)
    };
    read().unwrap_or_default()
}

/// Settings that cannot be written are lost: a mode is not worth a page of trouble.
///
/// Without a data folder there is no token yet, and nothing worth keeping.
pub fn save_settings(folder: &Path, settings: &Settings) {
    let write = || -> io::Result<()> {
        let json = serde_json::to_vec_pretty(settings)?;
        let mut file = scratch_file(&folder.join(TEMPORARY))?;
        file.write_all(&json)?;
        // The file's bytes are written before it gets its name: after a power failure the name would otherwise belong
        // to an empty file.
        file.sync_all()?;
        fs::rename(folder.join(TEMPORARY), folder.join(NAME))
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
        fs::write(folder.path().join(NAME), b"{\"mode\":\xff").unwrap();
        assert_eq!(load_settings(folder.path()), Settings::default());
    }

    #[cfg(unix)]
    #[test]
    fn serials_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = || folder.path().join(NAME).metadata().unwrap().permissions().mode() & 0o777;
        for left_over in [NAME, TEMPORARY] {
            fs::write(folder.path().join(left_over), b"{}").unwrap();
            fs::set_permissions(folder.path().join(left_over), fs::Permissions::from_mode(0o644)).unwrap();
            save_settings(folder.path(), &Settings::default());
            assert_eq!(mode(), 0o600, "{left_over}");
        }
        assert!(!folder.path().join(TEMPORARY).exists());
    }

    #[test]
    fn no_folder_is_made_for_settings() {
        let folder = tempfile::tempdir().unwrap();
        let absent = folder.path().join("absent");
        save_settings(&absent, &Settings::default());
        assert!(!absent.exists());
    }
}
