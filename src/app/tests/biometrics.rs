//! A face or a finger opens the app beside the passcode, never instead of it: turned on and off, asked for, refused.

use super::lock::{RIGHT, WRONG, away, forgot, lock, passcode, settings, type_in, with_passcode};
use super::*;
use crate::keystore::{BiometricError, BiometricReadiness};

#[track_caller]
fn offer(page: Page) -> BiometricsView {
    match page {
        Page::Biometrics(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

/// A phone on the page that offers biometrics, right after a passcode was set.
fn offered() -> Bench {
    let mut bench = Bench::recognising();
    bench.register(URI);
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::Passcode);
    type_in(&mut bench, RIGHT);
    assert_eq!(offer(type_in(&mut bench, RIGHT)), BiometricsView::default());
    bench
}

/// A phone that opens with a face, on its settings.
fn turned_on() -> Bench {
    let mut bench = offered();
    let view = settings(bench.act(BiometricsAct::Yes));
    assert_eq!((view.after, view.biometrics), (Some(LockChange::BiometricsOn), Some(true)));
    bench
}

/// The same, started anew, where the customer closes the question that comes up by itself.
fn closed() -> Bench {
    let bench = turned_on();
    bench.device.faces().answer(BiometricError::Cancelled);
    let bench = bench.restart();
    let view = lock(bench.page());
    assert_eq!((view.biometrics, view.unrecognised), (true, None));
    bench
}

fn asked(bench: &Bench) -> usize {
    bench.device.faces().asked()
}

// ---- on and off

#[test]
fn it_is_offered_after_a_passcode_was_set_and_not_without_one() {
    let mut bench = Bench::recognising();
    bench.register(URI);
    assert_eq!(settings(bench.act(Action::ShowSettings)).biometrics, None, "no passcode yet");
    settings(bench.act(SettingsAct::Biometrics(true)));
    let mut bench = offered();
    assert_eq!(asked(&bench), 0, "an offer asks for no face");
    let view = settings(bench.act(BiometricsAct::No));
    assert_eq!(
        (view.after, view.app_lock, view.biometrics),
        (Some(LockChange::Set), Some(true), Some(false))
    );
    assert_eq!(bench.device.faces().stored(), 0);
    lock(bench.restart().page());
}

#[test]
fn where_nobody_is_recognised_nothing_of_it_appears() {
    for readiness in [BiometricReadiness::NotEnrolled, BiometricReadiness::Absent] {
        let device = MemoryDevice::recognising();
        device.faces().be(readiness);
        let mut bench = Bench::over(tempfile::tempdir().unwrap(), Arc::new(device));
        bench.register(URI);
        bench.act(Action::ShowSettings);
        bench.act(SettingsAct::Passcode);
        type_in(&mut bench, RIGHT);
        let view = settings(type_in(&mut bench, RIGHT));
        assert_eq!((view.after, view.biometrics), (Some(LockChange::Set), None), "{readiness:?}");
        assert!(!lock(bench.restart().page()).biometrics);
    }
    let mut desktop = with_passcode();
    assert_eq!(settings(desktop.act(Action::ShowSettings)).biometrics, None);
    assert!(!lock(desktop.restart().page()).biometrics);
}

#[test]
fn a_press_that_was_meant_for_the_keypad_answers_no_question() {
    let mut bench = Bench::recognising();
    bench.register(URI);
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::Passcode);
    type_in(&mut bench, RIGHT);
    bench.press("48291");
    bench.app.act(Action::Press(Key::Digit(3)));
    while let Ok(event) = bench.events.try_recv() {
        bench.app.tell(event);
    }
    offer(bench.begin(BiometricsAct::Yes.into()));
    assert_eq!(asked(&bench), 0);
}

#[test]
fn it_is_turned_on_with_the_passcode_and_off_without() {
    let mut bench = offered();
    bench.act(BiometricsAct::No);
    let view = passcode(bench.act(SettingsAct::Biometrics(true)));
    assert_eq!((view.aim, view.stage), (Aim::Biometrics, PasscodeStage::Old));
    assert!(passcode(type_in(&mut bench, WRONG)).trial.wrong);
    assert_eq!(asked(&bench), 0, "no face is asked for before the passcode is right");
    let view = settings(type_in(&mut bench, RIGHT));
    assert_eq!((view.after, view.biometrics), (Some(LockChange::BiometricsOn), Some(true)));
    let view = settings(bench.act(SettingsAct::Biometrics(false)));
    assert_eq!((view.after, view.biometrics), (None, Some(false)));
    assert_eq!(bench.device.faces().stored(), 0, "the secret is deleted");
    assert!(!lock(bench.restart().page()).biometrics);
}

#[test]
fn without_a_passcode_no_face_is_left() {
    let mut bench = turned_on();
    bench.act(SettingsAct::TurnLockOff);
    let view = settings(type_in(&mut bench, RIGHT));
    assert_eq!((view.app_lock, view.biometrics), (Some(false), None));
    assert_eq!(bench.device.faces().stored(), 0, "the secret is deleted");
    token(bench.restart().page());
}

#[test]
fn what_could_not_be_turned_on_is_told_and_nothing_is_kept() {
    for (error, told) in [
        (BiometricError::Cancelled, None),
        (BiometricError::LockedOut, Some(Refusal::Biometrics(BiometricError::LockedOut))),
        (BiometricError::Unavailable, Some(Refusal::Biometrics(BiometricError::Unavailable))),
        (BiometricError::Platform(7), Some(Refusal::Biometrics(BiometricError::Platform(7)))),
    ] {
        let mut bench = offered();
        bench.device.faces().answer(error);
        let view = offer(bench.act(BiometricsAct::Yes));
        assert_eq!((view.working, view.refused), (false, told));
        assert_eq!(bench.device.faces().stored(), 0);
        // The passcode that was set still counts on this page.
        assert_eq!(settings(bench.act(BiometricsAct::Yes)).biometrics, Some(true));
        // From 設定.
        bench.act(SettingsAct::Biometrics(false));
        bench.act(SettingsAct::Biometrics(true));
        bench.device.faces().answer(error);
        match type_in(&mut bench, RIGHT) {
            Page::Settings(view) => assert_eq!((told, view.biometrics), (None, Some(false))),
            page => assert_eq!(passcode(page).refused, told),
        }
    }
}

#[test]
fn a_secret_is_deleted_whose_slot_could_not_be_written() {
    let mut bench = offered();
    bench.device.keys.fail(KeystoreError::Platform(7));
    assert_eq!(offer(bench.act(BiometricsAct::Yes)).refused, Some(Refusal::KeystoreRefused));
    assert_eq!(bench.device.faces().stored(), 0);
    bench.device.keys.work();
    assert_eq!(settings(bench.act(BiometricsAct::Yes)).biometrics, Some(true));
}

/// Whoever finds the phone on the page, and leaves it, has to know the passcode afterwards.
#[test]
fn the_new_passcode_counts_on_the_offers_page_alone() {
    let mut bench = offered();
    bench.act(Action::Back);
    bench.act(Action::ShowTokens);
    bench.act(TokensAct::Remove(serial("SKTS12345678")));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    assert!(lock(bench.act(RemoveAct::Yes)).once_more);
}

#[test]
fn another_passcode_leaves_it_on() {
    let mut bench = turned_on();
    bench.act(SettingsAct::Passcode);
    type_in(&mut bench, RIGHT);
    type_in(&mut bench, "739204");
    let view = settings(type_in(&mut bench, "739204"));
    assert_eq!((view.after, view.biometrics), (Some(LockChange::Changed), Some(true)));
    token(bench.restart().page());
}

// ---- opening

#[test]
fn a_face_is_asked_for_once_by_itself_and_opens_the_app() {
    let bench = turned_on();
    let before = asked(&bench);
    let mut bench = bench.restart();
    assert_eq!(token(bench.page()).serial, "SKTS 1234 5678");
    assert_eq!(asked(&bench), before + 1);
    token(away(&mut bench, 30));
    assert_eq!(asked(&bench), before + 2, "each time that the lock has come down");
}

#[test]
fn what_the_customer_closed_comes_back_with_the_key_alone() {
    let mut bench = closed();
    let before = asked(&bench);
    assert_eq!(lock(bench.press("48")).trial.typed, 2);
    lock(away(&mut bench, 100));
    bench.tell(Event::Tick);
    forgot(bench.act(LockAct::Forgot));
    lock(bench.act(Action::Back));
    assert_eq!(asked(&bench), before, "nobody is asked again by itself");
    bench.device.faces().answer(BiometricError::Cancelled);
    lock(bench.act(LockAct::Biometrics));
    assert_eq!(asked(&bench), before + 1);
    token(bench.act(LockAct::Biometrics));
}

#[test]
fn nobody_is_asked_while_nobody_sees_the_app() {
    let mut bench = turned_on();
    let before = asked(&bench);
    bench.tell(Event::Hidden);
    bench.clock.pass(Duration::from_secs(30));
    lock(bench.tell(Event::Tick));
    assert_eq!(asked(&bench), before);
    token_or_settings(bench.tell(Event::Shown));
    assert_eq!(asked(&bench), before + 1);
}

#[track_caller]
fn token_or_settings(page: Page) {
    assert!(matches!(page, Page::Token(_) | Page::Settings(_)), "{page:?}");
}

#[test]
fn what_was_not_recognised_is_told_and_the_passcode_opens() {
    for error in [BiometricError::LockedOut, BiometricError::Unavailable, BiometricError::Platform(7)] {
        let bench = turned_on();
        bench.device.faces().answer(error);
        let mut bench = bench.restart();
        let view = lock(bench.page());
        assert_eq!((view.unrecognised, view.biometrics, view.trial.trying), (Some(error), true, false));
        token(type_in(&mut bench, RIGHT));
        assert_eq!(settings(bench.act(Action::ShowSettings)).biometrics, Some(true), "it stays on");
    }
}

#[test]
fn changed_fingers_turn_it_off_once_the_passcode_was_entered() {
    let bench = turned_on();
    bench.device.faces().change_fingers();
    let mut bench = bench.restart();
    let view = lock(bench.page());
    assert_eq!((view.unrecognised, view.biometrics), (Some(BiometricError::Invalidated), false));
    lock(bench.act(LockAct::Biometrics));
    let before = asked(&bench);
    token(type_in(&mut bench, RIGHT));
    assert_eq!(settings(bench.act(Action::ShowSettings)).biometrics, Some(false));
    assert_eq!((asked(&bench), bench.device.faces().stored()), (before, 0));
    let view = lock(bench.restart().page());
    assert_eq!((view.unrecognised, view.biometrics), (None, false), "the slot is gone");
}

#[test]
fn a_secret_that_is_gone_turns_it_off_too() {
    let bench = turned_on();
    bench.device.faces().answer(BiometricError::NoEntry);
    let mut bench = bench.restart();
    assert_eq!(lock(bench.page()).unrecognised, Some(BiometricError::NoEntry));
    token(type_in(&mut bench, RIGHT));
    assert!(!lock(bench.restart().page()).biometrics);
}

#[test]
fn wrong_passcodes_keep_no_face_waiting_and_a_face_forgives_none() {
    let mut bench = closed();
    for _ in 0..5 {
        type_in(&mut bench, WRONG);
    }
    let view = lock(bench.page());
    assert_eq!((view.trial.wait, view.biometrics), (Some(30), true));
    token(bench.act(LockAct::Biometrics));
    bench.device.faces().answer(BiometricError::Cancelled);
    let bench = bench.restart();
    let trial = lock(bench.page()).trial;
    assert_eq!((trial.failures, trial.wait), (5, Some(30)));
}

#[test]
fn a_face_opens_and_removing_still_asks_for_the_passcode() {
    let mut bench = turned_on().restart();
    bench.act(Action::ShowTokens);
    bench.act(TokensAct::Remove(serial("SKTS12345678")));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    let view = lock(bench.act(RemoveAct::Yes));
    assert_eq!((view.once_more, view.biometrics), (true, false), "a face does not count for it");
    let before = asked(&bench);
    lock(bench.act(LockAct::Biometrics));
    assert_eq!(asked(&bench), before);
    bench.act(Action::Back);
    bench.act(Action::ShowSettings);
    assert_eq!(passcode(bench.act(SettingsAct::Passcode)).stage, PasscodeStage::Old);
}

// ---- a forgotten passcode

#[test]
fn after_a_face_a_forgotten_passcode_is_chosen_anew() {
    let mut bench = closed();
    for _ in 0..5 {
        type_in(&mut bench, WRONG);
    }
    assert!(forgot(bench.act(LockAct::Forgot)).biometrics);
    let view = passcode(bench.act(ForgotAct::Biometrics));
    assert_eq!((view.aim, view.stage), (Aim::Renew, PasscodeStage::New));
    type_in(&mut bench, "739204");
    let view = settings(type_in(&mut bench, "739204"));
    assert_eq!((view.after, view.biometrics), (Some(LockChange::Changed), Some(true)));
    bench.device.faces().answer(BiometricError::Cancelled);
    let mut bench = bench.restart();
    assert_eq!(lock(bench.page()).trial.failures, 0, "they were those of the passcode before");
    assert!(lock(type_in(&mut bench, RIGHT)).trial.wrong);
    token(type_in(&mut bench, "739204"));
}

#[test]
fn a_face_counts_for_the_new_passcode_on_that_page_alone() {
    let mut bench = closed();
    bench.act(LockAct::Forgot);
    passcode(bench.act(ForgotAct::Biometrics));
    token(bench.act(Action::Back));
    bench.act(Action::ShowSettings);
    assert_eq!(passcode(bench.act(SettingsAct::Passcode)).stage, PasscodeStage::Old);
    // Not even for the change that a page might ask for by mistake.
    let ticket = Ticket::default();
    let code = crate::vault::Passcode::parse("739204").unwrap();
    bench.app.perform_alone(Effect::SetPasscode(ticket, code));
    match bench.events.try_recv() {
        Ok(Event::Changed { result, .. }) => assert_eq!(result, Err(Refusal::PasscodeNeeded)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_new_passcode_that_could_not_be_written_is_chosen_again() {
    let mut bench = closed();
    bench.act(LockAct::Forgot);
    bench.act(ForgotAct::Biometrics);
    type_in(&mut bench, "739204");
    bench.device.keys.fail(KeystoreError::Platform(7));
    let view = passcode(type_in(&mut bench, "739204"));
    assert_eq!((view.stage, view.refused), (PasscodeStage::New, Some(Refusal::KeystoreRefused)));
    bench.device.keys.work();
    type_in(&mut bench, "739204");
    assert_eq!(settings(type_in(&mut bench, "739204")).after, Some(LockChange::Changed));
}

#[test]
fn a_face_that_is_not_recognised_leaves_the_page_of_the_forgotten_passcode() {
    let mut bench = closed();
    bench.act(LockAct::Forgot);
    bench.device.faces().answer(BiometricError::Cancelled);
    let view = forgot(bench.act(ForgotAct::Biometrics));
    assert_eq!((view.asking, view.biometrics, view.unrecognised), (false, true, None));
    bench.device.faces().answer(BiometricError::LockedOut);
    assert_eq!(forgot(bench.act(ForgotAct::Biometrics)).unrecognised, Some(BiometricError::LockedOut));
    bench.device.faces().change_fingers();
    let view = forgot(bench.act(ForgotAct::Biometrics));
    assert_eq!((view.unrecognised, view.biometrics), (Some(BiometricError::Invalidated), false));
    lock(bench.act(Action::Back));
    token(type_in(&mut bench, RIGHT));
}

// ---- while the system asks

#[test]
fn while_the_system_asks_no_key_is_heard() {
    let mut bench = closed();
    bench.press("48");
    let view = lock(bench.begin(LockAct::Biometrics.into()));
    assert_eq!((view.trial.trying, view.trial.typed), (true, 2));
    for action in [Action::Press(Key::Digit(1)), LockAct::Forgot.into(), LockAct::Biometrics.into()] {
        assert_eq!(lock(bench.begin(action)).trial.typed, 2);
    }
    bench.settle();
    token(bench.page());
    let mut bench = closed();
    bench.act(LockAct::Forgot);
    assert!(forgot(bench.begin(ForgotAct::Biometrics.into())).asking);
    for action in [Action::Back, ForgotAct::Delete.into(), ForgotAct::Biometrics.into()] {
        assert!(forgot(bench.begin(action)).asking);
    }
    bench.settle();
    passcode(bench.page());
}

#[test]
fn the_app_locks_only_after_the_system_has_asked() {
    let mut bench = offered();
    bench.app.act(BiometricsAct::Yes.into());
    bench.app.tell(Event::Hidden);
    bench.clock.pass(Duration::from_secs(30));
    bench.app.tell(Event::Tick);
    assert!(offer(bench.page()).working);
    bench.device.faces().answer(BiometricError::Cancelled);
    bench.settle();
    lock(bench.page());
    bench.tell(Event::Shown);
    bench.device.faces().answer(BiometricError::Cancelled);
    assert!(lock(bench.restart().page()).biometrics, "it was turned on");
}

/// The folder was put back with another vault's slot.
#[test]
fn a_face_that_opens_nothing_here_leaves_the_passcode() {
    let bench = turned_on();
    let id = crate::vault::Locked::look(bench.folder.path()).biometric_id().unwrap().unwrap();
    let other = crate::keystore::VaultKey::new(&[9; 32]);
    crate::keystore::BiometricKeystore::store(bench.device.faces(), &id, &other).unwrap();
    let mut bench = bench.restart();
    let view = lock(bench.page());
    assert_eq!((view.unrecognised, view.biometrics), (Some(BiometricError::NoEntry), false));
    token(type_in(&mut bench, RIGHT));
    assert_eq!(settings(bench.act(Action::ShowSettings)).biometrics, Some(false));
}

/// An older file is warned of, whoever is recognised.
#[test]
fn an_older_vault_opens_with_a_face_after_the_warning() {
    let bench = turned_on();
    let older = std::fs::read(bench.folder.path().join("vault.skts")).unwrap();
    let mut bench = bench.restart();
    bench.act(Action::ShowAdd);
    bench.register(OTHER);
    let put_back = |folder: &std::path::Path| std::fs::write(folder.join("vault.skts"), &older).unwrap();
    let (mut bench, ()) = bench.restart_after(put_back);
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::DataOlder);
    bench.act(TroubleAct::UseOlder);
    bench.clock.pass(Duration::from_secs(2));
    token(bench.act(TroubleAct::UseOlder));
}
