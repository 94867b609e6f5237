//! Each refusal.

use crate::practice::*;
use skts_bank_engine::*;
use std::collections::BTreeSet;

/// A customer's requests, but the one that is allowed to the locked.
fn of_the_customer() -> Vec<Request> {
    vec![
        issue(9),
        start(1),
        Request::Login,
        transfer(1, 5, By::Payee),
        Request::PayEasy { payee: institution(1), amount: Yen(5), by: By::Payee },
        Request::CancelTransfer { id: TransferId(1) },
        Request::ChangeLimit { limit: Yen(5) },
        Request::ReplaceBegin,
        replace_finish(2),
        Request::Suspend,
    ]
}

/// What needs a token in use.
fn of_a_token_in_use() -> Vec<Request> {
    of_the_customer()
        .into_iter()
        .filter(|request| !matches!(request, Request::Issue { .. } | Request::Start { .. } | Request::Login))
        .collect()
}

#[test]
fn names_are_unique_and_kebab_case() {
    let unique = Refusal::NAMES.iter().collect::<BTreeSet<_>>();
    assert_eq!(unique.len(), Refusal::NAMES.len());
    assert!(Refusal::NAMES.len() > 30);
    for name in Refusal::NAMES {
        assert!(
            name.split('-')
                .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        );
    }
    assert_eq!(Refusal::TooEarly { from: Day(1) }.name(), "too-early");
    let journeys = Journey::ALL.iter().map(|journey| journey.name()).collect::<BTreeSet<_>>();
    assert_eq!(journeys.len(), Journey::ALL.len());
}

#[test]
fn nothing_is_granted_while_banking_is_stopped() {
    let practice = Practice::after(&[issue(1), start(1), issue(2), Request::Lock, Request::StopBanking]);
    for request in of_the_customer().into_iter().chain([Request::StopBanking]) {
        assert_eq!(practice.refuses(&request), Refusal::BankingStopped, "{request:?}");
    }
}

#[test]
fn nothing_is_granted_to_the_locked() {
    let practice = Practice::after(&[issue(1), start(1), issue(2), Request::Lock]);
    for request in of_the_customer().into_iter().chain([Request::Lock]) {
        assert_eq!(practice.refuses(&request), Refusal::Locked, "{request:?}");
    }
}

#[test]
fn without_a_token_in_use_the_newest_token_says_why() {
    for (requests, refusal) in [
        (vec![], Refusal::NoToken),
        (vec![issue(1)], Refusal::NotStarted),
        (vec![issue(1), start(1), Request::Suspend], Refusal::TokenSuspended),
        (vec![issue(1), start(1), Request::BranchStop], Refusal::TokenStopped),
        (vec![issue(1), start(1), Request::BranchLoss], Refusal::TokenLost),
        (vec![issue(1), start(1), Request::BranchLoss, reissue(2)], Refusal::NotStarted),
    ] {
        let practice = Practice::after(&requests).next_day();
        for request in of_a_token_in_use() {
            assert_eq!(practice.refuses(&request), refusal, "{request:?}");
        }
    }
}

#[test]
fn a_token_out_of_use_is_not_started() {
    for (requests, refusal) in [
        (vec![], Refusal::AlreadyStarted),
        (vec![Request::BranchStop], Refusal::TokenStopped),
        (vec![Request::BranchLoss], Refusal::TokenLost),
        (vec![reissue(3)], Refusal::TokenReplaced),
        (vec![issue(2), Request::Suspend, start(2), Request::Suspend], Refusal::TokenReplaced),
    ] {
        let mut practice = Practice::in_use();
        requests.iter().for_each(|request| drop(practice.grants(request)));
        assert_eq!(practice.refuses(&start(1)), refusal, "{requests:?}");
    }
}

#[test]
fn an_exchange_takes_no_token_but_the_letters() {
    let mut practice = Practice::after(&[issue(1), start(1), issue(2), issue(3), Request::ReplaceBegin]);
    assert_eq!(practice.refuses(&replace_finish(1)), Refusal::AlreadyStarted);
    assert_eq!(practice.refuses(&replace_finish(2)), Refusal::TokenReplaced);
    assert_eq!(practice.refuses(&replace_finish(4)), Refusal::UnknownSerial);
    practice.grants(&replace_finish(3));
    assert_eq!(practice.refuses(&start(1)), Refusal::AlreadyStarted);
    assert_eq!(practice.refuses(&Request::ReplaceBegin), Refusal::NothingIssued);
}

