//! The open vault as the model knows it: which tokens, which one is shown, and its codes.

use super::{Opened, Question};
use crate::keystore::Protection;
use crate::otp::{Code, Countdown, Reading, Step};
use crate::token::{Profile, Serial, UnixTime};
use crate::vault::Removed;

/// Exists only while the vault is open.
#[derive(Debug)]
pub(super) struct Desk {
    profiles: Vec<Profile>,
    removed: Vec<Removed>,
    /// The serial of one of `profiles`; `None` only while there is no token.
    shown: Option<Serial>,
    codes: Codes,
    pub protection: Option<Protection>,
    /// A passcode opens the vault.
    pub app_lock: bool,
    /// A face or a finger opens it too.
    pub biometrics: bool,
}

/// The codes on the screen. Codes that nobody sees are dropped, and so overwritten.
#[derive(Debug, Default)]
enum Codes {
    #[default]
    Hidden,
    Asked(Question),
    /// Codes of one token; the next ones may have been asked for already.
    Shown {
        serial: Serial,
        codes: Vec<Code>,
        asked: Option<Question>,
    },
}

impl Desk {
    /// `preferred` is shown if it is there, else the first token.
    pub fn new(opened: Opened, preferred: Option<&str>) -> Self {
        let Opened { profiles, removed, protection, key_moved: _, app_lock, biometrics } = opened;
        let found = profiles.iter().find(|profile| Some(profile.serial.as_str()) == preferred);
        let shown = found.or(profiles.first()).map(|profile| profile.serial.clone());
        Self { profiles, removed, shown, codes: Codes::Hidden, protection, app_lock, biometrics }
    }

    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// What was removed or replaced, the latest last.
    pub fn removed(&self) -> &[Removed] {
        &self.removed
    }

    pub fn is_empty(&self) -> bool {
        self.profiles.is_empty()
    }

    pub fn holds(&self, serial: &Serial) -> bool {
        self.profiles.iter().any(|profile| profile.serial == *serial)
    }

    pub fn shown(&self) -> Option<&Profile> {
        self.profiles.iter().find(|profile| Some(&profile.serial) == self.shown.as_ref())
    }

    /// When the shown token was issued (`iat`): no honest clock is earlier.
    pub fn issued(&self) -> Option<UnixTime> {
        self.shown()?.issued_at
    }

    /// Shows another token. The codes of the one before are dropped at once: a copy that follows must not take them.
    pub fn show(&mut self, serial: &Serial) {
        if self.shown.as_ref() != Some(serial) && self.holds(serial) {
            self.shown = Some(serial.clone());
            self.codes = Codes::Hidden;
        }
    }

    // ---- codes

    /// The code of this step, if it has come.
    pub fn code(&self, step: Step) -> Option<&Code> {
        self.codes.list().iter().find(|code| code.step() == step)
    }

    /// The code on the screen, even if its step has just ended: a button never changes meaning under a finger.
    pub fn shown_code(&self) -> Option<&Code> {
        self.codes.list().first()
    }

    /// The code after the one on the screen, once it is offered.
    pub fn next_code(&self) -> Option<&Code> {
        self.codes.list().get(1)
    }

    pub fn hide_codes(&mut self) {
        self.codes = Codes::Hidden;
    }

    /// What has to be asked of the vault now, so that the screen has its codes.
    pub fn missing_codes(&mut self, now: Reading) -> Option<Question> {
        let step = Step::at(now.time);
        let mut steps = vec![step];
        if Countdown::at(now.time).ends_soon() {
            steps.push(step.next());
        }
        self.codes.forget_before(step);
        let question = Question { serial: self.shown.clone()?, steps };
        if question.steps.iter().all(|step| self.code(*step).is_some())
            || self.codes.asked() == Some(&question)
        {
            return None;
        }
        self.codes.ask(question.clone());
        Some(question)
    }

    /// An answer that is no longer asked for is dropped.
    pub fn hear_codes(&mut self, question: &Question, codes: Vec<Code>) {
        if self.codes.asked() == Some(question) {
            self.codes = Codes::Shown { serial: question.serial.clone(), codes, asked: None };
        }
    }
}

impl Codes {
    fn list(&self) -> &[Code] {
        match self {
            Self::Shown { codes, .. } => codes,
            Self::Hidden | Self::Asked(_) => &[],
        }
    }

    fn asked(&self) -> Option<&Question> {
        match self {
            Self::Asked(question) | Self::Shown { asked: Some(question), .. } => Some(question),
            Self::Hidden | Self::Shown { asked: None, .. } => None,
        }
    }

    /// The next code has become the code: what came before it is neither shown nor copied any more.
    fn forget_before(&mut self, step: Step) {
        if let Self::Shown { codes, .. } = self {
            codes.retain(|code| code.step() >= step);
        }
    }

    /// What is on the screen stays there until the answer comes.
    fn ask(&mut self, question: Question) {
        match self {
            Self::Shown { serial, asked, .. } if *serial == question.serial => *asked = Some(question),
            Self::Hidden | Self::Asked(_) | Self::Shown { .. } => *self = Self::Asked(question),
        }
    }
}
