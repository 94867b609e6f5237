//! The app's state and its one door: `update` for what a person does, `answer` for what comes back.

use super::codes::Codes;
use super::effect::{Effect, Event, Opened};
use super::{
    Action, ConfirmStep, Copied, Language, ManualView, Mode, Refusal, Scan, Settings, Source, TroubleKind,
};
use crate::otp::{ClockCheck, ClockFault, Reading, Step};
use crate::token::{Draft, Profile, Serial, UnixTime};
use std::time::Duration;

/// What differs between devices, handed in once.
#[derive(Clone, Debug)]
pub struct Surroundings {
    pub version: String,
    /// When this program was built: no honest clock is earlier.
    pub built: UnixTime,
    pub system_language: Language,
    pub camera: bool,
    pub can_speak: bool,
}

/// Where the customer is. What `Home` shows depends on the vault.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(super) enum Place {
    Home,
    Tokens,
    Add,
    Manual,
    Confirm,
    Registered,
    About,
    Clock,
}

#[derive(Debug)]
pub(super) enum Vault {
    Opening,
    Open(Opened),
    Trouble(TroubleKind),
}

/// A draft before the customer's eyes.
#[derive(Debug)]
pub(super) struct Pending {
    pub draft: Draft,
    pub step: ConfirmStep,
}

#[derive(Debug)]
pub struct Model {
    pub(super) around: Surroundings,
    pub(super) settings: Settings,
    pub(super) place: Place,
    pub(super) vault: Vault,
    pub(super) menu_open: bool,
    pub(super) selected: usize,
    pub(super) pending: Option<Pending>,
    /// What is being stored: its profile stays on the screen while the vault is written.
    pub(super) storing: Option<Profile>,
    pub(super) manual: ManualView,
    /// A picture is read, or the vault is written.
    pub(super) busy: bool,
    /// The camera's page is open: its end is awaited.
    pub(super) scanning: bool,
    /// What another app sent while the vault was being opened, or something else was on its way in.
    pub(super) offer: Option<Source>,
    /// How a camera's page ended that an earlier process had opened, while the vault was being opened.
    pub(super) unasked: Option<Scan>,
    pub(super) refused: Option<Refusal>,
    pub(super) codes: Option<Codes>,
    /// What was asked for last, so that a vault which does not answer is not asked again at once.
    pub(super) asked: Option<(Serial, Vec<Step>)>,
    /// The codes were asked for and did not come.
    pub(super) code_failed: bool,
    pub(super) copied: Option<(Copied, Duration)>,
    /// The clipboard took nothing; until when that is said.
    pub(super) not_copied: Option<Duration>,
    /// On the clock that nobody can set: a wall clock that is set back must not leave a code there.
    pub(super) clear_clipboard_at: Option<Duration>,
    clock: Option<ClockCheck>,
    pub(super) self_test_passed: bool,
    pub(super) visible: bool,
}

impl Model {
    pub fn new(around: Surroundings, settings: Settings) -> Self {
        Self {
            around,
            settings,
            place: Place::Home,
            vault: Vault::Opening,
            menu_open: false,
            selected: 0,
            pending: None,
            storing: None,
            manual: ManualView::default(),
            busy: false,
            scanning: false,
            offer: None,
            unasked: None,
            refused: None,
            codes: None,
            asked: None,
            code_failed: false,
            copied: None,
            not_copied: None,
            clear_clipboard_at: None,
            clock: None,
            self_test_passed: true,
            visible: true,
        }
    }

    /// What to do at once: open the vault, and find out whether this device computes rightly.
    pub fn start(&self) -> Vec<Effect> {
        vec![Effect::GuardScreen, Effect::OpenVault, Effect::RunSelfTest]
    }

    pub fn language(&self) -> Language {
        self.settings.language.unwrap_or(self.around.system_language)
    }

    pub(super) fn profiles(&self) -> &[Profile] {
        match &self.vault {
            Vault::Open(opened) => &opened.profiles,
            Vault::Opening | Vault::Trouble(_) => &[],
        }
    }

    pub(super) fn profile(&self) -> Option<&Profile> {
        self.profiles().get(self.selected)
    }

    /// The serial on the screen; when the vault does not open, those that the settings still know.
    pub(super) fn serials(&self) -> Vec<Serial> {
        match &self.vault {
            Vault::Open(_) => self.profile().map(|profile| profile.serial.clone()).into_iter().collect(),
            Vault::Opening | Vault::Trouble(_) => self.settings.known_serials(),
        }
    }

    pub(super) fn clock_fault(&self, now: Reading) -> Option<ClockFault> {
        self.clock.and_then(|check| check.fault(now))
    }

