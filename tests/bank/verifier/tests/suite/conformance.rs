//! What every verifier does, in whatever program it is: one suite, generic over the trait, that both run.
//!
//! Where privacyIDEA is honest and different, [`Manners`] says how, and the suite asks for exactly that.

use crate::phone::{Phone, STEP, later};
use crate::signing::{not_enabled, payee, payees, payees_lock, transaction, transactions};
use skts_bank_verifier::{
    Algorithm, Enrolment, Letter, MAX_FAILURES, Place, Serial, UnixTime, Verdict, Verifier, VerifierError,
};
use skts_token::token::Issuer;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// How many clients hand in one code at the same moment.
pub const TOGETHER: usize = 16;

/// In what two verifiers may differ.
#[derive(Clone, Copy)]
pub struct Manners {
    /// The steps around a clock that is right in which a code is taken.
    pub earliest: i64,
    pub latest: i64,
    /// What is said of a code of an earlier step, when a later one was taken.
    pub older: Verdict,
    /// Whether a used code counts towards the lock.
    pub used_counts: bool,
    /// At which code in a row with the same drift a clock is followed.
    pub follows_at: usize,
}

/// A verifier under test, its clock, and serials that nobody had before.
pub struct Bench<'a> {
    pub verifier: &'a dyn Verifier,
    pub set_clock: &'a (dyn Fn(UnixTime) + Sync),
    pub manners: Manners,
    serial: AtomicU64,
    clock: AtomicU64,
}

type Case = (&'static str, fn(&Bench));

const CASES: &[Case] = &[
    ("a right code is taken, of each algorithm", right_codes),
    ("the window has its steps and no more", window),
    ("a wrong code is wrong, and counted", wrong_codes),
    ("a used code is used", used_code),
    ("an old step is refused after a newer one", old_step),
    ("ten failures lock, a release unlocks", lock),
    ("a right code ends the counting", forgiven),
    ("a stopped token gives nothing, a revoked one never again", stopped),
    ("a serial that nobody has is unknown", unknown),
    ("a serial is enrolled once", enrolled_once),
    ("a payee's code is for that payee", payees),
    ("failures of 取引認証 lock the token too", payees_lock),
    ("a transaction's code is for that transaction, once", transactions),
    ("a token without 取引認証 signs nothing", not_enabled),
    ("a two-step enrolment needs the phone's part", two_steps),
    ("a clock that is ahead is followed", drift),
    ("of many submissions at once one is taken", together),
];

impl<'a> Bench<'a> {
    pub fn new(
        verifier: &'a dyn Verifier,
        set_clock: &'a (dyn Fn(UnixTime) + Sync),
        manners: Manners,
        start: UnixTime,
    ) -> Self {
        let (serial, clock) = (AtomicU64::new(10_000_000), AtomicU64::new(start.seconds()));
        Self { verifier, set_clock, manners, serial, clock }
    }

    /// Runs every case, whichever failed before; then fails with the names of those that did.
    pub fn run(&self) {
        let mut failed = Vec::new();
        for (name, case) in CASES {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| case(self)));
            println!("{} {name}", if done.is_ok() { "ok    " } else { "FAILED" });
            if done.is_err() {
                failed.push(*name);
            }
        }
        assert!(failed.is_empty(), "{failed:#?}");
    }

    /// A new time for a case, ten seconds into a step and ten minutes after any other case's.
    pub fn now(&self) -> UnixTime {
        let now = self.clock.fetch_add(600, Ordering::SeqCst) / 30 * 30 + 610;
        self.at(UnixTime::from_seconds(now))
    }

    pub fn at(&self, now: UnixTime) -> UnixTime {
        (self.set_clock)(now);
        now
    }

    pub fn serial(&self) -> Serial {
        format!("SKTS{}", self.serial.fetch_add(1, Ordering::SeqCst)).parse().unwrap()
    }

    pub fn order(&self, now: UnixTime) -> Enrolment {
        Enrolment::new(Issuer::PRACTICE[0].parse().unwrap(), self.serial(), now)
    }

    pub fn enrol(&self, order: &Enrolment) -> Letter {
        self.verifier.enrol(order).unwrap()
    }

    pub fn phone(&self, now: UnixTime) -> Phone {
        Phone::import(&self.enrol(&self.order(now)), now)
    }

    pub fn check(&self, phone: &Phone, code: &str, now: UnixTime) -> Verdict {
        self.verifier.check(phone.serial(), code, now).unwrap()
    }

    #[track_caller]
    pub fn accepts(&self, phone: &Phone, now: UnixTime, steps: i64) {
        let place = Place::Step((now.seconds() as i64 / STEP + steps) as u64);
        assert_eq!(
            self.check(phone, &phone.code(now, steps), now),
            Verdict::Accepted { place },
            "{steps} steps"
        );
    }

    pub fn fails(&self, phone: &Phone, now: UnixTime, times: u32) {
        let wrong = phone.wrong(now);
        for number in 1..=times {
            let left = Some(MAX_FAILURES - number);
            assert_eq!(self.check(phone, &wrong, now), Verdict::Wrong { left }, "failure {number}");
        }
    }
}

