//! `demo --bank` where the story cannot begin: one sentence, and nothing is left. The story itself is tested beside the
//! real bank, in tests/bank/browser/test_demo.py.
#![cfg(target_os = "linux")]

use super::window::Display;
use super::*;
use std::os::unix::fs::PermissionsExt;

#[test]
fn a_story_that_cannot_begin_is_told_in_a_sentence() {
    let home = Home::new();
    let bank = home.path("bank");
    let demo = |program: &std::path::Path| home.run("demo").arg(format!("--bank={}", program.display()));
    demo(&bank).refused("there is no display, and the story needs the window");
    // A debug build of Slint writes other lines to standard error before its error.
    let display = Display::new("");
    let told = |why: &str| {
        let says = demo(&bank).env("DISPLAY", display.name()).stdout("").ends(1).err;
        let last = says.lines().last().unwrap();
        assert!(last.contains(why) && !says.contains("panicked"), "{says}");
        assert!(!home.data().join("demo-bank").exists());
    };
    told("No such file or directory");
    let write = |script: &str| {
        std::fs::write(&bank, script).unwrap();
        std::fs::set_permissions(&bank, PermissionsExt::from_mode(0o700)).unwrap();
    };
    write("#!/bin/sh\necho hello\n");
    told("ended before it said its address");
}

#[test]
fn a_bank_is_for_the_demo_alone() {
    let says = Home::new().run("list --bank=skts-bank").usage();
    assert!(says.contains("--bank"), "{says}");
}
