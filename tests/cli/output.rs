//! Where lines go: a pipe that nobody reads, a full disk, no standard output at all, a terminal.
#![cfg(target_os = "linux")]

use super::*;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::process::Stdio;

fn full_disk() -> File {
    File::create("/dev/full").unwrap()
}

fn pipe_that_nobody_reads() -> Stdio {
    std::io::pipe().unwrap().1.into()
}

/// A shell shows the status 141 for `cat` when nobody reads its pipe.
#[test]
fn a_pipe_that_nobody_reads_ends_it_in_silence() {
    let home = Home::with(&[URI]);
    for words in ["code", "list", "check", "code --watch", "--help", "--version"] {
        assert_eq!(home.run(words).onto(pipe_that_nobody_reads()).ends(141).err, "", "{words}");
    }
    home.import(OTHER).onto(pipe_that_nobody_reads()).ends(141);
    assert_eq!(home.run("list").success().lines().count(), 2);
    assert_eq!(Test::issue("qr").stdin(URI).onto(pipe_that_nobody_reads()).ends(141).err, "");
}

#[test]
fn a_full_disk_is_told_and_so_is_what_was_done() {
    let home = Home::new();
    home.import(URI)
        .onto(full_disk())
        .refused("SKTS12345678 is stored, but standard output cannot be written");
    home.import(URI).onto(full_disk()).refused("nothing was changed, but");
    for words in ["code", "list", "check", "--help", "import --help", "--version"] {
        home.run(words).onto(full_disk()).refused("standard output cannot be written");
    }
    home.run("remove SKTS12345678 --yes").onto(full_disk()).refused("SKTS12345678 is removed, but");
    home.run("list").stdout("").success();
    let minted = Test::issue("new --issuer A --out").arg(home.path("minted")).onto(full_disk());
    minted.refused("the files are written, but");
    assert_eq!(std::fs::read_dir(home.path("minted")).unwrap().count(), 4);
}

#[test]
fn a_closed_standard_output_is_told() {
    let home = Home::with(&[URI]);
    for words in ["code", "list", "check", "--help"] {
        home.run(words).through("exec \"$@\" >&-").refused("standard output is closed");
    }
    home.import(OTHER).through("exec \"$@\" >&-").refused("SKTS87654321 is stored, but");
    home.run("list").onto(Stdio::null()).success();
}

/// Neither a closed nor a full standard error ends a command that has nothing more to say than a warning.
#[test]
fn a_complaint_that_cannot_be_printed_leaves_the_status() {
    let home = Home::new();
    for script in ["exec \"$@\" 2>&-", "exec \"$@\" 2>/dev/full"] {
        assert_eq!(home.run("code").through(script).ends(1).err, "");
        assert_eq!(home.run("frobnicate").through(script).ends(2).err, "");
    }
}

#[test]
fn names_do_not_steer_the_terminal() {
    let home = Home::new();
    let mut names: Vec<_> =
        ["\u{1b}[31m", "\u{9b}31m", "a\nb", "x\u{202e}gpj", "\u{200b}"].map(Into::into).into();
    names.push(std::ffi::OsStr::from_bytes(b"\xff\x1b.png").to_owned());
    for name in names {
        let import = home.run("import").arg(home.path("").join(&name)).refused("check the file's name");
        let shot = home.run("screenshot").arg(home.path("absent").join(&name)).ends(1).err;
        let usage = home.run("code").arg(&name).usage();
        let verify = Test::issue("verify 123456 --uri-file").arg(&name).refused("cannot be read");
        for says in [import, shot, usage, verify] {
            let steers = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{200b}".contains(c);
            assert!(!says.contains(steers), "{name:?}: {says:?}");
        }
    }
}

/// What a program prints on a terminal.
fn on_a_terminal(test: Test) -> String {
    let script = r#"exec bash -c 'exec script -qec "$(printf "%q " "$@")" /dev/null' bash "$@""#;
    test.env("SHELL", "/bin/bash").through(script).ends(0).out
}

/// ESC ] 52 puts a text of somebody else's on the clipboard; what follows U+202E is read backwards.
#[test]
fn lines_do_not_steer_the_terminal_either() {
    let home = Home::new();
    let folder = home.path("\u{1b}]52;c;eA==\u{7}\u{9b}31m\u{202e}");
    let minted = on_a_terminal(Test::issue("new --issuer A --out").arg(&folder));
    let drawn = on_a_terminal(Test::issue("qr --url https://example.jp/ --out").arg(folder.join("x.png")));
    let hostile = home.path("hostile.png");
    Test::issue("qr --out").arg(&hostile).stdin("見本\u{202e}b").success();
    let read = on_a_terminal(Test::issue("read").arg(&hostile));
    for says in [minted, drawn, read] {
        let steers = |c: char| c.is_control() && !"\r\n".contains(c) || c == '\u{202e}';
        assert!(says.contains("\\u{202e}") && !says.contains(steers), "{says:?}");
    }
    // A program that reads the line finds the file by it.
    let path = Test::issue("qr --url https://example.jp/ --out").arg(folder.join("y.png")).success();
    assert!(std::path::Path::new(path.trim_end_matches('\n')).is_file());
}
