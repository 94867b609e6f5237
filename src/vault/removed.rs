//! Tokens that were removed or replaced and can be brought back for a while. They stay sealed and give no codes.

use super::document::{Document, Record, RemovedRecord};
use super::{MAX_REMOVED, MAX_TOKENS, VaultError};
use crate::token::{Profile, UnixTime};
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

/// For how many days a removed token can be brought back.
pub const DAYS_KEPT: u64 = 14;

/// Names a removed token. Serials do not: the same token may have been replaced twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RemovedId(pub(super) u64);

impl fmt::Display for RemovedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for RemovedId {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

/// What may be shown of a removed token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    pub id: RemovedId,
    pub profile: Profile,
    /// When it was removed, by the clock of this device.
    pub at: UnixTime,
    pub reason: Reason,
}

/// Why a token is no longer among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The customer removed it from the list.
    Removed,
    /// A re-issue, or a removed token that was brought back, took its place.
    Replaced,
}

impl Removed {
    /// When it goes for good.
    pub fn until(&self) -> UnixTime {
        UnixTime::from_seconds(until(self.at.seconds()))
    }
}

/// In Unix seconds: until when what was removed then is kept.
fn until(removed_at: u64) -> u64 {
    removed_at.saturating_add(DAYS_KEPT * 24 * 60 * 60)
}

impl Reason {
    pub(super) fn of(text: &str) -> Option<Self> {
        [Self::Removed, Self::Replaced].into_iter().find(|reason| reason.name() == text)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Replaced => "replaced",
        }
    }
}

impl<'a> Document<'a> {
    /// Puts a record among the removed ones. This document's generation must be that of the next write already.
    pub(super) fn set_aside(
        &mut self,
        token: Record<'a>,
        at: UnixTime,
        reason: Reason,
    ) -> Result<(), VaultError> {
        if self.removed.len() >= MAX_REMOVED {
            // Nothing goes by itself, for a clock that is wrong for an hour would take it: the first that is overdue
            // makes room.
            let is_overdue = |record: &RemovedRecord<'_>| until(record.at) <= at.seconds();
            let overdue = self.removed.iter().position(is_overdue).ok_or(VaultError::TooManyRemoved)?;
            self.removed.remove(overdue);
        }
        let removed = RemovedRecord { id: self.generation, at: at.seconds(), reason: reason.name(), token };
        self.removed.push(removed);
        Ok(())
    }

    /// Puts a removed token back among the others, last, or in the place of the one that has its serial now, which is
    /// set aside in its turn.
    pub(super) fn bring_back(&mut self, id: RemovedId, now: UnixTime) -> Result<(), VaultError> {
        let at = self.removed.iter().position(|record| record.id == id.0).ok_or(VaultError::NoSuchToken)?;
        let back = self.removed.remove(at).token;
        match self.tokens.iter().position(|record| record.serial == back.serial) {
            Some(place) => {
                let replaced = std::mem::replace(&mut self.tokens[place], back);
                self.set_aside(replaced, now, Reason::Replaced)
            }
            None if self.tokens.len() >= MAX_TOKENS => Err(VaultError::TooManyTokens),
            None => {
                self.tokens.push(back);
                Ok(())
            }
        }
    }
}
