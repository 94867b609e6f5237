//! Any bytes as the settings' file: they are read, or are the default ones; what is read writes itself down and comes back.
#![no_main]

use skts_token::app::{load_settings, save_settings};
use std::sync::LazyLock;

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let folder = FOLDER.path();
    std::fs::write(folder.join("settings.json"), bytes).unwrap();
    let settings = load_settings(folder);
    let _ = settings.known_serials();
    save_settings(folder, &settings);
    assert_eq!(load_settings(folder), settings);
});
