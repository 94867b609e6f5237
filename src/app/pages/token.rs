//! The token's page: the code now, the next one when it is due, the serial.

use super::guide::Guide;
use super::purpose::Purpose as AskPurpose;
use super::tokens::{TokenRow, rows};
use super::{
    Banners, Cover, Covering, Files, LocalTime, Manners, Named, Offer, Order, Parent, Purpose, Reading,
    Remains, Room, Shows, Turn, Vault, named, shown_issuer,
};
use crate::app::Reply;
use crate::app::guides::{GuideId, Instructions, instructions};
use crate::app::{Copied, Mode};
use crate::otp::{Code, Countdown, Step};
use std::fmt;

#[derive(Debug, Default)]
pub(in crate::app) struct Token {
    /// The customer is asked whether a hidden code shall be read aloud.
    asks_aloud: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenAct {
    /// The covered code was pressed.
    Uncover,
    /// 隠す
    CoverAgain,
    /// 変える: the code is wanted for something else.
    ChangePurpose,
    /// 手順 beside the code on a wide screen, and 番号を守るために where the screen is recorded.
    ReadGuide(GuideId),
    /// 読み上げ, while the code is hidden.
    AskAloud,
    /// はい、読み上げる or not.
    Aloud(bool),
}

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
    /// Why the code is not shown.
    pub cover: Option<Cover>,
    /// What the code is shown for, where the customer said so.
    pub purpose: Option<Purpose>,
    /// The phone is in a call, and the customer has asked for this code nevertheless: 隠す is offered.
    pub shown_in_call: bool,
    /// The code was used, as far as the app knows: a transfer needs the next one.
    pub used: bool,
    /// The customer is asked whether the hidden code shall be read aloud.
    pub asks_aloud: bool,
    /// Whether 読み上げ works here.
    pub can_speak: bool,
    /// Whether a code may be copied here.
    pub can_copy: bool,
    /// All tokens, in their order, for the pager and for the list beside the code on a wide screen.
    pub tokens: Vec<TokenRow>,
    /// 手順, in the order of [`GuideId::ALL`], beside the code on a wide screen.
    pub guides: Option<[&'static Instructions; GuideId::ALL.len()]>,
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
            .field("cover", &self.cover)
            .field("tokens", &self.tokens)
            .finish_non_exhaustive()
    }
}

impl Token {
    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Leaves,
            has_menu: true,
            banners: Banners::All,
            shows: Shows::LoginCode(Covering::AsSet),
            needs_token: true,
            holds_passcode: false,
            offer: Offer::Taken,
            hears_late_scan: true,
            pastes: None,
            takes_files: Files::Tokens,
            keypad: None,
            remains: Remains::Nothing,
            changes_at: None,
        }
    }

    pub fn act(self, act: TokenAct, room: Room) -> Turn {
        match act {
            TokenAct::Uncover => match room.cover() {
                Some(Cover::Purpose) => Turn::go(AskPurpose),
                Some(Cover::Told) if room.settings.ask_purpose => Turn::go(AskPurpose),
                Some(Cover::Told | Cover::Call | Cover::Hidden) => {
                    Turn::stay(Self { asks_aloud: false }).ordering(Order::Uncover)
                }
                Some(Cover::Recorded) | None => Turn::stay(self),
            },
            TokenAct::CoverAgain => Turn::stay(self).ordering(Order::CoverAgain),
            TokenAct::ChangePurpose => Turn::go(AskPurpose),
            TokenAct::ReadGuide(id) => Turn::go(Guide::new(id)),
            TokenAct::AskAloud => Turn::stay(Self { asks_aloud: true }),
            TokenAct::Aloud(true) if self.asks_aloud => {
                Turn::stay(Self { asks_aloud: false }).ordering(Order::Speak)
            }
            TokenAct::Aloud(_) => Turn::stay(Self { asks_aloud: false }),
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, now: Reading, local: &dyn LocalTime) -> TokenView {
        TokenView { asks_aloud: self.asks_aloud, ..shown(room, room.cover(), now, local) }
    }
}

/// The shown token with its code, under this cover.
pub(super) fn shown(room: Room, cover: Option<Cover>, now: Reading, local: &dyn LocalTime) -> TokenView {
    let Some((desk, profile)) = room.desk().and_then(|desk| Some((desk, desk.shown()?))) else {
        return TokenView::default();
    };
    let countdown = Countdown::at(now.time);
    let step = Step::at(now.time);
    let digits = |code: Option<&Code>| code.filter(|_| cover.is_none()).map(|code| code.as_str().to_owned());
    let in_call = room.covers.is_in_call() && room.settings.cover_in_calls;
    let next_code = digits(desk.code(step.next()).filter(|_| countdown.ends_soon()));
    let is_used = room.covers.is_used(&profile.serial, step);
    TokenView {
        mode: room.settings.mode,
        name: named(profile),
        // Whoever watches the screen shall not have the serial either.
        serial: if cover == Some(Cover::Recorded) { String::new() } else { profile.serial.grouped() },
        code: digits(desk.code(step)).unwrap_or_default(),
        seconds_left: countdown.seconds_left,
        valid_until: local.time_of_day(countdown.valid_until),
        used: is_used && next_code.is_none() && cover.is_none_or(Cover::may_copy),
        next_code,
        copied: room.clipboard.copied().cloned(),
        cover,
        purpose: room.covers.purpose(&profile.serial, now).filter(|_| cover.is_none_or(Cover::may_copy)),
        shown_in_call: in_call && cover.is_none(),
        asks_aloud: false,
        can_speak: room.device.can_speak && !in_call && cover.is_none_or(Cover::may_copy),
        can_copy: room.device.can_copy_codes && cover.is_none_or(Cover::may_copy),
        tokens: rows(desk),
        guides: Some(GuideId::ALL.map(|id| instructions(id, shown_issuer(room)))),
    }
}
