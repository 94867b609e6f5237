//! ログイン in one step or two, the menu behind it, and the way out.

use super::{code, view};
use crate::clock::{day, day_words};
use crate::faults::Fault;
use crate::granting::Brought;
use crate::visit::{Reply, Stop, View, Visit};
use minijinja::context;
use skts_bank_engine::{Day, Request, TokenState};

/// Also for somebody who is logged in: another customer at the same browser begins anew.
pub fn show(_: &mut Visit) -> Result<View, Stop> {
    super::plain("login")
}

pub fn send(visit: &mut Visit) -> Result<Reply, Fault> {
    let contract = visit.password()?;
    if visit.needs(&contract, &Request::Login)?.is_some() {
        visit.renew()?;
        visit.session.half = Some(contract);
        return Ok(Reply::Go("/login/code".to_owned()));
    }
    enter(visit, contract, "")
}

pub fn show_code(visit: &mut Visit) -> Result<View, Stop> {
    if visit.session.customer.is_some() {
        return Err(Stop::Go("/home".to_owned()));
    }
    half(visit)?;
    super::plain("login-code")
}

pub fn send_code(visit: &mut Visit) -> Result<Reply, Fault> {
    let contract = half(visit)?;
    visit.about = Some(contract.clone());
    let code = code(visit)?;
    enter(visit, contract, &code)
}

/// The contract whose password was right.
fn half(visit: &mut Visit) -> Result<String, Fault> {
    match visit.session.half.clone() {
        Some(contract) => Ok(contract),
        None => Err(visit.customer().err().unwrap_or(Fault::LoginNeeded)),
    }
}

fn enter(visit: &mut Visit, contract: String, code: &str) -> Result<Reply, Fault> {
    visit.grant(&contract, &Request::Login, &Brought { code, ..Brought::default() }, "login")?;
    visit.renew()?;
    visit.session.customer = Some(contract);
    Ok(Reply::Go("/home".to_owned()))
}

pub fn home(visit: &mut Visit) -> Result<View, Stop> {
    let id = visit.customer()?;
    let customer = visit.bank.store().customer(&id).map_err(Fault::from)?.ok_or(Fault::UnknownContract)?;
    let contract = &customer.contract;
    let from = visit.first_transfer(contract)?.map(|from| day_words(Day(from), visit.session.english));
    let newest = contract.tokens().iter().rev().find(|token| token.state() != TokenState::Replaced);
    let context = context! {
        name => customer.name,
        contract => id,
        from,
        serial => contract.live().map(|token| token.serial().0.clone()),
        state => super::branch::state_name(newest.map(skts_bank_engine::Token::state)),
        login_code => contract.login_code(),
        banking_stopped => contract.banking_stopped(),
        locked => contract.locked(),
        limit => contract.limit().0,
        left => contract.left_of_limit(day(visit.now)).0,
    };
    view("home", context)
}

pub fn gone(_: &mut Visit) -> Result<View, Stop> {
    Err(Stop::Go("/".to_owned()))
}

pub fn leave(visit: &mut Visit) -> Result<Reply, Fault> {
    visit.renew()?;
    Ok(Reply::Go("/".to_owned()))
}
