//! Each journey, granted.

use crate::practice::*;
use skts_bank_engine::*;

fn states(practice: &Practice) -> Vec<TokenState> {
    practice.contract().tokens().iter().map(Token::state).collect()
}

fn live(practice: &Practice) -> Option<TokenSerial> {
    practice.contract().live().map(|token| token.serial().clone())
}

#[test]
fn a_letter_needs_no_proof_and_voids_the_letter_before() {
    let mut practice = Practice::new();
    assert_eq!(practice.needs(&issue(1)), Ok(Needs { code: None, transfer_password: false }));
    assert_eq!(practice.grants(&issue(1)), Outcome::Issued { serial: serial(1) });
    practice.grants(&issue(2));
    assert_eq!(states(&practice), [TokenState::Replaced, TokenState::Issued]);
    assert_eq!(practice.refuses(&start(1)), Refusal::TokenReplaced);
}

#[test]
fn a_start_needs_the_named_tokens_code_and_two_digits() {
    let mut practice = Practice::after(&[issue(1)]);
    let code = NeededCode { serial: serial(1), kind: CodeKind::Login };
    assert_eq!(practice.needs(&start(1)), Ok(Needs { code: Some(code), transfer_password: true }));
    let transfers_from = practice.today.next();
    let started = Outcome::Started { serial: serial(1), transfers_from };
    assert_eq!(practice.grants(&start_with_login_code(1)), started);
    assert_eq!(live(&practice), Some(serial(1)));
    assert!(practice.contract().login_code());
    assert_eq!(practice.contract().transfers_from(true), Some(transfers_from));
}

#[test]
fn a_login_needs_the_code_where_it_was_chosen_and_nothing_else() {
    for (request, needed) in [(start(1), false), (start_with_login_code(1), true)] {
        let mut practice = Practice::after(&[issue(1), request]);
        let needs = practice.needs(&Request::Login).expect("a login can be granted");
        assert_eq!(needs.code.map(|code| code.kind), needed.then_some(CodeKind::Login));
        assert!(!needs.transfer_password);
        let before = practice.contract().tokens()[0].state();
        assert_eq!(practice.grants(&Request::Login), Outcome::LoggedIn);
        assert_eq!(practice.contract().tokens()[0].state(), before);
    }
    assert_eq!(Practice::new().grants(&Request::Login), Outcome::LoggedIn, "nothing was chosen yet");
}

#[test]
fn a_choice_of_the_code_at_login_stays_when_the_token_goes() {
    for (request, refusal) in [
        (Request::Suspend, Refusal::TokenSuspended),
        (Request::BranchStop, Refusal::TokenStopped),
        (Request::BranchLoss, Refusal::TokenLost),
        (reissue(2), Refusal::NotStarted),
    ] {
        let practice = Practice::after(&[issue(1), start_with_login_code(1), request]);
        assert_eq!(practice.refuses(&Request::Login), refusal);
    }
    let mut again = Practice::after(&[issue(1), start_with_login_code(1), Request::Suspend, start(1)]);
    assert_eq!(again.grants(&Request::Login), Outcome::LoggedIn, "認証しない was chosen at the next start");
}

#[test]
fn a_transfer_of_each_signature_needs_its_own_kind_of_code() {
    let (to, amount, id) = (account(1), Yen(5), transaction(1));
    for (by, kind) in [
        (By::NormalCode, CodeKind::Login),
        (By::Payee, CodeKind::Payee(to.number().clone())),
        (By::TransactionQr { id }, CodeKind::Transaction { id, payee: Payee::Account(to.clone()), amount }),
    ] {
        let mut practice = Practice::in_use();
        practice.policy.transaction_obligatory = false;
        let request = Request::Transfer { payee: to.clone(), amount, by };
        let needs = practice.needs(&request).expect("a transfer can be granted");
        assert_eq!(needs.code, Some(NeededCode { serial: serial(1), kind }));
        assert_eq!(practice.grants(&request), Outcome::Reserved { id: TransferId(1) });
        let [transfer] = practice.contract().transfers() else { panic!("one transfer") };
        assert_eq!((&transfer.payee, transfer.amount), (&Payee::Account(to.clone()), amount));
        assert_eq!((transfer.day, transfer.cancelled), (practice.today, false));
    }
}

