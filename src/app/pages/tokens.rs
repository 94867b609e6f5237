//! トークン一覧: every token in a row of its own; the one that is shown is marked. While the list is edited the tokens are
//! put in order, renamed and removed.

use super::remove::{Doomed, Remove};
use super::rename::Rename;
use super::{
    Banners, Files, LocalTime, Manners, Named, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault,
    issuer_below, named,
};
use crate::app::desk::Desk;
use crate::app::effect::{Change, Effect};
use crate::app::{Refusal, Reply, Touch};
use crate::token::{Profile, Serial};

#[derive(Debug, Default)]
pub(in crate::app) enum Tokens {
    #[default]
    Looking,
    Editing(Editing),
}

/// The list as it is edited.
#[derive(Debug, Default)]
pub(in crate::app) struct Editing {
    /// The order that the customer has made, until the vault has it. The customer may go on before it is written.
    wanted: Option<Vec<Serial>>,
    /// The token that was moved last.
    moved: Option<Serial>,
    /// Why the last move was not stored.
    refused: Option<Refusal>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum TokensAct {
    /// 編集
    Edit,
    /// 完了
    Done,
    /// 上へ, 下へ or a stroke with the grip: the token takes this place, counted from 0.
    Move(Serial, usize),
    /// 名前
    Rename(Serial),
    /// 削除: asks first.
    Remove(Serial),
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct TokensView {
    pub rows: Vec<TokenRow>,
    /// Each row can be changed, and none is chosen.
    pub editing: bool,
    /// There is something that can be brought back.
    pub has_former: bool,
    /// The token that was moved last, and its place, counted from 1.
    pub moved: Option<(TokenRow, usize)>,
    pub refused: Option<Refusal>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TokenRow {
    pub name: Named,
    /// The issuer, where the customer has given the token another name.
    pub issuer: Named,
    pub serial: Serial,
    /// Whether this is the token that the token's page shows.
    pub selected: bool,
}

impl Tokens {
    pub fn editing() -> Self {
        Self::Editing(Editing::default())
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: match self {
                Self::Looking => Parent::Home,
                Self::Editing(editing) if editing.wanted.is_some() => Parent::Stays,
                Self::Editing(_) => Parent::Tokens,
            },
            has_menu: matches!(self, Self::Looking),
            banners: Banners::All,
            shows: Shows::Nothing,
            needs_token: true,
            holds_passcode: false,
            offer: Offer::Taken,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::Tokens,
            keypad: None,
            remains: Remains::Nothing,
            changes_at: None,
        }
    }

    pub fn act(self, act: TokensAct, room: Room) -> Turn {
        match (self, act) {
            (Self::Editing(editing), TokensAct::Move(serial, to)) => editing.put(serial, to, room),
            // The vault is being written: what comes of it must be said on this page.
            (Self::Editing(editing), _) if editing.wanted.is_some() => Turn::stay(Self::Editing(editing)),
            (_, TokensAct::Edit) => Turn::go(Self::editing()),
            (_, TokensAct::Done) => Turn::go(Self::Looking),
            (page, TokensAct::Rename(serial)) => match profile(room, &serial) {
                Some(profile) => Turn::go(Rename::asking(profile.clone())),
                None => Turn::stay(page),
            },
            (page, TokensAct::Remove(serial)) => match profile(room, &serial) {
                Some(profile) => Turn::go(Remove::asking(Doomed::Token(profile.clone()), room.now)),
                None => Turn::stay(page),
            },
            (page @ Self::Looking, TokensAct::Move(..)) => Turn::stay(page),
        }
    }

    pub fn hear(self, reply: Reply, room: Room) -> Turn {
        match (self, reply) {
            (Self::Editing(editing), Reply::Changed(Ok(_))) => editing.written(room),
            (Self::Editing(_), Reply::Changed(Err(why))) => {
                Turn::stay(Self::Editing(Editing { refused: Some(why), ..Editing::default() }))
                    .with(Effect::Feel(Touch::Refused))
            }
            (page, _) => Turn::stay(page),
        }
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> TokensView {
        let mut rows = room.desk().map(rows).unwrap_or_default();
        let none = Editing::default();
        let editing = if let Self::Editing(editing) = self { editing } else { &none };
        if let Some(order) = &editing.wanted {
            rows.sort_by_key(|row| order.iter().position(|serial| *serial == row.serial));
        }
        let place = rows.iter().position(|row| Some(&row.serial) == editing.moved.as_ref());
        TokensView {
            editing: matches!(self, Self::Editing(_)),
            has_former: room.desk().is_some_and(|desk| !desk.removed().is_empty()),
            moved: place.map(|place| (rows[place].clone(), place + 1)),
            refused: editing.refused,
            rows,
        }
    }
}

impl Editing {
    /// Moves a token. While the vault is written the new order waits, so that a customer who presses 上へ twice is not
    /// heard once.
    fn put(self, serial: Serial, to: usize, room: Room) -> Turn {
        let before = self.wanted.clone().unwrap_or_else(|| order(room));
        let mut order = before.clone();
        order.retain(|other| *other != serial);
        if order.len() == before.len() {
            // The token has gone since the page was drawn.
            return Turn::stay(Tokens::Editing(self));
        }
        order.insert(to.min(order.len()), serial.clone());
        if order == before {
            return Turn::stay(Tokens::Editing(self));
        }
        let waits = self.wanted.is_some();
        let page = Tokens::Editing(Self { wanted: Some(order.clone()), moved: Some(serial), refused: None });
        if waits { Turn::stay(page) } else { Turn::stay(page).with(reorder(order, room)) }
    }

    /// The vault has an order: the one that is wanted, or the one before it.
    fn written(self, room: Room) -> Turn {
        match self.wanted {
            Some(wanted) if wanted != order(room) => {
                let effect = reorder(wanted.clone(), room);
                Turn::stay(Tokens::Editing(Self { wanted: Some(wanted), ..self })).with(effect)
            }
            _ => Turn::stay(Tokens::Editing(Self { wanted: None, ..self })),
        }
    }
}

fn reorder(order: Vec<Serial>, room: Room) -> Effect {
    Effect::Change(room.ticket, Change::Reorder(order))
}

/// The order that the vault has.
fn order(room: Room) -> Vec<Serial> {
    let profiles = room.desk().map_or(&[][..], Desk::profiles);
    profiles.iter().map(|profile| profile.serial.clone()).collect()
}

fn profile<'a>(room: Room<'a>, serial: &Serial) -> Option<&'a Profile> {
    room.desk()?.profiles().iter().find(|profile| profile.serial == *serial)
}

pub(in crate::app) fn rows(desk: &Desk) -> Vec<TokenRow> {
    let shown = desk.shown().map(|profile| &profile.serial);
    let row = |profile: &Profile| TokenRow {
        name: named(profile),
        issuer: issuer_below(profile),
        serial: profile.serial.clone(),
        selected: Some(&profile.serial) == shown,
    };
    desk.profiles().iter().map(row).collect()
}
