//! 以前のトークン: what was removed or replaced. It shows no codes, and can be brought back for a while.

use super::remove::{Doomed, Remove};
use super::{
    Banners, Files, LocalTime, Manners, Named, Next, Offer, Parent, Reading, Remains, Room, Shows, Turn,
    Vault, issuer_below, named,
};
use crate::app::effect::{Change, Effect};
use crate::app::{Refusal, Reply, Touch};
use crate::token::{Serial, UnixTime};
use crate::vault::{DAYS_KEPT, Removed, RemovedId};

#[derive(Debug, Default)]
pub(in crate::app) enum Former {
    #[default]
    Looking,
    /// The customer has just removed a token.
    After(Gone),
    /// The vault is being written.
    BringingBack(Serial),
    /// The token was not brought back.
    Failed(Refusal),
}

/// How a token went that has just gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// It can be brought back.
    ForNow,
    ForGood,
    /// For good, but the keystore has not deleted the key yet that opens an older copy of the vault's file.
    ButItsKey,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormerAct {
    /// 元に戻す
    BringBack(RemovedId),
    /// 完全に削除する
    Erase(RemovedId),
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct FormerView {
    /// The latest first.
    pub rows: Vec<FormerRow>,
    pub after: Option<Gone>,
    /// The vault is being written: the buttons wait.
    pub waiting: bool,
    pub refused: Option<Refusal>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FormerRow {
    pub id: RemovedId,
    pub name: Named,
    /// The issuer, where the customer has given the token another name.
    pub issuer: Named,
    pub serial: Serial,
    /// A token with the same serial is in use: the two change places.
    pub replaces: bool,
    /// For how many days more it can be brought back for certain; 0 where it may go at any time.
    pub days_left: u64,
}

impl Former {
    pub fn manners(&self, vault: &Vault) -> Manners<'_> {
        Manners {
            parent: match self {
                Self::BringingBack(_) => Parent::Stays,
                _ if vault.is_empty() => Parent::Home,
                _ => Parent::Tokens,
            },
            has_menu: false,
            banners: Banners::All,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: None,
            remains: Remains::Nothing,
            changes_at: None,
        }
    }

    pub fn act(self, act: FormerAct, room: Room) -> Turn {
        let (FormerAct::BringBack(id) | FormerAct::Erase(id)) = act;
        match (act, removed(room, id)) {
            _ if self.waits() || room.is_deaf() => Turn::stay(self),
            // It has gone since the page was drawn.
            (_, None) => Turn::stay(self),
            (FormerAct::BringBack(id), Some(removed)) => {
                let change = Change::BringBack(id);
                Turn::stay(Self::BringingBack(removed.profile.serial.clone()))
                    .with(Effect::Change(room.ticket, change))
            }
            (FormerAct::Erase(_), Some(removed)) => {
                Turn::go(Remove::asking(Doomed::Former(removed.clone()), room.now))
            }
        }
    }

    pub fn hear(self, reply: Reply, _: Room) -> Turn {
        match (self, reply) {
            (Self::BringingBack(serial), Reply::Changed(Ok(_))) => {
                Turn::from(Next::Token(serial)).with(Effect::Feel(Touch::Done))
            }
            (Self::BringingBack(_), Reply::Changed(Err(why))) => {
                Turn::stay(Self::Failed(why)).with(Effect::Feel(Touch::Refused))
            }
            (page, _) => Turn::stay(page),
        }
    }

    fn waits(&self) -> bool {
        matches!(self, Self::BringingBack(_))
    }

    pub fn view(&self, room: Room, now: Reading, _: &dyn LocalTime) -> FormerView {
        let removed = room.desk().map_or(&[][..], |desk| desk.removed());
        let row = |removed: &Removed| FormerRow {
            id: removed.id,
            name: named(&removed.profile),
            issuer: issuer_below(&removed.profile),
            serial: removed.profile.serial.clone(),
            replaces: room.desk().is_some_and(|desk| desk.holds(&removed.profile.serial)),
            days_left: days_left(removed.until(), now.time),
        };
        FormerView {
            rows: removed.iter().rev().map(row).collect(),
            after: if let Self::After(gone) = self { Some(*gone) } else { None },
            waiting: self.waits(),
            refused: if let Self::Failed(why) = self { Some(*why) } else { None },
        }
    }
}

fn removed(room: Room<'_>, id: RemovedId) -> Option<&Removed> {
    room.desk()?.removed().iter().find(|removed| removed.id == id)
}

/// A clock that was set back promises no more days than there ever were.
fn days_left(until: UnixTime, now: UnixTime) -> u64 {
    until.seconds().saturating_sub(now.seconds()).div_ceil(24 * 60 * 60).min(DAYS_KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_has_begun_counts() {
        let left = |seconds| days_left(UnixTime::from_seconds(20 * 86_400), UnixTime::from_seconds(seconds));
        assert_eq!(left(6 * 86_400), 14);
        assert_eq!(left(6 * 86_400 + 1), 14);
        assert_eq!(left(7 * 86_400), 13);
        assert_eq!(left(20 * 86_400 - 1), 1);
        assert_eq!(left(20 * 86_400), 0);
        assert_eq!(left(0), 14, "the clock was set back");
    }
}
