//! `kill -9` under load: what the embedded verifier accepted stays used up, and nothing that it told is lost.
//!
//! A child process checks codes in several threads and writes a line to a pipe for each code that was accepted, after the
//! verifier said so. The parent kills it at a moment of its own choice, opens the file again, and hands in every code that
//! was reported, and those that may have been in the air.
//!
//! SKTS_BANK_KILLS says how often: 10 unless told, 100 in the full run.

use skts_bank_verifier::{Embedded, Enrolment, UnixTime, Verdict, Verifier};
use skts_token::otp::{Step, totp};
use skts_token::provisioning::{Found, found_in_text};
use skts_token::token::{Draft, Issuer, Serial};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// Threads of the child, each with a token of its own.
const CLIENTS: u64 = 8;

const START: u64 = 1_900_000_000;

/// Says to this program that it is the child, and where the file and the letters are.
const CHILD: &str = "SKTS_BANK_KILLED_CHILD";

fn main() -> ExitCode {
    if let Some(folder) = env::var_os(CHILD) {
        child(Path::new(&folder));
        return ExitCode::FAILURE;
    }
    // The harness's own flags, as `--list`, have no test to act on here; `cargo test NAME` for another one runs nothing.
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list")
        || arguments
            .iter()
            .any(|argument| !argument.starts_with('-') && !"killed".contains(argument.as_str()))
    {
        return ExitCode::SUCCESS;
    }
    let kills =
        env::var("SKTS_BANK_KILLS").map_or(10, |number| number.parse().expect("SKTS_BANK_KILLS is a number"));
    let folder = tempfile::tempdir().unwrap();
    let phones = enrolled(folder.path());
    // The next step that was not handed in yet, for each token.
    let mut next = [0; CLIENTS as usize];
    let (mut reported, mut in_the_air) = (0, 0);
    for kill in 0..kills {
        let told = killed(folder.path(), &next, moment(kill));
        let verifier = Embedded::open(&folder.path().join("bank")).unwrap();
        for (client, phone) in phones.iter().enumerate() {
            let last = told.iter().filter(|line| line.0 == client as u64).map(|line| line.1).max();
            let steps: Vec<u64> =
                told.iter().filter(|line| line.0 == client as u64).map(|line| line.1).collect();
            let expected: Vec<u64> = (next[client]..next[client] + steps.len() as u64).collect();
            assert_eq!(
                steps, expected,
                "kill {kill}, client {client}: a code was refused, or a report is missing"
            );
            reported += steps.len();
            // Was it accepted, and lost? Then this would accept it again.
            for step in steps.iter().rev().take(3) {
                assert_eq!(
                    submit(&verifier, phone, *step),
                    Verdict::Used,
                    "kill {kill}, client {client}, step {step}"
                );
            }
            let air = last.map_or(next[client], |last| last + 1);
            // The code that the child was checking: either the file has it or it has not. Nobody was told so.
            match submit(&verifier, phone, air) {
                Verdict::Used => in_the_air += 1,
                Verdict::Accepted { .. } => {}
                other => panic!("kill {kill}, client {client}, step {air}: {other:?}"),
            }
            assert_eq!(submit(&verifier, phone, air), Verdict::Used);
            next[client] = air + 1;
        }
    }
    // Nothing older comes back either, with the clock that it was made for.
    let verifier = Embedded::open(&folder.path().join("bank")).unwrap();
    for (phone, next) in phones.iter().zip(next) {
        for step in 0..next {
            assert_eq!(submit(&verifier, phone, step), Verdict::Used, "step {step} after the last kill");
        }
    }
    assert!(reported as u64 > kills, "the child was killed before it accepted anything: {reported} codes");
    println!(
        "kill -9: {kills} times; {reported} accepted codes reported, none lost, none accepted again; {in_the_air} were on the disk and \
         not yet told"
    );
    ExitCode::SUCCESS
}

