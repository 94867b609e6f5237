//! Passcode: it is set, changed, or taken away. A passcode that is there is asked for first.

use super::biometrics::{Biometrics, worth_saying};
use super::lock::{Entry, EntryView, Trial, TrialView, Wait, entered, taken};
use super::manual::FieldFault;
use super::settings::{LockChange, Settings};
use super::{
    Banners, Files, LocalTime, Manners, Offer, Order, Parent, Reading, Remains, Room, Shows, Turn, Vault,
};
use crate::app::effect::Effect;
use crate::app::lock::NotOpened;
use crate::app::{Key, Refusal, Reply, Settings as Chosen, Touch, Typed};
use crate::vault::{Form, Passcode as Secret};
use std::fmt;
use zeroize::Zeroizing;

#[derive(Debug)]
pub(in crate::app) struct Passcode {
    aim: Aim,
    stage: Stage,
    entry: Entry,
    refused: Option<Refusal>,
}

/// What the customer is here for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    Set,
    Change,
    /// The app lock is turned off.
    Remove,
    /// Another one in the place of one that is forgotten: a face has opened the vault, and counts for this.
    Renew,
    /// A face or a finger is to open the vault too.
    Biometrics,
}

#[derive(Debug)]
enum Stage {
    /// The passcode that is there.
    Old(Trial),
    /// The first entry. `advised`: an easy one was advised against, and the next is taken.
    New { typed: Typed, advised: bool },
    /// The second entry, which must be as the first. `differs`: the one before was not.
    Again { first: Secret, typed: Typed, differs: bool },
    /// The vault is being written.
    Saving,
}

/// `Debug` does not show what is entered.
#[derive(PartialEq)]
pub enum PasscodeAct {
    /// A key of the keypad.
    Press(Key),
    /// A passphrase is entered in a field, or six digits on the keypad again.
    ByText(bool),
    /// What the field holds.
    Enter(Zeroizing<String>),
    /// 最初から: the first entry once more.
    StartOver,
}

impl fmt::Debug for PasscodeAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Press(_) => "Press(…)",
            Self::ByText(_) => "ByText(…)",
            Self::Enter(_) => "Enter(…)",
            Self::StartOver => "StartOver",
        })
    }
}

/// Which passcode is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasscodeStage {
    Old,
    New,
    Again,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PasscodeView {
    pub aim: Aim,
    pub stage: PasscodeStage,
    /// What is typed of it, whichever it is.
    pub trial: TrialView,
    pub entry: EntryView,
    /// The first entry was one of the first that somebody tries.
    pub easy: bool,
    /// The second entry was not as the first.
    pub differs: bool,
    pub refused: Option<Refusal>,
}

impl Stage {
    fn new_one() -> Self {
        Self::New { typed: Typed::of_length(Secret::DIGITS), advised: false }
    }
}

impl Passcode {
    /// `by_text`: the passcode that is there is a passphrase.
    pub fn new(aim: Aim, by_text: bool) -> Self {
        let stage = match aim {
            Aim::Set | Aim::Renew => Stage::new_one(),
            Aim::Change | Aim::Remove | Aim::Biometrics => Stage::Old(Trial::new(Wait::default())),
        };
        Self { aim, stage, entry: Entry::by_text(by_text), refused: None }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        let works = match &self.stage {
            Stage::Saving => true,
            Stage::Old(trial) => trial.is_trying(),
            Stage::New { .. } | Stage::Again { .. } => false,
        };
        Manners {
            parent: match self.aim {
                _ if works => Parent::Stays,
                Aim::Renew => Parent::Home,
                Aim::Set | Aim::Change | Aim::Remove | Aim::Biometrics => Parent::Settings,
            },
            has_menu: false,
            banners: Banners::None,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: true,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: (!self.entry.is_by_text()).then_some(|key| PasscodeAct::Press(key).into()),
            remains: Remains::Nothing,
            changes_at: if let Stage::Old(trial) = &self.stage { Some(trial.wait().change()) } else { None },
        }
    }

