//! Registered: serial and live code together, and the next step in the bank's own words.

use super::token::{Token, TokenView};
use super::{LocalTime, Manners, Offer, Parent, Reading, Room, Turn, Vault};
use crate::app::Reply;

#[derive(Debug, Default)]
pub(in crate::app) struct Registered {
    next: NextStep,
}

/// What the customer does next at the bank. The bank's letter says which; the app cannot know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NextStep {
    /// 利用開始
    #[default]
    Start,
    /// 交換: this phone takes another's place.
    Replace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisteredAct {
    /// The customer says which of the two steps is the next one.
    Choose(NextStep),
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct RegisteredView {
    pub token: TokenView,
    pub next: NextStep,
}

impl Registered {
    pub fn manners(&self, _: &Vault) -> Manners {
        Manners {
            parent: Parent::Home,
            has_menu: false,
            has_banners: true,
            shows_code: true,
            needs_token: true,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: false,
            takes_files: false,
        }
    }

    pub fn act(self, RegisteredAct::Choose(next): RegisteredAct, _: Room) -> Turn {
        Turn::stay(Self { next })
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, now: Reading, local: &dyn LocalTime) -> RegisteredView {
        RegisteredView { token: Token.view(room, now, local), next: self.next }
    }
}