/// Not the same moment twice: from 5 to 300 ms after the child's first report.
fn moment(kill: u64) -> Duration {
    let mixed = (kill + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    Duration::from_millis(5 + mixed % 296)
}

fn time(step: u64) -> UnixTime {
    UnixTime::from_seconds(START + 30 * step)
}

fn code(phone: &Draft, step: u64) -> String {
    totp(phone.seed(), phone.profile().algorithm, Step::at(time(step))).as_str().to_owned()
}

fn submit(verifier: &Embedded, phone: &Draft, step: u64) -> Verdict {
    verifier.check(&phone.profile().serial, &code(phone, step), time(step)).unwrap()
}

fn serial(client: u64) -> Serial {
    format!("SKTS{}", 10_000_000 + client).parse().unwrap()
}

fn letter(folder: &Path, client: u64) -> std::path::PathBuf {
    folder.join(format!("letter-{client}"))
}

fn read(folder: &Path, client: u64) -> Draft {
    let letter = fs::read_to_string(letter(folder, client)).unwrap();
    match found_in_text(&letter, time(0)).unwrap() {
        Found::Whole(draft) => draft,
        other => panic!("{other:?}"),
    }
}

fn enrolled(folder: &Path) -> Vec<Draft> {
    let verifier = Embedded::open(&folder.join("bank")).unwrap();
    let enrol = |client| {
        let order = Enrolment::new(Issuer::PRACTICE[0].parse().unwrap(), serial(client), time(0));
        fs::write(letter(folder, client), verifier.enrol(&order).unwrap().key_uri.as_str()).unwrap();
        read(folder, client)
    };
    (0..CLIENTS).map(enrol).collect()
}

/// Runs a child, kills it so long after its first report, and gives all that it reported: client and step.
fn killed(folder: &Path, next: &[u64], after: Duration) -> Vec<(u64, u64)> {
    let mut command = Command::new(env::current_exe().unwrap());
    command.env(CHILD, folder).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let begin: String = next.iter().map(|step| format!("{step}\n")).collect();
    child.stdin.take().unwrap().write_all(begin.as_bytes()).unwrap();
    let mut pipe = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    pipe.read_line(&mut text).unwrap();
    // A thread empties the pipe: a child that waits for the pipe would not be killed at work.
    let reading = thread::spawn(move || {
        let mut rest = String::new();
        pipe.read_to_string(&mut rest).unwrap();
        text + &rest
    });
    thread::sleep(after);
    child.kill().unwrap();
    let status = child.wait().unwrap();
    let text = reading.join().unwrap();
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::process::ExitStatusExt::signal(&status),
        Some(9),
        "the child ended by itself: {text}"
    );
    let line = |line: &str| {
        let (client, step) = line.split_once(' ')?;
        Some((client.parse().ok()?, step.parse().ok()?))
    };
    text.lines().map(|told| line(told).unwrap_or_else(|| panic!("the child says {told:?}"))).collect()
}

/// Checks codes until it is killed.
fn child(folder: &Path) {
    let mut begin = String::new();
    std::io::stdin().read_to_string(&mut begin).unwrap();
    let begin: Vec<u64> = begin.lines().map(|step| step.parse().unwrap()).collect();
    let verifier = Embedded::open(&folder.join("bank")).unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    thread::scope(|scope| {
        for (client, first) in (0..CLIENTS).zip(begin) {
            let verifier = &verifier;
            scope.spawn(move || {
                let phone = read(folder, client);
                for step in (first..).take_while(|_| Instant::now() < end) {
                    let verdict = submit(verifier, &phone, step);
                    assert!(matches!(verdict, Verdict::Accepted { .. }), "step {step}: {verdict:?}");
                    // One write of less than a page: the pipe has the whole line or nothing of it.
                    std::io::stdout().write_all(format!("{client} {step}\n").as_bytes()).unwrap();
                    std::io::stdout().flush().unwrap();
                }
            });
        }
    });
}
