//! Lock: the passcode is asked for, on the app's own keypad. After wrong ones it waits; nothing is ever deleted.
//!
//! It is a page of the layer above the pages (`app/lock.rs`).

use super::manual::FieldFault;
use super::{
    Banners, Files, LocalTime, Manners, Offer, Parent, Reading, Remains, Room, Shows, TimeChange, Turn, Vault,
};
use crate::app::effect::Effect;
use crate::app::lock::{Bar, NotOpened};
use crate::app::{Key, Reply, Touch, Typed};
use crate::keystore::BiometricError;
use crate::vault::{Passcode, PasscodeError, Tries, wait_beyond};
use std::fmt;
use std::time::Duration;
use zeroize::Zeroizing;

#[derive(Debug)]
pub(in crate::app) struct Lock {
    asks: Asks,
    trial: Trial,
    entry: Entry,
    /// The system asks for a face or a finger.
    asking: bool,
    /// Why it opened nothing, where the customer does not know.
    unrecognised: Option<BiometricError>,
}

/// What the passcode is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Asks {
    /// The vault opens with it.
    ToOpen,
    /// Something that the customer does needs it once more.
    OnceMore,
}

/// How often the passcode was wrong, and until when no other is tried, on the clock that nobody can set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(in crate::app) struct Wait {
    failures: u32,
    until: Duration,
}

/// The passcode that was set, as it is typed, tried and waited for.
#[derive(Debug)]
pub(in crate::app) struct Trial {
    typed: Typed,
    trying: bool,
    wrong: bool,
    wait: Wait,
}

/// `Debug` does not show what is entered.
#[derive(PartialEq)]
pub enum LockAct {
    /// A key of the keypad.
    Press(Key),
    /// A passphrase is entered in a field, or six digits on the keypad again.
    ByText(bool),
    /// What the field holds.
    Enter(Zeroizing<String>),
    /// 生体認証
    Biometrics,
    /// パスコードを忘れたときは
    Forgot,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LockView {
    pub trial: TrialView,
    /// Something that the customer does needs the passcode, and is not done without it.
    pub once_more: bool,
    pub entry: EntryView,
    /// A face or a finger opens the vault too, and is asked for with a key.
    pub biometrics: bool,
    /// Why none did.
    pub unrecognised: Option<BiometricError>,
}

impl fmt::Debug for LockAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Press(_) => "Press(…)",
            Self::ByText(_) => "ByText(…)",
            Self::Enter(_) => "Enter(…)",
            Self::Biometrics => "Biometrics",
            Self::Forgot => "Forgot",
        })
    }
}

