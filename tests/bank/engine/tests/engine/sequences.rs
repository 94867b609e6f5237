//! Generated sequences of requests, by honest customers and by verifiers that lie.

use crate::practice::*;
use crate::witness::{Granted, SENTENCES, Witness};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use skts_bank_engine::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

const SEQUENCES: u32 = 3_000;
const LONGEST: usize = 60;
const SERIALS: u8 = 6;

/// One event in a bank.
#[derive(Clone, Debug)]
enum Event {
    NextDay,
    Ask { customer: usize, what: What, lie: Box<Lie> },
}

/// What is asked.
#[derive(Clone, Debug)]
enum What {
    /// Whatever comes to somebody's mind.
    Anything(Request),
    /// One of the requests that can be granted just then, so that sequences come far.
    Possible(usize),
}

/// What a verifier says that may be false.
#[derive(Clone, Debug)]
enum Lie {
    /// The needed code, at a step that no code had yet.
    Truth,
    /// The needed code, at a place that was used up before.
    UsedPlace(usize),
    OtherSerial(TokenSerial),
    OtherKind(CodeKind),
    /// One field of what was signed is another's.
    OtherPayee(Payee),
    OtherAmount(Yen),
    OtherTransaction(TransactionId),
    /// A place that does not belong to the kind, or any other.
    OtherPlace(Place),
    /// A proof made of nothing that was asked.
    Anything(Proof),
    NoCode,
    NoPassword,
}

fn serials() -> impl Strategy<Value = TokenSerial> {
    (1..=SERIALS).prop_map(serial)
}

fn accounts() -> impl Strategy<Value = Account> {
    prop_oneof![(1..=2u8).prop_map(account), Just(elsewhere(1))]
}

fn payees() -> impl Strategy<Value = Payee> {
    prop_oneof![
        accounts().prop_map(Payee::Account),
        (1..=2u8).prop_map(|number| Payee::Institution(institution(number))),
    ]
}

fn amounts() -> impl Strategy<Value = Yen> {
    prop_oneof![4 => (1..=3u64).prop_map(Yen), 1 => Just(Yen(0)), 1 => Just(Contract::HIGHEST_LIMIT)]
}

fn transactions() -> impl Strategy<Value = TransactionId> {
    (1..=6u8).prop_map(transaction)
}

fn signatures() -> impl Strategy<Value = By> {
    prop_oneof![
        1 => Just(By::NormalCode),
        2 => Just(By::Payee),
        2 => transactions().prop_map(|id| By::TransactionQr { id }),
    ]
}

fn kinds() -> impl Strategy<Value = CodeKind> {
    prop_oneof![
        Just(CodeKind::Login),
        payees().prop_map(|payee| CodeKind::Payee(payee.number().clone())),
        (transactions(), payees(), amounts()).prop_map(|(id, payee, amount)| CodeKind::Transaction {
            id,
            payee,
            amount
        }),
    ]
}

fn places() -> impl Strategy<Value = Place> {
    prop_oneof![
        (0..100u64).prop_map(Place::Step),
        (0..100u64).prop_map(Place::PayeeStep),
        transactions().prop_map(Place::Transaction),
    ]
}

fn requests() -> impl Strategy<Value = Request> {
    let transfer = (accounts(), amounts(), signatures());
    let payment = ((1..=2u8).prop_map(institution), amounts(), signatures());
    let limits = prop_oneof![Just(Yen(2)), Just(Contract::HIGHEST_LIMIT), Just(Yen(u64::MAX))];
    prop_oneof![
        3 => serials().prop_map(|serial| Request::Issue { serial }),
        6 => (serials(), any::<bool>()).prop_map(|(serial, login_code)| Request::Start { serial, login_code }),
        2 => Just(Request::Login),
        5 => transfer.prop_map(|(payee, amount, by)| Request::Transfer { payee, amount, by }),
        3 => payment.prop_map(|(payee, amount, by)| Request::PayEasy { payee, amount, by }),
        2 => (0..4u64).prop_map(|id| Request::CancelTransfer { id: TransferId(id) }),
        1 => limits.prop_map(|limit| Request::ChangeLimit { limit }),
        3 => Just(Request::ReplaceBegin),
        5 => serials().prop_map(|serial| Request::ReplaceFinish { serial }),
        1 => Just(Request::Suspend),
        1 => prop_oneof![
            Just(Request::StopBanking),
            Just(Request::Lock),
            Just(Request::BranchStop),
            Just(Request::BranchLoss),
        ],
        2 => Just(Request::BranchResume),
        2 => Just(Request::ReleaseLock),
        1 => serials().prop_map(|serial| Request::Reissue { serial }),
    ]
}

