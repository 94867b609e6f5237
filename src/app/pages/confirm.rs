//! Confirm: is this token yours? Nothing is stored before the customer said yes here.

use super::{
    Banners, DEAF_FOR, Files, LocalTime, MUST_READ_FOR, Manners, Named, Next, Offer, Parent, Reading,
    Remains, Room, Shows, TimeChange, Turn, Vault, issuer,
};
use crate::app::Reply;
use crate::app::effect::{Effect, StoreMode};
use crate::app::pages::keyfile::Keyfile;
use crate::app::pages::registered::Registered;
use crate::app::{Refusal, Touch};
use crate::token::{Draft, Profile, Serial, Token};
use std::time::Duration;

#[derive(Debug)]
pub(in crate::app) enum Confirm {
    Asking {
        draft: Draft,
        step: ConfirmStep,
        /// When the question came, on the clock that nobody can set.
        since: Duration,
    },
    /// The second question of a re-issue. It takes another gesture than the first: typing.
    Sure {
        draft: Draft,
        since: Duration,
        /// What the customer has typed of the serial's ending.
        ending: Ending,
    },
    /// The vault is being written; the question stays the same meanwhile.
    Storing { profile: Profile, step: ConfirmStep },
    /// Nothing was stored. はい tries again with the token that the customer confirmed.
    Failed { token: Token, step: ConfirmStep, why: Refusal },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfirmAct {
    Yes,
    No,
    /// The field for the serial's last four digits holds this text now.
    Typed(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ConfirmStep {
    /// 「このトークンを登録しますか」
    #[default]
    New,
    /// The same serial with the same seed is here already: nothing to do.
    AlreadyHere,
    /// The same serial with another seed, a re-issue: the first of two questions.
    Replace,
    /// The second question of a re-issue: the old seed will be gone.
    ReplaceForSure,
}

/// What was typed of a serial's last four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// So many digits are still to come.
    Missing(usize),
    /// As many as asked for, or more, and not the serial's.
    Differs,
    Right,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ConfirmView {
    pub issuer: Named,
    pub serial: String,
    /// `SHA-256`
    pub algorithm: String,
    pub step: ConfirmStep,
    /// The vault is being written: the buttons wait.
    pub storing: bool,
    /// What was typed of the serial, where a token is replaced.
    pub ending: Option<Ending>,
    /// Whether はい does something.
    pub can_say_yes: bool,
    /// Storing it failed; nothing was changed, and はい tries again.
    pub refused: Option<Refusal>,
}

impl Ending {
    /// Forgives what a typed serial is forgiven: full-width digits, blanks, hyphens.
    pub(in crate::app) fn of(typed: &str, serial: &Serial) -> Self {
        match Serial::typed(typed) {
            typed if typed == serial.ending() => Self::Right,
            typed => match Serial::ENDING_DIGITS.saturating_sub(typed.chars().count()) {
                0 => Self::Differs,
                missing => Self::Missing(missing),
            },
        }
    }
}

impl Confirm {
    pub fn asking(draft: Draft, step: ConfirmStep, now: Reading) -> Self {
        Self::Asking { draft, step, since: now.monotonic }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: if self.is_storing() { Parent::Stays } else { Parent::Home },
            has_menu: false,
            banners: Banners::All,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: None,
            remains: match self {
                Self::Asking { .. } | Self::Failed { .. } => Remains::Page,
                // What is typed goes with its field.
                Self::Sure { .. } | Self::Storing { .. } => Remains::Nothing,
            },
            changes_at: match self {
                Self::Sure { since, .. } => Some(TimeChange::At(*since + MUST_READ_FOR)),
                Self::Asking { .. } | Self::Storing { .. } | Self::Failed { .. } => None,
            },
        }
    }

    pub fn act(self, act: ConfirmAct, room: Room) -> Turn {
        match (act, self) {
            (_, storing @ Self::Storing { .. }) => Turn::stay(storing),
            (ConfirmAct::Typed(text), Self::Sure { draft, since, .. }) => {
                let ending = Ending::of(&text, &draft.profile().serial);
                Turn::stay(Self::Sure { draft, since, ending })
            }
            (ConfirmAct::Typed(_), page) => Turn::stay(page),
            (ConfirmAct::Yes | ConfirmAct::No, page) if page.is_deaf(room.now) => Turn::stay(page),
            (ConfirmAct::No, _) => Next::Home.into(),
            (ConfirmAct::Yes, page) if !page.can_say_yes(room.now) => Turn::stay(page),
            (ConfirmAct::Yes, Self::Asking { draft, step, .. }) => Self::yes(draft, step, room),
            (ConfirmAct::Yes, Self::Sure { draft, .. }) => {
                Self::store(draft.confirm(), ConfirmStep::ReplaceForSure, room)
            }
            (ConfirmAct::Yes, Self::Failed { token, step, .. }) => Self::store(token, step, room),
        }
    }

    fn is_deaf(&self, now: Reading) -> bool {
        match self {
            Self::Asking { since, .. } | Self::Sure { since, .. } => now.monotonic < *since + DEAF_FOR,
            Self::Storing { .. } | Self::Failed { .. } => false,
        }
    }

    fn can_say_yes(&self, now: Reading) -> bool {
        match self {
            Self::Sure { since, ending, .. } => {
                *ending == Ending::Right && now.monotonic >= *since + MUST_READ_FOR
            }
            Self::Asking { .. } | Self::Failed { .. } => true,
            Self::Storing { .. } => false,
        }
    }

    fn yes(draft: Draft, step: ConfirmStep, room: Room) -> Turn {
        match step {
            ConfirmStep::AlreadyHere => Next::Token(draft.profile().serial.clone()).into(),
            ConfirmStep::Replace => {
                let ending = Ending::Missing(Serial::ENDING_DIGITS);
                Turn::stay(Self::Sure { draft, since: room.now.monotonic, ending })
            }
            ConfirmStep::New | ConfirmStep::ReplaceForSure => Self::store(draft.confirm(), step, room),
        }
    }

    fn store(token: Token, step: ConfirmStep, room: Room) -> Turn {
        let mode = match (step, room.vault) {
            (ConfirmStep::ReplaceForSure, _) => StoreMode::Replace,
            (_, Vault::Shut(_)) => StoreMode::OverUnopened,
            (_, Vault::Open(_) | Vault::Opening | Vault::Locked) => StoreMode::Add,
        };
        let profile = token.profile().clone();
        Turn::stay(Self::Storing { profile, step }).with(Effect::Store { ticket: room.ticket, token, mode })
    }

    /// The vault was written, or the token came back.
    fn stored(self, result: Result<(), (Token, Refusal)>, room: Room) -> Turn {
        match (self, result) {
            (Self::Storing { .. }, Ok(())) => Turn::go(Registered::after(room)),
            (Self::Storing { .. }, Err((token, Refusal::OnlyAFile))) => {
                Turn::go(Keyfile::asking(token, room.now))
            }
            (Self::Storing { step, .. }, Err((token, why))) => {
                Turn::stay(Self::Failed { token, step, why }).with(Effect::Feel(Touch::Refused))
            }
            (page, _) => Turn::stay(page),
        }
    }

    fn is_storing(&self) -> bool {
        matches!(self, Self::Storing { .. })
    }

    pub fn hear(self, reply: Reply, room: Room) -> Turn {
        match reply {
            Reply::Stored(result) => self.stored(result, room),
            _ => Turn::stay(self),
        }
    }

    pub fn view(&self, _: Room, now: Reading, _: &dyn LocalTime) -> ConfirmView {
        let (profile, step) = match self {
            Self::Asking { draft, step, .. } => (draft.profile(), *step),
            Self::Sure { draft, .. } => (draft.profile(), ConfirmStep::ReplaceForSure),
            Self::Storing { profile, step } => (profile, *step),
            Self::Failed { token, step, .. } => (token.profile(), *step),
        };
        ConfirmView {
            issuer: issuer(profile),
            serial: profile.serial.grouped(),
            algorithm: profile.algorithm.label().to_owned(),
            step,
            storing: self.is_storing(),
            ending: match self {
                Self::Sure { ending, .. } => Some(*ending),
                Self::Asking { .. } | Self::Storing { .. } | Self::Failed { .. } => None,
            },
            can_say_yes: self.can_say_yes(now),
            refused: match self {
                Self::Failed { why, .. } => Some(*why),
                Self::Asking { .. } | Self::Sure { .. } | Self::Storing { .. } => None,
            },
        }
    }
}
