//! 登録するトークンを選んでください: a file holds several tokens, and the customer registers one at a time.

use super::add::Add;
use super::{
    Banners, Files, LocalTime, Manners, Named, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault,
    issuer,
};
use crate::app::Reply;
use crate::token::{Draft, Serial};
use crate::vault::Held;

/// The tokens of the file, each with what the vault said of it when the page came.
#[derive(Debug)]
pub(in crate::app) struct Choose {
    tokens: Vec<(Draft, Held)>,
    chosen: Option<Serial>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChooseAct {
    Pick(Serial),
    /// 確認へ進む
    Continue,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ChooseView {
    pub tokens: Vec<Choosable>,
    pub chosen: Option<Serial>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Choosable {
    pub name: Named,
    pub serial: Serial,
    /// 登録済み: it is here already, with the same seed.
    pub is_here: bool,
}

impl Choose {
    pub fn among(tokens: Vec<(Draft, Held)>) -> Self {
        Self { tokens, chosen: None }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Add,
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
            changes_at: None,
            remains: Remains::Page,
        }
    }

    pub fn act(self, act: ChooseAct, room: Room) -> Turn {
        match act {
            ChooseAct::Pick(serial) => {
                let chosen = if self.can_choose(&serial) { Some(serial) } else { self.chosen };
                Turn::stay(Self { chosen, ..self })
            }
            ChooseAct::Continue => self.go_on(room),
        }
    }

    fn can_choose(&self, serial: &Serial) -> bool {
        let is_meant =
            |(draft, held): &(Draft, Held)| draft.profile().serial == *serial && *held != Held::SameSeed;
        self.tokens.iter().any(is_meant)
    }

    fn go_on(mut self, room: Room) -> Turn {
        let is_chosen = |(draft, _): &(Draft, Held)| Some(&draft.profile().serial) == self.chosen.as_ref();
        match self.tokens.iter().position(is_chosen) {
            Some(place) => {
                // The other tokens go: each is registered in a visit of its own.
                let (draft, held) = self.tokens.swap_remove(place);
                Add::compared(draft, held, room)
            }
            None => Turn::stay(self),
        }
    }

    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> ChooseView {
        let choosable = |(draft, held): &(Draft, Held)| Choosable {
            name: issuer(draft.profile()),
            serial: draft.profile().serial.clone(),
            is_here: *held == Held::SameSeed,
        };
        ChooseView { tokens: self.tokens.iter().map(choosable).collect(), chosen: self.chosen.clone() }
    }
}
