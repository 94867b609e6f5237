//! Puts the time of the build and an issuer's own words into the program, and tells the linker what to do.

// The same code as in the app reads the guides here, so that a broken file fails the build and not the customer's start.
#[allow(dead_code)]
#[path = "src/app/guides/file.rs"]
mod guides;

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() {
    note_time();
    if let Err(fault) = take_guides() {
        println!("cargo::error={fault}");
        return;
    }
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        pack_relocations();
        // The profiles `release` and `dist`, in which a panic aborts.
        if is("PROFILE", "release") {
            leave_out_unwinding();
            gather_what_seldom_runs();
        }
    }
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

/// Checks the guides, and puts the issuer's file into the program that `SKTS_ISSUER_FILE` names; an empty one where it names
/// none.
fn take_guides() -> Result<(), String> {
    let mut files = Vec::new();
    for name in guides::NAMES {
        let path = format!("assets/guides/{name}.json");
        println!("cargo::rerun-if-changed={path}");
        files.push(std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?);
    }
    let texts = std::array::from_fn(|index| files[index].as_str());
    guides::guides(texts)?;
    println!("cargo::rerun-if-changed=src/app/guides/file.rs");
    println!("cargo::rerun-if-env-changed=SKTS_ISSUER_FILE");
    let issuer = match std::env::var("SKTS_ISSUER_FILE") {
        Err(_) => String::new(),
        Ok(path) => {
            println!("cargo::rerun-if-changed={path}");
            let json = std::fs::read_to_string(&path)
                .map_err(|error| format!("SKTS_ISSUER_FILE names {path}: {error}"))?;
            guides::issuer(&json).map_err(|fault| format!("the issuer's file {path}: {fault}"))?;
            json
        }
    };
    let folder = std::env::var("OUT_DIR").expect("cargo gives each build script a folder");
    std::fs::write(Path::new(&folder).join("issuer.json"), issuer).map_err(|error| error.to_string())
}

fn is(name: &str, value: &str) -> bool {
    std::env::var(name).is_ok_and(|found| found == value)
}

/// Packs the program's relocations, which makes it two thirds of a megabyte smaller, where the system's linker and
/// loader know how (binutils 2.38, glibc 2.36: Debian 12); an older linker ignores the option with a warning.
fn pack_relocations() {
    println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
}

/// Leaves out the tables by which a stack is unwound, which makes the program 1.6 megabytes smaller. A panic aborts the
/// program, so that nothing unwinds its stack; a backtrace, which the tables serve too, would name no function, since the
/// program has no symbols.
fn leave_out_unwinding() {
    script("without_unwinding", "/DISCARD/ : { *(.eh_frame) *(.eh_frame.*) *(.eh_frame_hdr) }");
}

/// The crates whose code few starts run: they read pictures of QR codes, speak to Wayland's
/// compositors, open files through a dialog, or name the functions of a stack.
const SELDOM: [&str; 23] = [
    "addr2line",
    "encoding_rs",
    "gif",
    "gimli",
    "image",
    "image_webp",
    "miniz_oxide",
    "num_bigint",
    "png",
    "rfd",
    "rustc_demangle",
    "rxing",
    "sctk_adwaita",
    "skts_qr",
    "smithay_client_toolkit",
    "tiny_skia",
    "tiny_skia_path",
    "tree_magic_mini",
    "ttf_parser",
    "wayland_client",
    "webbrowser",
    "wl_clipboard_rs",
    "zune_jpeg",
];

/// Puts code that few starts run beside each other. Linux brings a program into memory by sixteen pages at a time and more, so
/// that code which never runs would take memory wherever it lies between code that does. Two thirds of the screens' code are
/// of pages other than the code's: desktop/often names what of the screens stays with the rest.
fn gather_what_seldom_runs() {
    println!("cargo::rerun-if-changed=desktop/often");
    let often = std::fs::read_to_string("desktop/often").expect("the tree has desktop/often");
    // After the name of a component stands its number; before that of a global, which has none, stands the name's length.
    let often = often.lines().map(|name| format!("*(.text.*{name}_[0-9]* .text.*{}{name}*)", name.len()));
    // A function's section is named after the function, and there the name of its crate follows the name's length, and the next
    // part of the function's name the crate's. At the end stands the crate that happened to ask for a function first.
    let seldom = SELDOM.map(|name| format!("*(.text.*{}{name}[0-9E]*)", name.len()));
    let screens = "*(.text.*12skts_screens*Inner*)";
    let (often, seldom) = (often.collect::<Vec<_>>().join(" "), seldom.join(" "));
    script("gathered", &format!(".text.often : {{ {often} }} .text.seldom : {{ {seldom} {screens} }}"));
}

/// Gives the linker a script of one output section.
fn script(name: &str, section: &str) {
    let folder = std::env::var("OUT_DIR").expect("cargo gives each build script a folder");
    let path = Path::new(&folder).join(name).with_extension("ld");
    std::fs::write(&path, format!("SECTIONS {{ {section} }}\nINSERT AFTER .text;\n"))
        .expect("cargo has made the folder");
    println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", path.display());
}
