//! Where the vault's key lies: a file that other programs touched, and a keystore that does not answer.
#![cfg(target_os = "linux")]

use super::*;
use std::fs;
use std::time::{Duration, Instant};

/// Editors, other systems and other programs write the same digits in other ways.
#[test]
fn a_key_file_is_read_as_others_write_it() {
    let home = Home::with(&[URI]);
    let text = fs::read_to_string(home.key()).unwrap();
    let digits = text.trim_end();
    for written in [
        digits.to_owned(),
        format!("{digits}\r\n"),
        format!("\u{feff}{digits}\n"),
        format!("{}\n", digits.to_uppercase()),
        format!("\u{feff}{}\r\n\r\n", digits.to_uppercase()),
    ] {
        fs::write(home.key(), &written).unwrap();
        home.run("code --at 59").stdout("SKTS12345678  287082  1 s left, until 09:01:00\n").success();
    }
    for spoiled in [&digits[1..], &digits.replace(&digits[..1], "g"), &format!("{digits}00"), ""] {
        fs::write(home.key(), spoiled).unwrap();
        home.run("code").refused("[key-missing]");
    }
}

#[test]
fn a_key_behind_a_link_that_leads_nowhere_is_out_of_reach() {
    let home = Home::with(&[URI]);
    let key = home.key();
    fs::rename(&key, home.path("key")).unwrap();
    std::os::unix::fs::symlink("away", &key).unwrap();
    home.run("code").refused("[data-unreachable]");
}

/// Runs the program on a bus of its own, beside a Secret Service that was stopped (SIGSTOP) and never answers.
fn beside_a_mute_service(home: &Home, words: &str) -> Test {
    let script = r#"gnome-keyring-daemon --foreground --components=secrets >/dev/null 2>&1 & service=$!
        gdbus wait --session --timeout 20 org.freedesktop.secrets && kill -STOP $service
        "$@" 2>&3; status=$?; kill -KILL $service; exit $status"#;
    let test = home.bare("--data-dir").arg(home.data()).words(words).env("XDG_RUNTIME_DIR", home.runtime());
    // The bus itself complains on standard error where it may open few files only.
    test.through(&format!("exec 3>&2 2>/dev/null; exec dbus-run-session -- sh -c '{script}' sh \"$@\""))
}

#[track_caller]
fn within<T>(seconds: u64, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = work();
    assert!(begun.elapsed() < Duration::from_secs(seconds), "{:?}", begun.elapsed());
    result
}

#[test]
fn a_vault_whose_key_is_in_a_file_opens_beside_a_mute_keystore() {
    let home = Home::with(&[URI]);
    let expected = "SKTS12345678  287082  1 s left, until 09:01:00\n";
    let test = beside_a_mute_service(&home, "code --at 59").stdout(expected).warning("lies in a file");
    within(20, || test.success());
}

#[test]
fn a_mute_keystore_is_told_and_no_file_takes_its_place() {
    let home = Home::with(&[URI]);
    fs::remove_file(home.key()).unwrap();
    let data =
        || home.snapshot().into_iter().filter(|(path, _)| path.starts_with(home.data())).collect::<Vec<_>>();
    let before = data();
    for words in ["code", "list", "--keystore platform list"] {
        within(20, || beside_a_mute_service(&home, words).refused("[keystore-unavailable]"));
    }
    assert!(data() == before, "the data folder was changed");
    let fresh = Home::new();
    within(20, || beside_a_mute_service(&fresh, "import -").stdin(URI).refused("[keystore-unavailable]"));
    assert!(!fresh.data().exists());
}
