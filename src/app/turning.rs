//! From page to page: what a page's turn asks of the house, and what each way leads to.

use super::desk::Desk;
use super::effect::Effect;
use super::model::{Model, Vault};
use super::pages::add::Add;
use super::pages::former::Former;
use super::pages::moved::Moved;
use super::pages::sign::Sign;
use super::pages::token;
use super::pages::tokens::Tokens;
use super::pages::trouble::Trouble;
use super::pages::{Next, Order, Room, Turn};
use super::place::{Banners, Place};
use super::{Mode, Settings};
use crate::otp::Reading;
use crate::token::Serial;
use std::mem;

impl Model {
    pub(super) fn turn(&mut self, now: Reading, turn: impl FnOnce(Place, Room) -> Turn) -> Vec<Effect> {
        let had_banners = self.place.manners(&self.vault).banners != Banners::None;
        let place = mem::replace(&mut self.place, Place::Opening);
        let Turn { next, mut effects, orders } = turn(place, self.room(now));
        // The notice stands until a page is left that had room for it.
        self.key_moved &= !had_banners || matches!(next, Next::Stay(_));
        match next {
            Next::Stay(place) => self.place = place,
            Next::Go(place) => effects.extend(self.go(place)),
            Next::Home => effects.extend(self.go_home()),
            Next::Token(serial) => effects.extend(self.show_held(&serial)),
            Next::AddReplacement => {
                effects.extend(self.go(Add::default()));
                self.replaces = true;
            }
            Next::OpenVault => effects.extend(self.open_by(Effect::OpenVault)),
            Next::OpenOlderVault => effects.extend(self.open_by(Effect::OpenOlderVault)),
            // Only the lock's own page asks for it.
            Next::RegisterOver => effects.extend(self.go_home()),
            Next::ClockSeen => {
                self.clock.accept_moved(self.device.built, now);
                effects.extend(self.go_home());
            }
            Next::Read(source) => effects.extend(self.read(source)),
        }
        for order in orders {
            effects.extend(self.obey(order, now));
        }
        effects
    }

    fn obey(&mut self, order: Order, now: Reading) -> Vec<Effect> {
        let shown = self.vault.desk().and_then(Desk::shown).map(|profile| profile.serial.clone());
        match (order, shown) {
            (Order::Save(settings), _) => return self.save(settings),
            (Order::Speak, _) => return self.speak(now),
            (Order::NotePassphrases(wait), _) => self.passphrases = wait,
            (Order::Told, _) => self.covers.tell(),
            (Order::CoverAgain, _) => self.covers.cover_again(),
            (Order::Uncover, Some(serial)) => match self.signed() {
                Some(signed) => {
                    let life = now.time..signed.end();
                    self.covers.uncover_during(&serial, life);
                }
                None => self.covers.uncover(&serial, now),
            },
            (Order::Grant(purpose), Some(serial)) => self.covers.grant(purpose, &serial, now),
            (Order::Uncover | Order::Grant(_), None) => {}
        }
        Vec::new()
    }

    fn open_by(&mut self, effect: Effect) -> Vec<Effect> {
        self.vault = Vault::Opening;
        self.go_home();
        vec![effect]
    }

    pub(super) fn go(&mut self, place: impl Into<Place>) -> Vec<Effect> {
        self.menu_open = false;
        self.clipboard.say_nothing();
        self.key_moved &= self.place.manners(&self.vault).banners == Banners::None;
        self.visit = self.next_visit();
        self.since = self.last;
        self.place = place.into();
        Vec::new()
    }

    /// The token's page, unless the customer must first read that the clock was set; the ways in while there is no token;
    /// what is wrong while the vault is shut.
    pub(super) fn go_home(&mut self) -> Vec<Effect> {
        self.replaces = false;
        match &self.vault {
            Vault::Opening | Vault::Locked => self.go(Place::Opening),
            Vault::Shut(trouble) => self.go(Trouble::new(*trouble)),
            Vault::Open(desk) if desk.is_empty() => self.go(Add::default()),
            Vault::Open(_) if self.clock.is_moved() => self.go(Moved),
            Vault::Open(_) if self.settings.mode == Mode::Transaction && self.signs() => {
                self.go(Sign::default())
            }
            Vault::Open(_) => self.go(token::Token::default()),
        }
    }

    pub(super) fn menu(&mut self, open: bool) -> Vec<Effect> {
        self.menu_open = open;
        Vec::new()
    }

    pub(super) fn show_tokens(&mut self) -> Vec<Effect> {
        match &self.vault {
            Vault::Open(desk) if !desk.is_empty() => self.go(Tokens::default()),
            Vault::Open(_) | Vault::Opening | Vault::Locked | Vault::Shut(_) => Vec::new(),
        }
    }

    pub(super) fn show_former(&mut self) -> Vec<Effect> {
        match &self.vault {
            Vault::Open(_) => self.go(Former::default()),
            Vault::Opening | Vault::Locked | Vault::Shut(_) => Vec::new(),
        }
    }

    fn show_held(&mut self, serial: &Serial) -> Vec<Effect> {
        match &self.vault {
            Vault::Open(desk) if desk.holds(serial) => self.select(serial),
            Vault::Open(_) | Vault::Opening | Vault::Locked | Vault::Shut(_) => self.go_home(),
        }
    }

    pub(super) fn select(&mut self, serial: &Serial) -> Vec<Effect> {
        match &mut self.vault {
            Vault::Open(desk) if desk.holds(serial) => desk.show(serial),
            Vault::Open(_) | Vault::Opening | Vault::Locked | Vault::Shut(_) => return Vec::new(),
        }
        self.covers.forget();
        self.go_home();
        self.save(Settings { selected: Some(serial.to_string()), ..self.settings.clone() })
    }

    pub(super) fn choose_mode(&mut self, mode: Mode) -> Vec<Effect> {
        if mode == Mode::Transaction && !self.signs() {
            return Vec::new();
        }
        let effects = self.save(Settings { mode, ..self.settings.clone() });
        self.go_home();
        effects
    }

    pub(super) fn save(&mut self, settings: Settings) -> Vec<Effect> {
        self.settings = settings;
        vec![Effect::SaveSettings(self.settings.clone())]
    }
}
