//! Notes the time of the build, and what the linker is to do.

use std::time::{SystemTime, UNIX_EPOCH};

fn main() {
    note_time();
    pack_relocations();
}

/// The clock check's floor: no honest clock is earlier than this build. `SOURCE_DATE_EPOCH` makes it
/// reproducible.
fn note_time() {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo::rustc-env=SKTS_BUILD_TIME={}", given.unwrap_or_else(now));
}

/// Two thirds of a megabyte less of relocations, where the system's linker and loader know them
/// (binutils 2.38, glibc 2.36: Debian 12); an older linker ignores the option with a warning.
fn pack_relocations() {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}
