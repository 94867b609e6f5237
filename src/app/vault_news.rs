//! What the vault answers, and what becomes of the pages when it is opened, written or shut.

use super::desk::Desk;
use super::effect::{Effect, Ticket};
use super::model::{Model, Vault};
use super::place::Parent;
use super::{Opened, Question, Refusal, Reply, Settings, Touch, VaultTrouble, enrolment};
use crate::otp::{Code, Reading};
use crate::token::{Serial, Token};
use crate::vault::Erasure;

impl Model {
    /// The vault is open now, or shut. A page that is the first one gives way to the one that is the first now.
    fn vault_became(&mut self, vault: Vault) {
        let was_home = self.place.manners(&self.vault).parent == Parent::Leaves;
        self.vault = vault;
        let needs_token = self.place.manners(&self.vault).needs_token;
        if was_home || needs_token && self.vault.desk().is_none_or(Desk::is_empty) {
            self.go_home();
        }
    }

    pub(super) fn opened(&mut self, result: Result<Opened, VaultTrouble>, now: Reading) -> Vec<Effect> {
        let key_moved = result.as_ref().is_ok_and(|opened| opened.key_moved);
        let mut effects = Vec::new();
        let renews = self.lift() && result.is_ok();
        let late = self.late.take().filter(|_| result.is_ok());
        self.vault_became(match result {
            Ok(opened) => Vault::Open(Desk::new(opened, self.settings.selected.as_deref())),
            Err(trouble) => Vault::Shut(trouble),
        });
        self.key_moved = key_moved;
        if renews {
            effects.extend(self.renew_passcode());
        }
        effects.extend(self.tokens_changed(None, now));
        if let Some((ticket, reply)) = late.filter(|(ticket, _)| *ticket == self.visit) {
            effects.extend(self.page_hears(ticket, reply, now));
        }
        effects.extend(self.offers.late_scan.take().map_or_else(Vec::new, |scan| self.late_scan(scan, now)));
        effects
    }

    /// What comes after the vault was shut answers a question from before, and says nothing of why it was shut.
    pub(super) fn codes(
        &mut self,
        question: &Question,
        result: Result<Vec<Code>, VaultTrouble>,
        now: Reading,
    ) -> Vec<Effect> {
        match (&mut self.vault, result) {
            (Vault::Open(desk), Ok(codes)) => desk.hear_codes(question, codes),
            (Vault::Open(_), Err(trouble)) => return self.opened(Err(trouble), now),
            (Vault::Opening | Vault::Locked | Vault::Shut(_), _) => {}
        }
        Vec::new()
    }

    pub(super) fn stored(
        &mut self,
        ticket: Ticket,
        serial: &Serial,
        result: Result<Opened, (Token, Refusal)>,
        now: Reading,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        let is_locked = matches!(self.vault, Vault::Locked);
        let result = result.map(|opened| {
            if is_locked {
                return;
            }
            self.vault_became(Vault::Open(Desk::new(opened, Some(serial.as_str()))));
            effects = self.tokens_changed(Some(serial), now);
            effects.push(Effect::Feel(Touch::Done));
        });
        if ticket == self.visit {
            effects.extend(self.turn(now, |place, room| place.hear(Reply::Stored(result), room)));
        }
        effects
    }

    pub(super) fn changed(
        &mut self,
        ticket: Ticket,
        opened: Option<Opened>,
        result: Result<Erasure, Refusal>,
        now: Reading,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        let is_locked = matches!(self.vault, Vault::Locked);
        self.presented |= opened.as_ref().is_some_and(|opened| opened.app_lock);
        if let Some(opened) = opened.filter(|_| !is_locked) {
            let top = self.vault.desk().and_then(|desk| top_by_order(desk, &opened)).cloned();
            let shown = self.vault.desk().and_then(Desk::shown).map(|profile| profile.serial.clone());
            let preferred = top.as_ref().or(shown.as_ref());
            self.vault_became(Vault::Open(Desk::new(opened, preferred.map(Serial::as_str))));
            effects = self.tokens_changed(top.as_ref(), now);
            if self.vault.is_empty() {
                // No page of a later trouble shall name the serial of a token that the customer has removed.
                effects.extend(self.save(Settings {
                    serials: Vec::new(),
                    selected: None,
                    ..self.settings.clone()
                }));
            }
        }
        if ticket == self.visit {
            effects.extend(self.turn(now, |place, room| place.hear(Reply::Changed(result), room)));
        }
        effects
    }

    /// The clock is checked against the tokens that are here now, and the settings keep their serials for the
    /// Trouble page of a later start: the settings may be older than the vault, or lost.
    fn tokens_changed(&mut self, shown: Option<&Serial>, now: Reading) -> Vec<Effect> {
        self.clock.watch(self.device.built, now);
        let profiles = self.vault.desk().map_or(&[][..], Desk::profiles);
        if profiles.is_empty() {
            return Vec::new();
        }
        let new = enrolment::remember(&self.settings, profiles, shown);
        new.map_or_else(Vec::new, |settings| self.save(settings))
    }
}

/// The token that another order of the same tokens has put at the top. The list says that the top token is shown first.
fn top_by_order<'a>(before: &'a Desk, now: &Opened) -> Option<&'a Serial> {
    let [was, is] = [before.profiles().first()?, now.profiles.first()?];
    let reordered = before.profiles().len() == now.profiles.len() && was.serial != is.serial;
    before.profiles().iter().map(|profile| &profile.serial).find(|serial| reordered && **serial == is.serial)
}