#[test]
fn the_second_page_of_an_exchange_needs_the_first_one_of_the_same_day() {
    let practice = Practice::after(&[issue(1), start(1), issue(2)]);
    assert_eq!(practice.refuses(&replace_finish(2)), Refusal::OldCodeNotProven);
    let mut begun = practice.clone();
    begun.grants(&Request::ReplaceBegin);
    begun.proofs(&replace_finish(2));
    assert_eq!(begun.clone().next_day().refuses(&replace_finish(2)), Refusal::OldCodeNotProven);
    for between in [
        vec![issue(3)],
        vec![Request::Suspend, start(1)],
        vec![Request::Lock, Request::ReleaseLock],
        vec![Request::StopBanking, Request::BranchResume],
    ] {
        let mut begun = begun.clone();
        between.iter().for_each(|request| drop(begun.grants(request)));
        let letter = begun.contract().letter().expect("a letter is under way").serial().clone();
        let request = Request::ReplaceFinish { serial: letter };
        assert_eq!(begun.refuses(&request), Refusal::OldCodeNotProven, "{between:?}");
    }
}

#[test]
fn a_serial_belongs_to_one_contract_of_the_bank() {
    let mut practice = Practice::in_use();
    practice.grants_as(B, &issue(2));
    assert_eq!(practice.refuses(&issue(1)), Refusal::SerialTaken);
    assert_eq!(practice.refuses(&issue(2)), Refusal::SerialTaken);
    assert_eq!(practice.refuses(&reissue(2)), Refusal::SerialTaken);
    assert_eq!(practice.refuses(&start(2)), Refusal::SerialOfAnother);
    assert_eq!(practice.refuses(&start(5)), Refusal::UnknownSerial);
    practice.grants(&issue(3));
    practice.grants(&Request::ReplaceBegin);
    assert_eq!(practice.refuses(&replace_finish(2)), Refusal::SerialOfAnother);
    practice.grants_as(B, &start(2));
    let theirs = |proofs: &mut Proofs| code(proofs).serial = serial(2);
    for request in [transfer(1, 5, By::Payee), Request::ChangeLimit { limit: Yen(5) }] {
        assert_eq!(practice.refuses_with(&request, theirs), Refusal::CodeOfAnotherToken);
    }
    assert_eq!(practice.bank.owner(&serial(2)), Some(&contract_id(B)));
    assert_eq!(practice.bank.owner(&serial(5)), None);
}

#[test]
fn a_contract_that_the_bank_does_not_have_is_not_asked() {
    let bank = Practice::in_use().bank;
    let nobody = contract_id("nobody");
    assert_eq!(bank.needs(&nobody, &Request::Login, Day(0), Policy::default()), None);
    assert_eq!(bank.grant(&nobody, &Request::Login, &Proofs::default(), Day(0), Policy::default()), None);
}

#[test]
fn no_letter_goes_out_to_the_customer_while_the_token_is_stopped_or_lost() {
    for (request, refusal) in
        [(Request::BranchStop, Refusal::TokenStopped), (Request::BranchLoss, Refusal::TokenLost)]
    {
        let mut practice = Practice::after(&[issue(1), start(1), request]);
        assert_eq!(practice.refuses(&issue(2)), refusal);
        practice.grants(&reissue(2));
        practice.grants(&issue(3));
    }
}

#[test]
fn transfers_begin_the_day_after_the_start() {
    let mut practice = Practice::after(&[issue(1), start(1)]);
    let from = practice.today.next();
    let payment = Request::PayEasy { payee: institution(1), amount: Yen(5), by: By::Payee };
    for request in [transfer(1, 5, By::Payee), payment] {
        assert_eq!(practice.refuses(&request), Refusal::TooEarly { from });
        practice.clone().next_day().grants(&request);
        let mut backwards = practice.clone();
        backwards.today = Day(practice.today.0 - 3);
        assert_eq!(backwards.refuses(&request), Refusal::TooEarly { from }, "a clock that was set back");
    }
    practice.grants(&issue(2));
    practice.grants(&Request::ReplaceBegin);
    practice.grants(&replace_finish(2));
    assert_eq!(practice.refuses(&transfer(1, 5, By::Payee)), Refusal::TooEarly { from });
}

