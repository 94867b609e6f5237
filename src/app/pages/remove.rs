//! Remove: one token goes. Two gestures are asked for, a tick and the serial's last four digits.

use super::confirm::Ending;
use super::former::{Former, Gone};
use super::{
    Banners, DEAF_FOR, Files, LocalTime, Manners, Named, Offer, Parent, Reading, Remains, Room, Shows, Turn,
    Vault, issuer_below, named,
};
use crate::app::desk::Desk;
use crate::app::effect::{Change, Effect};
use crate::app::place::Place;
use crate::app::{Key, Refusal, Reply, Touch, Typed};
use crate::token::{Profile, Serial};
use crate::vault::{Erasure, Removed};
use std::time::Duration;

#[derive(Debug)]
pub(in crate::app) struct Remove {
    doomed: Doomed,
    /// Whether the question is answered with はい.
    answered: bool,
    /// What is typed of the serial's last four digits.
    typed: Typed,
    state: State,
}

/// What is to go.
#[derive(Clone, Debug)]
pub(in crate::app) enum Doomed {
    /// One of the list, which can be brought back.
    Token(Profile),
    /// One whose 交換 or 利用中止 is done, asked for on that page: it goes for good.
    Retired(Profile, Parent),
    /// One that was removed before: it goes for good.
    Former(Removed),
}

#[derive(Debug)]
enum State {
    /// Since then, on the clock that nobody can set.
    Asking(Duration),
    /// The vault is being written.
    Removing,
    /// Nothing was changed.
    Failed(Refusal),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoveAct {
    /// The question was answered, or the answer taken back.
    Answer(bool),
    /// A key of the keypad, which types the serial's last four digits.
    Press(Key),
    /// 削除する
    Yes,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct RemoveView {
    pub name: Named,
    /// The issuer, where the customer has given the token another name.
    pub issuer: Named,
    pub serial: String,
    pub for_good: bool,
    /// The token was removed before: its banks were told of it then.
    pub was_removed: bool,
    pub answered: bool,
    /// What is typed of the serial's last digits, and what there is to say of it.
    pub typed: String,
    pub ending: Option<Ending>,
    pub can_say_yes: bool,
    /// The vault is being written: the buttons wait.
    pub removing: bool,
    pub refused: Option<Refusal>,
}

impl Doomed {
    fn profile(&self) -> &Profile {
        match self {
            Self::Token(profile) | Self::Retired(profile, _) => profile,
            Self::Former(removed) => &removed.profile,
        }
    }

    fn gone(&self) -> Gone {
        match self {
            Self::Token(_) => Gone::ForNow,
            Self::Retired(..) | Self::Former(_) => Gone::ForGood,
        }
    }

    fn change(&self) -> Change {
        match self {
            Self::Token(profile) => Change::Remove(profile.serial.clone()),
            Self::Retired(profile, _) => Change::Retire(profile.serial.clone()),
            Self::Former(removed) => Change::Erase(removed.id),
        }
    }
}

/// Asks whether the shown token goes for good, on a page that comes at the end of 交換 or 利用中止.
pub(super) fn retire(page: impl Into<Place>, parent: Parent, room: Room) -> Turn {
    match room.desk().and_then(Desk::shown) {
        Some(profile) => Turn::go(Remove::asking(Doomed::Retired(profile.clone(), parent), room.now)),
        None => Turn::stay(page),
    }
}

impl Remove {
    pub fn asking(doomed: Doomed, now: Reading) -> Self {
        let typed = Typed::of_length(Serial::ENDING_DIGITS);
        Self { doomed, answered: false, typed, state: State::Asking(now.monotonic) }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: match (&self.state, &self.doomed) {
                (State::Removing, _) => Parent::Stays,
                (_, Doomed::Token(_)) => Parent::Tokens,
                (_, Doomed::Retired(_, parent)) => *parent,
                (_, Doomed::Former(_)) => Parent::Former,
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
            keypad: Some(|key| RemoveAct::Press(key).into()),
            remains: Remains::Nothing,
            changes_at: None,
        }
    }

    pub fn act(mut self, act: RemoveAct, room: Room) -> Turn {
        match act {
            _ if matches!(self.state, State::Removing) => Turn::stay(self),
            RemoveAct::Answer(answered) if !self.is_deaf(room.now) => Turn::stay(Self { answered, ..self }),
            RemoveAct::Press(key) => {
                self.typed.press(key);
                Turn::stay(self)
            }
            RemoveAct::Yes if self.can_say_yes() => {
                let effect = Effect::Change(room.ticket, self.doomed.change());
                Turn::stay(Self { state: State::Removing, ..self }).with(effect)
            }
            RemoveAct::Answer(_) | RemoveAct::Yes => Turn::stay(self),
        }
    }

    fn is_deaf(&self, now: Reading) -> bool {
        matches!(self.state, State::Asking(since) if now.monotonic < since + DEAF_FOR)
    }

    fn ending(&self) -> Ending {
        Ending::of(self.typed.as_str(), &self.doomed.profile().serial)
    }

    fn can_say_yes(&self) -> bool {
        self.answered && self.ending() == Ending::Right && !matches!(self.state, State::Removing)
    }

    pub fn hear(self, reply: Reply, _: Room) -> Turn {
        match (&self.state, reply) {
            (State::Removing, Reply::Changed(Ok(erasure))) => {
                let gone = match erasure {
                    Erasure::Complete => self.doomed.gone(),
                    Erasure::KeyStays => Gone::ButItsKey,
                };
                Turn::go(Former::After(gone)).with(Effect::Feel(Touch::Done))
            }
            (State::Removing, Reply::Changed(Err(why))) => {
                Turn::stay(Self { state: State::Failed(why), ..self }).with(Effect::Feel(Touch::Refused))
            }
            _ => Turn::stay(self),
        }
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> RemoveView {
        let profile = self.doomed.profile();
        RemoveView {
            name: named(profile),
            issuer: issuer_below(profile),
            serial: profile.serial.grouped(),
            for_good: self.doomed.gone() == Gone::ForGood,
            was_removed: matches!(self.doomed, Doomed::Former(_)),
            answered: self.answered,
            typed: self.typed.as_str().to_owned(),
            ending: Some(self.ending()),
            can_say_yes: self.can_say_yes(),
            removing: matches!(self.state, State::Removing),
            refused: if let State::Failed(why) = &self.state { Some(*why) } else { None },
        }
    }
}
