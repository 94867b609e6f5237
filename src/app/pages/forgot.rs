//! Forgot (パスコードを忘れたときは): what helps without the passcode. Nothing is deleted after too many tries, and nothing here
//! without two gestures, a tick and the serial's last four digits, where the settings still know the serial.
//!
//! It is a page of the layer above the pages (`app/lock.rs`).

use super::confirm::Ending;
use super::lock::{Wait, unknown_to_the_customer};
use super::trouble::known_serial;
use super::{
    Banners, DEAF_FOR, Files, LocalTime, Manners, Next, Offer, Parent, Reading, Remains, Room, Shows, Turn,
    Vault,
};
use crate::app::effect::Effect;
use crate::app::lock::Bar;
use crate::app::{Key, Reply, Typed};
use crate::keystore::BiometricError;
use crate::token::Serial;
use std::time::Duration;

#[derive(Debug)]
pub(in crate::app) struct Forgot {
    /// The wait of the lock's page, to which Back leads.
    wait: Wait,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Told {
        /// The system asks for a face or a finger.
        asking: bool,
        /// Why it opened nothing, where the customer does not know.
        unrecognised: Option<BiometricError>,
    },
    /// トークンを削除して登録し直す. Since then, on the clock that nobody can set.
    /// Nobody can type the last digits of a serial that is nowhere to be read: nothing is typed then.
    Asking { since: Duration, answered: bool, typed: Option<Typed> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForgotAct {
    /// 生体認証で開く: another passcode is chosen then.
    Biometrics,
    /// トークンを削除して登録し直す: asks.
    Delete,
    /// The question was answered, or the answer taken back.
    Answer(bool),
    /// A key of the keypad, which types the serial's last four digits.
    Press(Key),
    /// 登録し直す
    Yes,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ForgotView {
    /// What the settings know: nothing where they are gone, nor where nothing was left but tokens that could be brought back.
    /// Without a serial the tick alone is asked for.
    pub serials: Vec<Serial>,
    /// Which of them was copied.
    pub copied: Option<Serial>,
    /// A face or a finger opens the vault too.
    pub biometrics: bool,
    /// The system asks for one: the page waits.
    pub asking: bool,
    /// Why none opened it.
    pub unrecognised: Option<BiometricError>,
    /// The customer is asked whether the tokens go.
    pub asks: bool,
    pub answered: bool,
    /// What is typed of the first serial's last digits, and what there is to say of it: `None` where no serial is known.
    pub typed: String,
    pub ending: Option<Ending>,
    pub can_say_yes: bool,
}

impl Forgot {
    pub fn new(wait: Wait) -> Self {
        Self { wait, stage: Stage::Told { asking: false, unrecognised: None } }
    }

    /// No face has opened the vault.
    pub fn hear_bar(&mut self, why: Bar, wait: Wait) {
        self.wait = wait;
        if let (Stage::Told { .. }, Bar::Biometrics(error)) = (&self.stage, why) {
            self.stage = Stage::Told { asking: false, unrecognised: unknown_to_the_customer(error) };
        }
    }

    /// Whether a face is asked for, after which another passcode is chosen.
    pub fn is_asking(&self) -> bool {
        matches!(self.stage, Stage::Told { asking: true, .. })
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        let types = matches!(self.stage, Stage::Asking { typed: Some(_), .. });
        Manners {
            parent: match self.stage {
                Stage::Told { asking: true, .. } => Parent::Stays,
                Stage::Told { asking: false, .. } => Parent::Lock(self.wait),
                Stage::Asking { .. } => Parent::Forgot(self.wait),
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
            keypad: if types { Some(|key| ForgotAct::Press(key).into()) } else { None },
            remains: Remains::Nothing,
            changes_at: None,
        }
    }

    pub fn act(mut self, act: ForgotAct, room: Room) -> Turn {
        let now = room.now.monotonic;
        let can_say_yes = self.can_say_yes(room);
        match (act, &mut self.stage) {
            (ForgotAct::Biometrics, Stage::Told { asking, .. })
                if !*asking && room.recognition.is_way_in() =>
            {
                self.stage = Stage::Told { asking: true, unrecognised: None };
                return Turn::stay(self).with(Effect::UnlockByBiometrics { forgotten: true });
            }
            (ForgotAct::Delete, Stage::Told { asking: false, .. }) => {
                let typed = asked_for(room).map(|_| Typed::of_length(Serial::ENDING_DIGITS));
                let stage = Stage::Asking { since: now, answered: false, typed };
                return Turn::go(Self { stage, ..self });
            }
            (ForgotAct::Answer(is), Stage::Asking { since, answered, .. }) if now >= *since + DEAF_FOR => {
                *answered = is;
            }
            (ForgotAct::Press(key), Stage::Asking { typed: Some(typed), .. }) => typed.press(key),
            (ForgotAct::Yes, Stage::Asking { .. }) if can_say_yes => return Next::RegisterOver.into(),
            _ => {}
        }
        Turn::stay(self)
    }

    fn ending(&self, room: Room) -> Option<Ending> {
        let Stage::Asking { typed: Some(typed), .. } = &self.stage else { return None };
        Some(Ending::of(typed.as_str(), &asked_for(room)?))
    }

    fn can_say_yes(&self, room: Room) -> bool {
        match self.stage {
            Stage::Asking { answered, typed: None, .. } => answered,
            Stage::Asking { answered, typed: Some(_), .. } => {
                answered && self.ending(room) == Some(Ending::Right)
            }
            Stage::Told { .. } => false,
        }
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> ForgotView {
        let (asks, answered, typed) = match &self.stage {
            Stage::Told { .. } => (false, false, ""),
            Stage::Asking { answered, typed, .. } => {
                (true, *answered, typed.as_ref().map_or("", Typed::as_str))
            }
        };
        ForgotView {
            serials: room.settings.known_serials(),
            copied: known_serial(room),
            biometrics: room.recognition.is_way_in(),
            asking: self.is_asking(),
            unrecognised: match self.stage {
                Stage::Told { unrecognised, .. } => unrecognised,
                Stage::Asking { .. } => None,
            },
            asks,
            answered,
            typed: typed.to_owned(),
            ending: self.ending(room),
            can_say_yes: self.can_say_yes(room),
        }
    }
}

/// The serial whose last digits are asked for.
fn asked_for(room: Room) -> Option<Serial> {
    room.settings.known_serials().into_iter().next()
}
