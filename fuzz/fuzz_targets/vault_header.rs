//! Any bytes as a vault's file, with a checksum that fits: without one hardly any would get past it.
#![no_main]

#[path = "../../tests/common/sealed.rs"]
#[allow(dead_code)]
mod sealed;

use std::sync::LazyLock;

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = sealed::any_file(FOLDER.path(), &sealed::with_checksum(bytes.to_vec()));
});
