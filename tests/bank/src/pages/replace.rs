//! 交換: 「現ワンタイムパスワードの認証」, then the new token.

use super::{code, serial, view};
use crate::faults::Fault;
use crate::granting::Brought;
use crate::session::{ORDER_SECONDS, Receipt, Replacing};
use crate::visit::{Reply, Stop, View, Visit};
use minijinja::context;
use skts_bank_engine::{Refusal, Request, TokenSerial};

pub fn show(_: &mut Visit) -> Result<View, Stop> {
    super::plain("replace")
}

pub fn send(visit: &mut Visit) -> Result<Reply, Fault> {
    let code = code(visit);
    let contract = visit.password()?;
    visit.needs(&contract, &Request::ReplaceBegin)?;
    let code = code?;
    visit.grant(
        &contract,
        &Request::ReplaceBegin,
        &Brought { code: &code, ..Brought::default() },
        "replace",
    )?;
    let ends = visit.now.seconds() + ORDER_SECONDS;
    visit.session.replacing = Some(Replacing { contract, ends });
    Ok(Reply::Go("/replace/new".to_owned()))
}

pub fn show_new(visit: &mut Visit) -> Result<View, Stop> {
    let contract = replacing(visit)?;
    view("replace-new", context! { contract })
}

pub fn send_new(visit: &mut Visit) -> Result<Reply, Fault> {
    let contract = replacing(visit)?;
    visit.about = Some(contract.clone());
    let serial = serial(visit)?;
    let request = Request::ReplaceFinish { serial: TokenSerial(serial.as_str().to_owned()) };
    visit.needs(&contract, &request)?;
    let code = code(visit)?;
    visit.grant(&contract, &request, &Brought { code: &code, ..Brought::default() }, "replace-new")?;
    visit.session.replacing = None;
    visit.session.receipt = Some(Receipt::Replaced { contract, serial: serial.as_str().to_owned() });
    Ok(Reply::Go("/done".to_owned()))
}

/// The contract whose old code was taken in this session.
fn replacing(visit: &Visit) -> Result<String, Fault> {
    let replacing = visit.session.replacing.as_ref().filter(|replacing| replacing.ends > visit.now.seconds());
    Ok(replacing.ok_or(Refusal::OldCodeNotProven)?.contract.clone())
}