#[test]
fn a_payment_signs_its_institution() {
    let mut practice = Practice::in_use();
    let request = Request::PayEasy { payee: institution(1), amount: Yen(5), by: By::Payee };
    let needs = practice.needs(&request).expect("a payment can be granted");
    let kind = CodeKind::Payee(institution(1).number().clone());
    assert_eq!(needs.code.map(|code| code.kind), Some(kind));
    practice.grants(&request);
    assert_eq!(practice.contract().transfers()[0].payee, Payee::Institution(institution(1)));
}

#[test]
fn practice_may_skip_the_wait() {
    let mut practice = Practice::after(&[issue(1), start(1)]);
    practice.policy.wait_until_next_day = false;
    assert_eq!(practice.grants(&transfer(1, 5, By::Payee)), Outcome::Reserved { id: TransferId(1) });
    let mut starting = Practice::new();
    starting.policy.wait_until_next_day = false;
    starting.grants(&issue(1));
    let started = Outcome::Started { serial: serial(1), transfers_from: starting.today };
    assert_eq!(starting.grants(&start(1)), started);
}

#[test]
fn a_cancelled_transfer_gives_its_part_of_the_limit_back() {
    let mut practice = Practice::in_use();
    practice.grants(&Request::ChangeLimit { limit: Yen(10) });
    practice.grants(&transfer(1, 7, By::Payee));
    assert_eq!(practice.contract().left_of_limit(practice.today), Yen(3));
    assert_eq!(practice.contract().left_of_limit(practice.today.next()), Yen(10));
    let id = TransferId(1);
    let cancel = Request::CancelTransfer { id };
    assert_eq!(practice.proofs(&cancel).code.map(|proof| proof.kind), Some(CodeKind::Login));
    assert_eq!(practice.grants(&cancel), Outcome::Cancelled { id });
    assert_eq!(practice.contract().left_of_limit(practice.today), Yen(10));
}

#[test]
fn a_limit_is_changed_with_the_code() {
    let mut practice = Practice::in_use();
    let request = Request::ChangeLimit { limit: Yen(10) };
    assert_eq!(practice.proofs(&request).code.map(|proof| proof.kind), Some(CodeKind::Login));
    assert_eq!(practice.grants(&request), Outcome::LimitChanged { limit: Yen(10) });
    assert_eq!(practice.contract().limit(), Yen(10));
}

#[test]
fn an_exchange_proves_the_old_token_and_then_the_new_one_and_leaves_no_gap() {
    let mut practice = Practice::after(&[issue(1), start_with_login_code(1)]).next_day();
    practice.grants(&issue(2));
    let whose = |practice: &Practice, request| practice.proofs(request).code.map(|proof| proof.serial);
    assert_eq!(whose(&practice, &Request::ReplaceBegin), Some(serial(1)));
    assert_eq!(practice.grants(&Request::ReplaceBegin), Outcome::OldCodeProven);
    assert_eq!(practice.contract().old_code_proven(), Some(practice.today));
    assert_eq!(whose(&practice, &replace_finish(2)), Some(serial(2)));
    assert_eq!(practice.grants(&replace_finish(2)), Outcome::Replaced { serial: serial(2) });
    assert_eq!(states(&practice), [TokenState::Replaced, TokenState::Live]);
    assert!(practice.contract().login_code());
    assert_eq!(practice.contract().old_code_proven(), None);
    practice.grants(&transfer(1, 5, By::Payee));
}

#[test]
fn a_suspended_token_is_started_again_and_waits_again() {
    let mut practice = Practice::in_use();
    let needs = Needs { code: None, transfer_password: true };
    assert_eq!(practice.needs(&Request::Suspend), Ok(needs));
    assert_eq!(practice.grants(&Request::Suspend), Outcome::Suspended);
    assert_eq!((states(&practice), practice.contract().started()), (vec![TokenState::Suspended], None));
    practice.grants(&start(1));
    let from = practice.today.next();
    assert_eq!(practice.refuses(&transfer(1, 5, By::Payee)), Refusal::TooEarly { from });
}

#[test]
fn another_token_started_after_a_suspension_replaces_the_suspended_one() {
    let practice = Practice::after(&[issue(1), start(1), issue(2), Request::Suspend, start(2)]);
    assert_eq!(states(&practice), [TokenState::Replaced, TokenState::Live]);
}

