//! Every case of tests/vectors/key_uri_accepted.json, and privacyIDEA's URIs, through the real `skts-token import -`.
//! The refusals are in tests/cli/refusals.rs.

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn import(folder: &Path, text: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_skts-token"))
        .args(["--keystore", "file", "import", "-", "--data-dir"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// Imports each URI into a folder of its own: many have the same serial.
#[track_caller]
fn all_are_imported(text: &str, count: usize) {
    let document: Value = serde_json::from_str(text).unwrap();
    let accepted = document["cases"].as_array().unwrap().iter().filter(|case| case["refused"].is_null());
    let mut imported = 0;
    for case in accepted {
        let folder = tempfile::tempdir().unwrap();
        let output = import(folder.path(), case["uri"].as_str().unwrap());
        let says = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{}: {says}", case["name"]);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert_eq!(Some(printed.trim_end()), case["serial"].as_str(), "{}", case["name"]);
        imported += 1;
    }
    assert_eq!(imported, count);
}

#[test]
fn what_formats_md_accepts() {
    all_are_imported(include_str!("../vectors/key_uri_accepted.json"), 41);
}

#[test]
fn what_privacyidea_writes() {
    all_are_imported(include_str!("../vectors/privacyidea.json"), 8);
}
