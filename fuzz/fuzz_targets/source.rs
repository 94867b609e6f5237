//! Any bytes as a file, a share or a paste of which nobody knows what it is: a picture, or a text in UTF-8 or UTF-16.
#![no_main]

use skts_token::platform::FixedClock;
use skts_token::provisioning::limits::MAX_PICTURE_PIXELS;
use skts_token::provisioning::{Surroundings, found_in_bytes, looks_like_key_uri};
use skts_token::token::UnixTime;

const TODAY: UnixTime = UnixTime::from_seconds(1_800_000_000);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // The target `picture` reads pictures.
    let is_picture =
        [&b"\x89PNG"[..], b"\xff\xd8", b"BM", b"GIF8", b"RIFF"].iter().any(|magic| bytes.starts_with(magic));
    if !is_picture {
        let around = Surroundings::new(TODAY, MAX_PICTURE_PIXELS, &FixedClock(TODAY));
        let _ = found_in_bytes(bytes, &around);
        let _ = looks_like_key_uri(&String::from_utf8_lossy(bytes));
    }
});
