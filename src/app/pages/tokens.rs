//! トークン一覧: every token in a row of its own; the one that is shown is marked.

use super::{LocalTime, Manners, Named, Offer, Parent, Reading, Room, Turn, Vault, named};
use crate::app::Reply;
use crate::app::desk::Desk;
use crate::token::Serial;

#[derive(Debug)]
pub(in crate::app) struct Tokens;

#[derive(Debug, PartialEq, Eq)]
pub enum TokensAct {}

pub type TokensView = Vec<TokenRow>;

#[derive(Clone, Debug, PartialEq)]
pub struct TokenRow {
    pub name: Named,
    pub serial: Serial,
    /// Whether this is the token that the token's page shows.
    pub selected: bool,
}

impl Tokens {
    pub fn manners(&self, _: &Vault) -> Manners {
        Manners {
            parent: Parent::Home,
            has_menu: true,
            has_banners: true,
            shows_code: false,
            needs_token: true,
            offer: Offer::Taken,
            hears_late_scan: false,
            pastes: false,
            takes_files: true,
            changes_at: None,
        }
    }

    pub fn act(self, act: TokensAct, _: Room) -> Turn {
        match act {}
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> TokensView {
        room.desk().map(rows).unwrap_or_default()
    }
}

pub(in crate::app) fn rows(desk: &Desk) -> Vec<TokenRow> {
    let shown = desk.shown().map(|profile| &profile.serial);
    let row = |profile: &crate::token::Profile| TokenRow {
        name: named(profile),
        serial: profile.serial.clone(),
        selected: Some(&profile.serial) == shown,
    };
    desk.profiles().iter().map(row).collect()
}
