//! TABLE.md, made of the engine's answers: which journey, in which state of contract and token, needs what and leads where.

use crate::practice::*;
use skts_bank_engine::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The states of a contract's tokens that differ in any answer.
pub const TOKENS: [&str; 10] = [
    "no token",
    "letter",
    "in use, first day",
    "in use, first day, and a letter",
    "in use",
    "in use, and a letter",
    "suspended",
    "suspended, and a letter",
    "stopped",
    "lost",
];

/// What lies over them.
pub const OVER: [&str; 4] = ["open", "locked", "banking stopped", "locked and banking stopped"];

/// Over, tokens, request.
pub type Key = (&'static str, &'static str, &'static str);
/// What is needed; where it leads, or the refusal's name.
pub type Answer = (String, String);
pub type Table = BTreeMap<Key, Answer>;

/// What is asked in a row of the table.
struct Case {
    words: &'static str,
    /// Whether the contract can be asked just this.
    applies: fn(&Contract, Day) -> bool,
    request: fn(&Contract) -> Request,
    transaction_obligatory: bool,
}

const fn case(words: &'static str, request: fn(&Contract) -> Request) -> Case {
    Case { words, applies: |_, _| true, request, transaction_obligatory: true }
}

/// A transaction, and a serial, that no test uses otherwise.
const QR: By = By::TransactionQr { id: TransactionId([0xEE; 16]) };
const NEW: u8 = 9;

const CASES: [Case; 24] = [
    case("issue", |_| issue(NEW)),
    case("start", |contract| Request::Start { serial: newest_serial(contract), login_code: false }),
    Case {
        applies: |contract, _| suspended(contract).is_some() && contract.letter().is_some(),
        ..case("start, of the suspended token", |contract| Request::Start {
            serial: suspended(contract).unwrap_or(serial(NEW)),
            login_code: false,
        })
    },
    Case {
        applies: |contract, _| !contract.login_code(), ..case("login, 認証しない", |_| Request::Login)
    },
    Case { applies: |contract, _| contract.login_code(), ..case("login, 認証する", |_| Request::Login) },
    Case {
        transaction_obligatory: false,
        ..money("transfer, normal code where 取引認証 is not obligatory", |_| {
            transfer(1, 1, By::NormalCode)
        })
    },
    money("transfer, normal code", |_| transfer(1, 1, By::NormalCode)),
    money("transfer, typed payee", |_| transfer(1, 1, By::Payee)),
    money("transfer, 取引QR", |_| transfer(1, 1, QR)),
    money("pay-easy, typed payee", |_| payment(By::Payee)),
    money("pay-easy, 取引QR", |_| payment(QR)),
    Case {
        applies: |contract, _| contract.live().is_none() || reserved(contract).is_some(),
        ..case("cancel-transfer", |contract| Request::CancelTransfer {
            id: reserved(contract).unwrap_or(TransferId(1)),
        })
    },
    case("change-limit", |_| Request::ChangeLimit { limit: Contract::HIGHEST_LIMIT }),
    case("replace-begin", |_| Request::ReplaceBegin),
    Case {
        applies: |contract, today| contract.old_code_proven() != Some(today),
        ..case("replace-finish, without the first page", finish)
    },
    Case {
        applies: |contract, today| contract.old_code_proven() == Some(today),
        ..case("replace-finish, after the first page", finish)
    },
    case("suspend", |_| Request::Suspend),
    case("stop-banking", |_| Request::StopBanking),
    case("lock", |_| Request::Lock),
    case("branch-stop", |_| Request::BranchStop),
    case("branch-loss", |_| Request::BranchLoss),
    case("branch-resume", |_| Request::BranchResume),
    case("release-lock", |_| Request::ReleaseLock),
    case("reissue", |_| reissue(NEW)),
];

const fn money(words: &'static str, request: fn(&Contract) -> Request) -> Case {
    Case { applies: |contract, today| contract.left_of_limit(today) >= Yen(1), ..case(words, request) }
}

fn payment(by: By) -> Request {
    Request::PayEasy { payee: institution(1), amount: Yen(1), by }
}

fn finish(contract: &Contract) -> Request {
    Request::ReplaceFinish { serial: newest_serial(contract) }
}

fn reserved(contract: &Contract) -> Option<TransferId> {
    contract.transfers().iter().find(|transfer| !transfer.cancelled).map(|transfer| transfer.id)
}

fn newest(contract: &Contract, is: impl Fn(TokenState) -> bool) -> Option<&Token> {
    contract.tokens().iter().rev().find(|token| is(token.state()))
}

fn suspended(contract: &Contract) -> Option<TokenSerial> {
    newest(contract, |state| state == TokenState::Suspended).map(|token| token.serial().clone())
}

/// The letter's, if one is under way; else of the newest token that was not replaced.
fn newest_serial(contract: &Contract) -> TokenSerial {
    newest(contract, |state| state != TokenState::Replaced)
        .map_or(serial(NEW), |token| token.serial().clone())
}

fn over(contract: &Contract) -> &'static str {
    OVER[usize::from(contract.locked()) + 2 * usize::from(contract.banking_stopped())]
}

