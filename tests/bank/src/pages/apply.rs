//! 申込: a contract, and letters with seeds.

use super::front::picture;
use super::view;
use crate::contract::MAX_NAME;
use crate::faults::Fault;
use crate::letters::Paper;
use crate::visit::{Reply, Stop, View, Visit};
use minijinja::context;
use skts_bank_engine::Request;
use std::sync::Arc;

/// Whether the letter is for a two-step enrolment.
const KINDS: [(&str, bool); 2] = [("plain", false), ("two-step", true)];

pub fn show(_: &mut Visit) -> Result<View, Stop> {
    view("apply", context! { again => false })
}

pub fn send(visit: &mut Visit) -> Result<Reply, Fault> {
    let name = visit.fields.text("name").to_owned();
    let shown = name.chars().all(|character| !character.is_control());
    if name.is_empty() || name.chars().count() > MAX_NAME || !shown {
        return Err(Fault::NotAName);
    }
    let two_step = visit.fields.choice("kind", &KINDS)?;
    let letter = visit.open_contract(&name, two_step)?;
    Ok(Reply::Go(format!("/letter/{letter}")))
}

pub fn show_token(_: &mut Visit) -> Result<View, Stop> {
    view("apply", context! { again => true })
}

/// A letter for the next device of a customer.
pub fn send_token(visit: &mut Visit) -> Result<Reply, Fault> {
    let two_step = visit.fields.choice("kind", &KINDS);
    let contract = visit.password()?;
    let letter =
        visit.another_letter(&contract, two_step?, |serial| Request::Issue { serial }, "apply-token")?;
    Ok(Reply::Go(format!("/letter/{letter}")))
}

pub fn letter(visit: &mut Visit) -> Result<View, Stop> {
    let paper = paper(visit)?;
    let passwords = paper.passwords.as_ref();
    let context = context! {
        id => &visit.id,
        name => &paper.name,
        contract => &paper.contract,
        password => passwords.map(|(password, _)| password.as_str()),
        transfer_password => passwords.map(|(_, digits)| digits.as_str()),
        serial => paper.letter.serial.as_str(),
        two_step => paper.letter.two_step,
        has_pskc => paper.letter.key_container.is_some(),
        replaces => paper.replaces,
        picture => picture(&paper.letter.key_uri)?,
    };
    view("letter", context)
}

/// The key container of a letter, to keep as a file.
pub fn pskc(visit: &mut Visit) -> Result<View, Stop> {
    let paper = paper(visit)?;
    let container = paper.letter.key_container.as_ref().ok_or(Fault::LetterGone)?;
    let name = format!("{}.pskcxml", paper.letter.serial.as_str());
    Err(Stop::File(Reply::File { kind: "application/pskc+xml", name, bytes: container.as_bytes().to_vec() }))
}

fn paper(visit: &Visit) -> Result<Arc<Paper>, Fault> {
    let id = visit.id.as_deref().ok_or(Fault::LetterGone)?;
    visit.bank.letters().get(id).ok_or(Fault::LetterGone)
}
