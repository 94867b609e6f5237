//! Keyfile: no system keystore answers, so only a file can have the key of the first token. Nothing is stored in a file
//! before the customer has agreed here.

use super::{
    Banners, DEAF_FOR, Files, LocalTime, Manners, Next, Offer, Parent, Reading, Remains, Room, Shows, Turn,
    Vault,
};
use crate::app::effect::{Effect, StoreMode};
use crate::app::pages::registered::Registered;
use crate::app::{Refusal, Reply, Touch};
use crate::token::Token;
use std::time::Duration;

#[derive(Debug)]
pub(in crate::app) enum Keyfile {
    Asking {
        token: Token,
        /// When the question came, on the clock that nobody can set.
        since: Duration,
        /// Why the token was not stored when the customer answered before.
        refused: Option<Refusal>,
    },
    Storing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyfileAct {
    /// もう一度試す: asks the system's keystore once more.
    TryAgain,
    /// ファイルに保存する
    UseFile,
    /// 登録しない
    No,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct KeyfileView {
    /// The vault is being written: the buttons wait.
    pub storing: bool,
    /// Nothing was stored; the question stays.
    pub refused: Option<Refusal>,
}

impl Keyfile {
    pub fn asking(token: Token, now: Reading) -> Self {
        Self::Asking { token, since: now.monotonic, refused: None }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: if self.is_storing() { Parent::Stays } else { Parent::Home },
            has_menu: false,
            banners: Banners::None,
            shows: Shows::Nothing,
            needs_token: false,
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

    pub fn act(self, act: KeyfileAct, room: Room) -> Turn {
        let token = match self {
            Self::Asking { token, since, .. } if room.now.monotonic >= since + DEAF_FOR => token,
            deaf => return Turn::stay(deaf),
        };
        let mode = match room.vault {
            Vault::Shut(_) => StoreMode::OverUnopened,
            Vault::Open(_) | Vault::Opening | Vault::Locked => StoreMode::Add,
        };
        let ticket = room.ticket;
        match act {
            KeyfileAct::No => Next::Home.into(),
            KeyfileAct::TryAgain => Turn::stay(Self::Storing).with(Effect::Store { ticket, token, mode }),
            KeyfileAct::UseFile => {
                Turn::stay(Self::Storing).with(Effect::StoreInFile { ticket, token, mode })
            }
        }
    }

    fn is_storing(&self) -> bool {
        matches!(self, Self::Storing)
    }

    pub fn hear(self, reply: Reply, room: Room) -> Turn {
        match (self, reply) {
            (Self::Storing, Reply::Stored(Ok(()))) => Turn::go(Registered::after(room)),
            (Self::Storing, Reply::Stored(Err((token, why)))) => {
                let since = room.now.monotonic;
                Turn::stay(Self::Asking { token, since, refused: Some(why) })
                    .with(Effect::Feel(Touch::Refused))
            }
            (page, _) => Turn::stay(page),
        }
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> KeyfileView {
        let refused = match self {
            Self::Asking { refused, .. } => *refused,
            Self::Storing => None,
        };
        KeyfileView { storing: self.is_storing(), refused }
    }
}
