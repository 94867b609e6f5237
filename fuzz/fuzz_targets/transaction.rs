//! Any bytes as the text of a 取引QR, and as the CBOR in it.
#![no_main]

#[path = "../../tests/common/round_trip.rs"]
#[allow(dead_code)]
mod round_trip;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        round_trip::any_transaction(text);
        round_trip::any_transaction(&format!("SKTX1:{text}"));
    }
    round_trip::any_transaction_bytes(bytes);
});
