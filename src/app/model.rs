//! What outlives a page, and who is asked first: the frame around the page, then what holds for every page, then the
//! page that is shown.

use super::clipboard::Clipboard;
use super::clock::ClockWatch;
use super::cover::Covers;
use super::desk::Desk;
use super::effect::{Effect, Ticket};
use super::lock::{Layer, Recognition};
use super::obscured::Obscured;
use super::offers::{Offered, Offers};
use super::pages::Room;
use super::pages::about::About;
use super::pages::add::Add;
use super::pages::change_phone::ChangePhone;
use super::pages::clock::Clock;
use super::pages::guides::Guides;
use super::pages::lock::Wait;
use super::pages::refused::Refused;
use super::pages::settings::Settings as SettingsPage;
use super::place::{Manners, Parent, Place};
use super::{Action, DeviceFacts, Event, Language, Reply, Settings, Touch, VaultTrouble};
use crate::otp::Reading;
use std::time::Duration;

#[derive(Debug)]
pub struct Model {
    pub(super) device: DeviceFacts,
    pub(super) settings: Settings,
    pub(super) vault: Vault,
    pub(super) place: Place,
    /// The lock, while it is down: above the page, which is neither seen nor heard then.
    pub(super) layer: Option<Layer>,
    /// An answer to the page behind the lock, which hears it once the vault is open.
    pub(super) late: Option<(Ticket, Reply)>,
    /// Since when nobody sees the window, on the clock that nobody can set.
    pub(super) hidden_since: Option<Duration>,
    /// The phone's screen went off, and nobody has come back to the app or touched it since.
    pub(super) screen_off: bool,
    /// The time to lock has come.
    pub(super) must_lock: bool,
    /// The customer has given the passcode once more, on the page that changes it.
    pub(super) presented: bool,
    /// Whether a face or a finger opens the vault.
    pub(super) recognition: Recognition,
    /// The ticket of this visit to `place`, and when it began, on the clock that nobody can set.
    pub(super) visit: Ticket,
    /// The ticket that was given out last.
    last_visit: Ticket,
    pub(super) since: Duration,
    /// When something was done or heard last, on the same clock.
    pub(super) last: Duration,
    pub(super) menu_open: bool,
    pub(super) offers: Offers,
    pub(super) clipboard: Clipboard,
    pub(super) obscured: Obscured,
    pub(super) clock: ClockWatch,
    pub(super) covers: Covers,
    pub(super) self_test: SelfTest,
    /// How often a key container's passphrase was wrong since the last right one.
    pub(super) passphrases: Wait,
    /// The customer brings in a token that takes another's place (交換); until the first page is shown again.
    pub(super) replaces: bool,
    /// Whether the notice stands that the vault's key has moved to the system's keystore; until another page is shown.
    pub(super) key_moved: bool,
    /// Whether anybody can see the window.
    pub(super) visible: bool,
}

#[derive(Debug)]
pub(super) enum Vault {
    Opening,
    /// A passcode opens it. The lock is down.
    Locked,
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
            Self::Opening | Self::Locked | Self::Shut(_) => None,
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
            Self::Opening | Self::Locked => false,
        }
    }
}

impl Model {
    pub fn new(device: DeviceFacts, settings: Settings) -> Self {
        let covers = Covers::at_start(&device.surroundings);
        Self {
            device,
            settings: settings.at_start(),
            vault: Vault::Opening,
            place: Place::Opening,
            layer: None,
            late: None,
            hidden_since: None,
            screen_off: false,
            must_lock: false,
            presented: false,
            recognition: Recognition::default(),
            visit: Ticket::default(),
            last_visit: Ticket::default(),
            since: Duration::ZERO,
            last: Duration::ZERO,
            menu_open: false,
            offers: Offers::default(),
            clipboard: Clipboard::default(),
            obscured: Obscured::default(),
            clock: ClockWatch::default(),
            covers,
            self_test: SelfTest::Running,
            passphrases: Wait::default(),
            replaces: false,
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
            covers: &self.covers,
            self_test: self.self_test,
            passphrases: self.passphrases,
            recognition: self.recognition,
            replaces: self.replaces,
            now,
            ticket: self.visit,
            since: self.since,
        }
    }

