//! Any bytes as a file, a share or a paste of which nobody knows what it is: a picture, or a text in UTF-8 or UTF-16.
#![no_main]

use skts_token::provisioning::{draft_from_bytes, looks_like_key_uri};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // The target `picture` reads pictures.
    let is_picture =
        [&b"\x89PNG"[..], b"\xff\xd8", b"BM", b"GIF8", b"RIFF"].iter().any(|magic| bytes.starts_with(magic));
    if !is_picture {
        let _ = draft_from_bytes(bytes);
        let _ = looks_like_key_uri(&String::from_utf8_lossy(bytes));
    }
});