/// How a passcode is entered. A passphrase is offered where other programs could find six digits within a week of computing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(in crate::app) struct Entry {
    by_text: bool,
    fault: Option<FieldFault>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct EntryView {
    /// A passphrase is entered in a field.
    pub by_text: bool,
    /// The customer may change between the two.
    pub has_choice: bool,
    /// What is wrong with what was entered.
    pub fault: Option<FieldFault>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct TrialView {
    /// How many digits are typed.
    pub typed: usize,
    /// A passcode is being tried: the keys wait.
    pub trying: bool,
    /// The one before was wrong.
    pub wrong: bool,
    /// How many wrong ones there were since the last right one.
    pub failures: u32,
    /// So many seconds no passcode is tried.
    pub wait: Option<u64>,
}

impl Wait {
    pub fn of(tries: Tries, now: Reading) -> Self {
        Self { failures: tries.failures, until: now.monotonic + tries.wait }
    }

    /// One more failure, of which `free` cost nothing but the last of them the least.
    pub fn after_failure(self, free: u32, now: Reading) -> Self {
        let failures = self.failures.saturating_add(1);
        Self::of(Tries { failures, wait: wait_beyond(failures, free) }, now)
    }

    /// The page counts it down.
    pub fn change(self) -> TimeChange {
        TimeChange::CountsTo(self.until)
    }

    /// Whole seconds, rounded up: nobody is told of less than there is.
    pub fn seconds(self, now: Reading) -> Option<u64> {
        let left = self.until.checked_sub(now.monotonic).filter(|left| !left.is_zero())?;
        Some(left.as_secs() + u64::from(left.subsec_nanos() > 0))
    }
}

impl Trial {
    pub fn new(wait: Wait) -> Self {
        Self { typed: Typed::of_length(Passcode::DIGITS), trying: false, wrong: false, wait }
    }

    /// With the last digit the passcode is there, and is to be tried.
    pub fn press(&mut self, key: Key, now: Reading) -> Option<Passcode> {
        if self.trying || self.wait.seconds(now).is_some() {
            return None;
        }
        self.wrong = false;
        self.typed.press(key);
        let passcode = taken(&mut self.typed)?;
        self.trying = true;
        Some(passcode)
    }

    /// The same of a passphrase from a field. `None`: none is tried now.
    pub fn enter(&mut self, text: &str, now: Reading) -> Result<Option<Passcode>, FieldFault> {
        if self.trying || self.wait.seconds(now).is_some() {
            return Ok(None);
        }
        let passcode = entered(text)?;
        (self.wrong, self.trying) = (false, true);
        Ok(Some(passcode))
    }

    pub fn is_trying(&self) -> bool {
        self.trying
    }

    pub fn wait(&self) -> Wait {
        self.wait
    }

    /// It did not open.
    pub fn hear_bar(&mut self, why: Bar, wait: Wait) {
        self.wait = wait;
        match why {
            // What was known before the try that is being made.
            Bar::Untried | Bar::Biometrics(_) => {}
            Bar::Wrong | Bar::TooSoon => {
                self.trying = false;
                self.wrong = why == Bar::Wrong;
            }
        }
    }

    pub fn view(&self, now: Reading) -> TrialView {
        TrialView {
            typed: if self.trying { Passcode::DIGITS } else { Passcode::DIGITS - self.typed.missing() },
            trying: self.trying,
            wrong: self.wrong,
            failures: self.wait.failures,
            wait: self.wait.seconds(now),
        }
    }
}

/// The passcode once all of it is typed. Nothing of it stays where it was typed.
pub(super) fn taken(typed: &mut Typed) -> Option<Passcode> {
    if !typed.is_complete() {
        return None;
    }
    let passcode = Passcode::parse(typed.as_str()).ok();
    *typed = Typed::of_length(Passcode::DIGITS);
    passcode
}

/// The passcode that a field holds. What it is not is said below the field.
pub(super) fn entered(text: &str) -> Result<Passcode, FieldFault> {
    Passcode::parse(text).map_err(|error| match error {
        PasscodeError::TooShort if text.is_empty() => FieldFault::Empty,
        PasscodeError::TooShort => FieldFault::TooShort,
        PasscodeError::TooLong => FieldFault::TooLong,
        PasscodeError::Control => FieldFault::Unusable,
    })
}

impl Entry {
    pub fn by_text(by_text: bool) -> Self {
        Self { by_text, fault: None }
    }

    pub fn is_by_text(self) -> bool {
        self.by_text
    }

    pub fn faulty(self, fault: FieldFault) -> Self {
        Self { fault: Some(fault), ..self }
    }

    pub fn view(self, room: Room) -> EntryView {
        let has_choice = room.device.keystore_is_shared;
        EntryView { by_text: self.by_text, has_choice, fault: self.fault }
    }
}

/// A customer who has closed the system's question knows why nothing was opened.
pub(super) fn unknown_to_the_customer(error: BiometricError) -> Option<BiometricError> {
    (error != BiometricError::Cancelled).then_some(error)
}

impl Lock {
    pub fn new(asks: Asks, wait: Wait) -> Self {
        Self { asks, trial: Trial::new(wait), entry: Entry::default(), asking: false, unrecognised: None }
    }

    /// Back from the page for whoever has forgotten the passcode.
    pub fn waiting(wait: Wait) -> Self {
        Self::new(Asks::ToOpen, wait)
    }

    pub fn hear_bar(&mut self, why: Bar, wait: Wait) {
        self.trial.hear_bar(why, wait);
        match why {
            Bar::Untried => {}
            Bar::Wrong | Bar::TooSoon => self.unrecognised = None,
            Bar::Biometrics(error) => {
                self.asking = false;
                self.unrecognised = unknown_to_the_customer(error);
            }
        }
    }

    /// The system asks, unless a passcode is being tried.
    pub fn ask_for_a_face(&mut self) -> Option<Effect> {
        if self.asking || self.trial.is_trying() {
            return None;
        }
        self.asking = true;
        self.unrecognised = None;
        Some(Effect::UnlockByBiometrics { forgotten: false })
    }

    fn is_at_work(&self) -> bool {
        self.asking || self.trial.is_trying()
    }

    fn offers_biometrics(&self, room: Room) -> bool {
        self.asks == Asks::ToOpen && room.recognition.is_way_in()
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: match self.asks {
                Asks::ToOpen => Parent::Leaves,
                Asks::OnceMore => Parent::Home,
            },
            has_menu: false,
            banners: Banners::None,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: (!self.entry.is_by_text()).then_some(|key| LockAct::Press(key).into()),
            remains: Remains::Nothing,
            changes_at: Some(self.trial.wait().change()),
        }
    }

    pub fn act(mut self, act: LockAct, room: Room) -> Turn {
        match act {
            LockAct::Press(_) if self.asking => Turn::stay(self),
            LockAct::Press(key) => {
                let passcode = self.trial.press(key, room.now);
                self.try_with(passcode, room)
            }
            LockAct::ByText(by_text) if room.device.keystore_is_shared && !self.is_at_work() => {
                let (entry, trial) = (Entry::by_text(by_text), Trial::new(self.trial.wait()));
                Turn::stay(Self { entry, trial, ..self })
            }
            LockAct::Enter(text) if self.entry.is_by_text() => match self.trial.enter(&text, room.now) {
                Ok(passcode) => Self { entry: Entry::by_text(true), ..self }.try_with(passcode, room),
                Err(fault) => Turn::stay(Self { entry: self.entry.faulty(fault), ..self }),
            },
            LockAct::Biometrics if self.offers_biometrics(room) => {
                let effect = self.ask_for_a_face();
                let turn = Turn::stay(self);
                if let Some(effect) = effect { turn.with(effect) } else { turn }
            }
            LockAct::Forgot if self.asks == Asks::ToOpen && !self.is_at_work() => {
                Turn::go(super::forgot::Forgot::new(self.trial.wait()))
            }
            LockAct::Biometrics | LockAct::Forgot | LockAct::ByText(_) | LockAct::Enter(_) => {
                Turn::stay(self)
            }
        }
    }

    fn try_with(self, passcode: Option<Passcode>, room: Room) -> Turn {
        let effect = passcode.map(|passcode| match self.asks {
            Asks::ToOpen => Effect::Unlock(passcode),
            Asks::OnceMore => Effect::ConfirmPasscode(room.ticket, passcode),
        });
        let turn = Turn::stay(self);
        if let Some(effect) = effect { turn.with(effect) } else { turn }
    }

    /// A passphrase is asked for at first.
    pub fn by_text(self, by_text: bool) -> Self {
        Self { entry: Entry::by_text(by_text), ..self }
    }

    pub fn hear(mut self, reply: Reply, room: Room) -> Turn {
        match reply {
            Reply::Tried(Err(NotOpened::Barred(barred))) => {
                self.trial.hear_bar(barred.why, Wait::of(barred.tries, room.now));
                Turn::stay(self).with(Effect::Feel(Touch::Refused))
            }
            // The keystore does not answer: another try may find it.
            Reply::Tried(Err(NotOpened::Trouble(_))) => {
                Turn::stay(Self::new(self.asks, self.trial.wait())).with(Effect::Feel(Touch::Refused))
            }
            _ => Turn::stay(self),
        }
    }

    pub fn view(&self, room: Room, now: Reading, _: &dyn LocalTime) -> LockView {
        let trial = self.trial.view(now);
        LockView {
            trial: TrialView { trying: self.is_at_work(), ..trial },
            once_more: self.asks == Asks::OnceMore,
            entry: self.entry.view(room),
            biometrics: self.offers_biometrics(room),
            unrecognised: self.unrecognised,
        }
    }
}
