//! Any bytes as a vault's file, and as the document sealed in one with the right key.
#![no_main]

#[path = "../../tests/common/sealed.rs"]
mod sealed;

use std::sync::LazyLock;

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = sealed::any_file(FOLDER.path(), &sealed::with_checksum(bytes.to_vec()));
    let _ = sealed::any_file(FOLDER.path(), &sealed::seal_first(bytes));
    if bytes.len() < 30_000 {
        let _ = sealed::any_file(FOLDER.path(), &sealed::seal(bytes));
    }
});
