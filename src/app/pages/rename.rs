//! 名前を変える: the customer's own name for a token, which this device alone knows.

use super::manual::{FieldFault, issuer_fault};
use super::tokens::Tokens;
use super::{
    Banners, Files, LocalTime, Manners, Named, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault,
    issuer,
};
use crate::app::effect::{Change, Effect};
use crate::app::{Refusal, Reply, Touch};
use crate::provisioning::{IssuerNameError, label};
use crate::token::{Label, Profile};

#[derive(Debug)]
pub(in crate::app) struct Rename {
    profile: Profile,
    /// What the field's text is as a name.
    typed: Result<Label, IssuerNameError>,
    state: State,
}

#[derive(Debug)]
enum State {
    Asking,
    /// The vault is being written.
    Saving,
    /// Nothing was changed.
    Failed(Refusal),
}

/// The texts come from the page's field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenameAct {
    Changed(String),
    /// 保存する
    Save(String),
    /// 発行元の名前に戻す
    UseIssuer,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct RenameView {
    pub issuer: Named,
    pub serial: String,
    /// The name that the token has now, with which the field begins. Empty where it has none.
    pub label: String,
    pub fault: Option<FieldFault>,
    pub can_save: bool,
    /// The vault is being written: the buttons wait.
    pub saving: bool,
    pub refused: Option<Refusal>,
}

impl Rename {
    pub fn asking(profile: Profile) -> Self {
        let typed = profile.label.clone().ok_or(IssuerNameError::Empty);
        Self { profile, typed, state: State::Asking }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: if self.is_saving() { Parent::Stays } else { Parent::EditedTokens },
            has_menu: false,
            banners: Banners::All,
            shows: Shows::Nothing,
            needs_token: true,
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

    fn is_saving(&self) -> bool {
        matches!(self.state, State::Saving)
    }

    pub fn act(mut self, act: RenameAct, room: Room) -> Turn {
        if self.is_saving() {
            return Turn::stay(self);
        }
        match act {
            RenameAct::Changed(text) => {
                self.typed = label(&text);
                Turn::stay(self)
            }
            RenameAct::Save(text) => {
                self.typed = label(&text);
                match self.typed.clone() {
                    Ok(label) => self.save(Some(label), room),
                    // The field says what is wrong; the button that leads here is grey until it is right.
                    Err(_) => Turn::stay(self),
                }
            }
            RenameAct::UseIssuer => self.save(None, room),
        }
    }

    fn save(self, label: Option<Label>, room: Room) -> Turn {
        if label == self.profile.label {
            return Turn::go(Tokens::editing());
        }
        let change = Change::Rename(self.profile.serial.clone(), label);
        Turn::stay(Self { state: State::Saving, ..self }).with(Effect::Change(room.ticket, change))
    }

    pub fn hear(self, reply: Reply, _: Room) -> Turn {
        match (&self.state, reply) {
            (State::Saving, Reply::Changed(Ok(_))) => {
                Turn::go(Tokens::editing()).with(Effect::Feel(Touch::Done))
            }
            (State::Saving, Reply::Changed(Err(why))) => {
                Turn::stay(Self { state: State::Failed(why), ..self }).with(Effect::Feel(Touch::Refused))
            }
            _ => Turn::stay(self),
        }
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> RenameView {
        // An empty field is no fault: the customer is on the way.
        let fault = self.typed.as_ref().err().filter(|error| **error != IssuerNameError::Empty);
        RenameView {
            issuer: issuer(&self.profile),
            serial: self.profile.serial.grouped(),
            label: self.profile.label.as_ref().map(Label::to_string).unwrap_or_default(),
            fault: fault.copied().map(issuer_fault),
            can_save: self.typed.is_ok() && !self.is_saving(),
            saving: self.is_saving(),
            refused: if let State::Failed(why) = &self.state { Some(*why) } else { None },
        }
    }
}
