//! What a customer stops: 利用中止 behind the login, IB取引中止 without it.

use super::{confirmed, places, view};
use crate::faults::Fault;
use crate::granting::Brought;
use crate::session::Receipt;
use crate::visit::{Reply, Stop, View, Visit};
use minijinja::context;
use skts_bank_engine::Request;

pub fn show_suspend(visit: &mut Visit) -> Result<View, Stop> {
    visit.customer()?;
    let (first, second) = places(visit);
    view("suspend", context! { first, second })
}

pub fn suspend(visit: &mut Visit) -> Result<Reply, Fault> {
    let contract = visit.customer()?;
    visit.needs(&contract, &Request::Suspend)?;
    confirmed(visit)?;
    let transfer_password = visit.transfer_password(&contract)?;
    visit.grant(
        &contract,
        &Request::Suspend,
        &Brought { transfer_password, ..Brought::default() },
        "suspend",
    )?;
    visit.session.receipt = Some(Receipt::Suspended);
    Ok(Reply::Go("/done".to_owned()))
}

pub fn show_stop(_: &mut Visit) -> Result<View, Stop> {
    super::plain("stop-banking")
}

/// Day and night, without a login: whoever has lost the token may not get one. Whoever is logged in is logged out.
pub fn stop(visit: &mut Visit) -> Result<Reply, Fault> {
    let sure = confirmed(visit);
    let contract = visit.password()?;
    sure?;
    visit.grant(&contract, &Request::StopBanking, &Brought::default(), "stop-banking")?;
    visit.renew()?;
    visit.session.receipt = Some(Receipt::BankingStopped { contract });
    Ok(Reply::Go("/done".to_owned()))
}
