//! 利用開始, and the phone's letters of a two-step enrolment before it.

use super::{code, places, serial, view};
use crate::faults::Fault;
use crate::granting::{Brought, away};
use crate::session::Receipt;
use crate::visit::{Reply, Stop, View, Visit};
use minijinja::context;
use skts_bank_engine::{Request, TokenSerial};
use skts_bank_verifier::VerifierError;

/// Characters of the longest text that is taken for a phone's letters, blanks between groups and all.
const MAX_LETTERS: usize = 64;

pub fn show(visit: &mut Visit) -> Result<View, Stop> {
    let (first, second) = places(visit);
    view("start", context! { first, second })
}

pub fn send(visit: &mut Visit) -> Result<Reply, Fault> {
    let (serial, code) = (serial(visit), code(visit));
    let login_code = visit.fields.choice("login-code", &[("yes", true), ("no", false)]);
    let contract = visit.password()?;
    let serial = TokenSerial(serial?.as_str().to_owned());
    let request = Request::Start { serial, login_code: login_code? };
    visit.needs(&contract, &request)?;
    let code = code?;
    let transfer_password = visit.transfer_password(&contract)?;
    let brought = Brought { code: &code, transfer_password, ..Brought::default() };
    let granted = visit.grant(&contract, &request, &brought, "start")?;
    let first_transfer = visit.first_transfer(&granted.after)?;
    let login_code = granted.after.login_code();
    visit.session.receipt = Some(Receipt::Started { contract, first_transfer, login_code });
    Ok(Reply::Go("/done".to_owned()))
}

pub fn show_letters(_: &mut Visit) -> Result<View, Stop> {
    super::plain("two-step")
}

pub fn send_letters(visit: &mut Visit) -> Result<Reply, Fault> {
    let serial = serial(visit);
    let letters = visit.fields.text("letters").to_owned();
    let contract = visit.password()?;
    let serial = serial?;
    if letters.is_empty() {
        return Err(Fault::Empty("letters"));
    }
    let token = visit.bank.store().issued(&serial)?.ok_or(skts_bank_engine::Refusal::UnknownSerial)?;
    if token.contract != contract {
        return Err(skts_bank_engine::Refusal::SerialOfAnother.into());
    }
    if token.finished {
        return Err(Fault::NotTwoStep);
    }
    if letters.chars().count() > MAX_LETTERS {
        return Err(Fault::WrongLetters);
    }
    match visit.bank.verifier().finish_two_step(&serial, &letters) {
        Ok(()) | Err(VerifierError::NotHalf(_)) => {}
        Err(VerifierError::Part) => return Err(Fault::WrongLetters),
        Err(error) => return Err(away(error)),
    }
    visit.bank.store().finish_token(&serial, &visit.line("two-step", "granted"))?;
    visit.session.receipt = Some(Receipt::TwoStep { contract, serial: serial.as_str().to_owned() });
    Ok(Reply::Go("/done".to_owned()))
}
