//! What the model makes of the vault: opened, in trouble, or with one token more.

use super::effect::{Effect, Opened};
use super::model::{Model, Place, Vault};
use super::{Refusal, Touch, TroubleKind};
use crate::otp::Reading;
use crate::token::Serial;

impl Model {
    /// A vault that is being opened or written is not opened beside that: the second hold would be told
    /// `InUse`, after the first had opened it.
    pub(super) fn try_again(&mut self) -> Vec<Effect> {
        if self.busy || matches!(self.vault, Vault::Opening) {
            return Vec::new();
        }
        self.vault = Vault::Opening;
        self.go(Place::Home);
        vec![Effect::OpenVault]
    }

    pub(super) fn opened(&mut self, result: Result<Opened, TroubleKind>, now: Reading) -> Vec<Effect> {
        match result {
            Ok(opened) => self.vault = Vault::Open(opened),
            Err(kind) => {
                self.vault = Vault::Trouble(kind);
                // There is no code to show any more: the page of what happened is.
                if self.place == Place::Registered {
                    self.go(Place::Home);
                }
            }
        }
        let last = self.settings.selected.as_deref();
        self.selected = self.profiles().iter().position(|p| Some(p.serial.as_str()) == last).unwrap_or(0);
        self.check_clock_with_tokens(now);
        let mut effects = self.remember_serials();
        effects.extend(self.unasked.take().map_or_else(Vec::new, |scan| self.scanned(scan)));
        effects.extend(self.take_offer());
        effects
    }

    /// For the Trouble page of a later start. The settings may be older than the vault, or lost.
    fn remember_serials(&mut self) -> Vec<Effect> {
        let serials = self.serial_texts();
        if serials.is_empty() || serials == self.settings.serials {
            return Vec::new();
        }
        self.change(|settings| settings.serials = serials)
    }

    fn serial_texts(&self) -> Vec<String> {
        self.profiles().iter().map(|profile| profile.serial.to_string()).collect()
    }

    pub(super) fn stored(
        &mut self,
        serial: &Serial,
        result: Result<Opened, Refusal>,
        now: Reading,
    ) -> Vec<Effect> {
        self.storing = None;
        let opened = match result {
            Ok(opened) => opened,
            Err(refusal) => return self.refuse(refusal),
        };
        self.busy = false;
        self.selected = opened.profiles.iter().position(|profile| profile.serial == *serial).unwrap_or(0);
        self.vault = Vault::Open(opened);
        self.forget_codes();
        self.go(Place::Registered);
        self.check_clock_with_tokens(now);
        let serials = self.serial_texts();
        let mut effects = self.change(|settings| {
            settings.serials = serials;
            settings.selected = Some(serial.to_string());
        });
        effects.push(Effect::Feel(Touch::Done));
        effects
    }
}
