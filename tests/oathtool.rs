//! Our codes beside those of Debian's oathtool: 1,000 random seeds, times from 1970 to 2200, the
//! three algorithms. Fails where oathtool is missing.

mod common;

use common::Random;
use skts_token::otp::{Step, totp};
use skts_token::token::{Algorithm, Seed, UnixTime};
use std::io::Write;
use std::process::{Command, Stdio};

const CASES: usize = 1000;
/// 2200-01-01 00:00:00 UTC
const YEAR_2200: u64 = 7_258_118_400;

/// Hexadecimal through a pipe: a key in an argument is visible to every program.
fn oathtool(seed: &Seed, algorithm: Algorithm, time: u64) -> String {
    let mut child = Command::new("oathtool")
        .args([&format!("--totp={}", algorithm.name()), &format!("--now=@{time}"), "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("oathtool is needed: apt-get install oathtool");
    let hex: String = seed.expose().iter().map(|byte| format!("{byte:02x}")).collect();
    child.stdin.take().unwrap().write_all(hex.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "oathtool failed at {time}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_thousand_codes_are_equal() {
    let mut random = Random::new();
    let mut compared = [0; 3];
    for case in 0..CASES {
        let length = 16 + random.below(49) as usize;
        let bytes: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        let seed = Seed::new(&bytes).unwrap();
        let algorithm = Algorithm::ALL[case % 3];
        // The first and the last second, and the edges of a step, are always among them.
        let time = match case {
            0..3 => 0,
            3..6 => YEAR_2200 - 1,
            6..9 => 1_699_999_999,
            9..12 => 1_700_000_010,
            _ => random.below(YEAR_2200),
        };
        let ours = totp(&seed, algorithm, Step::at(UnixTime::from_seconds(time)));
        let theirs = oathtool(&seed, algorithm, time);
        assert_eq!(ours.as_str(), theirs, "case {case}: {algorithm}, {length} bytes, {time} s");
        compared[case % 3] += 1;
    }
    assert_eq!(compared.iter().sum::<usize>(), CASES);
    println!("oathtool: {CASES} codes equal ({compared:?} for {:?})", Algorithm::ALL);
}
