//! Why a code is covered. Every place that shows a code, copies it or reads it aloud asks here, and nowhere else.
//!
//! A cover never refuses: the customer gets the code with a press, unless somebody watches the screen.

use super::{Copied, Settings, Surroundings};
use crate::otp::{Code, Reading, Step};
use crate::token::{Serial, UnixTime};
use std::ops::Range;
use std::time::Duration;

/// A code that is shown for a purpose stays this long.
const SHOWN_FOR: Duration = Duration::from_secs(120);

/// Why the code is covered: the first of these that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// A stranger asked the customer for the code; until the customer asks for it next.
    Told,
    /// The screen is recorded or shared. There is no press that shows the code: whoever persuaded the customer to share the
    /// screen would have the customer press it.
    Recorded,
    /// The phone is in a call.
    Call,
    /// The customer has not said what the code is for.
    Purpose,
    /// 番号を隠す
    Hidden,
}

impl Cover {
    /// Whether the code may be copied while it is covered: copying shows nobody anything.
    pub fn may_copy(self) -> bool {
        self == Self::Hidden
    }
}

/// What the code is for, as the customer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// ログイン
    Login,
    /// お振込・Pay-easy
    Transfer,
    /// 利用開始
    Start,
    /// 交換
    Replace,
    /// そのほか
    Other,
}

/// What covers the codes now, and what the customer has uncovered. In memory alone: the purposes are neither stored nor counted.
#[derive(Debug, Default)]
pub(super) struct Covers {
    told: bool,
    recorded: bool,
    in_call: bool,
    granted: Option<Granted>,
    /// The one code that the customer has asked for: of this token, from when to when.
    uncovered: Option<(Serial, Range<UnixTime>)>,
    /// The codes of these steps were used: copied, read aloud, or shown for ログイン.
    used: Vec<(Serial, Step)>,
    /// The clipboard was asked to take the code of this step, and has not answered yet.
    copying: Option<(Serial, Step)>,
}

/// The code of this token is shown for this purpose, until then on the clock that nobody can set.
#[derive(Debug)]
struct Granted {
    purpose: Purpose,
    serial: Serial,
    until: Duration,
}

impl Covers {
    /// As the app starts, perhaps in the middle of a call.
    pub fn at_start(around: &Surroundings) -> Self {
        Self { recorded: around.recorded, in_call: around.in_call, ..Self::default() }
    }

    /// Why the code of this token is covered; `None`: it is shown.
    pub fn over(&self, settings: &Settings, serial: &Serial, now: Reading) -> Option<Cover> {
        let shown =
            self.uncovered.as_ref().is_some_and(|(of, life)| of == serial && life.contains(&now.time));
        if self.told {
            Some(Cover::Told)
        } else if self.recorded {
            Some(Cover::Recorded)
        } else if self.in_call && settings.cover_in_calls && !shown {
            Some(Cover::Call)
        } else if settings.ask_purpose && self.purpose(serial, now).is_none() {
            Some(Cover::Purpose)
        } else if settings.hide_code && !shown {
            Some(Cover::Hidden)
        } else {
            None
        }
    }

    /// What the code of this token is shown for.
    pub fn purpose(&self, serial: &Serial, now: Reading) -> Option<Purpose> {
        let granted = self
            .granted
            .as_ref()
            .filter(|granted| granted.serial == *serial && now.monotonic < granted.until);
        granted.map(|granted| granted.purpose)
    }

    pub fn is_in_call(&self) -> bool {
        self.in_call
    }

    /// A code that was shown before a call began is covered when the call begins.
    pub fn call(&mut self, began: bool) {
        self.in_call = began;
        if began {
            self.uncovered = None;
        }
    }

    pub fn record(&mut self, began: bool) {
        self.recorded = began;
        self.uncovered = None;
    }

    /// The customer asks for the code, and sees it until it ends.
    pub fn uncover(&mut self, serial: &Serial, now: Reading) {
        let step = Step::at(now.time);
        self.uncover_during(serial, step.start()..step.end());
    }

    /// As [`Self::uncover`], for a code of 取引認証, which may live longer than a step.
    pub fn uncover_during(&mut self, serial: &Serial, life: Range<UnixTime>) {
        self.told = false;
        self.uncovered = Some((serial.clone(), life));
    }

    pub fn cover_again(&mut self) {
        self.uncovered = None;
    }

    /// The customer said what the code is for.
    pub fn grant(&mut self, purpose: Purpose, serial: &Serial, now: Reading) {
        self.told = false;
        // The purpose says nothing of whoever is on the telephone: in a call the code takes a press of its own.
        if !self.in_call {
            self.uncover(serial, now);
        }
        self.granted = Some(Granted { purpose, serial: serial.clone(), until: now.monotonic + SHOWN_FOR });
    }

