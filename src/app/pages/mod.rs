//! One file a page: its state, what can be done on it, its view.
//!
//! A page reads the rest of the app through `Room` and returns what it wants as a `Turn`; it writes nothing but
//! itself, and leaving it drops its state. Each request of a page carries the visit's ticket, so that a late answer
//! reaches no other page.

/// Every page once: its file, its name and the type of its state, what can be done on it, what it shows.
///
/// `place.rs` and `ui/pages/mod.rs` make of the rows whatever names every page.
macro_rules! every_page {
    ($each:ident) => {
        $each! {
            about: About, AboutAct, AboutView;
            add: Add, AddAct, AddView;
            arrival: Arrival, ArrivalAct, ArrivalView;
            clock: Clock, ClockAct, ClockView;
            confirm: Confirm, ConfirmAct, ConfirmView;
            former: Former, FormerAct, FormerView;
            keyfile: Keyfile, KeyfileAct, KeyfileView;
            manual: Manual, ManualAct, ManualView;
            moved: Moved, MovedAct, MovedView;
            registered: Registered, RegisteredAct, RegisteredView;
            remove: Remove, RemoveAct, RemoveView;
            token: Token, TokenAct, TokenView;
            tokens: Tokens, TokensAct, TokensView;
            trouble: Trouble, TroubleAct, TroubleView;
        }
    };
}
pub(crate) use every_page;

macro_rules! files {
    ($($page:ident: $Page:ident, $Act:ident, $View:ident;)*) => {
        $(
            pub(super) mod $page;
            pub use $page::*;
        )*
    };
}
every_page!(files);

use super::clipboard::Clipboard;
use super::clock::ClockWatch;
use super::desk::Desk;
use super::effect::{Effect, Ticket};
use super::model::{SelfTest, Vault};
use super::place::{Manners, Offer, Parent, Place};
use super::view::LocalTime;
use super::{DeviceFacts, Settings, Source};
use crate::otp::Reading;
use crate::token::{Profile, Serial};
use std::time::Duration;

/// A press that comes sooner after a question was meant for what was there before: it is the second half of a double
/// click, or a finger on its way when another app opened the page. Android's own questions wait as long.
const DEAF_FOR: Duration = Duration::from_millis(500);
/// What cannot be taken back works this long after its warning has come: long enough to read it.
const MUST_READ_FOR: Duration = Duration::from_secs(2);

/// What a page may read.
#[derive(Clone, Copy)]
pub(super) struct Room<'a> {
    pub vault: &'a Vault,
    pub settings: &'a Settings,
    pub device: &'a DeviceFacts,
    pub clipboard: &'a Clipboard,
    pub clock: &'a ClockWatch,
    pub self_test: SelfTest,
    pub now: Reading,
    /// The ticket of this visit to the page.
    pub ticket: Ticket,
    /// When this visit began, on the clock that nobody can set.
    pub since: Duration,
}

impl<'a> Room<'a> {
    pub fn desk(self) -> Option<&'a Desk> {
        self.vault.desk()
    }

    /// Whether the page has come only now: what is pressed was meant for the one before.
    pub fn is_deaf(self) -> bool {
        self.now.monotonic < self.since + DEAF_FOR
    }
}

/// What a page wants after something was done on it.
pub(super) struct Turn {
    pub next: Next,
    pub effects: Vec<Effect>,
}

pub(super) enum Next {
    /// The same visit goes on.
    Stay(Place),
    /// Another page, or the same one begun anew: what was asked before is not heard any more.
    Go(Place),
    /// The page that the app opens with.
    Home,
    /// The page of this token.
    Token(Serial),
    /// The page that the app opens with, while the vault is opened once more.
    OpenVault,
    /// The ways in, while this is read.
    Read(Source),
    /// The customer has read that the clock was set: the page that the app opens with.
    ClockSeen,
    /// As `OpenVault`, for a vault that is older than what was written last.
    OpenOlderVault,
}

impl Turn {
    pub fn stay(place: impl Into<Place>) -> Self {
        Next::Stay(place.into()).into()
    }

    pub fn go(place: impl Into<Place>) -> Self {
        Next::Go(place.into()).into()
    }

    pub fn with(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }
}

impl From<Next> for Turn {
    fn from(next: Next) -> Self {
        Self { next, effects: Vec::new() }
    }
}

/// What stands on the screen for a token's issuer. Whoever wrote the letter also wrote the name in it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Named {
    /// The letter named no issuer.
    #[default]
    Nobody,
    /// A name that the program knows, or that the customer gave: it may be a title.
    Title(String),
    /// Any other name: it stands small, and never above a code.
    Unconfirmed(String),
}

/// The issuer, for the question before a token is stored.
fn issuer(profile: &Profile) -> Named {
    match &profile.issuer {
        None => Named::Nobody,
        Some(issuer) if issuer.may_be_title() => Named::Title(issuer.to_string()),
        Some(issuer) => Named::Unconfirmed(issuer.to_string()),
    }
}

/// The customer's own name for the token, else its issuer's.
fn named(profile: &Profile) -> Named {
    profile.label.as_ref().map_or_else(|| issuer(profile), |label| Named::Title(label.to_string()))
}
