//! What comes without being asked for on a page: files that are dropped on the window, a link or a picture from
//! another app, and the end of a camera's page that an earlier process had opened. The last two may have to wait.

use super::effect::Effect;
use super::model::{Model, Vault};
use super::pages::add::{self, Add};
use super::pages::arrival::Arrival;
use super::pages::sign::Sign;
use super::place::{Files, Offer};
use super::{Scan, Source};
use crate::otp::Reading;
use crate::token::PayeeKind;
use std::path::PathBuf;

#[derive(Debug, Default)]
pub(super) struct Offers {
    /// What another app sent last, while the vault was being opened or the customer was at something that is not
    /// interrupted.
    pub waiting: Option<Offered>,
    /// How the camera's page ended that an earlier process had opened. Kept until the vault is open.
    pub late_scan: Option<Scan>,
}

/// Something that may hold a token, and that no page of this process asked for.
#[derive(Debug)]
pub(super) enum Offered {
    /// By another app: hostile, and said before it is read.
    Sent(Source),
    /// By the customer, in an earlier process of this app.
    Chosen(Source),
}

impl Model {
    pub(super) fn read(&mut self, source: Source) -> Vec<Effect> {
        self.go(Add::default());
        let (page, effect) = Add::reading(self.visit, source);
        self.place = page.into();
        vec![effect]
    }

    pub(super) fn dropped(&mut self, files: Vec<PathBuf>, now: Reading) -> Vec<Effect> {
        let takes = if self.vault.takes_tokens() { self.manners().takes_files } else { Files::None };
        match (takes, add::dropped(files)) {
            (Files::None, _) => Vec::new(),
            (Files::Transactions, Ok(source)) => self.turn(now, |_, room| Sign::dropped(source, room)),
            (Files::Transactions, Err(refusal)) => {
                self.turn(now, |_, _| Sign::refuse(PayeeKind::default(), refusal))
            }
            (Files::Tokens, Ok(source)) => self.read(source),
            (Files::Tokens, Err(refusal)) => self.turn(now, |_, _| Add::refuse(refusal)),
        }
    }

    /// The newest offer counts, and it alone is kept.
    pub(super) fn offered(&mut self, offered: Offered) -> Vec<Effect> {
        self.offers.waiting = Some(offered);
        Vec::new()
    }

    pub(super) fn take_offer(&mut self, now: Reading) -> Vec<Effect> {
        if matches!(self.vault, Vault::Opening | Vault::Locked) || self.manners().offer != Offer::Taken {
            return Vec::new();
        }
        let offer = self.offers.waiting.take().filter(|_| self.vault.takes_tokens());
        match offer {
            Some(Offered::Sent(source)) => self.go(Arrival::of(source, now)),
            Some(Offered::Chosen(source)) => self.read(source),
            None => Vec::new(),
        }
    }

    /// The customer chose on the camera's page how to go on, and the process that had opened that page is gone. (A
    /// text that the page found comes as [`Offered::Chosen`].)
    pub(super) fn late_scan(&mut self, scan: Scan, now: Reading) -> Vec<Effect> {
        if matches!(self.vault, Vault::Opening | Vault::Locked) {
            self.offers.late_scan = Some(scan);
            return Vec::new();
        }
        let heard = !matches!(scan, Scan::Found(_) | Scan::Cancelled) && self.manners().hears_late_scan;
        if !(heard && self.vault.takes_tokens()) {
            return Vec::new();
        }
        self.go(Add::default());
        self.turn(now, |_, room| Add::scanned(scan, room))
    }
}
