//! Any bytes as a camera's frame, of any size and stride that is claimed.
#![no_main]

use skts_token::provisioning::qr::FrameReader;

libfuzzer_sys::fuzz_target!(|frame: (u8, u8, u16, &[u8])| {
    let (width, height, stride, plane) = frame;
    let mut reader = FrameReader::new();
    for _ in 0..4 {
        let _ = reader.read(plane, width.into(), height.into(), stride.into());
    }
});