    /// The manners of the page that is seen.
    pub(super) fn manners(&self) -> Manners<'_> {
        self.front().manners(&self.vault)
    }

    /// A person did something.
    pub fn update(&mut self, action: Action, now: Reading) -> Vec<Effect> {
        self.last = now.monotonic;
        self.screen_off = false;
        let effects = match action {
            action if self.layer.is_some() && !action.is_heard_by_the_lock() => Vec::new(),
            // The vault is being written, and the page waits to say what came of it.
            action if action.leads_away() && self.manners().parent == Parent::Stays => Vec::new(),
            Action::OpenMenu => self.menu(true),
            Action::CloseMenu => self.menu(false),
            Action::Back if self.menu_open => self.menu(false),
            // Android leaves the app. Nothing else leads past a lock.
            Action::Back if self.layer.is_some() && self.manners().parent == Parent::Leaves => Vec::new(),
            Action::Back => self.turn_front(now, |place, room| place.back(room.vault)),
            Action::ChooseMode(mode) => self.choose_mode(mode),
            Action::ShowToken => self.go_home(),
            Action::ShowTokens => self.show_tokens(),
            Action::ShowFormer => self.show_former(),
            Action::ShowAdd => self.go(Add::default()),
            Action::ShowGuides => self.go(Guides),
            Action::ShowChangePhone => self.go(ChangePhone),
            Action::ShowRefused => self.go(Refused::new(true)),
            Action::ShowAbout => self.go(About),
            Action::ShowSettings => self.go(SettingsPage::default()),
            Action::ShowClock => self.go(Clock),
            Action::SelectToken(serial) => self.select(&serial),
            Action::Copy(what) => self.copy(what, now),
            Action::Speak => self.ask_to_speak(now),
            Action::DismissNotCopied => self.dismiss_not_copied(),
            Action::DismissObscured => self.dismiss_obscured(),
            Action::PutAway(notice) => self.put_away(notice),
            Action::AcceptClock => self.accept_clock(now),
            Action::FilesDropped(files) => self.dropped(files, now),
            Action::Paste => match self.manners().pastes {
                Some(meaning) => self.turn_front(now, |place, room| place.act(meaning(), room)),
                None => Vec::new(),
            },
            Action::Press(key) => match self.manners().keypad {
                Some(meaning) => self.turn_front(now, |place, room| place.act(meaning(key), room)),
                None => Vec::new(),
            },
            Action::Page(act) => self.turn_front(now, |place, room| place.act(act, room)),
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
            Event::ScreenOff => {
                self.note_screen_off();
                Vec::new()
            }
            Event::InCall(began) => {
                self.covers.call(began);
                Vec::new()
            }
            Event::Recorded(began) => {
                self.covers.record(began);
                Vec::new()
            }
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
            Event::CanRecognise(can) => {
                self.recognition.possible = can;
                Vec::new()
            }
            Event::VaultLocked(barred) => self.barred(barred, now),
            Event::PasscodeNeeded(postponed, tries) => self.postpone(postponed, tries, now),
            Event::Codes { question, result } => self.codes(&question, result, now),
            Event::Signed { result: Err(trouble), .. } => match self.vault {
                Vault::Open(_) => self.opened(Err(trouble), now),
                Vault::Opening | Vault::Locked | Vault::Shut(_) => Vec::new(),
            },
            Event::Signed { ticket, result: Ok(code) } if ticket == self.visit => {
                self.turn(now, |place, room| place.hear(Reply::Signed(code), room))
            }
            // The customer has left the page that asked: the code is overwritten as it is dropped.
            Event::Signed { .. } => Vec::new(),
            Event::Stored { ticket, serial, result } => self.stored(ticket, &serial, result, now),
            Event::Changed { ticket, opened, result } => self.changed(ticket, opened, result, now),
            Event::Reply(ticket, reply) if self.is_of_layer(ticket) => self.layer_hears(reply, now),
            Event::Reply(ticket, reply) if ticket == self.visit => self.page_hears(ticket, reply, now),
            // The page that asked is gone; what is secret in the answer is overwritten as it is dropped.
            Event::Reply(..) => Vec::new(),
            Event::Copied { what, clear_at } => {
                self.covers.copied(&what);
                self.clipboard.took(what, clear_at, now);
                vec![Effect::Feel(Touch::Copied)]
            }
            Event::CopyFailed => {
                self.covers.not_copied();
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
        effects.extend(self.turn(now, |place, room| place.hear(Reply::TimePassed, room)));
        effects.extend(self.lock_when_due(now));
        effects.extend(self.ask_by_itself());
        effects.extend(self.take_offer(now));
        self.clock.select(self.vault.desk().and_then(Desk::issued));
        self.obscured.tick(now);
        effects.extend(self.keep_clock(now, false));
        if self.clipboard.tick(now) {
            effects.push(Effect::ClearClipboard);
        }
        effects.extend(self.put_passcode_away());
        self.note_use(now);
        let seen = self.visible && self.shows_login_code(now);
        if let Vault::Open(desk) = &mut self.vault {
            if seen {
                effects.extend(desk.missing_codes(now).map(Effect::ComputeCodes));
            } else {
                desk.hide_codes();
            }
        }
        effects
    }

    /// An answer to the page that is there. Behind the lock it waits: what it leads to may need the vault.
    pub(super) fn page_hears(&mut self, ticket: Ticket, reply: Reply, now: Reading) -> Vec<Effect> {
        if matches!(self.vault, Vault::Locked) {
            self.late = Some((ticket, reply));
            return Vec::new();
        }
        self.presented |= matches!(reply, Reply::Tried(Ok(())));
        self.turn(now, |place, room| place.hear(reply, room))
    }

    /// The number of the next visit to a page.
    pub(super) fn next_visit(&mut self) -> Ticket {
        self.last_visit = self.last_visit.next();
        self.last_visit
    }

    fn seen(&mut self, visible: bool, now: Reading) -> Vec<Effect> {
        self.note_hidden(visible, now);
        self.visible = visible;
        let mut effects = self.turn(now, |place, room| place.hear(Reply::Seen(visible), room));
        if !visible {
            self.covers.forget();
            // Android may end the process while nobody sees it.
            effects.extend(self.keep_clock(now, true));
            return effects;
        }
        let was_set = self.vault.desk().is_some_and(|desk| !desk.is_empty()) && self.clock.seen_again(now);
        if was_set && self.shows().covering().is_some() {
            effects.extend(self.go_home());
        }
        effects
    }

    /// Without a token there is no code of which the clock could tell.
    fn keep_clock(&mut self, now: Reading, at_once: bool) -> Vec<Effect> {
        let has_tokens = self.vault.desk().is_some_and(|desk| !desk.is_empty());
        let keep = has_tokens && self.clock.keep(now, at_once);
        keep.then_some(Effect::KeepClock).into_iter().collect()
    }

    // ---- the clock

    fn accept_clock(&mut self, now: Reading) -> Vec<Effect> {
        self.clock.accept(self.device.built, now);
        self.turn(now, |place, room| place.hear(Reply::ClockAccepted, room))
    }
}
