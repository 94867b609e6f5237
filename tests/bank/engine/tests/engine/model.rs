//! A model checker walks through the engine itself: its actions are calls of [`Bank::grant`], its invariants the
//! witness's sentences. Each model is small enough to be explored whole.

use crate::practice::*;
use crate::table::{self, Table};
use crate::witness::{Granted, SENTENCES, Witness};
use skts_bank_engine::*;
use stateright::{Checker, HasDiscoveries, Model, Property};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// A small bank, and all that may be asked of it.
#[derive(Clone)]
struct SmallBank {
    name: &'static str,
    policy: Policy,
    contracts: Vec<ContractId>,
    requests: Vec<Request>,
    /// What a verifier may say, true or false.
    proofs: Vec<Proof>,
    last_day: Day,
    most_transfers: usize,
    table: Arc<Table>,
    /// The rows of the table that were reached, and the journeys that were granted: what never happens proves nothing.
    reached: Arc<Mutex<BTreeSet<table::Key>>>,
    granted: Arc<Mutex<BTreeSet<Journey>>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Moment {
    bank: Bank,
    today: Day,
    witness: Witness,
    /// The engine answered otherwise than the table says.
    off_the_table: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Action {
    NextDay,
    Ask { contract: usize, request: Request, proofs: Box<Proofs> },
}

impl Model for SmallBank {
    type State = Moment;
    type Action = Action;

    fn init_states(&self) -> Vec<Moment> {
        vec![Moment {
            bank: Bank::with(self.contracts.iter().cloned()),
            today: Day(0),
            witness: Witness::default(),
            off_the_table: false,
        }]
    }

    fn actions(&self, moment: &Moment, actions: &mut Vec<Action>) {
        if moment.today < self.last_day {
            actions.push(Action::NextDay);
        }
        for (contract, id) in self.contracts.iter().enumerate() {
            for request in &self.requests {
                let needs = moment.bank.needs(id, request, moment.today, self.policy);
                let needs = needs.expect("the bank has the contract");
                for proofs in self.brought(needs.ok()) {
                    actions.push(Action::Ask {
                        contract,
                        request: request.clone(),
                        proofs: Box::new(proofs),
                    });
                }
            }
        }
    }

    fn next_state(&self, moment: &Moment, action: Action) -> Option<Moment> {
        let (contract, request, proofs) = match action {
            Action::NextDay => {
                return Some(Moment { today: moment.today.next(), ..moment.clone() });
            }
            Action::Ask { contract, request, proofs } => (contract, request, proofs),
        };
        let id = &self.contracts[contract];
        let granted = moment.bank.grant(id, &request, &proofs, moment.today, self.policy);
        let (after, _) = granted.expect("the bank has the contract").ok()?;
        let (today, policy) = (moment.today, self.policy);
        let mut witness = moment.witness.clone();
        witness.saw(&Granted { id, request: &request, proofs: &proofs, today, policy, after: &after });
        self.granted.lock().expect("no other thread panicked").insert(request.journey());
        let off_the_table = !self.as_in_the_table(&after, today);
        Some(Moment { bank: after, today, witness, off_the_table })
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let sentences = SENTENCES.iter().zip(KEPT);
        let never = sentences.map(|((words, _), kept)| Property::always(words, kept));
        let table = Property::always(OFF_THE_TABLE, |_: &Self, moment: &Moment| !moment.off_the_table);
        never.chain([table]).collect()
    }

    fn within_boundary(&self, moment: &Moment) -> bool {
        moment.bank.contracts().all(|contract| contract.transfers().len() <= self.most_transfers)
    }
}

const OFF_THE_TABLE: &str = "an answer that the table does not have";

/// The checker takes plain functions, and one function cannot know its place in a list: this makes one for each sentence.
macro_rules! kept {
    ($($index:literal)+) => {
        [$(|_, moment| SENTENCES[$index].1(&moment.witness)),+]
    };
}

const KEPT: [fn(&SmallBank, &Moment) -> bool; SENTENCES.len()] =
    kept!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);

impl SmallBank {
    /// Everything that may be brought along. What no proof can grant is asked once, with a proof that does not fit.
    fn brought(&self, needs: Option<Needs>) -> Vec<Proofs> {
        let passwords: &[bool] = match &needs {
            Some(needs) if needs.transfer_password => &[true, false],
            _ => &[true],
        };
        let codes = self.proofs.iter().cloned().map(Some);
        let codes = match needs {
            Some(Needs { code: Some(_), .. }) => codes.chain([None]).collect::<Vec<_>>(),
            Some(_) => vec![None],
            None => codes.take(1).collect(),
        };
        let brought = codes.iter().flat_map(|code| {
            passwords.iter().map(|known| Proofs { code: code.clone(), transfer_password: *known })
        });
        brought.collect()
    }

