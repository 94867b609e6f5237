//! The console of the branch: practice's own, without a password.

use super::view;
use crate::faults::Fault;
use crate::granting::{Brought, away};
use crate::store::Customer;
use crate::visit::{Reply, Stop, View, Visit};
use minijinja::{Value, context};
use skts_bank_engine::{Request, TokenState};

/// What the branch can do.
#[derive(Clone, Copy)]
enum Act {
    Stop,
    Loss,
    Resume,
    Release,
    Reissue { two_step: bool },
    Issue { two_step: bool },
}

const ACTS: [(&str, Act); 8] = [
    ("stop", Act::Stop),
    ("loss", Act::Loss),
    ("resume", Act::Resume),
    ("release", Act::Release),
    ("reissue", Act::Reissue { two_step: false }),
    ("reissue-two-step", Act::Reissue { two_step: true }),
    ("issue", Act::Issue { two_step: false }),
    ("issue-two-step", Act::Issue { two_step: true }),
];

pub fn show(visit: &mut Visit) -> Result<View, Stop> {
    let customers = visit.bank.store().customers().map_err(Fault::from)?;
    let rows: Vec<Value> = customers.iter().rev().map(row).collect();
    let said = std::mem::take(&mut visit.session.branch_said);
    view("branch", context! { rows, said })
}

pub fn send(visit: &mut Visit) -> Result<Reply, Fault> {
    let contract = visit.fields.digits("contract", crate::contract::CONTRACT_DIGITS)?;
    let act = visit.fields.choice("action", &ACTS)?;
    let customer = visit.bank.store().customer(&contract)?.ok_or(Fault::UnknownContract)?;
    visit.about = Some(contract.clone());
    let (request, journey) = match act {
        Act::Stop => (Request::BranchStop, "branch-stop"),
        Act::Loss => (Request::BranchLoss, "branch-loss"),
        Act::Resume => (Request::BranchResume, "branch-resume"),
        Act::Release => (Request::ReleaseLock, "branch-release"),
        Act::Reissue { two_step } => {
            let request = |serial| Request::Reissue { serial };
            let letter = visit.another_letter(&contract, two_step, request, "branch-reissue")?;
            return Ok(Reply::Go(format!("/letter/{letter}")));
        }
        Act::Issue { two_step } => {
            let request = |serial| Request::Issue { serial };
            let letter = visit.another_letter(&contract, two_step, request, "branch-issue")?;
            return Ok(Reply::Go(format!("/letter/{letter}")));
        }
    };
    visit.grant(&contract, &request, &Brought::default(), journey)?;
    if matches!(act, Act::Release) {
        release(visit, &customer)?;
    }
    visit.session.branch_said = Some((contract, visit.fields.text("action").to_owned()));
    Ok(Reply::Go("/branch".to_owned()))
}

/// Codes count from zero again, for every token that the contract may use.
fn release(visit: &Visit, customer: &Customer) -> Result<(), Fault> {
    for token in customer.contract.tokens().iter().filter(|token| token.state().takes_codes()) {
        let serial = token.serial().0.parse().map_err(|_| Fault::Broken)?;
        visit.bank.verifier().release_lock(&serial).map_err(away)?;
    }
    Ok(())
}

fn row(customer: &Customer) -> Value {
    let contract = &customer.contract;
    let tokens: Vec<Value> = contract
        .tokens()
        .iter()
        .rev()
        .map(|token| context! { serial => &token.serial().0, state => state_name(Some(token.state())) })
        .collect();
    context! {
        name => &customer.name,
        contract => &contract.id().0,
        tokens,
        locked => contract.locked(),
        banking_stopped => contract.banking_stopped(),
    }
}

/// The name of a state in templates.
pub fn state_name(state: Option<TokenState>) -> &'static str {
    match state {
        None => "none",
        Some(TokenState::Issued) => "issued",
        Some(TokenState::Live) => "live",
        Some(TokenState::Suspended) => "suspended",
        Some(TokenState::Replaced) => "replaced",
        Some(TokenState::Stopped) => "stopped",
        Some(TokenState::Lost) => "lost",
    }
}
