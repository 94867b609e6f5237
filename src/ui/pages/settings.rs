//! 設定: what the customer may choose.

use super::super::{Sink, frame};
use crate::app::{Choice, Language, LockAfter, LockChange, ModeAtStart, SettingsAct, SettingsView};
use skts_screens::{
    ChoiceKind, LanguageKind, LockAfterKind, LockChangeKind, MainWindow, Settings, StartKind,
};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let settings = window.global::<Settings>();
    let send = |act: fn(bool) -> SettingsAct| {
        let sink = sink.clone();
        move |on| sink(act(on).into())
    };
    settings.on_set_ask_purpose(send(SettingsAct::AskPurpose));
    settings.on_set_cover_in_calls(send(SettingsAct::CoverInCalls));
    settings.on_set_hide_code(send(SettingsAct::HideCode));
    settings.on_set_biometrics(send(SettingsAct::Biometrics));
    send!(settings, sink, on_passcode => SettingsAct::Passcode.into(), on_turn_lock_off => SettingsAct::TurnLockOff.into());
    let lock = sink.clone();
    settings.on_choose_lock_after(move |kind| lock(SettingsAct::LockAfter(lock_after(kind)).into()));
    let choose = sink.clone();
    settings.on_choose(move |kind| {
        if let Some(choice) = choice(kind) {
            choose(SettingsAct::Choose(choice).into());
        }
    });
    let (start, theme, language) = (sink.clone(), sink.clone(), sink.clone());
    settings.on_choose_start(move |kind| start(SettingsAct::ModeAtStart(mode_at_start(kind)).into()));
    settings.on_choose_theme(move |choice| theme(SettingsAct::Theme(frame::chosen_theme(choice)).into()));
    settings.on_choose_language(move |kind| language(SettingsAct::Language(chosen_language(kind)).into()));
}

pub(super) fn show(window: &MainWindow, view: &SettingsView, _: Option<&SettingsView>, _: Language) {
    let settings = window.global::<Settings>();
    settings.set_choosing(view.choosing.map_or(ChoiceKind::None, choice_kind));
    settings.set_ask_purpose(view.ask_purpose);
    settings.set_tells_calls(view.cover_in_calls.is_some());
    settings.set_cover_in_calls(view.cover_in_calls.unwrap_or_default());
    settings.set_calls_fixed(view.calls_fixed);
    settings.set_hide_code(view.hide_code);
    settings.set_can_lock(view.app_lock.is_some());
    settings.set_app_lock(view.app_lock.unwrap_or_default());
    settings.set_has_biometrics(view.biometrics.is_some());
    settings.set_biometrics(view.biometrics.unwrap_or_default());
    settings.set_lock_after(lock_after_kind(view.lock_after));
    settings.set_after(view.after.map_or(LockChangeKind::None, lock_change_kind));
    settings.set_start(start_kind(view.mode_at_start));
    settings.set_theme(frame::theme(view.theme));
    settings.set_language(language_kind(view.language));
}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}

fn choice_kind(choice: Choice) -> ChoiceKind {
    match choice {
        Choice::LockAfter => ChoiceKind::LockAfter,
        Choice::ModeAtStart => ChoiceKind::ModeAtStart,
        Choice::Theme => ChoiceKind::Theme,
        Choice::Language => ChoiceKind::Language,
    }
}

fn choice(kind: ChoiceKind) -> Option<Choice> {
    match kind {
        ChoiceKind::None => None,
        ChoiceKind::LockAfter => Some(Choice::LockAfter),
        ChoiceKind::ModeAtStart => Some(Choice::ModeAtStart),
        ChoiceKind::Theme => Some(Choice::Theme),
        ChoiceKind::Language => Some(Choice::Language),
    }
}

fn lock_after_kind(after: LockAfter) -> LockAfterKind {
    match after {
        LockAfter::AtOnce => LockAfterKind::AtOnce,
        LockAfter::HalfMinute => LockAfterKind::HalfMinute,
        LockAfter::Minute => LockAfterKind::Minute,
        LockAfter::FiveMinutes => LockAfterKind::FiveMinutes,
    }
}

fn lock_after(kind: LockAfterKind) -> LockAfter {
    match kind {
        LockAfterKind::AtOnce => LockAfter::AtOnce,
        LockAfterKind::HalfMinute => LockAfter::HalfMinute,
        LockAfterKind::Minute => LockAfter::Minute,
        LockAfterKind::FiveMinutes => LockAfter::FiveMinutes,
    }
}

fn lock_change_kind(change: LockChange) -> LockChangeKind {
    match change {
        LockChange::Set => LockChangeKind::Set,
        LockChange::Changed => LockChangeKind::Changed,
        LockChange::Off => LockChangeKind::Off,
        LockChange::BiometricsOn => LockChangeKind::BiometricsOn,
    }
}

fn start_kind(start: ModeAtStart) -> StartKind {
    match start {
        ModeAtStart::Last => StartKind::Last,
        ModeAtStart::Standard => StartKind::Standard,
        ModeAtStart::Simple => StartKind::Simple,
    }
}

fn mode_at_start(kind: StartKind) -> ModeAtStart {
    match kind {
        StartKind::Last => ModeAtStart::Last,
        StartKind::Standard => ModeAtStart::Standard,
        StartKind::Simple => ModeAtStart::Simple,
    }
}

fn language_kind(language: Option<Language>) -> LanguageKind {
    match language {
        None => LanguageKind::System,
        Some(Language::Japanese) => LanguageKind::Japanese,
        Some(Language::English) => LanguageKind::English,
    }
}

fn chosen_language(kind: LanguageKind) -> Option<Language> {
    match kind {
        LanguageKind::System => None,
        LanguageKind::Japanese => Some(Language::Japanese),
        LanguageKind::English => Some(Language::English),
    }
}
