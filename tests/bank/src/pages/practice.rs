//! The switches of practice, and the audit trail of the day.

use super::view;
use crate::clock::{day, time_words};
use crate::faults::Fault;
use crate::store::Practice;
use crate::visit::{Reply, Stop, View, Visit};
use minijinja::{Value, context};
use skts_token::token::UnixTime;

/// Seconds between UTC's midnight and Japan's.
const JAPAN_SECONDS: i64 = 9 * 3600;

pub fn show(visit: &mut Visit) -> Result<View, Stop> {
    let practice = visit.bank.store().practice().map_err(Fault::from)?;
    let context = context! {
        skip_wait => practice.skip_wait,
        obligatory => practice.transaction_obligatory,
        now => time_words(visit.now),
        unix => visit.now.seconds(),
        practice_clock => visit.bank.clock().is_practice(),
        saved => std::mem::take(&mut visit.session.practice_saved),
    };
    view("practice", context)
}

pub fn send(visit: &mut Visit) -> Result<Reply, Fault> {
    let on = |name| visit.fields.text(name) == "on";
    let practice =
        Practice { skip_wait: on("skip-wait"), transaction_obligatory: on("transaction-obligatory") };
    visit.bank.store().set_practice(practice)?;
    visit.bank.store().note(&visit.line("practice", "granted"))?;
    visit.session.practice_saved = true;
    Ok(Reply::Go("/practice".to_owned()))
}

pub fn audit(visit: &mut Visit) -> Result<View, Stop> {
    let midnight = (day(visit.now).0 * 86_400 - JAPAN_SECONDS).max(0).cast_unsigned();
    let lines = visit.bank.store().audit_since(UnixTime::from_seconds(midnight)).map_err(Fault::from)?;
    let rows: Vec<Value> = lines
        .iter()
        .map(|line| {
            let time = time_words(line.at);
            context! {
                time => time.split_once(' ').map_or(time.as_str(), |(_, time)| time),
                contract => &line.contract,
                journey => &line.journey,
                result => &line.result,
            }
        })
        .collect();
    let time = time_words(visit.now);
    view("audit", context! { rows, day => time.split_once(' ').map_or("", |(day, _)| day) })
}
