//! Any text as a Key URI.
#![no_main]

#[path = "../../tests/common/round_trip.rs"]
#[allow(dead_code)]
mod round_trip;

libfuzzer_sys::fuzz_target!(|text: &str| {
    round_trip::any_uri(text);
    // Most texts end at the first check; this one is past it.
    round_trip::any_uri(&format!("otpauth://totp/{text}"));
    round_trip::any_uri(&format!(
        "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&{text}"
    ));
});