#[test]
fn banking_is_stopped_by_oneself_though_the_contract_is_locked() {
    let mut practice = Practice::after(&[issue(1), start(1), Request::Lock]);
    assert_eq!(practice.needs(&Request::StopBanking), Ok(Needs { code: None, transfer_password: false }));
    assert_eq!(practice.grants(&Request::StopBanking), Outcome::BankingStopped);
    assert!(practice.contract().banking_stopped() && practice.contract().locked());
}

#[test]
fn a_lock_is_released_by_the_branch_and_the_token_goes_on() {
    let mut practice = Practice::in_use();
    assert_eq!(practice.grants(&Request::Lock), Outcome::Locked);
    assert_eq!(practice.grants(&Request::ReleaseLock), Outcome::LockReleased);
    practice.grants(&transfer(1, 5, By::Payee));
}

#[test]
fn a_stop_at_the_branch_is_taken_back_by_a_start() {
    let mut practice = Practice::after(&[issue(1), start(1), issue(2)]);
    assert_eq!(practice.grants(&Request::BranchStop), Outcome::TokenStopped);
    assert_eq!(states(&practice), [TokenState::Stopped, TokenState::Stopped]);
    assert_eq!(practice.grants(&Request::BranchResume), Outcome::Resumed);
    assert_eq!(states(&practice), [TokenState::Suspended, TokenState::Suspended]);
    practice.grants(&start(2));
    assert_eq!(states(&practice), [TokenState::Replaced, TokenState::Live]);
}

#[test]
fn the_branch_takes_back_what_the_customer_stopped() {
    let mut practice = Practice::in_use();
    practice.grants(&Request::StopBanking);
    practice.grants(&Request::BranchResume);
    practice.grants(&transfer(1, 5, By::Payee));
}

#[test]
fn a_lost_token_is_never_used_again_and_the_branch_issues_another() {
    let mut practice = Practice::after(&[issue(1), start(1), issue(2), Request::StopBanking]);
    assert_eq!(practice.grants(&Request::BranchLoss), Outcome::TokenLost);
    assert_eq!(states(&practice), [TokenState::Lost, TokenState::Lost]);
    practice.grants(&Request::BranchResume);
    assert_eq!(states(&practice), [TokenState::Lost, TokenState::Lost]);
    assert_eq!(practice.grants(&reissue(3)), Outcome::Issued { serial: serial(3) });
    practice.grants(&start(3));
    assert_eq!(states(&practice), [TokenState::Lost, TokenState::Lost, TokenState::Live]);
}

#[test]
fn a_reissue_puts_every_earlier_token_out_of_use() {
    let mut practice = Practice::after(&[issue(1), start(1), issue(2), Request::Lock]);
    practice.grants(&reissue(3));
    assert_eq!(states(&practice), [TokenState::Replaced, TokenState::Replaced, TokenState::Issued]);
    assert_eq!(practice.contract().started(), None);
    assert!(practice.contract().locked(), "the lock is another thing");
}

#[test]
fn the_whole_story() {
    let mut practice = Practice::after(&[issue(1), start_with_login_code(1)]).next_day();
    practice.grants(&Request::Login);
    practice.grants(&transfer(1, 5, By::Payee));
    practice.grants(&issue(2));
    practice.grants(&Request::ReplaceBegin);
    practice.grants(&replace_finish(2));
    let old = |proofs: &mut Proofs| code(proofs).serial = serial(1);
    assert_eq!(practice.refuses_with(&Request::Login, old), Refusal::CodeOfAnotherToken);
    practice.grants(&Request::Login);
    practice.grants(&Request::Suspend);
    practice.grants(&start_with_login_code(2));
    practice.grants(&Request::StopBanking);
    practice.grants(&Request::BranchStop);
    assert_eq!(practice.refuses(&Request::Login), Refusal::BankingStopped);
    practice.grants(&Request::BranchResume);
    assert_eq!(practice.refuses(&Request::Login), Refusal::TokenSuspended);
}

#[test]
fn only_a_token_that_may_still_pass_a_code_takes_codes() {
    let taking = TokenState::ALL.into_iter().filter(|state| state.takes_codes()).collect::<Vec<_>>();
    assert_eq!(taking, [TokenState::Issued, TokenState::Live, TokenState::Suspended]);
}
