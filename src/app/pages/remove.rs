//! Remove: one token goes. Two gestures are asked for, a tick and the serial's last four digits.

use super::confirm::Ending;
use super::former::{Former, Gone};
use super::{DEAF_FOR, LocalTime, Manners, Named, Offer, Parent, Reading, Room, Turn, Vault, named};
use crate::app::effect::{Change, Effect};
use crate::app::{Refusal, Reply, Touch};
use crate::token::{Profile, Serial};
use crate::vault::{Erasure, Removed};
use std::time::Duration;

#[derive(Debug)]
pub(in crate::app) struct Remove {
    doomed: Doomed,
    /// Whether the question is answered with はい.
    answered: bool,
    ending: Ending,
    state: State,
}

/// What is to go.
#[derive(Clone, Debug)]
pub(in crate::app) enum Doomed {
    /// One of the list, which can be brought back.
    Token(Profile),
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
    /// The field for the serial's last four digits holds this text now.
    Typed(String),
    /// 削除する
    Yes,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct RemoveView {
    pub name: Named,
    pub serial: String,
    pub for_good: bool,
    pub answered: bool,
    pub ending: Option<Ending>,
    pub can_say_yes: bool,
    /// The vault is being written: the buttons wait.
    pub removing: bool,
    pub refused: Option<Refusal>,
}

impl Doomed {
    fn profile(&self) -> &Profile {
        match self {
            Self::Token(profile) => profile,
            Self::Former(removed) => &removed.profile,
        }
    }

    fn gone(&self) -> Gone {
        match self {
            Self::Token(_) => Gone::ForNow,
            Self::Former(_) => Gone::ForGood,
        }
    }

    fn change(&self) -> Change {
        match self {
            Self::Token(profile) => Change::Remove(profile.serial.clone()),
            Self::Former(removed) => Change::Erase(removed.id),
        }
    }
}

impl Remove {
    pub fn asking(doomed: Doomed, now: Reading) -> Self {
        let ending = Ending::Missing(Serial::ENDING_DIGITS);
        Self { doomed, answered: false, ending, state: State::Asking(now.monotonic) }
    }

    pub fn manners(&self, _: &Vault) -> Manners {
        Manners {
            parent: match (&self.state, &self.doomed) {
                (State::Removing, _) => Parent::Stays,
                (_, Doomed::Token(_)) => Parent::Tokens,
                (_, Doomed::Former(_)) => Parent::Former,
            },
            has_menu: false,
            has_banners: true,
            shows_code: false,
            needs_token: false,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: false,
            takes_files: false,
            changes_at: None,
        }
    }

    pub fn act(self, act: RemoveAct, room: Room) -> Turn {
        match act {
            _ if matches!(self.state, State::Removing) => Turn::stay(self),
            RemoveAct::Answer(answered) if !self.is_deaf(room.now) => Turn::stay(Self { answered, ..self }),
            RemoveAct::Typed(text) => {
                let ending = Ending::of(&text, &self.doomed.profile().serial);
                Turn::stay(Self { ending, ..self })
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

    fn can_say_yes(&self) -> bool {
        self.answered && self.ending == Ending::Right && !matches!(self.state, State::Removing)
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
            serial: profile.serial.grouped(),
            for_good: self.doomed.gone() == Gone::ForGood,
            answered: self.answered,
            ending: Some(self.ending),
            can_say_yes: self.can_say_yes(),
            removing: matches!(self.state, State::Removing),
            refused: if let State::Failed(why) = &self.state { Some(*why) } else { None },
        }
    }
}
