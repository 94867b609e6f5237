//! What outlives a page, and who is asked first: the frame around the page, then what holds for every page, then the
//! page that is shown.

use super::clipboard::Clipboard;
use super::clock::ClockWatch;
use super::desk::Desk;
use super::effect::{Effect, Speech, Ticket};
use super::obscured::Obscured;
use super::offers::{Offered, Offers};
use super::pages::about::About;
use super::pages::add::Add;
use super::pages::clock::Clock;
use super::pages::former::Former;
use super::pages::keyfile::Keyfile;
use super::pages::moved::Moved;
use super::pages::token;
use super::pages::tokens::Tokens;
use super::pages::trouble::Trouble;
use super::pages::{Next, Room, Turn};
use super::place::{Manners, Parent, Place};
use super::{
    Action, DeviceFacts, Event, Language, Mode, Opened, Question, Refusal, Reply, Settings, Touch,
    VaultTrouble, enrolment,
};
use crate::otp::{Code, Reading};
use crate::token::{Serial, Token};
use crate::vault::Erasure;
use std::mem;
use std::time::Duration;
use zeroize::Zeroizing;

#[derive(Debug)]
pub struct Model {
    pub(super) device: DeviceFacts,
    pub(super) settings: Settings,
    pub(super) vault: Vault,
    pub(super) place: Place,
    /// The ticket of this visit to `place`, and when it began, on the clock that nobody can set.
    pub(super) visit: Ticket,
    since: Duration,
    /// When something was done or heard last, on the same clock.
    last: Duration,
    pub(super) menu_open: bool,
    pub(super) offers: Offers,
    pub(super) clipboard: Clipboard,
    pub(super) obscured: Obscured,
    pub(super) clock: ClockWatch,
    pub(super) self_test: SelfTest,
    /// Whether the notice stands that the vault's key has moved to the system's keystore; until another page is shown.
    pub(super) key_moved: bool,
    /// Whether anybody can see the window.
    pub(super) visible: bool,
}

#[derive(Debug)]
pub(super) enum Vault {
    Opening,
    Open(Desk),
    Shut(VaultTrouble),
}

/// Whether this device computes the published codes rightly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SelfTest {
    Running,
    Passed,
    Failed,
}

impl Vault {
    pub fn desk(&self) -> Option<&Desk> {
        match self {
            Self::Open(desk) => Some(desk),
            Self::Opening | Self::Shut(_) => None,
        }
    }

    /// Whether the vault is open and has no token yet.
    pub fn is_empty(&self) -> bool {
        self.desk().is_some_and(Desk::is_empty)
    }

    /// Whether a token may be brought in now.
    pub fn takes_tokens(&self) -> bool {
        match self {
            Self::Open(_) => true,
            Self::Shut(trouble) => trouble.can_register_anew(),
            Self::Opening => false,
        }
    }
}

impl Model {
    pub fn new(device: DeviceFacts, settings: Settings) -> Self {
        Self {
            device,
            settings,
            vault: Vault::Opening,
            place: Place::Opening,
            visit: Ticket::default(),
            since: Duration::ZERO,
            last: Duration::ZERO,
            menu_open: false,
            offers: Offers::default(),
            clipboard: Clipboard::default(),
            obscured: Obscured::default(),
            clock: ClockWatch::default(),
            self_test: SelfTest::Running,
            key_moved: false,
            visible: true,
        }
    }

    /// What to do at once: open the vault, and find out whether this device computes rightly.
    pub fn start(&self) -> Vec<Effect> {
        vec![Effect::GuardScreen, Effect::OpenVault, Effect::RunSelfTest]
    }

    pub fn language(&self) -> Language {
        self.settings.language.unwrap_or(self.device.system_language)
    }

