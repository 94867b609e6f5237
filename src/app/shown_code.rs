//! The code of the page that is shown: which one it is, what covers it, and how it is read aloud.

use super::cover::Cover;
use super::desk::Desk;
use super::effect::{Effect, Speech};
use super::model::Model;
use super::place::Shows;
use super::signed::Signed;
use super::{TokenAct, spoken, spoken_transfer};
use crate::otp::Reading;
use crate::token::Profile;

impl Model {
    pub(super) fn shows(&self) -> Shows<'_> {
        self.manners().shows
    }

    /// Why the code is covered on the page that is shown.
    pub(super) fn cover(&self, now: Reading) -> Option<Cover> {
        self.room(now).cover_by(self.shows().covering()?)
    }

    /// Whether the page shows codes, or copies them. A code that is covered for any other reason is not even computed.
    pub(super) fn hands_out_codes(&self, now: Reading) -> bool {
        self.shows().covering().is_some() && self.cover(now).is_none_or(Cover::may_copy)
    }

    /// The same of the code that the shown token gives for every use; the page of 取引認証 has another one.
    pub(super) fn shows_login_code(&self, now: Reading) -> bool {
        matches!(self.shows(), Shows::LoginCode(_)) && self.hands_out_codes(now)
    }

    /// The code of 取引認証 that is on the screen. `None` while it is covered: it is not read aloud.
    pub(super) fn shown_signed(&self, now: Reading) -> Option<&Signed> {
        self.signed().filter(|_| self.cover(now).is_none())
    }

    /// The code of 取引認証, covered or not.
    pub(super) fn signed(&self) -> Option<&Signed> {
        match self.shows() {
            Shows::Signed(signed) => Some(signed),
            Shows::LoginCode(_) | Shows::Nothing => None,
        }
    }

    /// Whether the shown token is for 取引認証.
    pub(super) fn signs(&self) -> bool {
        self.vault.desk().and_then(Desk::shown).is_some_and(Profile::signs)
    }

    /// A code that is on the screen for ログイン counts as used.
    pub(super) fn note_use(&mut self, now: Reading) {
        let sees = self.visible && self.shows().covering().is_some();
        let shown = self
            .vault
            .desk()
            .filter(|_| sees)
            .and_then(|desk| Some((&desk.shown()?.serial, desk.shown_code()?)));
        self.covers.tick(shown, &self.settings, now);
    }

    /// A hidden code is read aloud after a question: whoever stands by would hear it. In a call nothing is read aloud.
    pub(super) fn ask_to_speak(&mut self, now: Reading) -> Vec<Effect> {
        match self.cover(now) {
            None => self.speak(now),
            Some(Cover::Hidden) => self.turn(now, |place, room| place.act(TokenAct::AskAloud.into(), room)),
            Some(Cover::Told | Cover::Recorded | Cover::Call | Cover::Purpose) => Vec::new(),
        }
    }

    pub(super) fn speak(&mut self, now: Reading) -> Vec<Effect> {
        let guarded = self.covers.is_in_call() && self.settings.cover_in_calls;
        if let Some(signed) = self.shown_signed(now).filter(|_| !guarded) {
            let (payee, amount) = signed.paid();
            let language = self.language();
            let text = spoken_transfer(payee, amount, signed.code().as_str(), language);
            return vec![Effect::Speak(Speech { text, language })];
        }
        let desk = self.vault.desk().filter(|_| !guarded && self.shows_login_code(now));
        let Some((profile, code)) = desk.and_then(|desk| Some((desk.shown()?, desk.shown_code()?))) else {
            return Vec::new();
        };
        let text = spoken(code.as_str(), self.language());
        self.covers.use_code(&profile.serial, code.step());
        vec![Effect::Speak(Speech { text, language: self.language() })]
    }
}
