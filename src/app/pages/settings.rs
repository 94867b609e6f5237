//! 設定: what the customer may choose. Every choice holds and is stored at once.

use super::passcode::{Aim, Passcode};
use super::{
    Banners, Files, LocalTime, Manners, Offer, Order, Parent, Reading, Remains, Room, Shows, Turn, Vault,
};
use crate::app::effect::Effect;
use crate::app::{Language, LockAfter, ModeAtStart, Reply, Settings as Chosen, Theme, Touch};

#[derive(Debug, Default)]
pub(in crate::app) struct Settings {
    /// The one whose choices are shown; the list of all otherwise.
    choosing: Option<Choice>,
    /// What has just become of the app lock.
    after: Option<LockChange>,
}

/// What becomes of the app lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockChange {
    Set,
    Changed,
    Off,
    /// A face or a finger opens the app too.
    BiometricsOn,
}

/// A setting with more than two choices, which has a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    LockAfter,
    ModeAtStart,
    Theme,
    Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsAct {
    AskPurpose(bool),
    CoverInCalls(bool),
    HideCode(bool),
    /// パスコード: sets one, or another in its place.
    Passcode,
    /// 生体認証で開く
    Biometrics(bool),
    /// アプリのロックをオフにする
    TurnLockOff,
    LockAfter(LockAfter),
    /// Shows the choices of this one.
    Choose(Choice),
    ModeAtStart(ModeAtStart),
    Theme(Theme),
    /// `None`: the system's.
    Language(Option<Language>),
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct SettingsView {
    pub choosing: Option<Choice>,
    pub ask_purpose: bool,
    /// `None` where the device cannot tell of calls.
    pub cover_in_calls: Option<bool>,
    /// The phone is in a call: whoever is on the telephone shall not have the guard turned off.
    pub calls_fixed: bool,
    pub hide_code: bool,
    /// Whether a passcode opens the vault; `None` where there is nothing to be locked yet.
    pub app_lock: Option<bool>,
    /// Whether a face or a finger opens the app; `None` where it cannot be turned on.
    pub biometrics: Option<bool>,
    pub lock_after: LockAfter,
    pub after: Option<LockChange>,
    pub mode_at_start: ModeAtStart,
    pub theme: Theme,
    pub language: Option<Language>,
}

impl Settings {
    /// The page that says what has become of the app lock.
    pub fn after(change: LockChange) -> Self {
        Self { choosing: None, after: Some(change) }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: if self.choosing.is_some() { Parent::Settings } else { Parent::Home },
            has_menu: false,
            banners: Banners::All,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: Offer::Taken,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: None,
            remains: Remains::Page,
            changes_at: None,
        }
    }

    pub fn act(self, act: SettingsAct, room: Room) -> Turn {
        let now = room.settings.clone();
        let settings = match act {
            SettingsAct::Choose(choice) => return Turn::go(Self { choosing: Some(choice), after: None }),
            SettingsAct::Biometrics(on) => return self.biometrics(on, room),
            SettingsAct::Passcode | SettingsAct::TurnLockOff => return self.passcode(act, room),
            SettingsAct::CoverInCalls(false) if room.covers.is_in_call() => return Turn::stay(self),
            SettingsAct::CoverInCalls(cover_in_calls) => Chosen { cover_in_calls, ..now },
            SettingsAct::AskPurpose(ask_purpose) => Chosen { ask_purpose, ..now },
            SettingsAct::HideCode(hide_code) => Chosen { hide_code, ..now },
            SettingsAct::LockAfter(lock_after) => Chosen { lock_after, ..now },
            SettingsAct::ModeAtStart(mode_at_start) => Chosen { mode_at_start, ..now },
            SettingsAct::Theme(theme) => Chosen { theme, ..now },
            SettingsAct::Language(language) => Chosen { language, ..now },
        };
        Turn::stay(self).ordering(Order::Save(settings))
    }

    fn passcode(self, act: SettingsAct, room: Room) -> Turn {
        match (act, app_lock(room)) {
            (SettingsAct::Passcode, Some(false)) => Turn::go(Passcode::new(Aim::Set, false)),
            (SettingsAct::Passcode, Some(true)) => {
                Turn::go(Passcode::new(Aim::Change, room.settings.lock_by_text))
            }
            (SettingsAct::TurnLockOff, Some(true)) => {
                Turn::go(Passcode::new(Aim::Remove, room.settings.lock_by_text))
            }
            _ => Turn::stay(self),
        }
    }

    /// To turn it on takes the passcode; to turn it off, nothing.
    fn biometrics(self, on: bool, room: Room) -> Turn {
        match (on, biometrics(room)) {
            (true, Some(false)) => Turn::go(Passcode::new(Aim::Biometrics, room.settings.lock_by_text)),
            (false, Some(true)) => {
                Turn::stay(Self { after: None, ..self }).with(Effect::TurnBiometricsOff(room.ticket))
            }
            _ => Turn::stay(self),
        }
    }

    /// The row itself shows whether biometrics were turned off.
    pub fn hear(self, reply: Reply, _: Room) -> Turn {
        match reply {
            Reply::Changed(Err(_)) => Turn::stay(self).with(Effect::Feel(Touch::Refused)),
            _ => Turn::stay(self),
        }
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> SettingsView {
        let settings = room.settings;
        SettingsView {
            choosing: self.choosing,
            ask_purpose: settings.ask_purpose,
            cover_in_calls: room.device.can_tell_calls.then_some(settings.cover_in_calls),
            calls_fixed: settings.cover_in_calls && room.covers.is_in_call(),
            hide_code: settings.hide_code,
            app_lock: app_lock(room),
            biometrics: biometrics(room),
            lock_after: settings.lock_after,
            after: self.after,
            mode_at_start: settings.mode_at_start,
            theme: settings.theme,
            language: settings.language,
        }
    }
}

/// Whether a passcode opens the vault. Without a token there is no vault yet that it could open.
fn app_lock(room: Room) -> Option<bool> {
    let desk = room.desk()?;
    (desk.app_lock || !desk.is_empty()).then_some(desk.app_lock)
}

/// Whether a face or a finger opens the vault beside the passcode; `None` without a passcode, and where it is off and the
/// device recognises nobody.
fn biometrics(room: Room) -> Option<bool> {
    let desk = room.desk().filter(|desk| desk.app_lock)?;
    (desk.biometrics || room.recognition.possible).then_some(desk.biometrics)
}