    pub fn tell(&mut self) {
        self.told = true;
        self.granted = None;
        self.uncovered = None;
    }

    /// Nobody sees the window any more, or another token is shown.
    pub fn forget(&mut self) {
        self.granted = None;
        self.uncovered = None;
    }

    /// The clipboard is asked to take a code; only its answer makes the code a used one.
    pub fn copying(&mut self, serial: &Serial, step: Step) {
        self.copying = Some((serial.clone(), step));
    }

    /// The clipboard took this. A serial that it took says nothing of the code.
    pub fn copied(&mut self, what: &Copied) {
        let is_code = matches!(what, Copied::Code | Copied::NextCode);
        if let Some((serial, step)) = self.copying.take_if(|_| is_code) {
            self.use_code(&serial, step);
        }
    }

    /// The clipboard took nothing, and the code is as unused as it was.
    pub fn not_copied(&mut self) {
        self.copying = None;
    }

    /// The code was used, as far as the app can know.
    pub fn use_code(&mut self, serial: &Serial, step: Step) {
        if !self.is_used(serial, step) {
            self.used.push((serial.clone(), step));
        }
    }

    pub fn is_used(&self, serial: &Serial, step: Step) -> bool {
        self.used.iter().any(|(of, at)| of == serial && *at == step)
    }