    pub fn act(self, act: PasscodeAct, room: Room) -> Turn {
        match act {
            PasscodeAct::Press(key) => self.press(key, room),
            PasscodeAct::ByText(by_text) if room.device.keystore_is_shared => self.change_entry(by_text),
            PasscodeAct::Enter(text) if self.entry.is_by_text() => self.enter(&text, room),
            PasscodeAct::StartOver if matches!(self.stage, Stage::Again { .. }) => {
                Turn::stay(Self { stage: Stage::new_one(), ..self })
            }
            PasscodeAct::StartOver | PasscodeAct::ByText(_) | PasscodeAct::Enter(_) => Turn::stay(self),
        }
    }

    /// Where an entry has begun, it begins anew.
    fn change_entry(self, by_text: bool) -> Turn {
        let stage = match self.stage {
            Stage::Old(trial) if trial.is_trying() => {
                return Turn::stay(Self { stage: Stage::Old(trial), ..self });
            }
            Stage::Old(trial) => Stage::Old(Trial::new(trial.wait())),
            Stage::New { .. } | Stage::Again { .. } => Stage::new_one(),
            Stage::Saving => Stage::Saving,
        };
        Turn::stay(Self { stage, entry: Entry::by_text(by_text), ..self })
    }

    /// As `press`, of a whole passphrase.
    fn enter(self, text: &str, room: Room) -> Turn {
        let refused = if matches!(self.stage, Stage::Saving) { self.refused } else { None };
        let (stage, found) = match self.stage {
            Stage::Old(mut trial) => {
                let tried = trial.enter(text, room.now);
                let found = tried.map(|passcode| Some(Effect::ConfirmPasscode(room.ticket, passcode?)));
                (Stage::Old(trial), found)
            }
            Stage::New { typed, advised } => match passphrase(text) {
                Ok(first) => (Stage::Again { first, typed, differs: false }, Ok(None)),
                Err(fault) => (Stage::New { typed, advised }, Err(fault)),
            },
            Stage::Again { first, typed, differs } => match passphrase(text) {
                Ok(second) if second.same_as(&first) => {
                    (Stage::Saving, Ok(Some(Effect::SetPasscode(room.ticket, second))))
                }
                Ok(_) => (Stage::Again { first, typed, differs: true }, Ok(None)),
                Err(fault) => (Stage::Again { first, typed, differs }, Err(fault)),
            },
            Stage::Saving => (Stage::Saving, Ok(None)),
        };
        let page = Self { stage, refused, entry: Entry::by_text(true), ..self };
        match found {
            Ok(Some(effect)) => Turn::stay(page).with(effect),
            Ok(None) => Turn::stay(page),
            Err(fault) => Turn::stay(Self { entry: page.entry.faulty(fault), ..page }),
        }
    }

    fn press(self, key: Key, room: Room) -> Turn {
        let refused = if matches!(self.stage, Stage::Saving) { self.refused } else { None };
        let (stage, effect) = match self.stage {
            Stage::Old(mut trial) => {
                let passcode = trial.press(key, room.now);
                let effect = passcode.map(|passcode| Effect::ConfirmPasscode(room.ticket, passcode));
                (Stage::Old(trial), effect)
            }
            Stage::New { mut typed, advised } => {
                typed.press(key);
                (chosen(typed, advised), None)
            }
            Stage::Again { first, mut typed, .. } => {
                typed.press(key);
                match taken(&mut typed) {
                    None => (Stage::Again { first, typed, differs: false }, None),
                    Some(second) if second.same_as(&first) => {
                        (Stage::Saving, Some(Effect::SetPasscode(room.ticket, second)))
                    }
                    Some(_) => (Stage::Again { first, typed, differs: true }, None),
                }
            }
            Stage::Saving => (Stage::Saving, None),
        };
        let turn = Turn::stay(Self { stage, refused, ..self });
        if let Some(effect) = effect { turn.with(effect) } else { turn }
    }