    /// A person did something.
    pub fn update(&mut self, action: Action, now: Reading) -> Vec<Effect> {
        let mut effects = match action {
            Action::OpenMenu => self.menu(true),
            Action::CloseMenu => self.menu(false),
            Action::ChooseMode(mode) => self.choose_mode(mode),
            Action::ShowToken => self.go(Place::Home),
            Action::ShowTokens => self.go(Place::Tokens),
            Action::ShowAdd => self.go(Place::Add),
            Action::ShowAbout => self.go(Place::About),
            Action::ShowClock => self.go(Place::Clock),
            Action::Back => self.back(),
            Action::Scan => self.start_scan(),
            Action::OpenPermissions => vec![Effect::OpenPermissions],
            Action::ChooseImage => self.start_reading(Effect::ChooseFile),
            Action::Paste => self.start_reading(Effect::ReadClipboard),
            Action::FilesDropped(files) => self.dropped(files),
            Action::EnterByHand => self.enter_by_hand(),
            Action::ManualChanged(entry) => self.check_manual(&entry),
            Action::ManualDone(entry) => self.manual_done(&entry),
            Action::ConfirmYes => self.confirm(),
            Action::ConfirmNo => self.decline(),
            Action::SelectToken(index) => self.select(index),
            Action::Copy(what) => self.copy(what),
            Action::Speak => self.speak(),
            Action::TryAgain => self.try_again(),
            Action::RunSelfTest => vec![Effect::RunSelfTest],
            Action::AcceptClock => self.accept_clock(now),
        };
        effects.extend(self.tick(now));
        effects
    }

    /// An effect answered, or time went by.
    pub fn answer(&mut self, event: Event, now: Reading) -> Vec<Effect> {
        let mut effects = match event {
            Event::Tick => Vec::new(),
            Event::Hidden => self.hide(),
            Event::Shown => self.show(),
            Event::CanSpeak(can) => {
                self.around.can_speak = can;
                Vec::new()
            }
            Event::SystemLanguage(language) => {
                self.around.system_language = language;
                Vec::new()
            }
            Event::VaultOpened(result) => self.opened(result, now),
            Event::FileChosen(file) => self.file_chosen(file),
            Event::Scanned(scan) => self.scanned(scan),
            Event::Offered(source) => self.offered(source),
            Event::Read(result) => self.read(result),
            Event::Compared(draft, held) => self.compared(draft, held),
            Event::Stored { serial, result } => self.stored(&serial, result, now),
            Event::Computed { serial, codes } => self.computed(serial, codes),
            Event::Copied { what, clear_at } => self.was_copied(what, clear_at, now),
            Event::CopyFailed => self.copy_failed(now),
            Event::SelfTested(passed) => {
                self.self_test_passed = passed;
                Vec::new()
            }
        };
        effects.extend(self.tick(now));
        effects
    }

    /// When the picture next changes by itself. `None`: never, and no timer runs.
    pub fn refresh_in(&self, now: Reading) -> Option<Duration> {
        let second = (self.visible && self.shows_code()).then_some(now.to_next_second);
        let copied = self.copied.map(|(_, until)| until.saturating_sub(now.monotonic));
        let not_copied = self.not_copied.map(|until| until.saturating_sub(now.monotonic));
        let clear = self.clear_clipboard_at.map(|at| at.saturating_sub(now.monotonic));
        [second, copied, not_copied, clear].into_iter().flatten().min()
    }

    fn menu(&mut self, open: bool) -> Vec<Effect> {
        self.menu_open = open;
        Vec::new()
    }

    pub(super) fn go(&mut self, place: Place) -> Vec<Effect> {
        self.menu_open = false;
        self.refused = None;
        self.copied = None;
        self.not_copied = None;
        // Whoever leaves while the camera's page is open no longer waits for it.
        self.busy &= !std::mem::take(&mut self.scanning);
        self.manual = ManualView::default();
        if place != Place::Confirm {
            self.pending = None;
        }
        self.place = place;
        Vec::new()
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.menu_open {
            return self.menu(false);
        }
        match self.place {
            Place::Confirm => self.decline(),
            Place::Manual => self.go(self.ways_in()),
            _ => self.go(Place::Home),
        }
    }

    /// The page with the ways in: the welcome page while there is no token.
    pub(super) fn ways_in(&self) -> Place {
        match &self.vault {
            Vault::Open(opened) if opened.profiles.is_empty() => Place::Home,
            _ => Place::Add,
        }
    }

    pub(super) fn change(&mut self, change: impl FnOnce(&mut Settings)) -> Vec<Effect> {
        change(&mut self.settings);
        vec![Effect::SaveSettings(self.settings.clone())]
    }

    fn choose_mode(&mut self, mode: Mode) -> Vec<Effect> {
        self.go(Place::Home);
        self.change(|settings| settings.mode = mode)
    }

    pub(super) fn select(&mut self, index: usize) -> Vec<Effect> {
        let Some(profile) = self.profiles().get(index) else { return Vec::new() };
        let serial = profile.serial.to_string();
        self.selected = index;
        self.go(Place::Home);
        self.change(|settings| settings.selected = Some(serial))
    }

    fn accept_clock(&mut self, now: Reading) -> Vec<Effect> {
        self.clock = Some(ClockCheck::new(self.around.built, self.issued(), now));
        if self.place == Place::Clock { self.go(Place::Home) } else { Vec::new() }
    }

    /// Other tokens say something else of the clock; only the customer ends the warning of a jump.
    pub(super) fn check_clock_with_tokens(&mut self, now: Reading) {
        let issued = self.issued();
        self.clock = Some(match self.clock {
            Some(check) => check.with_issues(issued),
            None => ClockCheck::new(self.around.built, issued, now),
        });
    }

    fn issued(&self) -> Vec<UnixTime> {
        self.profiles().iter().filter_map(|profile| profile.issued_at).collect()
    }

    fn hide(&mut self) -> Vec<Effect> {
        self.visible = false;
        self.forget_codes();
        Vec::new()
    }

    fn show(&mut self) -> Vec<Effect> {
        self.visible = true;
        Vec::new()
    }
}
