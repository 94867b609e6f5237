//! The token's page: the code now, the next one when it is due, the serial.

use super::tokens::{TokenRow, rows};
use super::{LocalTime, Manners, Named, Offer, Parent, Reading, Room, Turn, Vault, named};
use crate::app::Reply;
use crate::app::{Copied, Mode};
use crate::otp::{Code, Countdown, Step};
use std::fmt;

#[derive(Debug)]
pub(in crate::app) struct Token;

#[derive(Debug, PartialEq, Eq)]
pub enum TokenAct {}

/// One token, its code now, and the next one when it is due. `Debug` does not show the codes.
#[derive(Clone, PartialEq, Default)]
pub struct TokenView {
    pub mode: Mode,
    pub name: Named,
    /// `SKTS 1234 5678`
    pub serial: String,
    /// Six digits; empty while nothing may be shown.
    pub code: String,
    /// 30, 29, … 1
    pub seconds_left: u8,
    /// `12:34:30`, local time
    pub valid_until: String,
    /// Only in the last seconds.
    pub next_code: Option<String>,
    pub copied: Option<Copied>,
    /// Whether 読み上げ works here.
    pub can_speak: bool,
    /// Whether a code may be copied here.
    pub can_copy: bool,
    /// All tokens, in their order, for the pager and for the list beside the code on a wide screen.
    pub tokens: Vec<TokenRow>,
}

impl fmt::Debug for TokenView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |code: &str| if code.is_empty() { "" } else { "…" };
        f.debug_struct("TokenView")
            .field("mode", &self.mode)
            .field("serial", &self.serial)
            .field("code", &hidden(&self.code))
            .field("seconds_left", &self.seconds_left)
            .field("next_code", &self.next_code.as_deref().map(hidden))
            .field("copied", &self.copied)
            .field("tokens", &self.tokens)
            .finish_non_exhaustive()
    }
}

impl Token {
    pub fn manners(&self, _: &Vault) -> Manners {
        Manners {
            parent: Parent::Leaves,
            has_menu: true,
            has_banners: true,
            shows_code: true,
            needs_token: true,
            offer: Offer::Taken,
            hears_late_scan: true,
            pastes: false,
            takes_files: true,
            changes_at: None,
        }
    }

    pub fn act(self, act: TokenAct, _: Room) -> Turn {
        match act {}
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, now: Reading, local: &dyn LocalTime) -> TokenView {
        let Some((desk, profile)) = room.desk().and_then(|desk| Some((desk, desk.shown()?))) else {
            return TokenView::default();
        };
        let countdown = Countdown::at(now.time);
        let step = Step::at(now.time);
        let digits = |code: Option<&Code>| code.map(|code| code.as_str().to_owned());
        TokenView {
            mode: room.settings.mode,
            name: named(profile),
            serial: profile.serial.grouped(),
            code: digits(desk.code(step)).unwrap_or_default(),
            seconds_left: countdown.seconds_left,
            valid_until: local.time_of_day(countdown.valid_until),
            next_code: digits(desk.code(step.next()).filter(|_| countdown.ends_soon())),
            copied: room.clipboard.copied().cloned(),
            can_speak: room.device.can_speak,
            can_copy: room.device.can_copy_codes,
            tokens: rows(desk),
        }
    }
}
