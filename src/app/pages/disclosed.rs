//! Disclosed: the customer has told somebody the code. What stops the thief, in the order that costs least.

use super::stop::MANNERS;
use super::{Asker, LocalTime, Manners, Next, Parent, Reading, Room, Turn, Vault};
use crate::app::{Copied, Reply};

#[derive(Debug)]
pub(in crate::app) struct Disclosed {
    pub asker: Asker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisclosedAct {
    /// 番号を表示せずに閉じる
    Close,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct DisclosedView {
    pub serial: String,
    /// The serial has just been copied.
    pub copied: bool,
}

impl Disclosed {
    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners { parent: Parent::Stop(self.asker), ..MANNERS }
    }

    pub fn act(self, act: DisclosedAct, room: Room) -> Turn {
        match act {
            DisclosedAct::Close if room.is_deaf() => Turn::stay(self),
            DisclosedAct::Close => Next::Home.into(),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> DisclosedView {
        DisclosedView {
            serial: super::shown_serial(room),
            copied: room.clipboard.copied() == Some(&Copied::Serial),
        }
    }
}
