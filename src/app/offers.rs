//! What comes without being asked for on a page: files that are dropped on the window, a link or a picture from
//! another app, and the end of a camera's page that an earlier process had opened. The last two may have to wait.

use super::effect::Effect;
use super::model::{Model, Vault};
use super::pages::add::{self, Add};
use super::place::Offer;
use super::{Scan, Source};
use std::path::PathBuf;

#[derive(Debug, Default)]
pub(super) struct Offers {
    /// What another app sent last, while the vault was being opened or the customer was at something that is not
    /// interrupted.
    pub waiting: Option<Source>,
    /// How the camera's page ended that an earlier process had opened. Kept until the vault is open.
    pub late_scan: Option<Scan>,
}

impl Model {
    pub(super) fn read(&mut self, source: Source) -> Vec<Effect> {
        self.go(Add::default());
        let (page, effect) = Add::reading(self.visit, source);
        self.place = page.into();
        vec![effect]
    }

    pub(super) fn dropped(&mut self, files: Vec<PathBuf>) -> Vec<Effect> {
        if !(self.manners().takes_files && self.vault.takes_tokens()) {
            return Vec::new();
        }
        match add::dropped(files) {
            Ok(source) => self.read(source),
            Err(refusal) => self.turn(|_, _| Add::refuse(refusal)),
        }
    }

    /// Another app sent something; the newest counts, and one alone is kept.
    pub(super) fn offered(&mut self, source: Source) -> Vec<Effect> {
        self.offers.waiting = Some(source);
        Vec::new()
    }

    pub(super) fn take_offer(&mut self) -> Vec<Effect> {
        if matches!(self.vault, Vault::Opening) || self.manners().offer != Offer::Taken {
            return Vec::new();
        }
        let offer = self.offers.waiting.take().filter(|_| self.vault.takes_tokens());
        offer.map_or_else(Vec::new, |source| self.read(source))
    }

    /// The customer chose on the camera's page how to go on, and the process that had opened that page is gone. (A
    /// text that the page found comes as an offer instead.)
    pub(super) fn late_scan(&mut self, scan: Scan) -> Vec<Effect> {
        if matches!(self.vault, Vault::Opening) {
            self.offers.late_scan = Some(scan);
            return Vec::new();
        }
        let heard = !matches!(scan, Scan::Found(_) | Scan::Cancelled) && self.manners().hears_late_scan;
        if !(heard && self.vault.takes_tokens()) {
            return Vec::new();
        }
        self.go(Add::default());
        self.turn(|_, room| Add::scanned(scan, room))
    }
}
