//! The passcode is set, changed or taken away. Its keypad is the frame's.

use super::super::{Sink, words};
use super::{index, told, wait};
use crate::app::{Aim, Language, PasscodeAct, PasscodeStage, PasscodeView};
use skts_screens::{MainWindow, Passcode, PasscodeAim, PasscodeStage as Stage};
use slint::ComponentHandle;
use zeroize::Zeroizing;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let passcode = window.global::<Passcode>();
    send!(passcode, sink, on_start_over => PasscodeAct::StartOver.into());
    let change = sink.clone();
    passcode.on_change_entry(move |by_text| change(PasscodeAct::ByText(by_text).into()));
    let enter = sink.clone();
    passcode.on_enter(move |text| enter(PasscodeAct::Enter(Zeroizing::new(text.into())).into()));
}

pub(super) fn show(
    window: &MainWindow,
    view: &PasscodeView,
    before: Option<&PasscodeView>,
    language: Language,
) {
    let passcode = window.global::<Passcode>();
    if before.is_some_and(|before| before.entry.by_text && !view.entry.by_text) {
        window.invoke_forget_typed();
    }
    passcode.set_aim(match view.aim {
        Aim::Set => PasscodeAim::Set,
        Aim::Change => PasscodeAim::Change,
        Aim::Remove => PasscodeAim::Remove,
        Aim::Renew => PasscodeAim::Renew,
        Aim::Biometrics => PasscodeAim::Biometrics,
    });
    passcode.set_stage(match view.stage {
        PasscodeStage::Old => Stage::Old,
        PasscodeStage::New => Stage::New,
        PasscodeStage::Again => Stage::Again,
    });
    passcode.set_typed(index(Some(view.trial.typed)));
    passcode.set_by_text(view.entry.by_text);
    passcode.set_has_choice(view.entry.has_choice);
    passcode.set_fault(words::fault(view.entry.fault, language).into());
    passcode.set_working(view.trial.trying);
    passcode.set_wrong(view.trial.wrong);
    passcode.set_failures(view.trial.failures.try_into().unwrap_or(i32::MAX));
    let (seconds, minutes) = wait(view.trial.wait);
    passcode.set_seconds(seconds);
    passcode.set_minutes(minutes);
    passcode.set_easy(view.easy);
    passcode.set_differs(view.differs);
    passcode.set_refused(told(view.refused, language));
}

/// The page names no token, and knows no digit.
pub(super) fn forget(_: &MainWindow) {}