fn tokens(contract: &Contract, today: Day) -> &'static str {
    let has = |state| newest(contract, |other| other == state).is_some();
    let letter = usize::from(has(TokenState::Issued));
    let first_day = contract.started().is_some_and(|day| today <= day);
    TOKENS[if has(TokenState::Live) {
        if first_day { 2 + letter } else { 4 + letter }
    } else if has(TokenState::Suspended) {
        6 + letter
    } else if letter == 1 {
        1
    } else if has(TokenState::Stopped) {
        8
    } else if has(TokenState::Lost) {
        9
    } else {
        0
    }]
}

/// What the contract answers on this day in every row of the table.
pub fn answers(contract: &Contract, today: Day) -> Vec<(Key, Answer)> {
    let cases = CASES.iter().filter(|case| (case.applies)(contract, today));
    let key = |case: &Case| (over(contract), tokens(contract, today), case.words);
    cases.map(|case| (key(case), answer(contract, today, case))).collect()
}

fn answer(contract: &Contract, today: Day, case: &Case) -> Answer {
    let request = (case.request)(contract);
    let own = |serial: &&TokenSerial| contract.tokens().iter().any(|token| token.serial() == *serial);
    let owner = request.serial().filter(own).map(|_| contract.id().clone());
    let policy = Policy { transaction_obligatory: case.transaction_obligatory, ..Policy::default() };
    let circumstances = Circumstances { today, policy, owner };
    let needs = match contract.needs(&request, &circumstances) {
        Ok(needs) => needs,
        Err(refusal) => return ("".to_owned(), format!("`{}`", refusal.name())),
    };
    let granted = contract.grant(&request, &honest(&needs, u64::MAX), &circumstances);
    let (after, _) = granted.expect("all that is needed was proven");
    let mut leads = Vec::new();
    if tokens(contract, today) != tokens(&after, today) {
        leads.push(tokens(&after, today));
    }
    let states = |contract: &Contract| contract.tokens().iter().map(Token::state).collect::<Vec<_>>();
    if leads.is_empty() && states(contract) != states(&after) {
        leads.push("the earlier letter is void");
    }
    if over(contract) != over(&after) {
        leads.push(over(&after));
    }
    if request == Request::ReplaceBegin && after.old_code_proven() == Some(today) {
        leads.push("the second page, today");
    }
    let leads = if leads.is_empty() { "stays".to_owned() } else { leads.join("; ") };
    (needed(contract, &needs), leads)
}

fn needed(contract: &Contract, needs: &Needs) -> String {
    let code = needs.code.as_ref().map(|code| {
        let live = contract.live().is_some_and(|token| *token.serial() == code.serial);
        let whose = if live { "token in use" } else { "named token" };
        match code.kind {
            CodeKind::Login => format!("code of the {whose}"),
            CodeKind::Payee(_) => format!("payee's code of the {whose}"),
            CodeKind::Transaction { .. } => format!("transaction's code of the {whose}"),
        }
    });
    let digits = needs.transfer_password.then(|| "two digits".to_owned());
    let all = code.into_iter().chain(digits).collect::<Vec<_>>();
    if all.is_empty() { "nothing".to_owned() } else { all.join(", ") }
}

