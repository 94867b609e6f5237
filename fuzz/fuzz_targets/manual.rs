//! Any texts in the fields of manual entry.
#![no_main]

#[path = "../../tests/common/round_trip.rs"]
#[allow(dead_code)]
mod round_trip;

use skts_token::token::Algorithm;

libfuzzer_sys::fuzz_target!(|fields: (&str, &str, &str)| {
    let (serial, issuer, seed) = fields;
    round_trip::any_entry(serial, issuer, seed, Algorithm::Sha1);
    round_trip::any_entry("SKTS12345678", issuer, seed, Algorithm::Sha256);
    round_trip::any_entry("SKTS12345678", issuer, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Algorithm::Sha512);
});
