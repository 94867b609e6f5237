//! What changes from one generation of the vault to the next.

use super::document::{Document, Record};
use super::{Reason, RemovedId, VaultError};
use crate::token::{Label, Serial, Token, UnixTime};

/// What changes from one generation to the next.
#[derive(Clone, Copy)]
pub enum Edit<'a> {
    Add(&'a Token),
    Replace(&'a Token, UnixTime),
    Remove(&'a Serial, UnixTime),
    BringBack(RemovedId, UnixTime),
    Rename(&'a Serial, Option<&'a Label>),
    Reorder(&'a [Serial]),
    /// The token, and what it replaced.
    Erase(&'a Serial),
    EraseRemoved(RemovedId),
    /// Every removed token whose time is over.
    EraseOverdue(UnixTime),
    /// Writes the same once more, as a newer generation.
    Renew,
}

impl<'a> Edit<'a> {
    /// The document's generation must be that of the next write already.
    pub fn apply(self, document: &mut Document<'a>) -> Result<(), VaultError> {
        let tokens = &mut document.tokens;
        let place = |tokens: &[Record], serial: &Serial| {
            let place = tokens.iter().position(|record| record.serial == serial.as_str());
            place.ok_or(VaultError::NoSuchToken)
        };
        match self {
            Self::Add(token) => tokens.push(Record::of(token)),
            Self::Replace(token, now) => {
                let at = place(tokens, &token.profile().serial)?;
                let new = Record { label: tokens[at].label, ..Record::of(token) };
                let replaced = std::mem::replace(&mut tokens[at], new);
                document.set_aside(replaced, now, Reason::Replaced)?;
            }
            Self::Remove(serial, now) => {
                let at = place(tokens, serial)?;
                let removed = tokens.remove(at);
                document.set_aside(removed, now, Reason::Removed)?;
            }
            Self::BringBack(id, now) => document.bring_back(id, now)?,
            Self::Rename(serial, label) => {
                let at = place(tokens, serial)?;
                tokens[at].label = label.map(Label::as_str);
            }
            Self::Reorder(order) => {
                tokens.sort_by_key(|record| order.iter().position(|serial| serial.as_str() == record.serial));
            }
            Self::Erase(serial) => {
                tokens.retain(|record| record.serial != serial.as_str());
                document.removed.retain(|record| record.token.serial != serial.as_str());
            }
            Self::EraseRemoved(id) => document.removed.retain(|record| RemovedId(record.id) != id),
            Self::EraseOverdue(now) => {
                let kept: Vec<RemovedId> =
                    document.removed()?.iter().filter(|it| it.until() > now).map(|it| it.id).collect();
                document.removed.retain(|record| kept.contains(&RemovedId(record.id)));
            }
            Self::Renew => {}
        }
        Ok(())
    }
}