/// A contract in each state of the table, reached by requests: with 認証する and without.
fn examples() -> Vec<(Contract, Day)> {
    let mut all = Vec::new();
    for start_request in [start(1), start_with_login_code(1)] {
        let letter = Practice::after(&[issue(1)]);
        let mut first = letter.clone();
        first.grants(&start_request);
        let mut later = first.clone().next_day();
        later.grants(&transfer(1, 1, By::Payee));
        let mut suspended = later.clone();
        suspended.grants(&Request::Suspend);
        // The first day again, and this time with a transfer that can be cancelled.
        let mut again = suspended.clone();
        again.grants(&start_request);
        let mut stopped = later.clone();
        stopped.grants(&Request::BranchStop);
        let mut lost = later.clone();
        lost.grants(&Request::BranchLoss);
        let mut reissued = lost.clone();
        reissued.grants(&reissue(3));
        let beside = |practice: &Practice| {
            let mut practice = practice.clone();
            practice.grants(&issue(2));
            practice
        };
        let proven = |practice: &Practice| {
            let mut practice = beside(practice);
            practice.grants(&Request::ReplaceBegin);
            practice
        };
        all.extend([beside(&again), proven(&again), beside(&later), proven(&later), beside(&suspended)]);
        all.extend([Practice::new(), letter, again, later, suspended, stopped, lost, reissued]);
    }
    let over = all.iter().flat_map(|practice| {
        let overs: [&[Request]; 4] =
            [&[], &[Request::Lock], &[Request::StopBanking], &[Request::Lock, Request::StopBanking]];
        overs.map(|requests| {
            let mut practice = practice.clone();
            requests.iter().for_each(|request| drop(practice.grants(request)));
            (practice.contract().clone(), practice.today)
        })
    });
    over.collect()
}

/// The engine's answers. Two examples of one state must answer alike, or the state is two.
pub fn made() -> Table {
    let mut table = Table::new();
    for (contract, today) in examples() {
        for (key, answer) in answers(&contract, today) {
            let before = table.insert(key, answer.clone());
            assert!(before.is_none_or(|before| before == answer), "{key:?} has two answers: {contract:?}");
        }
    }
    table
}

const HEAD: &str = "# What a contract may do

`cargo test -p skts-bank-engine` compares this page with the engine's answers and fails where they differ; with
`UPDATE_TABLE=1` it writes the page. The model checker compares every answer of every state that it reaches with this page, and
reaches every row.

- *Contract* and *Tokens*: the state in which the journey is asked. *Any*: every one in which it can be asked.
- A journey that names a serial names the letter's token, or else the newest one.
- *Needs* empty: no proof helps, and the last column is the refusal.
- *Stays*: neither contract nor tokens change their state.
- A contract that has a token in use and no transfers answers cancel-transfer with `unknown-transfer`.

| Journey | Contract | Tokens | Needs | Leads to, or refused with |
|---|---|---|---|---|
";

const PROOFS: &str = "
## What becomes of a code that was accepted

The verifier has accepted a code, and says so. What the engine says of it, beside what was needed:

| Needed | Accepted | The engine |
|---|---|---|
";

/// The page.
fn page(table: &Table) -> String {
    let mut page = HEAD.to_owned();
    for case in &CASES {
        for (over, tokens, (needs, leads)) in grouped(table, case) {
            let line = writeln!(page, "| {} | {over} | {tokens} | {needs} | {leads} |", case.words);
            line.expect("a string takes every line");
        }
    }
    page.push_str(PROOFS);
    for (needed, accepted, says) in judged() {
        writeln!(page, "| {needed} | {accepted} | {says} |").expect("a string takes every line");
    }
    page
}

