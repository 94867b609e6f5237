//! Any text as a key container (PSKC), sealed or not.
#![no_main]

#[path = "../../tests/common/round_trip.rs"]
#[allow(dead_code)]
mod round_trip;

libfuzzer_sys::fuzz_target!(|text: &str| {
    round_trip::any_container(text);
    // Most texts end at the first check; these are past it.
    let package = |inner: &str| {
        format!("<KeyContainer xmlns='urn:ietf:params:xml:ns:keyprov:pskc' Version='1.0'>{inner}</KeyContainer>")
    };
    round_trip::any_container(&package(text));
    round_trip::any_container(&package(&format!(
        "<KeyPackage><Key Id='SKTS12345678' Algorithm='urn:ietf:params:xml:ns:keyprov:pskc:totp'>{text}</Key></KeyPackage>"
    )));
});