    pub fn hear(self, reply: Reply, room: Room) -> Turn {
        match (self.stage, reply) {
            (Stage::Old(_), Reply::Tried(Ok(()))) => {
                let effect = match self.aim {
                    Aim::Remove => Effect::RemovePasscode(room.ticket),
                    Aim::Biometrics => Effect::TurnBiometricsOn(room.ticket),
                    Aim::Set | Aim::Change | Aim::Renew => {
                        return Turn::stay(Self { stage: Stage::new_one(), ..self });
                    }
                };
                Turn::stay(Self { stage: Stage::Saving, ..self }).with(effect)
            }
            (Stage::Old(mut trial), Reply::Tried(Err(NotOpened::Barred(barred)))) => {
                trial.hear_bar(barred.why, Wait::of(barred.tries, room.now));
                Turn::stay(Self { stage: Stage::Old(trial), ..self }).with(Effect::Feel(Touch::Refused))
            }
            (Stage::Old(trial), Reply::Tried(Err(why @ NotOpened::Trouble(_)))) => {
                let stage = Stage::Old(Trial::new(trial.wait()));
                Turn::stay(Self { stage, refused: Some(why.into()), ..self })
                    .with(Effect::Feel(Touch::Refused))
            }
            (Stage::Saving, Reply::Changed(Ok(_))) => {
                let change = match self.aim {
                    Aim::Set if room.recognition.possible => {
                        return Turn::go(Biometrics::default()).with(Effect::Feel(Touch::Done));
                    }
                    Aim::Set => LockChange::Set,
                    Aim::Change | Aim::Renew => LockChange::Changed,
                    Aim::Remove => LockChange::Off,
                    Aim::Biometrics => LockChange::BiometricsOn,
                };
                let lock_by_text = self.entry.is_by_text() && self.aim != Aim::Remove;
                let settings = Chosen { lock_by_text, ..room.settings.clone() };
                Turn::go(Settings::after(change))
                    .with(Effect::Feel(Touch::Done))
                    .ordering(Order::Save(settings))
            }
            (Stage::Saving, Reply::Changed(Err(why))) if worth_saying(why).is_none() => {
                Turn::go(Settings::default())
            }
            // The passcode that is there is asked for anew: the vault has forgotten that it was given.
            (Stage::Saving, Reply::Changed(Err(why))) => {
                let by_text = room.settings.lock_by_text;
                Turn::go(Self { refused: Some(why), ..Self::new(self.aim, by_text) })
                    .with(Effect::Feel(Touch::Refused))
            }
            (stage, _) => Turn::stay(Self { stage, ..self }),
        }
    }

    pub fn view(&self, room: Room, now: Reading, _: &dyn LocalTime) -> PasscodeView {
        let typed =
            |typed: &Typed| TrialView { typed: Secret::DIGITS - typed.missing(), ..TrialView::default() };
        let (stage, trial) = match &self.stage {
            Stage::Old(trial) => (PasscodeStage::Old, trial.view(now)),
            Stage::New { typed: new, .. } => (PasscodeStage::New, typed(new)),
            Stage::Again { typed: second, .. } => (PasscodeStage::Again, typed(second)),
            Stage::Saving => {
                let stage = match self.aim {
                    Aim::Remove | Aim::Biometrics => PasscodeStage::Old,
                    Aim::Set | Aim::Change | Aim::Renew => PasscodeStage::Again,
                };
                (stage, TrialView { typed: Secret::DIGITS, trying: true, ..TrialView::default() })
            }
        };
        PasscodeView {
            aim: self.aim,
            stage,
            trial,
            entry: self.entry.view(room),
            easy: matches!(&self.stage, Stage::New { typed, advised: true } if typed.is_empty()),
            differs: matches!(&self.stage, Stage::Again { typed, differs: true, .. } if typed.is_empty()),
            refused: self.refused,
        }
    }
}

/// A field takes no six digits: whoever wants those has the keypad.
fn passphrase(text: &str) -> Result<Secret, FieldFault> {
    let passcode = entered(text)?;
    if passcode.form() == Form::Passphrase { Ok(passcode) } else { Err(FieldFault::TooShort) }
}

/// The first entry, or what follows it. An easy one is advised against once, and then taken.
fn chosen(mut typed: Typed, advised: bool) -> Stage {
    match taken(&mut typed) {
        None => Stage::New { typed, advised },
        Some(passcode) if passcode.is_easy() && !advised => Stage::New { typed, advised: true },
        Some(first) => Stage::Again { first, typed, differs: false },
    }
}
