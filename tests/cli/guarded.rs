//! What other programs of the same user get of a program that handles seeds: no memory, no file under /proc.
#![cfg(target_os = "linux")]

use super::*;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Root reads everything, so under root the programs run as this user.
const NOBODY: u32 = 65534;

fn as_a_user(mut command: Command) -> Command {
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// A home whose programs and files that user may reach.
fn shared_home() -> Home {
    let home = Home::new();
    let test = home.bare("");
    let program = test.command().get_program().to_owned();
    let issuers = Path::new(&program).with_file_name("skts-issue");
    // By another program: a file that this one has open for writing is open in whatever another test's thread starts in that
    // moment too, and is then not run ("Text file busy").
    let copied =
        Command::new("cp").args([Path::new(&program), &issuers]).arg(home.path("")).status().unwrap();
    assert!(copied.success());
    if is_root() {
        for path in [home.runtime(), &home.path("")] {
            std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
    home
}

fn run(home: &Home, program: &str, words: &str) -> Command {
    let mut command = Command::new(home.path(program));
    command.args(words.split_whitespace()).env_clear().env("HOME", home.path(""));
    command.env("PATH", std::env::var_os("PATH").unwrap()).current_dir(home.path(""));
    as_a_user(command)
}

/// Whether a program of the same user can read these files of `program`.
fn readable(program: &Child) -> Vec<&'static str> {
    let can = |name: &&str| {
        let mut read = Command::new("dd");
        read.arg(format!("if=/proc/{}/{name}", program.id())).args(["of=/dev/null", "bs=1", "count=1"]);
        as_a_user(read).stderr(Stdio::null()).status().unwrap().success()
    };
    ["environ", "maps", "smaps", "auxv"].into_iter().filter(|name| can(name)).collect()
}

fn end(mut program: Child) {
    program.kill().unwrap();
    program.wait().unwrap();
}

#[test]
fn no_other_program_of_the_user_gets_at_the_memory() {
    let home = shared_home();
    let other = as_a_user({
        let mut sleep = Command::new("sleep");
        sleep.arg("600");
        sleep
    })
    .spawn()
    .unwrap();
    assert_eq!(readable(&other).len(), 4, "the test sees nothing of any program");
    end(other);

    let mut import = run(&home, "skts-token", "--keystore file --data-dir data import -");
    let mut import =
        import.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    import.stdin.take().unwrap().write_all(URI.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());

    let mut watch = run(&home, "skts-token", "--keystore file --data-dir data code --watch");
    let mut watch = watch.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(watch.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("SKTS12345678"), "{line}");
    let status = fs::read_to_string(format!("/proc/{}/status", watch.id())).unwrap();
    let locked = status.lines().find_map(|line| line.strip_prefix("VmLck:")).unwrap().trim().to_owned();
    assert_eq!(readable(&watch), [""; 0]);
    assert_ne!(locked, "0 kB", "the vault is open, and its key may be written to the swap partition");
    end(watch);
}

#[test]
fn nor_at_that_of_the_issuers_tool() {
    let home = shared_home();
    let mut issue = run(&home, "skts-issue", "qr --uri-file - --out x.png");
    let mut issue = issue.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Half of a text: the tool has begun to read, and waits for the rest.
    let mut input = issue.stdin.take().unwrap();
    input.write_all(b"otpauth://").unwrap();
    let begun = std::time::Instant::now();
    while !readable(&issue).is_empty() && begun.elapsed().as_secs() < 10 {
        std::thread::yield_now();
    }
    let readable = readable(&issue);
    drop(input);
    issue.wait().unwrap();
    let mut says = String::new();
    issue.stderr.take().unwrap().read_to_string(&mut says).unwrap();
    assert_eq!(readable, [""; 0], "{says}");
}
