//! Our codes beside those of Debian's oathtool: 1,000 random seeds, times from 1970 to 2200, the
//! three algorithms. Fails where oathtool is missing.

use super::Test;
use super::common::Random;
use skts_token::otp::{Step, totp};
use skts_token::token::{Algorithm, Seed, UnixTime};

const CASES: usize = 1000;
/// 2200-01-01 00:00:00 UTC
const YEAR_2200: u64 = 7_258_118_400;

/// oathtool gets the key in hexadecimal through a pipe: every program could see a key in an argument.
fn oathtool(seed: &Seed, algorithm: Algorithm, time: u64) -> String {
    let hex: String = seed.expose().iter().map(|byte| format!("{byte:02x}")).collect();
    let totp = format!("--totp={}", algorithm.name());
    let oathtool = Test::of("oathtool").args([&totp, &format!("--now=@{time}"), "-"]);
    oathtool.stdin(hex).ends(0).out.trim().to_owned()
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
        // The first and the last second, and the edges of a step, are always among the times.
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
