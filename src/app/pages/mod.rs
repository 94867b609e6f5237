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
            biometrics: Biometrics, BiometricsAct, BiometricsView;
            caution: Caution, CautionAct, CautionView;
            change_phone: ChangePhone, ChangePhoneAct, ChangePhoneView;
            choose: Choose, ChooseAct, ChooseView;
            clock: Clock, ClockAct, ClockView;
            confirm: Confirm, ConfirmAct, ConfirmView;
            disclosed: Disclosed, DisclosedAct, DisclosedView;
            forgot: Forgot, ForgotAct, ForgotView;
            former: Former, FormerAct, FormerView;
            guide: Guide, GuideAct, GuideView;
            guides: Guides, GuidesAct, GuidesView;
            keyfile: Keyfile, KeyfileAct, KeyfileView;
            lock: Lock, LockAct, LockView;
            manual: Manual, ManualAct, ManualView;
            moved: Moved, MovedAct, MovedView;
            no_qr: NoQr, NoQrAct, NoQrView;
            passphrase: Passphrase, PassphraseAct, PassphraseView;
            passcode: Passcode, PasscodeAct, PasscodeView;
            refused: Refused, RefusedAct, RefusedView;
            purpose: Purpose, PurposeAct, PurposeView;
            purpose_offer: PurposeOffer, PurposeOfferAct, PurposeOfferView;
            registered: Registered, RegisteredAct, RegisteredView;
            sign: Sign, SignAct, SignView;
            remove: Remove, RemoveAct, RemoveView;
            settings: Settings, SettingsAct, SettingsView;
            stop: Stop, StopAct, StopView;
            rename: Rename, RenameAct, RenameView;
            token: Token, TokenAct, TokenView;
            tokens: Tokens, TokensAct, TokensView;
            trouble: Trouble, TroubleAct, TroubleView;
            two_step: TwoStep, TwoStepAct, TwoStepView;
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

use self::lock::Wait;
use super::clipboard::Clipboard;
use super::clock::ClockWatch;
use super::cover::{Cover, Covers, Purpose};
use super::desk::Desk;
use super::effect::{Effect, Ticket};
use super::lock::Recognition;
use super::model::{SelfTest, Vault};
use super::place::{
    Banners, Change as TimeChange, Covering, Files, Manners, Offer, Parent, Place, Remains, Shows,
};
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
    pub covers: &'a Covers,
    pub clock: &'a ClockWatch,
    pub self_test: SelfTest,
    /// How often a key container's passphrase was wrong since the last right one, and until when no other is tried.
    pub passphrases: Wait,
    pub recognition: Recognition,
    /// The customer brings in a token that takes another's place (交換).
    pub replaces: bool,
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

    /// Why the code of the shown token is covered now.
    pub fn cover(self) -> Option<Cover> {
        self.covers.over(self.settings, &self.desk()?.shown()?.serial, self.now)
    }

    /// Why the code of the shown token is covered now, on a page that covers it like this.
    pub fn cover_by(self, covering: Covering) -> Option<Cover> {
        match covering {
            Covering::AsSet => self.cover(),
            Covering::PurposeKnown => self.cover_where_purpose_is_known(),
            Covering::Unless(purpose) => self.cover_for(purpose),
        }
    }

    /// As [`Self::cover`], on a page to which a purpose has led: the customer is not asked for it again.
    pub fn cover_where_purpose_is_known(self) -> Option<Cover> {
        let settings = Settings { ask_purpose: false, ..self.settings.clone() };
        self.covers.over(&settings, &self.desk()?.shown()?.serial, self.now)
    }

    /// As [`Self::cover`], on a page that shows the code for this purpose alone, whatever the settings: the question whether a
    /// stranger asks for the code stands before it.
    pub fn cover_for(self, purpose: Purpose) -> Option<Cover> {
        let asked = self.covers_unless(purpose).then_some(Cover::Purpose);
        self.cover_where_purpose_is_known().into_iter().chain(asked).min()
    }

    /// Whether the shown token's code was not asked for with this purpose.
    pub fn covers_unless(self, purpose: Purpose) -> bool {
        let shown = self.desk().and_then(Desk::shown);
        shown.is_some_and(|profile| self.covers.purpose(&profile.serial, self.now) != Some(purpose))
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
    /// What the page wants of the house besides, in this order.
    pub orders: Vec<Order>,
}

/// What only the house can do, and what outlives the page that orders it.
pub(super) enum Order {
    /// The customer has chosen this differently.
    Save(Settings),
    /// The customer asks for the code that is covered.
    Uncover,
    /// 隠す: the code that the customer had asked for is covered again.
    CoverAgain,
    /// The customer said what the code is for.
    Grant(Purpose),
    /// A stranger asked the customer for the code.
    Told,
    /// The code that is on the screen is read aloud.
    Speak,
    /// How often a key container's passphrase was wrong, and until when no other is tried.
    NotePassphrases(Wait),
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
    /// The ways in, for a token that takes another's place: 交換 is named after it, and not 利用開始.
    AddReplacement,
    /// The page that the app opens with, while the vault is opened once more.
    OpenVault,
    /// The ways in, while this is read.
    Read(Source),
    /// The customer has read that the clock was set: the page that the app opens with.
    ClockSeen,
    /// As `OpenVault`, for a vault that is older than what was written last.
    OpenOlderVault,
    /// The ways in, over a vault whose passcode the customer has forgotten: it is set aside once a token is stored.
    RegisterOver,
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

    pub fn ordering(mut self, order: Order) -> Self {
        self.orders.push(order);
        self
    }
}

impl From<Next> for Turn {
    fn from(next: Next) -> Self {
        Self { next, effects: Vec::new(), orders: Vec::new() }
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

/// The issuer, where the customer's own name stands above it. `Nobody` where it would say the same twice.
fn issuer_below(profile: &Profile) -> Named {
    match (&profile.label, issuer(profile)) {
        (None, _) => Named::Nobody,
        (Some(label), Named::Title(name)) if name == label.as_str() => Named::Nobody,
        (Some(_), issuer) => issuer,
    }
}

/// The customer's own name for the token, else its issuer's.
fn named(profile: &Profile) -> Named {
    profile.label.as_ref().map_or_else(|| issuer(profile), |label| Named::Title(label.to_string()))
}

/// The issuer that the shown token's letter named: its guides are shown.
fn shown_issuer(room: Room<'_>) -> Option<&str> {
    Some(room.desk()?.shown()?.issuer.as_ref()?.as_str())
}

/// The serial of the shown token, for whoever is on the telephone with the bank; empty without one.
fn shown_serial(room: Room) -> String {
    let shown = room.desk().and_then(Desk::shown);
    shown.map(|profile| profile.serial.grouped()).unwrap_or_default()
}

/// From where the customer came to a page that warns of strangers: 選び直す and Back lead there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// The list of purposes.
    Purpose,
    /// The question before a code for this purpose.
    Caution(Purpose),
    /// The guide of 利用開始, which shows the code.
    Guide,
    /// The page that the app opens with.
    Elsewhere,
}

impl Asker {
    fn parent(self) -> Parent {
        match self {
            Self::Purpose => Parent::Purpose,
            Self::Caution(purpose) => Parent::Caution(purpose),
            Self::Guide => Parent::GuideOfStart,
            Self::Elsewhere => Parent::Home,
        }
    }
}