#[test]
fn an_order_keeps_the_banks_terms() {
    let mut practice = Practice::in_use();
    assert_eq!(practice.refuses(&transfer(1, 5, By::NormalCode)), Refusal::TransactionRequired);
    assert_eq!(practice.refuses(&transfer(1, 0, By::Payee)), Refusal::NoAmount);
    practice.grants(&Request::ChangeLimit { limit: Yen(10) });
    practice.grants(&transfer(1, 7, By::Payee));
    assert_eq!(practice.refuses(&transfer(1, 4, By::Payee)), Refusal::OverLimit { left: Yen(3) });
    let payment = Request::PayEasy { payee: institution(1), amount: Yen(u64::MAX), by: By::Payee };
    assert_eq!(practice.refuses(&payment), Refusal::OverLimit { left: Yen(3) });
    practice.grants(&Request::ChangeLimit { limit: Yen(2) });
    assert_eq!(practice.refuses(&transfer(1, 1, By::Payee)), Refusal::OverLimit { left: Yen(0) });
    practice.clone().next_day().grants(&transfer(1, 2, By::Payee));
    let most = Contract::HIGHEST_LIMIT;
    let limit = Yen(most.0 + 1);
    assert_eq!(practice.refuses(&Request::ChangeLimit { limit }), Refusal::LimitTooHigh { most });
}

#[test]
fn a_transfer_is_cancelled_once() {
    let mut practice = Practice::in_use();
    let cancel = Request::CancelTransfer { id: TransferId(1) };
    assert_eq!(practice.refuses(&cancel), Refusal::UnknownTransfer);
    practice.grants(&transfer(1, 5, By::Payee));
    practice.grants(&cancel);
    assert_eq!(practice.refuses(&cancel), Refusal::AlreadyCancelled);
}

#[test]
fn what_needs_a_code_or_the_password_is_not_granted_without() {
    let mut practice = Practice::after(&[issue(1), start_with_login_code(1)]).next_day();
    practice.grants(&transfer(1, 5, By::Payee));
    practice.grants(&issue(2));
    practice.grants(&Request::ReplaceBegin);
    for request in of_the_customer()
        .iter()
        .filter(|request| practice.needs(request).is_ok_and(|needs| needs.code.is_some()))
    {
        assert_eq!(practice.refuses_with(request, |proofs| proofs.code = None), Refusal::CodeMissing);
    }
    let unknown = |proofs: &mut Proofs| proofs.transfer_password = false;
    assert_eq!(practice.refuses_with(&Request::Suspend, unknown), Refusal::TransferPasswordMissing);
    let letter = Practice::after(&[issue(1)]);
    assert_eq!(letter.refuses_with(&start(1), unknown), Refusal::TransferPasswordMissing);
    assert_eq!(letter.refuses_with(&start(1), |proofs| proofs.code = None), Refusal::CodeMissing);
}

#[test]
fn a_code_of_another_token_kind_payee_amount_or_transaction_is_told_apart() {
    let practice = Practice::after(&[issue(1), start(1), issue(2)]).next_day();
    let (typed, qr) = (transfer(1, 5, By::Payee), transfer(1, 5, By::TransactionQr { id: transaction(1) }));
    let normal =
        |proofs: &mut Proofs| (code(proofs).kind, code(proofs).place) = (CodeKind::Login, Place::Step(90));
    for request in [&typed, &qr] {
        assert_eq!(practice.refuses_with(request, normal), Refusal::CodeOfAnotherKind);
        assert_eq!(
            practice.refuses_with(request, |proofs| code(proofs).serial = serial(2)),
            Refusal::CodeOfAnotherToken
        );
    }
    let limit = Request::ChangeLimit { limit: Yen(5) };
    let signed = practice.proofs(&typed).code;
    assert_eq!(practice.refuses_with(&limit, |proofs| proofs.code = signed), Refusal::CodeOfAnotherKind);
    let other = |proofs: &mut Proofs| code(proofs).kind = CodeKind::Payee(account(2).number().clone());
    assert_eq!(practice.refuses_with(&typed, other), Refusal::CodeForAnotherPayee);
    let signed = |request: &Request| practice.proofs(request).code;
    let with = |number, yen, id| transfer(number, yen, By::TransactionQr { id: transaction(id) });
    let to_another_bank = Request::Transfer {
        payee: elsewhere(1),
        amount: Yen(5),
        by: By::TransactionQr { id: transaction(1) },
    };
    for (brought, refusal) in [
        (with(2, 5, 1), Refusal::CodeForAnotherPayee),
        (to_another_bank, Refusal::CodeForAnotherPayee),
        (with(1, 6, 1), Refusal::CodeForAnotherAmount),
        (with(1, 5, 2), Refusal::CodeForAnotherTransaction),
    ] {
        assert_eq!(
            practice.refuses_with(&qr, |proofs| proofs.code = signed(&brought)),
            refusal,
            "{brought:?}"
        );
    }
    let elsewhere = |proofs: &mut Proofs| code(proofs).place = Place::Transaction(transaction(2));
    assert_eq!(practice.refuses_with(&qr, elsewhere), Refusal::CodeForAnotherTransaction);
    let signed_another = |proofs: &mut Proofs| {
        let CodeKind::Transaction { id, .. } = &mut code(proofs).kind else { panic!("a transaction") };
        *id = transaction(2);
    };
    assert_eq!(practice.refuses_with(&qr, signed_another), Refusal::CodeForAnotherTransaction);
    let misplaced = |proofs: &mut Proofs| code(proofs).place = Place::Step(90);
    assert_eq!(practice.refuses_with(&qr, misplaced), Refusal::CodeOfAnotherKind);
    assert_eq!(practice.refuses_with(&typed, misplaced), Refusal::CodeOfAnotherKind);
}