fn right_codes(bench: &Bench) {
    for algorithm in Algorithm::ALL {
        let now = bench.now();
        let phone = Phone::import(&bench.enrol(&Enrolment { algorithm, ..bench.order(now) }), now);
        bench.accepts(&phone, now, 0);
        let now = bench.at(later(now, STEP));
        let code = phone.code(now, 0);
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        assert!(matches!(bench.check(&phone, &spaced, now), Verdict::Accepted { .. }), "a blank is forgiven");
    }
}

fn window(bench: &Bench) {
    let Manners { earliest, latest, .. } = bench.manners;
    for steps in earliest..=latest {
        let now = bench.now();
        bench.accepts(&bench.phone(now), now, steps);
    }
    for steps in [earliest - 1, latest + 1] {
        let now = bench.now();
        let phone = bench.phone(now);
        let verdict = bench.check(&phone, &phone.code(now, steps), now);
        assert_eq!(verdict, Verdict::Wrong { left: Some(MAX_FAILURES - 1) }, "{steps} steps");
    }
}

fn wrong_codes(bench: &Bench) {
    let now = bench.now();
    let phone = bench.phone(now);
    let right = phone.code(now, 0);
    let hostile = ["", "12345", "1234567", "abcdef", "１２３４５６", "' OR 1=1 --", "\0", "-12345"];
    let near = [right[..5].to_owned(), format!("{right}0"), format!("0{right}")];
    for code in hostile.into_iter().map(str::to_owned).chain(near) {
        let verdict = bench.check(&phone, &code, now);
        assert!(matches!(verdict, Verdict::Wrong { left: Some(_) }), "{code:?}: {verdict:?}");
        bench.verifier.release_lock(phone.serial()).unwrap();
    }
    bench.fails(&phone, now, 3);
    bench.accepts(&phone, now, 0);
}

fn used_code(bench: &Bench) {
    let now = bench.now();
    let phone = bench.phone(now);
    bench.accepts(&phone, now, 0);
    for at in [0, 5, 19] {
        let now = bench.at(later(now, at));
        assert_eq!(bench.check(&phone, &phone.code(now, 0), now), Verdict::Used);
    }
    let wrong = phone.wrong(now);
    let left = MAX_FAILURES - 1 - if bench.manners.used_counts { 3 } else { 0 };
    assert_eq!(bench.check(&phone, &wrong, now), Verdict::Wrong { left: Some(left) });
}

fn old_step(bench: &Bench) {
    let now = bench.now();
    let phone = bench.phone(now);
    bench.accepts(&phone, now, 0);
    let verdict = bench.check(&phone, &phone.code(now, -1), now);
    assert_eq!(std::mem::discriminant(&verdict), std::mem::discriminant(&bench.manners.older), "{verdict:?}");
    let now = bench.at(later(now, STEP));
    bench.accepts(&phone, now, 0);
}

fn lock(bench: &Bench) {
    let now = bench.now();
    let phone = bench.phone(now);
    bench.fails(&phone, now, MAX_FAILURES);
    for code in [phone.code(now, 0), phone.wrong(now)] {
        assert_eq!(bench.check(&phone, &code, now), Verdict::Locked);
    }
    bench.verifier.release_lock(phone.serial()).unwrap();
    // What was refused while the token was locked was not used up.
    bench.accepts(&phone, now, 0);
}

fn forgiven(bench: &Bench) {
    let now = bench.now();
    let phone = bench.phone(now);
    bench.fails(&phone, now, MAX_FAILURES - 1);
    bench.accepts(&phone, now, 0);
    bench.fails(&phone, now, MAX_FAILURES - 1);
    let now = bench.at(later(now, STEP));
    bench.accepts(&phone, now, 0);
}

fn stopped(bench: &Bench) {
    let now = bench.now();
    let phone = bench.phone(now);
    bench.verifier.stop(phone.serial()).unwrap();
    bench.verifier.stop(phone.serial()).unwrap();
    for code in [phone.code(now, 0), phone.wrong(now)] {
        assert_eq!(bench.check(&phone, &code, now), Verdict::Stopped);
    }
    bench.verifier.resume(phone.serial()).unwrap();
    bench.accepts(&phone, now, 0);
    let now = bench.at(later(now, STEP));
    for _ in 0..2 {
        bench.verifier.revoke(phone.serial()).unwrap();
        assert_eq!(bench.check(&phone, &phone.code(now, 0), now), Verdict::Stopped);
        assert!(matches!(bench.verifier.resume(phone.serial()), Err(VerifierError::Revoked(_))));
    }
    let code = phone.payee(&payee("1234567"), now);
    assert_eq!(
        bench.verifier.check_payee(phone.serial(), &payee("1234567"), &code, now).unwrap(),
        Verdict::Stopped
    );
}

