//! The first page, the pages that inform, and the page that says what was done.

use super::{plain, view};
use crate::clock::day_words;
use crate::faults::Fault;
use crate::session::Receipt;
use crate::visit::{Stop, View, Visit};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use minijinja::{Value, context};
use skts_bank_engine::Day;
use skts_token::issuer::qr_png;

/// Where a real bank has the shops' pages of its app. Nobody has a name that ends in `.example` (RFC 2606), so these lead nowhere.
const SHOPS: [(&str, &str); 2] = [
    ("Google Play", "https://google-play.example/apps/skts-token"),
    ("App Store", "https://app-store.example/apps/skts-token"),
];

pub fn index(_: &mut Visit) -> Result<View, Stop> {
    plain("index")
}

pub fn environment(_: &mut Visit) -> Result<View, Stop> {
    plain("environment")
}

pub fn apps(_: &mut Visit) -> Result<View, Stop> {
    let shops: Result<Vec<_>, Fault> = SHOPS
        .iter()
        .map(|(name, address)| {
            Ok(context! { name => *name, address => *address, picture => picture(address)? })
        })
        .collect();
    view("apps", context! { shops => shops? })
}

pub fn nowhere(_: &mut Visit) -> Result<View, Stop> {
    Err(Fault::NotFound.into())
}

pub fn no_form(_: &mut Visit) -> Result<View, Stop> {
    Err(Fault::WrongMethod.into())
}

/// What was granted last. Loading it again shows it again and does nothing.
pub fn done(visit: &mut Visit) -> Result<View, Stop> {
    let english = visit.session.english;
    let words = |day: i64| day_words(Day(day), english);
    let receipt = visit.session.receipt.clone().ok_or_else(|| Stop::Go("/".to_owned()))?;
    let context = match receipt {
        Receipt::Started { contract, first_transfer, login_code } => {
            context! { what => "started", contract, login_code, from => first_transfer.map(words) }
        }
        Receipt::Replaced { contract, serial } => context! { what => "replaced", contract, serial },
        Receipt::TwoStep { contract, serial } => context! { what => "two-step", contract, serial },
        Receipt::Paid { number, payee, yen, day, institution } => {
            context! { what => "paid", number, payee, yen, institution, day => words(day) }
        }
        Receipt::Cancelled { number } => context! { what => "cancelled", number },
        Receipt::Limit { yen } => context! { what => "limit", yen },
        Receipt::Suspended => context! { what => "suspended" },
        Receipt::BankingStopped { contract } => context! { what => "banking-stopped", contract },
    };
    view("done", context)
}

/// A QR code as the address of a picture inside the page: it is in no browser's store and has no address of its own.
pub fn picture(text: &str) -> Result<Value, Fault> {
    let png = qr_png(text).map_err(|_| Fault::Broken)?;
    // Base64 has no character that HTML escapes but the slash, which stays as it is.
    Ok(Value::from_safe_string(format!("data:image/png;base64,{}", BASE64_STANDARD.encode(&*png))))
}
