//! The ways in: read, compare, confirm, store. Nothing is stored before the customer said yes.

use super::effect::{Effect, Store};
use super::model::{Model, Pending, Place, Vault};
use super::{ConfirmStep, ManualEntry, Refusal, Scan, Source, Touch};
use crate::provisioning;
use crate::token::{Draft, Profile};
use crate::vault::{Held, MAX_TOKENS};
use std::path::PathBuf;

impl Model {
    /// Whether a token may be brought in where the app stands now.
    pub(super) fn may_add(&self) -> bool {
        !self.busy
            && matches!(self.place, Place::Home | Place::Add | Place::Tokens | Place::Manual)
            && self.vault_takes_tokens()
    }

    fn vault_takes_tokens(&self) -> bool {
        match &self.vault {
            Vault::Open(_) => true,
            Vault::Trouble(kind) => kind.can_register_anew(),
            Vault::Opening => false,
        }
    }

    pub(super) fn start_reading(&mut self, effect: Effect) -> Vec<Effect> {
        if !self.may_add() {
            return Vec::new();
        }
        self.refused = None;
        self.busy = true;
        vec![effect]
    }

    pub(super) fn dropped(&mut self, files: Vec<PathBuf>) -> Vec<Effect> {
        if !self.may_add() {
            return Vec::new();
        }
        match <[_; 1]>::try_from(files) {
            Ok([file]) => self.start_reading(Effect::Read(Source::File(file))),
            Err(_) => self.refuse(Refusal::OneFileOnly),
        }
    }

    pub(super) fn file_chosen(&mut self, file: Option<Source>) -> Vec<Effect> {
        self.busy = file.is_some();
        match file {
            Some(file) => vec![Effect::Read(file)],
            None => self.take_offer(),
        }
    }

    pub(super) fn start_scan(&mut self) -> Vec<Effect> {
        let effects = self.start_reading(Effect::Scan);
        self.scanning |= !effects.is_empty();
        effects
    }

    /// The camera's page ended. One end is heard for each that was opened, and none once the customer
    /// has gone elsewhere.
    pub(super) fn scanned(&mut self, scan: Scan) -> Vec<Effect> {
        if std::mem::take(&mut self.scanning) {
            self.busy = false;
        } else if matches!(self.vault, Vault::Opening) {
            self.unasked = Some(scan);
            return Vec::new();
        } else if !self.hears_unasked(&scan) {
            return self.take_offer();
        }
        match scan {
            Scan::Found(source) => self.start_reading(Effect::Read(source)),
            Scan::Cancelled => self.take_offer(),
            Scan::ByImage => self.start_reading(Effect::ChooseFile),
            Scan::ByHand => self.enter_by_hand(),
            Scan::Denied => self.refuse(Refusal::CameraDenied),
            Scan::DeniedForEver => self.refuse(Refusal::CameraDeniedForEver),
            Scan::Unavailable => self.refuse(Refusal::NoCamera),
            Scan::Failed => self.refuse(Refusal::CameraFailed),
        }
    }

    /// Android may end the app under the camera's page. The new one did not open it, but the customer chose
    /// there how to go on. (What the page found comes as an offer then.)
    fn hears_unasked(&self, scan: &Scan) -> bool {
        !matches!(scan, Scan::Found(_) | Scan::Cancelled)
            && matches!(self.place, Place::Home | Place::Add)
            && self.may_add()
    }

    /// Another app sent something. It never takes the place of what the customer is being asked; it waits
    /// while the vault opens, and while something else is on its way in, the camera's page above all: on
    /// Android a link closes that page, and may be here before the page's end is.
    pub(super) fn offered(&mut self, source: Source) -> Vec<Effect> {
        if self.place == Place::Confirm {
            return Vec::new();
        }
        if self.busy || matches!(self.vault, Vault::Opening) {
            self.offer = Some(source);
            return Vec::new();
        }
        if !self.vault_takes_tokens() {
            return Vec::new();
        }
        self.go(self.ways_in());
        self.start_reading(Effect::Read(source))
    }

    /// What was on its way came to nothing, or the vault is open: what was sent meanwhile has its turn.
    pub(super) fn take_offer(&mut self) -> Vec<Effect> {
        self.offer.take().map_or_else(Vec::new, |offer| self.offered(offer))
    }

    pub(super) fn read(&mut self, result: Result<Draft, Refusal>) -> Vec<Effect> {
        match result {
            Ok(draft) => vec![Effect::Compare(draft)],
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// Says why on the page with the ways in, wherever the attempt began.
    pub(super) fn refuse(&mut self, refusal: Refusal) -> Vec<Effect> {
        self.busy = false;
        self.go(self.ways_in());
        self.refused = Some(refusal);
        let mut effects = vec![Effect::Feel(Touch::Refused)];
        effects.extend(self.take_offer());
        effects
    }

    pub(super) fn compared(&mut self, draft: Draft, held: Held) -> Vec<Effect> {
        self.busy = false;
        if held == Held::Nothing && self.profiles().len() >= MAX_TOKENS {
            return self.refuse(Refusal::TooManyTokens);
        }
        self.go(Place::Confirm);
        self.offer = None;
        let step = match held {
            Held::Nothing => ConfirmStep::New,
            Held::SameSeed => ConfirmStep::AlreadyHere,
            Held::OtherSeed => ConfirmStep::Replace,
        };
        self.pending = Some(Pending { draft, step });
        Vec::new()
    }

    pub(super) fn enter_by_hand(&mut self) -> Vec<Effect> {
        if self.may_add() { self.go(Place::Manual) } else { Vec::new() }
    }

    pub(super) fn check_manual(&mut self, entry: &ManualEntry) -> Vec<Effect> {
        self.manual = super::present::check_manual(entry);
        Vec::new()
    }

    pub(super) fn manual_done(&mut self, entry: &ManualEntry) -> Vec<Effect> {
        self.check_manual(entry);
        let draft = provisioning::draft_by_hand(&entry.serial, &entry.issuer, &entry.seed, entry.algorithm);
        match draft {
            Ok(draft) if self.may_add() => {
                self.busy = true;
                vec![Effect::Compare(draft)]
            }
            Ok(_) | Err(_) => Vec::new(),
        }
    }

    pub(super) fn confirm(&mut self) -> Vec<Effect> {
        if self.busy {
            return Vec::new();
        }
        let Some(pending) = self.pending.take() else { return Vec::new() };
        let how = match (pending.step, &self.vault) {
            (ConfirmStep::AlreadyHere, _) => return self.show_existing(pending.draft.profile()),
            (ConfirmStep::Replace, _) => {
                self.pending = Some(Pending { step: ConfirmStep::ReplaceForSure, ..pending });
                return Vec::new();
            }
            (ConfirmStep::ReplaceForSure, _) => Store::Replace,
            (ConfirmStep::New, Vault::Trouble(_)) => Store::Anew,
            (ConfirmStep::New, _) => Store::Add,
        };
        self.busy = true;
        self.refused = None;
        // The profile stays on the screen while the vault is written.
        self.storing = Some(pending.draft.profile().clone());
        vec![Effect::Store { token: pending.draft.confirm(), how }]
    }

    pub(super) fn show_existing(&mut self, profile: &Profile) -> Vec<Effect> {
        let index = self.profiles().iter().position(|held| held.serial == profile.serial);
        match index {
            Some(index) => self.select(index),
            None => self.go(Place::Home),
        }
    }

    pub(super) fn decline(&mut self) -> Vec<Effect> {
        if self.busy {
            return Vec::new();
        }
        self.go(Place::Home)
    }
}