    /// Time went by: a code that has ended needs no mark, and one that is on the screen for ログイン gets one.
    pub fn tick(&mut self, shown: Option<(&Serial, &Code)>, settings: &Settings, now: Reading) {
        self.used.retain(|(_, step)| *step >= Step::at(now.time));
        if let Some((serial, code)) = shown
            && self.purpose(serial, now) == Some(Purpose::Login)
            && self.over(settings, serial, now).is_none()
        {
            self.use_code(serial, code.step());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otp::totp;
    use crate::token::{Algorithm, Seed};

    fn at(seconds: u64) -> Reading {
        Reading {
            time: UnixTime::from_seconds(1_800_000_000 + seconds),
            to_next_second: Duration::from_secs(1),
            monotonic: Duration::from_secs(1_000 + seconds),
        }
    }

    fn serial() -> Serial {
        "SKTS12345678".parse().unwrap()
    }

    fn other() -> Serial {
        "SKTS87654321".parse().unwrap()
    }

    fn all() -> Settings {
        Settings { hide_code: true, ask_purpose: true, ..Settings::default() }
    }

    #[test]
    fn the_worst_reason_is_told_first() {
        let mut covers = Covers::default();
        assert_eq!(covers.over(&Settings::default(), &serial(), at(0)), None);
        let hides = Settings { hide_code: true, ..Settings::default() };
        assert_eq!(covers.over(&hides, &serial(), at(0)), Some(Cover::Hidden));
        assert_eq!(covers.over(&all(), &serial(), at(0)), Some(Cover::Purpose));
        covers.call(true);
        assert_eq!(covers.over(&all(), &serial(), at(0)), Some(Cover::Call));
        covers.record(true);
        assert_eq!(covers.over(&all(), &serial(), at(0)), Some(Cover::Recorded));
        covers.tell();
        assert_eq!(covers.over(&all(), &serial(), at(0)), Some(Cover::Told));
    }

    #[test]
    fn a_press_shows_one_code_of_one_token_until_that_code_ends() {
        let hides = Settings { hide_code: true, ..Settings::default() };
        for (settings, in_call) in [(hides, false), (Settings::default(), true)] {
            let mut covers = Covers::default();
            covers.call(in_call);
            covers.uncover(&serial(), at(10));
            assert_eq!(covers.over(&settings, &serial(), at(29)), None);
            assert!(covers.over(&settings, &serial(), at(30)).is_some(), "the next code is covered");
            assert!(covers.over(&settings, &other(), at(29)).is_some(), "another token's code is covered");
            covers.cover_again();
            assert!(covers.over(&settings, &serial(), at(29)).is_some());
        }
    }

    #[test]
    fn a_transaction_code_is_shown_as_long_as_it_lives() {
        let hides = Settings { hide_code: true, ..Settings::default() };
        let mut covers = Covers::default();
        covers.uncover_during(&serial(), at(20).time..at(60).time);
        assert_eq!(covers.over(&hides, &serial(), at(59)), None);
        assert_eq!(covers.over(&hides, &serial(), at(60)), Some(Cover::Hidden));
        assert_eq!(covers.over(&hides, &serial(), at(19)), Some(Cover::Hidden), "the clock was set back");
    }

    #[test]
    fn no_press_shows_a_code_that_somebody_watches() {
        let mut covers = Covers::default();
        covers.record(true);
        covers.uncover(&serial(), at(0));
        assert_eq!(covers.over(&Settings::default(), &serial(), at(0)), Some(Cover::Recorded));
        covers.record(false);
        assert_eq!(
            covers.over(&Settings::default(), &serial(), at(0)),
            None,
            "the code comes back by itself"
        );
    }

    #[test]
    fn what_was_shown_before_a_call_is_covered_when_it_begins() {
        let mut covers = Covers::default();
        covers.uncover(&serial(), at(0));
        covers.call(true);
        assert_eq!(covers.over(&Settings::default(), &serial(), at(1)), Some(Cover::Call));
        covers.call(false);
        assert_eq!(covers.over(&Settings::default(), &serial(), at(1)), None);
        let off = Settings { cover_in_calls: false, ..Settings::default() };
        covers.call(true);
        assert_eq!(covers.over(&off, &serial(), at(1)), None, "the setting turns it off");
    }

    #[test]
    fn a_purpose_lasts_two_minutes_and_no_longer_than_the_app_is_seen() {
        let asks = Settings { ask_purpose: true, ..Settings::default() };
        let mut covers = Covers::default();
        covers.grant(Purpose::Transfer, &serial(), at(0));
        assert_eq!(covers.over(&asks, &serial(), at(119)), None);
        assert_eq!(covers.purpose(&serial(), at(119)), Some(Purpose::Transfer));
        assert_eq!(covers.over(&asks, &serial(), at(120)), Some(Cover::Purpose));
        assert_eq!(covers.over(&asks, &other(), at(1)), Some(Cover::Purpose));
        covers.forget();
        assert_eq!(covers.over(&asks, &serial(), at(1)), Some(Cover::Purpose));
    }

    #[test]
    fn a_code_that_is_shown_for_a_login_is_a_used_one() {
        let asks = Settings { ask_purpose: true, ..Settings::default() };
        let step = Step::at(at(0).time);
        let code = totp(&Seed::new(b"12345678901234567890").unwrap(), Algorithm::Sha1, step);
        for (purpose, used) in [(Purpose::Login, true), (Purpose::Transfer, false)] {
            let (serial, mut covers) = (serial(), Covers::default());
            covers.grant(purpose, &serial, at(0));
            covers.tick(Some((&serial, &code)), &asks, at(1));
            assert_eq!(covers.is_used(&serial, step), used, "{purpose:?}");
        }
        let (serial, mut covers) = (serial(), Covers::default());
        covers.grant(Purpose::Login, &serial, at(0));
        covers.record(true);
        covers.tick(Some((&serial, &code)), &asks, at(1));
        assert!(!covers.is_used(&serial, step), "nobody has seen it");
    }

    #[test]
    fn a_purpose_lifts_no_cover_of_a_call() {
        let mut covers = Covers::default();
        covers.call(true);
        covers.grant(Purpose::Login, &serial(), at(0));
        assert_eq!(covers.over(&Settings::default(), &serial(), at(1)), Some(Cover::Call));
        covers.uncover(&serial(), at(1));
        assert_eq!(covers.over(&Settings::default(), &serial(), at(1)), None);
    }

    #[test]
    fn who_was_asked_by_a_stranger_gets_the_code_by_asking_for_it() {
        let mut covers = Covers::default();
        covers.grant(Purpose::Login, &serial(), at(0));
        covers.tell();
        covers.forget();
        assert_eq!(
            covers.over(&Settings::default(), &serial(), at(1_000)),
            Some(Cover::Told),
            "no time lifts it"
        );
        covers.uncover(&serial(), at(1_000));
        assert_eq!(covers.over(&Settings::default(), &serial(), at(1_001)), None);
        assert_eq!(covers.over(&Settings::default(), &serial(), at(1_040)), None, "nor does it come back");
    }

    #[test]
    fn a_mark_is_of_one_token_and_one_step_and_goes_with_the_step() {
        let (now, mut covers) = (at(0), Covers::default());
        let step = Step::at(now.time);
        covers.copying(&serial(), step);
        assert!(!covers.is_used(&serial(), step), "the clipboard has not answered");
        covers.copied(&Copied::Serial);
        assert!(!covers.is_used(&serial(), step), "the clipboard took the serial");
        covers.not_copied();
        covers.copied(&Copied::Code);
        assert!(!covers.is_used(&serial(), step), "the clipboard refused the code");
        covers.copying(&serial(), step);
        covers.copied(&Copied::Code);
        covers.copied(&Copied::Code);
        assert!(covers.is_used(&serial(), step));
        assert!(!covers.is_used(&other(), step) && !covers.is_used(&serial(), step.next()));
        covers.tick(None, &Settings::default(), at(29));
        assert!(covers.is_used(&serial(), step));
        covers.tick(None, &Settings::default(), at(30));
        assert!(covers.used.is_empty());
    }
}