fn lies() -> impl Strategy<Value = Lie> {
    let anything = (serials(), kinds(), places());
    prop_oneof![
        12 => Just(Lie::Truth),
        2 => (0..100usize).prop_map(Lie::UsedPlace),
        1 => serials().prop_map(Lie::OtherSerial),
        2 => kinds().prop_map(Lie::OtherKind),
        1 => payees().prop_map(Lie::OtherPayee),
        1 => amounts().prop_map(Lie::OtherAmount),
        1 => transactions().prop_map(Lie::OtherTransaction),
        1 => places().prop_map(Lie::OtherPlace),
        1 => anything.prop_map(|(serial, kind, place)| Lie::Anything(Proof { serial, kind, place })),
        1 => Just(Lie::NoCode),
        1 => Just(Lie::NoPassword),
    ]
}

fn events() -> impl Strategy<Value = Event> {
    let what =
        prop_oneof![2 => requests().prop_map(What::Anything), 3 => (0..10_000usize).prop_map(What::Possible)];
    prop_oneof![
        1 => Just(Event::NextDay),
        9 => (0..2usize, what, lies()).prop_map(|(customer, what, lie)| Event::Ask { customer, what, lie: Box::new(lie) }),
    ]
}

/// Requests of every journey. What ends a contract's good days is rare, so that it has some.
fn choices(index: usize) -> Vec<Request> {
    let mut choices = vec![Request::Login, Request::ReplaceBegin, Request::ReplaceBegin];
    for number in 1..=SERIALS {
        choices.extend([issue(number), start(number), start_with_login_code(number)]);
        choices.extend([replace_finish(number), replace_finish(number), replace_finish(number)]);
        choices.push(Request::CancelTransfer { id: TransferId(number.into()) });
        for by in [By::NormalCode, By::Payee, By::TransactionQr { id: transaction(number) }] {
            choices.push(transfer(number % 2 + 1, number.into(), by));
        }
    }
    choices.extend([Request::BranchResume, Request::ReleaseLock, Request::ChangeLimit { limit: Yen(6) }]);
    if index.is_multiple_of(8) {
        choices.extend([Request::Suspend, Request::StopBanking, Request::Lock, Request::BranchStop]);
        choices.extend([Request::BranchLoss, reissue(5), reissue(6)]);
    }
    choices
}

/// What is brought along, of needs that are honest.
fn brought(needs: Option<Needs>, lie: Lie, step: u64, used: &[Place]) -> Proofs {
    let needs = needs.unwrap_or(Needs { code: None, transfer_password: true });
    let mut proofs = honest(&needs, step);
    match (lie, &mut proofs.code) {
        (Lie::Anything(proof), code) => *code = Some(proof),
        (Lie::NoCode, code) => *code = None,
        (Lie::NoPassword, _) => proofs.transfer_password = false,
        (Lie::UsedPlace(index), Some(proof)) if !used.is_empty() => proof.place = used[index % used.len()],
        (Lie::OtherSerial(serial), Some(proof)) => proof.serial = serial,
        (Lie::OtherKind(kind), Some(proof)) => (proof.place, proof.kind) = (place(&kind, step), kind),
        (Lie::OtherPlace(place), Some(proof)) => proof.place = place,
        (Lie::OtherPayee(other), Some(Proof { kind: CodeKind::Payee(number), .. })) => {
            *number = other.number().clone();
        }
        (Lie::OtherPayee(other), Some(Proof { kind: CodeKind::Transaction { payee, .. }, .. })) => {
            *payee = other
        }
        (Lie::OtherAmount(other), Some(Proof { kind: CodeKind::Transaction { amount, .. }, .. })) => {
            *amount = other;
        }
        (Lie::OtherTransaction(other), Some(Proof { kind: CodeKind::Transaction { id, .. }, .. })) => {
            *id = other
        }
        _ => {}
    }
    proofs
}

