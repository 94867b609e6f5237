//! Puts the time of the build into the program, and tells the linker what to do.

use std::time::{SystemTime, UNIX_EPOCH};

fn main() {
    note_time();
    pack_relocations();
}

/// The time of the build, before which no honest clock is: the clock check's lower bound. With `SOURCE_DATE_EPOCH` a
/// build can be repeated.
fn note_time() {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo::rustc-env=SKTS_BUILD_TIME={}", given.unwrap_or_else(now));
}

/// Packs the program's relocations, which makes it two thirds of a megabyte smaller, where the system's linker and
/// loader know how (binutils 2.38, glibc 2.36: Debian 12); an older linker ignores the option with a warning.
fn pack_relocations() {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