fn unknown(bench: &Bench) {
    let now = bench.now();
    let (phone, serial) = (bench.phone(now), bench.serial());
    let verifier = bench.verifier;
    assert_eq!(verifier.check(&serial, &phone.code(now, 0), now).unwrap(), Verdict::Unknown);
    assert_eq!(verifier.check_payee(&serial, &payee("1234567"), "123456", now).unwrap(), Verdict::Unknown);
    let transaction = transaction(&serial, 1, 50_000, later(now, 300));
    assert_eq!(verifier.check_transaction(&serial, &transaction, "12345678", now).unwrap(), Verdict::Unknown);
    for done in [
        verifier.stop(&serial),
        verifier.resume(&serial),
        verifier.revoke(&serial),
        verifier.release_lock(&serial),
    ] {
        assert!(matches!(done, Err(VerifierError::Unknown(_))), "{done:?}");
    }
    assert!(matches!(verifier.drift(&serial), Err(VerifierError::Unknown(_))));
    assert!(matches!(
        verifier.finish_two_step(&serial, "M5BD5PYAAEBAGBAFAYDQ"),
        Err(VerifierError::Unknown(_))
    ));
}

fn enrolled_once(bench: &Bench) {
    let now = bench.now();
    let order = bench.order(now);
    let phone = Phone::import(&bench.enrol(&order), now);
    for two_step in [false, true] {
        let again = bench.verifier.enrol(&Enrolment { two_step, ..order.clone() });
        assert!(matches!(again, Err(VerifierError::Exists(_))), "{again:?}");
    }
    bench.accepts(&phone, now, 0);
}

fn two_steps(bench: &Bench) {
    for algorithm in Algorithm::ALL {
        let now = bench.now();
        let letter = bench.enrol(&Enrolment { two_step: true, algorithm, ..bench.order(now) });
        assert!(letter.two_step && letter.key_container.is_none());
        let (phone, letters) = Phone::import_half(&letter, now);
        let finish = |letters: &str| bench.verifier.finish_two_step(phone.serial(), letters);
        assert_eq!(bench.check(&phone, &phone.code(now, 0), now), Verdict::Unfinished);
        for wrong in ["", "M5BD", "M5BD5PYAAEBAGBAFAYDA"] {
            assert!(matches!(finish(wrong), Err(VerifierError::Part)), "{wrong:?}");
        }
        finish(&letters).unwrap();
        assert!(matches!(finish(&letters), Err(VerifierError::NotHalf(_))));
        bench.accepts(&phone, now, 0);
        let one = payee("98765");
        let verdict = bench.verifier.check_payee(phone.serial(), &one, &phone.payee(&one, now), now).unwrap();
        assert!(matches!(verdict, Verdict::Accepted { .. }), "{verdict:?}");
    }
    let now = bench.now();
    let whole = bench.phone(now);
    let refused = bench.verifier.finish_two_step(whole.serial(), "M5BD5PYAAEBAGBAFAYDQ");
    assert!(matches!(refused, Err(VerifierError::NotHalf(_))), "{refused:?}");
    bench.accepts(&whole, now, 0);
}

fn drift(bench: &Bench) {
    let mut now = bench.now();
    let phone = bench.phone(now);
    assert_eq!(bench.verifier.drift(phone.serial()).unwrap(), 0);
    for _ in 0..bench.manners.follows_at {
        assert_eq!(bench.verifier.drift(phone.serial()).unwrap(), 0);
        bench.accepts(&phone, now, 1);
        now = bench.at(later(now, STEP));
    }
    assert_eq!(bench.verifier.drift(phone.serial()).unwrap(), 1);
    bench.accepts(&phone, now, bench.manners.latest + 1);
}

fn together(bench: &Bench) {
    for _ in 0..5 {
        let now = bench.now();
        let phone = bench.phone(now);
        let code = phone.code(now, 0);
        let verdicts = at_once(|_| bench.check(&phone, &code, now));
        one_accepted(&verdicts);
        bench.verifier.release_lock(phone.serial()).unwrap();
        let asked = transaction(phone.serial(), 100 + now.seconds(), 1, later(now, 300));
        let code = phone.transaction(&asked, now);
        let check = |_| bench.verifier.check_transaction(phone.serial(), &asked, &code, now).unwrap();
        one_accepted(&at_once(check));
        let one = payee("7654321");
        let code = phone.payee(&one, now);
        one_accepted(&at_once(|_| bench.verifier.check_payee(phone.serial(), &one, &code, now).unwrap()));
    }
}

/// Runs `submit` in [`TOGETHER`] threads that begin at the same moment.
pub fn at_once<T: Send>(submit: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(TOGETHER);
    let submit = |number| {
        start.wait();
        submit(number)
    };
    let submit = &submit;
    thread::scope(|scope| {
        let threads: Vec<_> = (0..TOGETHER).map(|number| scope.spawn(move || submit(number))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[track_caller]
pub fn one_accepted(verdicts: &[Verdict]) {
    let accepted = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Accepted { .. })).count();
    assert_eq!(accepted, 1, "{verdicts:?}");
}
