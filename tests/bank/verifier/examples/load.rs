//! Checks per second of each verifier, with 1, 16 and 64 clients, in one run.
//!
//!     cargo run --release --example load [SECONDS] [embedded]
//!
//! Every client has a token of its own and hands in one right code after the other; every eighth one it hands in twice, and the
//! second time nobody may accept it. privacyIDEA is started by `peers`: two nodes over one PostgreSQL, of which "one node" asks
//! the first alone. It is asked twice for a check, as the bank asks it: `/validate/check`, and whose token it is.

#[path = "../tests/suite/peers.rs"]
#[allow(dead_code)]
mod peers;
#[path = "../tests/suite/phone.rs"]
#[allow(dead_code)]
mod phone;

use phone::Phone;
use skts_bank_verifier::{
    Embedded, Enrolment, Place, PrivacyIdea, Serial, Settings, UnixTime, Verdict, Verifier,
};
use skts_token::token::Issuer;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const CLIENTS: [usize; 3] = [1, 16, 64];

/// The serials of a run follow those of the run before.
static NEXT: AtomicU64 = AtomicU64::new(40_000_000);

/// What one client saw.
#[derive(Default)]
struct Seen {
    times: Vec<Duration>,
    accepted: Vec<(Serial, Place)>,
    refused: usize,
    /// Codes that were accepted twice.
    twice: usize,
    errors: Vec<String>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let seconds = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(10);
    let period = Duration::from_secs(seconds);
    println!(
        "{:<26} {:>7} {:>10} {:>9} {:>9} {:>9}",
        "verifier", "clients", "checks/s", "p50 ms", "p99 ms", "accepted"
    );
    let folder = tempfile::tempdir().unwrap();
    let embedded = Embedded::open(&folder.path().join("bank")).unwrap();
    let mut sound = true;
    for clients in CLIENTS {
        sound &= row("embedded", &embedded, clients, period);
    }
    if !arguments.iter().any(|argument| argument == "embedded") {
        let peers = peers::Peers::up(&["--nodes", "2", "--postgres"]);
        let both = peers.settings("two nodes");
        let first = both.nodes[..1].to_vec();
        let one = Settings { nodes: first, ..peers.settings("one node") };
        for (name, settings) in [("privacyIDEA, one node", one), ("privacyIDEA, two nodes", both)] {
            let bank = PrivacyIdea::open(settings).unwrap();
            for clients in CLIENTS {
                sound &= row(name, &bank, clients, period);
            }
        }
    }
    if !sound {
        eprintln!("a code was accepted twice, or a right one was refused");
        std::process::exit(1);
    }
}

/// Measures and prints one line; whether each right code was accepted once.
fn row(name: &str, verifier: &dyn Verifier, clients: usize, period: Duration) -> bool {
    let phones: Vec<Phone> = (0..clients).map(|_| enrolled(verifier)).collect();
    let begin = Instant::now();
    let seen: Vec<Seen> = thread::scope(|scope| {
        let run = |phone| scope.spawn(move || client(verifier, phone, begin + period));
        let threads: Vec<_> = phones.iter().map(run).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let took = begin.elapsed().as_secs_f64();
    let mut times: Vec<Duration> = seen.iter().flat_map(|seen| &seen.times).copied().collect();
    times.sort_unstable();
    let accepted: Vec<_> = seen.iter().flat_map(|seen| &seen.accepted).collect();
    let places: HashSet<_> = accepted.iter().collect();
    let twice = accepted.len() - places.len() + seen.iter().map(|seen| seen.twice).sum::<usize>();
    let refused: usize = seen.iter().map(|seen| seen.refused).sum();
    let share = |of: usize| times[(times.len() * of / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    println!(
        "{name:<26} {clients:>7} {:>10.1} {:>9.2} {:>9.2} {:>9}",
        times.len() as f64 / took,
        share(50),
        share(99),
        accepted.len()
    );
    for error in seen.iter().flat_map(|seen| &seen.errors).take(3) {
        println!("    no verdict: {error}");
    }
    if twice + refused > 0 {
        println!("    accepted twice: {twice}; right and refused: {refused}");
    }
    twice + refused == 0
}

fn now() -> UnixTime {
    UnixTime::from_seconds(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs())
}

fn enrolled(verifier: &dyn Verifier) -> Phone {
    let serial = format!("SKTS{}", NEXT.fetch_add(1, Ordering::SeqCst)).parse().unwrap();
    let order = Enrolment::new(Issuer::PRACTICE[0].parse().unwrap(), serial, now());
    Phone::import(&verifier.enrol(&order).unwrap(), order.now)
}

/// Every code is the one of the step after the last, and the bank's clock goes with it. privacyIDEA has a clock of its own, and
/// follows a token as far as its codes go ahead: there too the next code is always right.
fn client(verifier: &dyn Verifier, phone: &Phone, end: Instant) -> Seen {
    let mut seen = Seen::default();
    let begin = now();
    for steps in 0.. {
        if Instant::now() >= end {
            break;
        }
        let at = phone::later(begin, steps * phone::STEP);
        let code = phone.code(at, 0);
        let again = steps % 8 == 7;
        for turn in 0..=usize::from(again) {
            let start = Instant::now();
            let verdict = verifier.check(phone.serial(), &code, at);
            seen.times.push(start.elapsed());
            match verdict {
                Ok(Verdict::Accepted { place }) if turn == 0 => {
                    seen.accepted.push((phone.serial().clone(), place))
                }
                Ok(Verdict::Accepted { .. }) => seen.twice += 1,
                Ok(_) if turn == 0 => seen.refused += 1,
                Ok(_) => {}
                Err(error) => seen.errors.push(error.to_string()),
            }
        }
    }
    seen
}
