//! The suite on the embedded verifier, and what only a file can do: several programs on one.

use crate::conformance::{Bench, Manners, TOGETHER, at_once, one_accepted};
use crate::phone::Phone;
use skts_bank_verifier::{Embedded, Enrolment, UnixTime, Verdict, Verifier};
use skts_token::token::Issuer;

pub const MANNERS: Manners =
    Manners { earliest: -1, latest: 1, older: Verdict::Used, used_counts: false, follows_at: 2 };

const START: UnixTime = UnixTime::from_seconds(1_900_000_000);

#[test]
fn conforms() {
    let folder = tempfile::tempdir().unwrap();
    let verifier = Embedded::open(&folder.path().join("bank")).unwrap();
    Bench::new(&verifier, &|_| (), MANNERS, START).run();
}

/// Each with a connection and a writer of its own, as several processes would be.
#[test]
fn of_many_submissions_through_many_handles_one_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bank");
    let handles: Vec<_> = (0..TOGETHER).map(|_| Embedded::open(&path).unwrap()).collect();
    let order = Enrolment::new(Issuer::PRACTICE[0].parse().unwrap(), "SKTS12345678".parse().unwrap(), START);
    let phone = Phone::import(&handles[0].enrol(&order).unwrap(), START);
    for step in 0..100 {
        let now = UnixTime::from_seconds(START.seconds() + 30 * step);
        let code = phone.code(now, 0);
        one_accepted(&at_once(|number| handles[number].check(phone.serial(), &code, now).unwrap()));
    }
}

#[test]
fn what_was_taken_stays_taken_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bank");
    let order = Enrolment::new(Issuer::PRACTICE[0].parse().unwrap(), "SKTS12345678".parse().unwrap(), START);
    let verifier = Embedded::open(&path).unwrap();
    let phone = Phone::import(&verifier.enrol(&order).unwrap(), START);
    let code = phone.code(START, 0);
    assert!(matches!(verifier.check(phone.serial(), &code, START).unwrap(), Verdict::Accepted { .. }));
    drop(verifier);
    let verifier = Embedded::open(&path).unwrap();
    assert_eq!(verifier.check(phone.serial(), &code, START).unwrap(), Verdict::Used);
}
