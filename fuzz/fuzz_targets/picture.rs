//! Any bytes as a picture file, and what is in it as a QR code.
#![no_main]

use skts_token::provisioning::{limits::MAX_PICTURE_PIXELS, picture};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // A large picture only makes a round slow: its size says nothing about the decoders.
    if let Ok(picture) = picture::from_bytes(bytes, MAX_PICTURE_PIXELS)
        && picture.on_white().width() * picture.on_white().height() <= 256 * 256
    {
        let _ = picture.read(&|| false);
    }
});