    fn as_in_the_table(&self, bank: &Bank, today: Day) -> bool {
        bank.contracts().all(|contract| {
            table::answers(contract, today).into_iter().all(|(key, answer)| {
                let same = self.table.get(&key) == Some(&answer);
                self.reached.lock().expect("no other thread panicked").insert(key);
                same
            })
        })
    }

    /// Explores it whole. Every sentence holds everywhere, and every journey was granted somewhere. Returns the rows of
    /// the table that were reached.
    fn explore(self) -> BTreeSet<table::Key> {
        let (name, reached, granted) = (self.name, self.reached.clone(), self.granted.clone());
        let asked = self.requests.iter().map(Request::journey).collect::<BTreeSet<_>>();
        let checker = self.checker().threads(2).finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
        let reached = std::mem::take(&mut *reached.lock().expect("no other thread panicked"));
        println!(
            "{name}: {} states, {} transitions, {} deep, {} rows of the table",
            checker.unique_state_count(),
            checker.state_count(),
            checker.max_depth(),
            reached.len(),
        );
        checker.assert_properties();
        assert!(checker.is_done());
        assert_eq!(*granted.lock().expect("no other thread panicked"), asked);
        reached
    }
}

/// What a verifier may say of these tokens: every kind, every place, fitting each other or not.
fn proofs(serials: &[u8], steps: u64, orders: &[(Payee, Yen)]) -> Vec<Proof> {
    let mut proofs = Vec::new();
    let ids = [transaction(1), transaction(2)];
    for number in serials {
        let mut say =
            |kind: CodeKind, place: Place| proofs.push(Proof { serial: serial(*number), kind, place });
        for step in 1..=steps {
            say(CodeKind::Login, Place::Step(step));
            for (payee, _) in orders {
                say(CodeKind::Payee(payee.number().clone()), Place::PayeeStep(step));
            }
        }
        say(CodeKind::Login, Place::PayeeStep(1));
        for (payee, amount) in orders {
            say(CodeKind::Payee(payee.number().clone()), Place::Step(1));
            for id in ids {
                let kind = CodeKind::Transaction { id, payee: payee.clone(), amount: *amount };
                say(kind.clone(), Place::Step(1));
                for used in ids {
                    say(kind.clone(), Place::Transaction(used));
                }
            }
        }
    }
    proofs
}

/// Orders of this payee and amount, with each signature.
fn orders(payee: &Payee, yen: u64, ids: &[u8]) -> Vec<Request> {
    let qr = ids.iter().map(|id| By::TransactionQr { id: transaction(*id) });
    let signatures = [By::NormalCode, By::Payee].into_iter().chain(qr);
    let order = |by| match payee.clone() {
        Payee::Account(payee) => Request::Transfer { payee, amount: Yen(yen), by },
        Payee::Institution(payee) => Request::PayEasy { payee, amount: Yen(yen), by },
    };
    signatures.map(order).collect()
}

/// Every journey of these tokens but the orders.
fn journeys(serials: &[u8]) -> Vec<Request> {
    let mut requests = vec![
        Request::Login,
        Request::CancelTransfer { id: TransferId(1) },
        Request::ChangeLimit { limit: Contract::HIGHEST_LIMIT },
        Request::ReplaceBegin,
        Request::Suspend,
        Request::StopBanking,
        Request::Lock,
        Request::BranchStop,
        Request::BranchLoss,
        Request::BranchResume,
        Request::ReleaseLock,
    ];
    for number in serials {
        requests.extend([issue(*number), start(*number), start_with_login_code(*number)]);
        requests.extend([replace_finish(*number), reissue(*number)]);
    }
    requests
}

fn small_bank(
    name: &'static str,
    contracts: &[&str],
    requests: Vec<Request>,
    proofs: Vec<Proof>,
) -> SmallBank {
    SmallBank {
        name,
        policy: Policy::default(),
        contracts: contracts.iter().map(|name| contract_id(name)).collect(),
        requests,
        proofs,
        last_day: Day(1),
        most_transfers: 1,
        table: Arc::new(table::made()),
        reached: Arc::default(),
        granted: Arc::default(),
    }
}

#[test]
fn one_contract_with_two_tokens() {
    let (to, pays) = (Payee::Account(account(1)), Payee::Institution(institution(1)));
    let mut requests = journeys(&[1, 2]);
    requests.extend([transfer(1, 1, By::Payee), transfer(1, 1, By::NormalCode)]);
    requests.extend(orders(&pays, 1, &[1]));
    let says = proofs(&[1, 2], 2, &[(to, Yen(1)), (pays, Yen(1))]);
    let reached = small_bank("one contract with two tokens", &[A], requests, says).explore();
    let table = table::made();
    let missed = table.keys().filter(|key| !reached.contains(*key)).collect::<Vec<_>>();
    assert!(missed.is_empty(), "the model does not reach {missed:?}");
}

#[test]
fn two_contracts_that_reach_for_each_others_tokens() {
    let mut requests = vec![Request::Login, Request::ReplaceBegin, Request::Suspend, reissue(3)];
    for number in 1..=3 {
        requests.extend([issue(number), start_with_login_code(number), replace_finish(number)]);
    }
    let says = proofs(&[1, 2, 3], 2, &[]);
    let bank = small_bank("two contracts with three tokens", &[A, B], requests, says);
    SmallBank { last_day: Day(0), ..bank }.explore();
}

/// One token, and orders that differ in every field that can be signed.
fn orders_of_all_kinds(name: &'static str, policy: Policy, ids: &[u8]) {
    let payees = [account(1), account(2), elsewhere(1)].map(Payee::Account);
    let requests = vec![
        issue(1),
        start(1),
        Request::Suspend,
        Request::CancelTransfer { id: TransferId(1) },
        Request::ChangeLimit { limit: Yen(2) },
    ];
    let all = payees.iter().flat_map(|payee| [1, 2].into_iter().flat_map(|yen| orders(payee, yen, ids)));
    let requests = requests.into_iter().chain(all).collect();
    let signed = payees.iter().flat_map(|payee| [1, 2].map(|yen| (payee.clone(), Yen(yen))));
    let says = proofs(&[1], 2, &signed.collect::<Vec<_>>());
    let bank = small_bank(name, &[A], requests, says);
    SmallBank { policy, most_transfers: 2, ..bank }.explore();
}

#[test]
fn orders_where_transactions_are_obligatory() {
    orders_of_all_kinds("orders, 取引認証 obligatory", Policy::default(), &[1, 2]);
}

#[test]
fn orders_where_practice_skips_the_wait_and_a_normal_code_will_do() {
    let policy = Policy { wait_until_next_day: false, transaction_obligatory: false };
    orders_of_all_kinds("orders, no wait and normal codes", policy, &[]);
}