/// The answers to a case, those that are alike in one line.
fn grouped(table: &Table, case: &Case) -> Vec<(String, String, Answer)> {
    let mut lines: Vec<(Vec<&str>, Vec<&str>, &Answer)> = Vec::new();
    for over in OVER {
        let asked =
            TOKENS.iter().filter_map(|tokens| Some((*tokens, table.get(&(over, *tokens, case.words))?)));
        let mut here: Vec<(Vec<&str>, &Answer)> = Vec::new();
        for (tokens, answer) in asked {
            match here.iter_mut().find(|(_, other)| *other == answer) {
                Some((alike, _)) => alike.push(tokens),
                None => here.push((vec![tokens], answer)),
            }
        }
        let only = here.len() == 1;
        for (tokens, answer) in here {
            let tokens = if only && tokens.len() > 2 { vec!["any"] } else { tokens };
            match lines.iter_mut().find(|(_, other, same)| *other == tokens && *same == answer) {
                Some((overs, _, _)) => overs.push(over),
                None => lines.push((vec![over], tokens, answer)),
            }
        }
    }
    let over = |overs: &[&str]| if overs.len() == OVER.len() { "any".to_owned() } else { overs.join("; ") };
    let lines = lines.iter();
    lines.map(|(overs, tokens, answer)| (over(overs), tokens.join("; "), (*answer).clone())).collect()
}

/// Each kind of code that can be needed, beside each that a verifier can say it accepted.
fn judged() -> Vec<(&'static str, &'static str, String)> {
    let practice = Practice::after(&[issue(1), start(1), issue(2)]).next_day();
    let qr = |number| By::TransactionQr { id: transaction(number) };
    let needed = [
        ("normal code", Request::ChangeLimit { limit: Yen(5) }),
        ("typed payee", transfer(1, 5, By::Payee)),
        ("取引QR", transfer(1, 5, qr(1))),
    ];
    let payee = |number| CodeKind::Payee(account(number).number().clone());
    let signed = |id, payee, yen| CodeKind::Transaction {
        id: transaction(id),
        payee: Payee::Account(payee),
        amount: Yen(yen),
    };
    let accepted = [
        ("normal code", 1, CodeKind::Login),
        ("normal code of another own token", 2, CodeKind::Login),
        ("typed payee", 1, payee(1)),
        ("another typed payee", 1, payee(2)),
        ("取引QR", 1, signed(1, account(1), 5)),
        ("取引QR, another account", 1, signed(1, account(2), 5)),
        ("取引QR, the same digits at another bank", 1, signed(1, elsewhere(1), 5)),
        ("取引QR, another amount", 1, signed(1, account(1), 6)),
        ("another 取引QR", 1, signed(2, account(1), 5)),
    ];
    let mut lines = Vec::new();
    for (needed, request) in &needed {
        for (words, number, kind) in &accepted {
            let place = place(kind, 90);
            let code = Some(Proof { serial: serial(*number), kind: kind.clone(), place });
            let says = match practice.ask(request, &Proofs { code, transfer_password: true }) {
                Ok(_) => "grants".to_owned(),
                Err(refusal) => format!("`{}`", refusal.name()),
            };
            lines.push((*needed, *words, says));
        }
    }
    lines
}

#[test]
fn the_table_is_what_the_engine_answers() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("TABLE.md");
    let page = page(&made());
    if std::env::var_os("UPDATE_TABLE").is_some() {
        std::fs::write(&path, &page).expect("the table can be written");
    }
    let written = std::fs::read_to_string(&path).expect("the table can be read");
    assert!(
        written == page,
        "TABLE.md is not what the engine answers. UPDATE_TABLE=1 writes it; then look at what changed"
    );
}

#[test]
fn every_state_has_an_answer_to_every_journey() {
    let table = made();
    for over in OVER {
        for tokens in TOKENS {
            for journey in Journey::ALL {
                let of_it =
                    |key: &&Key| key.0 == over && key.1 == tokens && key.2.starts_with(journey.name());
                assert!(table.keys().any(|key| of_it(&key)), "{over}, {tokens}: {}", journey.name());
            }
        }
    }
}
