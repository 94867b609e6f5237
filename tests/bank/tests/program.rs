//! The program itself: it says where it is, serves, and ends at a signal with nothing left behind.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than any computer needs, since a test that waits for nothing fails here.
const PATIENCE: Duration = Duration::from_secs(60);

struct Program {
    child: Child,
    lines: Vec<String>,
    address: String,
}

/// Starts the bank on a free port and reads what it prints until it is ready.
fn start(arguments: &[&str], temporary: &std::path::Path) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_skts-bank"));
    command.args(["--listen", "127.0.0.1:0"]).args(arguments).env("TMPDIR", temporary).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let last = line.starts_with("Ctrl-C");
        lines.push(line);
        if last {
            break;
        }
    }
    let (_, rest) = lines[0].split_once("http://").unwrap();
    let address = rest.trim_end_matches('/').to_owned();
    Program { child, lines, address }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn interrupt(mut program: Program) {
    let id = program.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let begun = Instant::now();
    while program.child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            program.child.kill().unwrap();
            panic!("the bank does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(program.child.wait().unwrap().success());
}

#[test]
fn it_starts_with_customers_and_ends_with_nothing_left() {
    let temporary = tempfile::tempdir().unwrap();
    let program = start(&[], temporary.path());
    let letters: Vec<&str> = program
        .lines
        .iter()
        .filter_map(|line| line.split_once(&program.address))
        .map(|(_, path)| path)
        .collect();
    assert_eq!(letters.len(), 4, "an address and three letters: {:?}", program.lines);
    for letter in &letters[1..] {
        let page = get(&program.address, letter);
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("id=\"qr\""), "{page}");
    }
    assert!(get(&program.address, "/").contains("練習用"));
    assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 1);
    // A browser that began a request and went to sleep.
    let mut half = TcpStream::connect(&program.address).unwrap();
    half.write_all(b"GET / HT").unwrap();
    interrupt(program);
    drop(half);
    assert_eq!(
        std::fs::read_dir(temporary.path()).unwrap().count(),
        0,
        "the database of a bank that keeps none"
    );
}

#[test]
fn a_kept_database_has_its_customers_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank");
    let arguments = ["--database", file.to_str().unwrap()];
    let first = start(&arguments, folder.path());
    assert!(first.lines.iter().any(|line| line.contains("契約者ID")));
    for kept in std::fs::read_dir(folder.path()).unwrap() {
        let kept = kept.unwrap();
        let mode = std::os::unix::fs::PermissionsExt::mode(&kept.metadata().unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "{:?} is not its owner's alone", kept.file_name());
    }
    interrupt(first);
    let second = start(&arguments, folder.path());
    assert!(!second.lines.iter().any(|line| line.contains("契約者ID")), "{:?}", second.lines);
    assert!(get(&second.address, "/branch").contains("見本 花子"));
    interrupt(second);
}

#[test]
fn what_cannot_be_used_is_said_in_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let bank = || Command::new(env!("CARGO_BIN_EXE_skts-bank"));
    let missing = folder.path().join("nowhere").join("bank");
    let done = bank().args(["--listen", "127.0.0.1:0", "--database"]).arg(missing).output().unwrap();
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(String::from_utf8(done.stderr).unwrap().lines().count(), 1);
    let done = bank().args(["--verifier", "privacyidea"]).output().unwrap();
    assert_eq!(done.status.code(), Some(2), "privacyIDEA needs an address and a password");
}
