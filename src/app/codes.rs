//! The codes on the screen: asked for when they are missing, forgotten when nobody sees them, copied, read aloud.

use super::effect::{Copy, Effect, Speech};
use super::model::{Model, Place};
use super::{Copied, Touch};
use crate::otp::{Code, Countdown, Reading, Step};
use crate::token::{Serial, UnixTime};
use std::time::Duration;
use zeroize::Zeroizing;

/// コピーしました is shown this long.
const COPIED_FOR: Duration = Duration::from_secs(2);
/// How long the screen says that nothing was copied: it is read, not glanced at.
const NOT_COPIED_FOR: Duration = Duration::from_secs(6);
/// No code is on the clipboard longer: none lives longer, the next one in its step's last seconds included.
const ON_CLIPBOARD: Duration = Duration::from_secs(2 * Step::SECONDS);

/// The codes on the screen. Dropped, and so overwritten, as soon as nobody sees them.
#[derive(Debug)]
pub(super) struct Codes {
    pub serial: Serial,
    pub codes: Vec<Code>,
}

impl Model {
    pub(super) fn shows_code(&self) -> bool {
        matches!(self.place, Place::Home | Place::Registered) && self.profile().is_some()
    }

    /// The code of the current step, if it is the selected token's.
    pub(super) fn code(&self, step: Step) -> Option<&Code> {
        let shown =
            self.codes.as_ref().filter(|shown| self.profile().is_some_and(|p| p.serial == shown.serial));
        shown?.codes.iter().find(|code| code.step() == step)
    }

    /// What time alone brings: new codes, an end to コピーしました, an empty clipboard.
    pub(super) fn tick(&mut self, now: Reading) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.copied.is_some_and(|(_, until)| now.monotonic >= until) {
            self.copied = None;
        }
        if self.not_copied.is_some_and(|until| now.monotonic >= until) {
            self.not_copied = None;
        }
        if self.clear_clipboard_at.is_some_and(|at| now.monotonic >= at) {
            self.clear_clipboard_at = None;
            effects.push(Effect::ClearClipboard);
        }
        effects.extend(self.missing_codes(now));
        effects
    }

    fn missing_codes(&mut self, now: Reading) -> Option<Effect> {
        if !(self.visible && self.shows_code()) {
            self.forget_codes();
            return None;
        }
        let step = Step::at(now.time);
        if let Some(shown) = &mut self.codes {
            // The next code has become the code: what came before is neither shown nor copied any more.
            shown.codes.retain(|code| code.step() >= step);
        }
        let mut steps = vec![step];
        if Countdown::at(now.time).ends_soon() {
            steps.push(step.next());
        }
        if steps.iter().all(|step| self.code(*step).is_some()) {
            return None;
        }
        let question = (self.profile()?.serial.clone(), steps);
        if self.asked.as_ref() == Some(&question) {
            return None;
        }
        self.asked = Some(question.clone());
        Some(Effect::Compute { serial: question.0, steps: question.1 })
    }

    pub(super) fn forget_codes(&mut self) {
        self.codes = None;
        self.asked = None;
        self.code_failed = false;
    }

    pub(super) fn computed(&mut self, serial: Serial, codes: Option<Vec<Code>>) -> Vec<Effect> {
        self.code_failed = codes.is_none();
        self.codes = codes.map(|codes| Codes { serial, codes });
        Vec::new()
    }

    pub(super) fn copy(&mut self, what: Copied) -> Vec<Effect> {
        let code = |index| {
            let code: &Code = self.shown_code(index)?;
            Some((code.as_str().to_owned(), Some(code.step().end())))
        };
        let copy = match what {
            Copied::Serial => self.profile().map(|profile| (profile.serial.to_string(), None)),
            Copied::KnownSerial(index) => self.serials().get(index).map(|serial| (serial.to_string(), None)),
            Copied::Code => code(0),
            Copied::NextCode => code(1),
        };
        let copy = copy.map(|(text, clear_at)| Copy { what, text: Zeroizing::new(text), clear_at });
        copy.map(Effect::Copy).into_iter().collect()
    }

    /// What is on the screen now, even if its step has just ended: a button never changes meaning
    /// under a finger.
    fn shown_code(&self, index: usize) -> Option<&Code> {
        self.codes.as_ref()?.codes.get(index)
    }

    pub(super) fn was_copied(
        &mut self,
        what: Copied,
        clear_at: Option<UnixTime>,
        now: Reading,
    ) -> Vec<Effect> {
        self.copied = Some((what, now.monotonic + COPIED_FOR));
        self.not_copied = None;
        self.clear_clipboard_at = clear_at.map(|at| now.monotonic + until(at, now).min(ON_CLIPBOARD));
        vec![Effect::Feel(Touch::Copied)]
    }

    /// What is on the clipboard is something older: no button says コピーしました. An older code that is
    /// there is still cleared in its time.
    pub(super) fn copy_failed(&mut self, now: Reading) -> Vec<Effect> {
        self.copied = None;
        self.not_copied = Some(now.monotonic + NOT_COPIED_FOR);
        vec![Effect::Feel(Touch::Refused)]
    }

    pub(super) fn speak(&mut self) -> Vec<Effect> {
        let Some(code) = self.shown_code(0) else { return Vec::new() };
        let digits = Zeroizing::new(code.as_str().to_owned());
        vec![Effect::Speak(Speech { digits, language: self.language() })]
    }
}

/// How long until the wall clock shows `at`.
fn until(at: UnixTime, now: Reading) -> Duration {
    match at.seconds().saturating_sub(now.time.seconds()) {
        0 => Duration::ZERO,
        seconds => Duration::from_secs(seconds - 1) + now.to_next_second,
    }
}