    pub(super) fn room(&self, now: Reading) -> Room<'_> {
        Room {
            vault: &self.vault,
            settings: &self.settings,
            device: &self.device,
            clipboard: &self.clipboard,
            clock: &self.clock,
            self_test: self.self_test,
            now,
            ticket: self.visit,
            since: self.since,
        }
    }

    pub(super) fn manners(&self) -> Manners {
        self.place.manners(&self.vault)
    }

    /// A person did something.
    pub fn update(&mut self, action: Action, now: Reading) -> Vec<Effect> {
        self.last = now.monotonic;
        let effects = match action {
            // The vault is being written, and the page waits to say what came of it.
            action if action.leads_away() && self.manners().parent == Parent::Stays => Vec::new(),
            Action::OpenMenu => self.menu(true),
            Action::CloseMenu => self.menu(false),
            Action::Back if self.menu_open => self.menu(false),
            Action::Back => self.turn(now, |place, room| place.back(room.vault)),
            Action::ChooseMode(mode) => self.choose_mode(mode),
            Action::ShowToken => self.go_home(),
            Action::ShowTokens => self.show_tokens(),
            Action::ShowFormer => self.show_former(),
            Action::ShowAdd => self.go(Add::default()),
            Action::ShowAbout => self.go(About),
            Action::ShowClock => self.go(Clock),
            Action::SelectToken(serial) => self.select(&serial),
            Action::Copy(what) => self.copy(what),
            Action::Speak => self.speak(),
            Action::DismissNotCopied => self.dismiss_not_copied(),
            Action::DismissObscured => self.dismiss_obscured(),
            Action::AcceptClock => self.accept_clock(now),
            Action::FilesDropped(files) => self.dropped(files, now),
            Action::Page(act) => self.turn(now, |place, room| place.act(act, room)),
        };
        self.and_what_follows(effects, now)
    }

    /// An effect answered, or something happened by itself.
    pub fn hear(&mut self, event: Event, now: Reading) -> Vec<Effect> {
        self.last = now.monotonic;
        let effects = match event {
            Event::Tick => Vec::new(),
            Event::Hidden => self.seen(false, now),
            Event::Shown => self.seen(true, now),
            Event::CanSpeak(can) => {
                self.device.can_speak = can;
                Vec::new()
            }
            Event::SystemLanguage(language) => {
                self.device.system_language = language;
                Vec::new()
            }
            Event::Offered(source) => self.offered(Offered::Sent(source)),
            Event::Chosen(source) => self.offered(Offered::Chosen(source)),
            Event::Scanned(scan) => self.late_scan(scan, now),
            Event::ClockMoved => {
                self.clock.moved();
                Vec::new()
            }
            Event::VaultOpened(result) => self.opened(result, now),
            Event::Codes { question, result } => self.codes(&question, result, now),
            Event::Stored { ticket, serial, result } => self.stored(ticket, &serial, result, now),
            Event::Changed { ticket, opened, result } => self.changed(ticket, opened, result, now),
            Event::Reply(ticket, reply) if ticket == self.visit => {
                self.turn(now, |place, room| place.hear(reply, room))
            }
            // The page that asked is gone; what is secret in the answer is overwritten as it is dropped.
            Event::Reply(..) => Vec::new(),
            Event::Copied { what, clear_at } => {
                self.clipboard.took(what, clear_at, now);
                vec![Effect::Feel(Touch::Copied)]
            }
            Event::CopyFailed => {
                self.clipboard.refused(now);
                vec![Effect::Feel(Touch::Refused)]
            }
            Event::Obscured => {
                // The menu would cover the notice.
                self.menu_open = false;
                self.obscured.touched(now);
                Vec::new()
            }
            Event::SelfTested(passed) => {
                self.self_test = if passed { SelfTest::Passed } else { SelfTest::Failed };
                Vec::new()
            }
        };
        self.and_what_follows(effects, now)
    }

    /// What follows from where the app stands now: an offer whose turn has come, codes that are missing, a
    /// clipboard that is to be emptied.
    fn and_what_follows(&mut self, mut effects: Vec<Effect>, now: Reading) -> Vec<Effect> {
        effects.extend(self.take_offer(now));
        self.clock.select(self.vault.desk().and_then(Desk::issued));
        self.obscured.tick(now);
        effects.extend(self.keep_clock(now, false));
        if self.clipboard.tick(now) {
            effects.push(Effect::ClearClipboard);
        }
        let seen = self.visible && self.manners().shows_code;
        if let Vault::Open(desk) = &mut self.vault {
            if seen {
                effects.extend(desk.missing_codes(now).map(Effect::ComputeCodes));
            } else {
                desk.hide_codes();
            }
        }
        effects
    }

    // ---- from page to page

    pub(super) fn turn(&mut self, now: Reading, turn: impl FnOnce(Place, Room) -> Turn) -> Vec<Effect> {
        let had_banners = self.manners().has_banners;
        let place = mem::replace(&mut self.place, Place::Opening);
        let Turn { next, mut effects } = turn(place, self.room(now));
        // The notice stands until a page is left that had room for it.
        self.key_moved &= !had_banners || matches!(next, Next::Stay(_));
        match next {
            Next::Stay(place) => self.place = place,
            Next::Go(place) => effects.extend(self.go(place)),
            Next::Home => effects.extend(self.go_home()),
            Next::Token(serial) => effects.extend(self.show_held(&serial)),
            Next::OpenVault => effects.extend(self.open_by(Effect::OpenVault)),
            Next::OpenOlderVault => effects.extend(self.open_by(Effect::OpenOlderVault)),
            Next::ClockSeen => {
                self.clock.accept_moved(self.device.built, now);
                effects.extend(self.go_home());
            }
            Next::Read(source) => effects.extend(self.read(source)),
        }
        effects
    }

    fn open_by(&mut self, effect: Effect) -> Vec<Effect> {
        self.vault = Vault::Opening;
        self.go_home();
        vec![effect]
    }

    pub(super) fn go(&mut self, place: impl Into<Place>) -> Vec<Effect> {
        self.menu_open = false;
        self.clipboard.say_nothing();
        self.key_moved &= !self.manners().has_banners;
        self.visit = self.visit.next();
        self.since = self.last;
        self.place = place.into();
        Vec::new()
    }

    /// The token's page, unless the customer must first read that the clock was set; the ways in while there is no token;
    /// what is wrong while the vault is shut.
    fn go_home(&mut self) -> Vec<Effect> {
        match &self.vault {
            Vault::Opening => self.go(Place::Opening),
            Vault::Shut(trouble) => self.go(Trouble::new(*trouble)),
            Vault::Open(desk) if desk.is_empty() => self.go(Add::default()),
            Vault::Open(_) if self.clock.is_moved() => self.go(Moved),
            Vault::Open(_) => self.go(token::Token),
        }
    }

    fn menu(&mut self, open: bool) -> Vec<Effect> {
        self.menu_open = open;
        Vec::new()
    }

    fn show_tokens(&mut self) -> Vec<Effect> {
        match &self.vault {
            Vault::Open(desk) if !desk.is_empty() => self.go(Tokens::default()),
            Vault::Open(_) | Vault::Opening | Vault::Shut(_) => Vec::new(),
        }
    }

    fn show_former(&mut self) -> Vec<Effect> {
        match &self.vault {
            Vault::Open(_) => self.go(Former::default()),
            Vault::Opening | Vault::Shut(_) => Vec::new(),
        }
    }

    fn show_held(&mut self, serial: &Serial) -> Vec<Effect> {
        match &self.vault {
            Vault::Open(desk) if desk.holds(serial) => self.select(serial),
            Vault::Open(_) | Vault::Opening | Vault::Shut(_) => self.go_home(),
        }
    }

    fn select(&mut self, serial: &Serial) -> Vec<Effect> {
        match &mut self.vault {
            Vault::Open(desk) if desk.holds(serial) => desk.show(serial),
            Vault::Open(_) | Vault::Opening | Vault::Shut(_) => return Vec::new(),
        }
        self.go_home();
        self.save(Settings { selected: Some(serial.to_string()), ..self.settings.clone() })
    }

    fn choose_mode(&mut self, mode: Mode) -> Vec<Effect> {
        self.go_home();
        self.save(Settings { mode, ..self.settings.clone() })
    }

    fn save(&mut self, settings: Settings) -> Vec<Effect> {
        self.settings = settings;
        vec![Effect::SaveSettings(self.settings.clone())]
    }

    fn seen(&mut self, visible: bool, now: Reading) -> Vec<Effect> {
        self.visible = visible;
        if !visible {
            // Android may end the process while nobody sees it.
            return self.keep_clock(now, true);
        }
        let was_set = self.vault.desk().is_some_and(|desk| !desk.is_empty()) && self.clock.seen_again(now);
        if was_set && self.manners().shows_code { self.go_home() } else { Vec::new() }
    }

    /// Without a token there is no code of which the clock could tell.
    fn keep_clock(&mut self, now: Reading, at_once: bool) -> Vec<Effect> {
        let has_tokens = self.vault.desk().is_some_and(|desk| !desk.is_empty());
        let keep = has_tokens && self.clock.keep(now, at_once);
        keep.then_some(Effect::KeepClock).into_iter().collect()
    }

    // ---- the vault

    /// The vault is open now, or shut. A page that is the first one gives way to the one that is the first now.
    fn vault_became(&mut self, vault: Vault) {
        let was_home = self.manners().parent == Parent::Leaves;
        self.vault = vault;
        if was_home || self.manners().needs_token && self.vault.desk().is_none_or(Desk::is_empty) {
            self.go_home();
        }
    }

    fn opened(&mut self, result: Result<Opened, VaultTrouble>, now: Reading) -> Vec<Effect> {
        let key_moved = result.as_ref().is_ok_and(|opened| opened.key_moved);
        self.vault_became(match result {
            Ok(opened) => Vault::Open(Desk::new(opened, self.settings.selected.as_deref())),
            Err(trouble) => Vault::Shut(trouble),
        });
        self.key_moved = key_moved;
        let mut effects = self.tokens_changed(None, now);
        effects.extend(self.offers.late_scan.take().map_or_else(Vec::new, |scan| self.late_scan(scan, now)));
        effects
    }

    /// What comes after the vault was shut answers a question from before, and says nothing of why it was shut.
    fn codes(
        &mut self,
        question: &Question,
        result: Result<Vec<Code>, VaultTrouble>,
        now: Reading,
    ) -> Vec<Effect> {
        match (&mut self.vault, result) {
            (Vault::Open(desk), Ok(codes)) => desk.hear_codes(question, codes),
            (Vault::Open(_), Err(trouble)) => return self.opened(Err(trouble), now),
            (Vault::Opening | Vault::Shut(_), _) => {}
        }
        Vec::new()
    }

    fn stored(
        &mut self,
        ticket: Ticket,
        serial: &Serial,
        result: Result<Opened, (Token, Refusal)>,
        now: Reading,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        let result = result.map(|opened| {
            self.vault_became(Vault::Open(Desk::new(opened, Some(serial.as_str()))));
            effects = self.tokens_changed(Some(serial), now);
            effects.push(Effect::Feel(Touch::Done));
        });
        match result {
            _ if ticket != self.visit => {}
            // Whichever page stored it: the customer is asked on a page of its own.
            Err((token, Refusal::OnlyAFile)) if !matches!(self.place, Place::Keyfile(_)) => {
                effects.extend(self.go(Keyfile::asking(token, now)));
            }
            result => effects.extend(self.turn(now, |place, room| place.hear(Reply::Stored(result), room))),
        }
        effects
    }

    fn changed(
        &mut self,
        ticket: Ticket,
        opened: Option<Opened>,
        result: Result<Erasure, Refusal>,
        now: Reading,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(opened) = opened {
            let shown = self.vault.desk().and_then(Desk::shown).map(|profile| profile.serial.clone());
            self.vault_became(Vault::Open(Desk::new(opened, shown.as_ref().map(Serial::as_str))));
            effects = self.tokens_changed(None, now);
            if self.vault.is_empty() {
                // No page of a later trouble shall name the serial of a token that the customer has removed.
                effects.extend(self.save(Settings {
                    serials: Vec::new(),
                    selected: None,
                    ..self.settings.clone()
                }));
            }
        }
        if ticket == self.visit {
            effects.extend(self.turn(now, |place, room| place.hear(Reply::Changed(result), room)));
        }
        effects
    }

    /// The clock is checked against the tokens that are here now, and the settings keep their serials for the
    /// Trouble page of a later start: the settings may be older than the vault, or lost.
    fn tokens_changed(&mut self, shown: Option<&Serial>, now: Reading) -> Vec<Effect> {
        self.clock.watch(self.device.built, now);
        let profiles = self.vault.desk().map_or(&[][..], Desk::profiles);
        if profiles.is_empty() {
            return Vec::new();
        }
        let new = enrolment::remember(&self.settings, profiles, shown);
        new.map_or_else(Vec::new, |settings| self.save(settings))
    }

    // ---- the code, read aloud

    fn speak(&mut self) -> Vec<Effect> {
        let code = self.vault.desk().and_then(|desk| desk.shown_code());
        let digits = code.map(|code| Zeroizing::new(code.as_str().to_owned()));
        digits.map(|digits| Effect::Speak(Speech { digits, language: self.language() })).into_iter().collect()
    }

    // ---- the clock

    fn accept_clock(&mut self, now: Reading) -> Vec<Effect> {
        self.clock.accept(self.device.built, now);
        if matches!(self.place, Place::Clock(_)) { self.go_home() } else { Vec::new() }
    }
}
