//! トークン一覧: every token in a row of its own; the one that is shown is marked.

use super::remove::{Doomed, Remove};
use super::{LocalTime, Manners, Named, Offer, Parent, Reading, Room, Turn, Vault, named};
use crate::app::Reply;
use crate::app::desk::Desk;
use crate::token::Serial;

#[derive(Debug, Default)]
pub(in crate::app) struct Tokens {
    editing: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub enum TokensAct {
    /// 編集
    Edit,
    /// 完了
    Done,
    /// 削除: asks first.
    Remove(Serial),
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct TokensView {
    pub rows: Vec<TokenRow>,
    /// Each row can be removed, and none is chosen.
    pub editing: bool,
    /// There is something that can be brought back.
    pub has_former: bool,
}

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
            parent: if self.editing { Parent::Tokens } else { Parent::Home },
            has_menu: !self.editing,
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

    pub fn act(self, act: TokensAct, room: Room) -> Turn {
        let profile = |serial: &Serial| {
            let profiles = room.desk().map_or(&[][..], Desk::profiles);
            profiles.iter().find(|profile| profile.serial == *serial)
        };
        match act {
            TokensAct::Edit => Turn::go(Self { editing: true }),
            TokensAct::Done => Turn::go(Self { editing: false }),
            TokensAct::Remove(serial) => match profile(&serial) {
                Some(profile) => Turn::go(Remove::asking(Doomed::Token(profile.clone()), room.now)),
                None => Turn::stay(self),
            },
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> TokensView {
        TokensView {
            rows: room.desk().map(rows).unwrap_or_default(),
            editing: self.editing,
            has_former: room.desk().is_some_and(|desk| !desk.removed().is_empty()),
        }
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
