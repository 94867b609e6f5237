//! 利用限度額変更

use super::{code, view};
use crate::faults::Fault;
use crate::granting::Brought;
use crate::session::Receipt;
use crate::visit::{Reply, Stop, View, Visit};
use minijinja::context;
use skts_bank_engine::{Contract, Request, Yen};

pub fn show(visit: &mut Visit) -> Result<View, Stop> {
    let id = visit.customer()?;
    let customer = visit.bank.store().customer(&id).map_err(Fault::from)?.ok_or(Fault::UnknownContract)?;
    view("limit", context! { limit => customer.contract.limit().0, most => Contract::HIGHEST_LIMIT.0 })
}

pub fn send(visit: &mut Visit) -> Result<Reply, Fault> {
    let contract = visit.customer()?;
    let yen = visit.fields.yen("limit")?;
    let request = Request::ChangeLimit { limit: Yen(yen) };
    visit.needs(&contract, &request)?;
    let code = code(visit)?;
    visit.grant(&contract, &request, &Brought { code: &code, ..Brought::default() }, "limit")?;
    visit.session.receipt = Some(Receipt::Limit { yen });
    Ok(Reply::Go("/done".to_owned()))
}
