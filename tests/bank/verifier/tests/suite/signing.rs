//! The cases of 取引認証: a payee, and a 取引QR.

use crate::conformance::Bench;
use crate::phone::{Phone, STEP, later};
use skts_bank_verifier::{Enrolment, MAX_FAILURES, Payee, Place, Serial, Transaction, UnixTime, Verdict};
use skts_token::token::{AccountKind, Destination, TransactionId, Yen};

pub fn payees(bench: &Bench) {
    let now = bench.now();
    let phone = bench.phone(now);
    let (one, other, institution) = (payee("1234567"), payee("1234568"), payee("12345"));
    let check = |asked: &Payee, code: &str, now| {
        bench.verifier.check_payee(phone.serial(), asked, code, now).unwrap()
    };
    let code = phone.payee(&one, now);
    let wrong = |left| Verdict::Wrong { left: Some(left) };
    assert_eq!(check(&other, &code, now), wrong(9), "another payee");
    assert_eq!(check(&institution, &code, now), wrong(8), "an institution");
    assert_eq!(check(&one, &phone.code(now, 0), now), wrong(7), "a code of ログイン");
    let transaction = transaction(phone.serial(), 1, 50_000, later(now, 300));
    assert_eq!(check(&one, &phone.transaction(&transaction, now), now), wrong(6), "a code of a 取引QR");
    for steps in [-2, 2] {
        let far = phone.payee(&one, later(now, steps * STEP));
        assert!(matches!(check(&one, &far, now), Verdict::Wrong { .. }), "{steps} steps");
    }
    let place = Place::PayeeStep(now.seconds() / 30);
    assert_eq!(check(&one, &code, now), Verdict::Accepted { place });
    assert_eq!(check(&one, &code, now), Verdict::Used);
    // A payee's code uses up no code of ログイン, and is none.
    assert!(matches!(bench.check(&phone, &phone.payee(&one, now), now), Verdict::Wrong { .. }));
    bench.accepts(&phone, now, 0);
    for steps in [-1, 1] {
        let phone = bench.phone(now);
        let at = later(now, steps * STEP);
        let verdict = bench.verifier.check_payee(phone.serial(), &one, &phone.payee(&one, at), now).unwrap();
        assert_eq!(verdict, Verdict::Accepted { place: Place::PayeeStep(at.seconds() / 30) });
    }
}

pub fn payees_lock(bench: &Bench) {
    let now = bench.now();
    let phone = bench.phone(now);
    let one = payee("1234567");
    let check = |code: &str| bench.verifier.check_payee(phone.serial(), &one, code, now).unwrap();
    let right = phone.payee(&one, now);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for _ in 0..MAX_FAILURES {
        assert!(matches!(check(wrong), Verdict::Wrong { .. }));
    }
    assert_eq!(check(&right), Verdict::Locked);
    assert_eq!(bench.check(&phone, &phone.code(now, 0), now), Verdict::Locked);
    bench.verifier.release_lock(phone.serial()).unwrap();
    assert!(matches!(check(&right), Verdict::Accepted { .. }));
    bench.accepts(&phone, now, 0);
}

pub fn transactions(bench: &Bench) {
    let now = bench.now();
    let phone = bench.phone(now);
    let serial = phone.serial();
    let check = |transaction: &Transaction, code: &str, now| {
        bench.verifier.check_transaction(serial, transaction, code, now).unwrap()
    };
    let end = later(now, 300);
    let (one, dearer) = (transaction(serial, 1, 50_000, end), transaction(serial, 1, 50_001, end));
    let code = phone.transaction(&one, now);
    assert_eq!(check(&dearer, &code, now), Verdict::Wrong { left: Some(9) }, "another amount");
    assert_eq!(check(&one, &phone.code(now, 0), now), Verdict::Wrong { left: Some(8) }, "a code of ログイン");
    assert!(
        matches!(bench.check(&phone, &code, now), Verdict::Wrong { .. }),
        "eight digits are no code of ログイン"
    );
    assert_eq!(
        check(&one, &code, now),
        Verdict::Accepted { place: Place::Transaction(*one.id().as_bytes()) }
    );
    assert_eq!(check(&one, &code, now), Verdict::Used);
    // Another code of the same transaction, a minute later, and another transaction with the same id.
    let after = bench.at(later(now, 60));
    assert_eq!(check(&one, &phone.transaction(&one, after), after), Verdict::Used);
    assert_eq!(check(&dearer, &phone.transaction(&dearer, after), after), Verdict::Used);
    let two = transaction(serial, 2, 50_000, end);
    let (code, late) = (phone.transaction(&two, end), bench.at(end));
    assert_eq!(check(&two, &code, late), Verdict::Expired);
    let last = bench.at(later(end, -1));
    assert!(matches!(check(&two, &phone.transaction(&two, last), last), Verdict::Accepted { .. }));
    let foreign = transaction(&bench.serial(), 3, 50_000, end);
    assert_eq!(check(&foreign, &phone.transaction(&foreign, last), last), Verdict::OtherToken);
}

pub fn not_enabled(bench: &Bench) {
    let now = bench.now();
    let phone = Phone::import(&bench.enrol(&Enrolment { transactions: false, ..bench.order(now) }), now);
    let (one, serial) = (payee("1234567"), phone.serial());
    let verdict = bench.verifier.check_payee(serial, &one, &phone.payee(&one, now), now).unwrap();
    assert_eq!(verdict, Verdict::NotEnabled);
    let asked = transaction(serial, 4, 1, later(now, 300));
    let verdict =
        bench.verifier.check_transaction(serial, &asked, &phone.transaction(&asked, now), now).unwrap();
    assert_eq!(verdict, Verdict::NotEnabled);
    bench.accepts(&phone, now, 0);
}

pub fn payee(digits: &str) -> Payee {
    digits.parse().unwrap()
}

pub fn transaction(serial: &Serial, id: u64, yen: u64, expires: UnixTime) -> Transaction {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&id.to_be_bytes());
    bytes[8..].copy_from_slice(&serial.digits().parse::<u64>().unwrap().to_be_bytes());
    let destination = Destination::Account {
        bank: "1001".parse().unwrap(),
        branch: "042".parse().unwrap(),
        kind: AccountKind::Ordinary,
        number: payee("1234567"),
    };
    Transaction::new(
        TransactionId::from_bytes(bytes),
        serial.clone(),
        destination,
        Yen::new(yen).unwrap(),
        expires,
    )
}
