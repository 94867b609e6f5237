//! The list of transfers and payments, and 振込予約取消.

use super::payment::bank_name;
use super::{code, view};
use crate::clock::day_words;
use crate::faults::Fault;
use crate::granting::Brought;
use crate::session::Receipt;
use crate::visit::{Reply, Stop, View, Visit};
use minijinja::{Value, context};
use skts_bank_engine::{Payee, Refusal, Request, Transfer, TransferId};

pub fn show(visit: &mut Visit) -> Result<View, Stop> {
    let english = visit.session.english;
    let transfers = transfers(visit)?;
    let rows: Vec<Value> = transfers.iter().rev().map(|transfer| row(transfer, english)).collect();
    view("transfers", context! { rows })
}

pub fn show_cancel(visit: &mut Visit) -> Result<View, Stop> {
    let english = visit.session.english;
    let id = number(visit);
    let transfers = transfers(visit)?;
    let known = transfers.iter().find(|transfer| Some(transfer.id) == id);
    view("cancel", context! { row => row(known.ok_or(Fault::Refused(Refusal::UnknownTransfer))?, english) })
}

pub fn cancel(visit: &mut Visit) -> Result<Reply, Fault> {
    let contract = visit.customer()?;
    let id = number(visit).ok_or(Refusal::UnknownTransfer)?;
    let request = Request::CancelTransfer { id };
    visit.needs(&contract, &request)?;
    let code = code(visit)?;
    visit.grant(&contract, &request, &Brought { code: &code, ..Brought::default() }, "cancel")?;
    visit.session.receipt = Some(Receipt::Cancelled { number: id.0 });
    Ok(Reply::Go("/done".to_owned()))
}

fn transfers(visit: &mut Visit) -> Result<Vec<Transfer>, Fault> {
    let id = visit.customer()?;
    let customer = visit.bank.store().customer(&id)?.ok_or(Fault::UnknownContract)?;
    Ok(customer.contract.transfers().to_vec())
}

fn number(visit: &Visit) -> Option<TransferId> {
    visit.id.as_ref()?.parse().ok().map(TransferId)
}

fn row(transfer: &Transfer, english: bool) -> Value {
    let bank = match &transfer.payee {
        Payee::Account(account) => Some((bank_name(account.bank()), account.branch().to_owned())),
        Payee::Institution(_) => None,
    };
    context! {
        number => transfer.id.0,
        payee => transfer.payee.number().as_str(),
        bank => bank.as_ref().map(|(bank, _)| bank),
        branch => bank.as_ref().map(|(_, branch)| branch),
        amount => transfer.amount.0,
        day => day_words(transfer.day, english),
        cancelled => transfer.cancelled,
    }
}
