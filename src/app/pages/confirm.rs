//! Confirm: is this token yours? Nothing is stored before the customer said yes here.

use super::{LocalTime, Manners, Next, Offer, Parent, Reading, Room, Turn, Vault, issuer};
use crate::app::Reply;
use crate::app::effect::{Effect, StoreMode};
use crate::app::pages::registered::Registered;
use crate::app::{Refusal, Touch};
use crate::token::{Draft, Profile, Token};

#[derive(Debug)]
pub(in crate::app) enum Confirm {
    Asking {
        draft: Draft,
        step: ConfirmStep,
    },
    /// The vault is being written; the question stays the same meanwhile.
    Storing {
        profile: Profile,
        step: ConfirmStep,
    },
    /// Nothing was stored. はい tries again with the token that the customer confirmed.
    Failed {
        token: Token,
        step: ConfirmStep,
        why: Refusal,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmAct {
    Yes,
    No,
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

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ConfirmView {
    pub issuer: String,
    pub serial: String,
    /// `SHA-256`
    pub algorithm: String,
    pub step: ConfirmStep,
    /// The vault is being written: the buttons wait.
    pub storing: bool,
    /// Storing it failed; nothing was changed, and はい tries again.
    pub refused: Option<Refusal>,
}

impl Confirm {
    pub fn manners(&self, _: &Vault) -> Manners {
        Manners {
            parent: if self.is_storing() { Parent::Stays } else { Parent::Home },
            has_menu: false,
            has_banners: true,
            shows_code: false,
            needs_token: false,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: false,
            takes_files: false,
        }
    }

    pub fn act(self, act: ConfirmAct, room: Room) -> Turn {
        match (act, self) {
            (_, storing @ Self::Storing { .. }) => Turn::stay(storing),
            (ConfirmAct::No, _) => Next::Home.into(),
            (ConfirmAct::Yes, Self::Asking { draft, step }) => Self::yes(draft, step, room),
            (ConfirmAct::Yes, Self::Failed { token, step, .. }) => Self::store(token, step, room),
        }
    }

    fn yes(draft: Draft, step: ConfirmStep, room: Room) -> Turn {
        match step {
            ConfirmStep::AlreadyHere => Next::Token(draft.profile().serial.clone()).into(),
            ConfirmStep::Replace => Turn::stay(Self::Asking { draft, step: ConfirmStep::ReplaceForSure }),
            ConfirmStep::New | ConfirmStep::ReplaceForSure => Self::store(draft.confirm(), step, room),
        }
    }

    fn store(token: Token, step: ConfirmStep, room: Room) -> Turn {
        let mode = match (step, room.vault) {
            (ConfirmStep::ReplaceForSure, _) => StoreMode::Replace,
            (_, Vault::Shut(_)) => StoreMode::OverUnopened,
            (_, Vault::Open(_) | Vault::Opening) => StoreMode::Add,
        };
        let profile = token.profile().clone();
        Turn::stay(Self::Storing { profile, step }).with(Effect::Store { ticket: room.ticket, token, mode })
    }

    /// The vault was written, or the token came back.
    fn stored(self, result: Result<(), (Token, Refusal)>) -> Turn {
        match (self, result) {
            (Self::Storing { .. }, Ok(())) => Turn::go(Registered::default()),
            (Self::Storing { step, .. }, Err((token, why))) => {
                Turn::stay(Self::Failed { token, step, why }).with(Effect::Feel(Touch::Refused))
            }
            (page, _) => Turn::stay(page),
        }
    }

    fn is_storing(&self) -> bool {
        matches!(self, Self::Storing { .. })
    }

    pub fn hear(self, reply: Reply, _: Room) -> Turn {
        match reply {
            Reply::Stored(result) => self.stored(result),
            Reply::Read(_) | Reply::Compared(..) | Reply::FileChosen(_) | Reply::Scanned(_) => {
                Turn::stay(self)
            }
        }
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> ConfirmView {
        let (profile, step, refused) = match self {
            Self::Asking { draft, step } => (draft.profile(), *step, None),
            Self::Storing { profile, step } => (profile, *step, None),
            Self::Failed { token, step, why } => (token.profile(), *step, Some(*why)),
        };
        ConfirmView {
            issuer: issuer(profile),
            serial: profile.serial.grouped(),
            algorithm: profile.algorithm.label().to_owned(),
            step,
            storing: self.is_storing(),
            refused,
        }
    }
}