#[test]
fn a_place_is_used_up_for_good() {
    let mut practice = Practice::in_use();
    let limit = Request::ChangeLimit { limit: Contract::HIGHEST_LIMIT };
    let (normal, typed) = (practice.proofs(&limit), practice.proofs(&transfer(1, 5, By::Payee)));
    practice.grants(&limit);
    let at = |step| move |proofs: &mut Proofs| code(proofs).place = Place::Step(step);
    let Place::Step(used) = code(&mut normal.clone()).place else { panic!("a step") };
    assert_eq!(practice.ask(&limit, &normal), Err(Refusal::CodeUsed));
    assert_eq!(practice.refuses_with(&limit, at(used - 1)), Refusal::CodeUsed, "an earlier code");
    practice.grants(&transfer(1, 5, By::Payee));
    assert_eq!(practice.ask(&transfer(1, 5, By::Payee), &typed).map(|_| ()), Err(Refusal::CodeUsed));
    practice.grants(&Request::Suspend);
    assert_eq!(practice.refuses_with(&start(1), at(used)), Refusal::CodeUsed, "a pause frees no code");
    practice.grants(&start(1));
    practice = practice.next_day();
    let qr = transfer(1, 5, By::TransactionQr { id: transaction(1) });
    practice.grants(&qr);
    assert_eq!(practice.refuses(&qr), Refusal::CodeUsed, "a 取引QR is paid once");
    practice.grants(&Request::CancelTransfer { id: TransferId(2) });
    assert_eq!(practice.refuses(&qr), Refusal::CodeUsed, "also when it was cancelled");
}

#[test]
fn the_branch_stops_and_resumes_what_there_is() {
    let new = Practice::new();
    assert_eq!(new.refuses(&Request::BranchStop), Refusal::NothingToStop);
    assert_eq!(new.refuses(&Request::BranchLoss), Refusal::NothingToStop);
    assert_eq!(new.refuses(&Request::BranchResume), Refusal::NothingToResume);
    assert_eq!(new.refuses(&Request::ReleaseLock), Refusal::NotLocked);
    let stopped = Practice::after(&[issue(1), Request::BranchStop]);
    assert_eq!(stopped.refuses(&Request::BranchStop), Refusal::NothingToStop);
    let lost = Practice::after(&[issue(1), Request::BranchLoss]);
    assert_eq!(lost.refuses(&Request::BranchLoss), Refusal::NothingToStop);
    assert_eq!(lost.refuses(&Request::BranchResume), Refusal::NothingToResume);
}

#[test]
fn numbers_are_checked_where_they_are_made() {
    assert!(PayeeNumber::new("1234567").is_some() && PayeeNumber::new("12345").is_some());
    for wrong in ["", "123456", "12345678", "123456a", "１２３４５"] {
        assert_eq!(PayeeNumber::new(wrong), None, "{wrong}");
    }
    assert!(Account::new("0001", "001", "1234567").is_some() && Institution::new("12345").is_some());
    for (bank, branch, number) in [
        ("001", "001", "1234567"),
        ("0001", "01", "1234567"),
        ("0001", "001", "12345"),
        ("000a", "001", "1234567"),
        ("0001", "00a", "1234567"),
    ] {
        assert_eq!(Account::new(bank, branch, number), None);
    }
    assert_eq!(Institution::new("1234567"), None);
}
