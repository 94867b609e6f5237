//! Any bytes as the document that is sealed in a vault of either format with the right key.
#![no_main]

#[path = "../../tests/common/sealed.rs"]
#[allow(dead_code)]
mod sealed;

use std::sync::LazyLock;

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = sealed::any_file(FOLDER.path(), &sealed::seal_first(bytes));
    let _ = sealed::any_file(FOLDER.path(), &sealed::seal(bytes));
    let _ = sealed::any_file(FOLDER.path(), &sealed::seal_with_face(bytes));
});