/// Lets the events happen. Counts what was granted and what was refused.
fn play(events: &[Event], policy: Policy, counts: &mut BTreeMap<String, u64>) -> Result<(), TestCaseError> {
    let names = [A, B].map(contract_id);
    let mut bank = Bank::with(names.clone());
    let (mut witness, mut used, mut today) = (Witness::default(), Vec::new(), Day(0));
    for (step, event) in events.iter().enumerate() {
        let Event::Ask { customer, what, lie } = event.clone() else {
            today = today.next();
            continue;
        };
        let id = &names[customer];
        let request = match what {
            What::Anything(request) => request,
            What::Possible(index) => {
                let mut possible = choices(index);
                possible.retain(|request| {
                    bank.needs(id, request, today, policy).is_some_and(|needs| needs.is_ok())
                });
                let picked = index.checked_rem(possible.len()).map(|index| possible.swap_remove(index));
                picked.unwrap_or(Request::Login)
            }
        };
        let needs = bank.needs(id, &request, today, policy).expect("the bank has the contract");
        let proofs = brought(needs.clone().ok(), *lie, step as u64 + 1, &used);
        let granted = bank.grant(id, &request, &proofs, today, policy).expect("the bank has the contract");
        let (after, _) = match granted {
            Ok(granted) => granted,
            Err(refusal) => {
                prop_assert!(needs.is_ok() || needs == Err(refusal), "both questions have one answer");
                *counts.entry(refusal.name().to_owned()).or_default() += 1;
                continue;
            }
        };
        prop_assert!(needs.is_ok(), "{:?} was granted, though nothing could", request);
        *counts.entry(format!("granted {}", request.journey().name())).or_default() += 1;
        used.extend(proofs.code.as_ref().map(|proof| proof.place));
        witness.saw(&Granted { id, request: &request, proofs: &proofs, today, policy, after: &after });
        let broken = witness.broken.iter().map(|never| never.words()).collect::<Vec<_>>();
        prop_assert!(broken.is_empty(), "{:?} with {:?} led to: {:?}", request, proofs, broken);
        bank = after;
    }
    Ok(())
}

#[test]
fn no_sequence_of_requests_and_lies_leads_to_what_must_never_happen() {
    let config = Config { cases: SEQUENCES, failure_persistence: None, ..Config::default() };
    let counts = RefCell::new(BTreeMap::new());
    let policy = (any::<bool>(), any::<bool>()).prop_map(|(wait_until_next_day, transaction_obligatory)| {
        Policy { wait_until_next_day, transaction_obligatory }
    });
    let sequences = (proptest::collection::vec(events(), 1..LONGEST), policy);
    TestRunner::new(config)
        .run(&sequences, |(events, policy)| play(&events, policy, &mut counts.borrow_mut()))
        .unwrap_or_else(|fault| panic!("{fault}"));
    // A property that was never in danger proves nothing.
    let counts = counts.into_inner();
    let granted = Journey::ALL.map(|journey| format!("granted {}", journey.name()));
    let refused = Refusal::NAMES.iter().map(|name| (*name).to_owned());
    let missing = granted.into_iter().chain(refused).filter(|name| !counts.contains_key(name));
    assert_eq!(missing.collect::<BTreeSet<_>>(), BTreeSet::new(), "of {counts:?}");
    assert_eq!(SENTENCES.len(), 17);
    println!("{SEQUENCES} sequences: {counts:?}");
}
