//! A vault that is locked with a passcode: it opens with the file that holds it, and with nothing else.

use super::*;
use skts_token::keystore::FileKeystore;
use skts_token::vault::{Cost, Locked, Passcode};
use std::path::PathBuf;

const RIGHT: &str = "482913";
const WRONG: &str = "739204";

/// A home whose vault has a token and this passcode.
fn locked() -> Home {
    let home = Home::with(&[URI]);
    let keystore = FileKeystore::new(&home.data());
    let locked = Locked::open(&home.data()).unwrap();
    let mut vault = locked.unlock(&keystore).map_err(|(_, error)| error).unwrap();
    let _ = vault.set_passcode(&Passcode::parse(RIGHT).unwrap(), Cost::LEAST, &keystore).unwrap();
    home
}

fn file(home: &Home, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = home.path(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn every_command_opens_it_with_the_passcode_and_none_without() {
    let home = locked();
    let right = file(&home, "right", format!("{RIGHT}\n"));
    let with = |words: &str| home.run(words).arg("--passcode-file").arg(&right);
    let before = home.snapshot();
    for words in ["code", "list", "sign 1234567", "remove SKTS12345678 --yes"] {
        let told = home.run(words).refused("[app-locked]");
        assert!(told.contains("--passcode-file") && !told.contains("SKTS"), "{told}");
    }
    home.import(OTHER).refused("[app-locked]");
    let check = home.run("check --json").ends(1);
    assert!(check.out.contains("\"vault\":\"app-locked\"") && !check.out.contains("SKTS"), "{}", check.out);
    assert_eq!(home.snapshot(), before, "nothing was changed");

    assert_eq!(with("code --at 59").success(), "SKTS12345678  287082  1 s left, until 09:01:00\n");
    with("import -").stdin(OTHER).success();
    assert_eq!(with("list").success().lines().count(), 2);
    with("import - --replace").stdin(REISSUED).success();
    with("remove SKTS87654321 --yes").success();
    assert_eq!(with("check --json").json()[0]["vault"], "open");
    home.run("list").refused("[app-locked]");
}

#[test]
fn wrong_ones_wait_and_the_right_one_waits_with_them() {
    let home = locked();
    let (right, wrong) = (file(&home, "right", RIGHT), file(&home, "wrong", WRONG));
    let with = |file: &PathBuf| home.run("list --passcode-file").arg(file);
    for _ in 0..4 {
        with(&wrong).refused("the passcode is wrong; check it");
    }
    with(&right).success();
    for _ in 0..4 {
        with(&wrong).refused("the passcode is wrong; check it");
    }
    with(&wrong).refused("the passcode is wrong; wait 30 s");
    let told = with(&right).refused("5 wrong passcodes were tried");
    assert!(told.contains("[app-locked]") && !told.contains(RIGHT), "{told}");
}

#[test]
fn a_file_that_holds_no_passcode_is_refused_and_not_repeated() {
    let home = locked();
    let before = home.snapshot();
    for (text, why) in [
        (&b"48291"[..], "six digits"),
        (b"482913\n482913\n", "more than one line"),
        (b"\xff\xfe482913", "UTF-8"),
        (b"", "six digits"),
    ] {
        let path = file(&home, "passcode", text);
        let told = home.run("list --passcode-file").arg(&path).refused(why);
        assert!(!told.contains("4829"), "{told}");
        std::fs::remove_file(path).unwrap();
    }
    home.run("list --passcode-file absent").refused("cannot be read");
    assert_eq!(home.snapshot(), before, "and no try was made");
}

#[test]
fn digits_of_a_japanese_keyboard_are_the_same_passcode() {
    let home = locked();
    home.run("list --passcode-file").arg(file(&home, "right", "４８２９１３\r\n")).success();
}

#[test]
fn what_opens_a_window_takes_no_passcode_and_what_is_not_locked_needs_none() {
    let home = Home::with(&[URI]);
    let right = file(&home, "right", RIGHT);
    for words in ["", "demo", "screenshot out.png"] {
        let told = home.run(words).arg("--passcode-file").arg(&right).usage();
        assert!(told.contains("asks by itself"), "{words}: {told}");
    }
    home.run("list --passcode-file").arg(&right).success();
}
