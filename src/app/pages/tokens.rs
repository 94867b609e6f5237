//! トークン一覧: every token in a row of its own; the one that is shown is marked.

use super::issuer;
use crate::app::desk::Desk;
use crate::token::Serial;

#[derive(Clone, Debug, PartialEq)]
pub struct TokenRow {
    pub issuer: String,
    pub serial: Serial,
    /// Whether this is the token that the token's page shows.
    pub selected: bool,
}

pub(in crate::app) fn rows(desk: &Desk) -> Vec<TokenRow> {
    let shown = desk.shown().map(|profile| &profile.serial);
    let row = |profile: &crate::token::Profile| TokenRow {
        issuer: issuer(profile),
        serial: profile.serial.clone(),
        selected: Some(&profile.serial) == shown,
    };
    desk.profiles().iter().map(row).collect()
}
