//! Any text as the name of an OCRA suite, with any question.
#![no_main]

#[path = "../../tests/common/round_trip.rs"]
#[allow(dead_code)]
mod round_trip;

libfuzzer_sys::fuzz_target!(|texts: (&str, &str)| {
    let (suite, question) = texts;
    round_trip::any_suite(suite, question);
    // Most texts end at the first check; these are past it.
    round_trip::any_suite(&format!("OCRA-1:{suite}"), question);
    round_trip::any_suite(&format!("OCRA-1:HOTP-SHA1-6:{suite}"), question);
});
