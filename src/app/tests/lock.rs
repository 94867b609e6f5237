//! The app lock: it is set, changed and turned off; while it is down nothing else is heard; waits are not shortened.

use super::*;
use crate::keystore::Attempts;

pub(super) const RIGHT: &str = "482913";
pub(super) const WRONG: &str = "482914";

#[track_caller]
pub(super) fn lock(page: Page) -> LockView {
    match page {
        Page::Lock(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

#[track_caller]
pub(super) fn passcode(page: Page) -> PasscodeView {
    match page {
        Page::Passcode(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

#[track_caller]
pub(super) fn settings(page: Page) -> SettingsView {
    match page {
        Page::Settings(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

#[track_caller]
pub(super) fn forgot(page: Page) -> ForgotView {
    match page {
        Page::Forgot(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

/// The keys, and what follows from the last one.
pub(super) fn type_in(bench: &mut Bench, digits: &str) -> Page {
    bench.press(digits);
    bench.settle();
    bench.page()
}

/// A bench with a token and an app lock, on its settings.
pub(super) fn with_passcode() -> Bench {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::Passcode);
    type_in(&mut bench, RIGHT);
    let view = settings(type_in(&mut bench, RIGHT));
    assert_eq!((view.after, view.app_lock), (Some(LockChange::Set), Some(true)));
    bench
}

pub(super) fn locked() -> Bench {
    with_passcode().restart()
}

/// The app out of sight for so long, and back.
pub(super) fn away(bench: &mut Bench, seconds: u64) -> Page {
    bench.tell(Event::Hidden);
    bench.clock.pass(Duration::from_secs(seconds));
    bench.tell(Event::Shown)
}

#[test]
fn without_a_token_there_is_nothing_to_lock() {
    let mut bench = Bench::new();
    assert_eq!(settings(bench.act(Action::ShowSettings)).app_lock, None);
    assert!(matches!(bench.act(SettingsAct::Passcode), Page::Settings(_)));
}

#[test]
fn a_passcode_is_set_by_two_entries_and_opens_after_a_restart() {
    let mut bench = locked();
    let view = lock(bench.page());
    assert_eq!((view.trial, view.once_more), (TrialView::default(), false));
    assert_eq!(lock(bench.press("482")).trial.typed, 3);
    assert_eq!(lock(bench.act(Action::Press(Key::Erase))).trial.typed, 2);
    assert_eq!(token(type_in(&mut bench, "2913")).serial, "SKTS 1234 5678");
}

#[test]
fn another_second_entry_keeps_the_first() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowSettings);
    assert_eq!(passcode(bench.act(SettingsAct::Passcode)).stage, PasscodeStage::New);
    assert_eq!(passcode(type_in(&mut bench, RIGHT)).stage, PasscodeStage::Again);
    let view = passcode(type_in(&mut bench, WRONG));
    assert_eq!((view.stage, view.differs, view.trial.typed), (PasscodeStage::Again, true, 0));
    assert!(!passcode(bench.press("4")).differs, "it is not said of what is typed now");
    bench.act(PasscodeAct::StartOver);
    assert_eq!(passcode(type_in(&mut bench, WRONG)).stage, PasscodeStage::Again);
    assert_eq!(settings(type_in(&mut bench, WRONG)).app_lock, Some(true));
    let mut bench = bench.restart();
    assert!(lock(type_in(&mut bench, RIGHT)).trial.wrong);
    token(type_in(&mut bench, WRONG));
}

#[test]
fn an_easy_one_is_advised_against_once() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::Passcode);
    let view = passcode(type_in(&mut bench, "111111"));
    assert_eq!((view.stage, view.easy), (PasscodeStage::New, true));
    assert_eq!(passcode(type_in(&mut bench, "123456")).stage, PasscodeStage::Again);
    assert_eq!(settings(type_in(&mut bench, "123456")).app_lock, Some(true));
}

#[test]
fn it_is_changed_and_turned_off_with_the_one_that_is_there() {
    let mut bench = with_passcode();
    bench.act(SettingsAct::Passcode);
    assert!(passcode(type_in(&mut bench, WRONG)).trial.wrong);
    assert_eq!(passcode(type_in(&mut bench, RIGHT)).stage, PasscodeStage::New);
    type_in(&mut bench, "739204");
    assert_eq!(settings(type_in(&mut bench, "739204")).after, Some(LockChange::Changed));
    let mut bench = bench.restart();
    assert!(lock(type_in(&mut bench, RIGHT)).trial.wrong);
    token(type_in(&mut bench, "739204"));
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::TurnLockOff);
    assert!(passcode(type_in(&mut bench, WRONG)).trial.wrong);
    let view = settings(type_in(&mut bench, "739204"));
    assert_eq!((view.after, view.app_lock), (Some(LockChange::Off), Some(false)));
    token(bench.restart().page());
}

/// Whoever finds the phone on the page of the new passcode, and leaves it, has to know the old one afterwards.
#[test]
fn the_old_one_counts_on_the_page_alone_on_which_it_was_given() {
    let mut bench = with_passcode();
    bench.act(SettingsAct::Passcode);
    assert_eq!(passcode(type_in(&mut bench, RIGHT)).stage, PasscodeStage::New);
    bench.act(Action::Back);
    assert_eq!(passcode(bench.act(SettingsAct::Passcode)).stage, PasscodeStage::Old);
    bench.act(Action::Back);
    bench.act(Action::ShowTokens);
    bench.act(TokensAct::Remove(serial("SKTS12345678")));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    assert!(lock(bench.act(RemoveAct::Yes)).once_more);
}

#[test]
fn a_token_goes_after_the_passcode_was_given_once_more() {
    let mut bench = locked();
    // What has just opened the vault is asked for all the same.
    type_in(&mut bench, RIGHT);
    bench.act(Action::ShowTokens);
    bench.act(TokensAct::Remove(serial("SKTS12345678")));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    assert!(lock(bench.act(RemoveAct::Yes)).once_more);
    assert!(lock(type_in(&mut bench, WRONG)).trial.wrong);
    match bench.act(Action::Back) {
        Page::Remove(view) => assert_eq!(view.refused, Some(Refusal::PasscodeNeeded)),
        other => panic!("{other:?}"),
    }
    assert!(lock(bench.act(RemoveAct::Yes)).once_more);
    match type_in(&mut bench, RIGHT) {
        Page::Former(view) => assert_eq!(view.after, Some(Gone::ForNow)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_token_is_replaced_after_the_passcode_was_given_once_more() {
    let mut bench = with_passcode();
    let old = token(bench.act(Action::ShowToken));
    bench.act(Action::ShowAdd);
    bench.paste(REISSUED);
    bench.act(ConfirmAct::Yes);
    assert!(lock(bench.replace_for_sure("5678")).once_more);
    assert_eq!(confirm(bench.act(Action::Back)).refused, Some(Refusal::PasscodeNeeded));
    bench.act(ConfirmAct::Yes);
    assert_ne!(token(type_in(&mut bench, RIGHT)).code, old.code);
}

#[test]
fn while_the_lock_is_down_nothing_else_is_heard_and_nothing_is_named() {
    let mut bench = locked();
    let actions = [
        Action::OpenMenu,
        Action::Back,
        Action::ShowToken,
        Action::ShowTokens,
        Action::ShowFormer,
        Action::ShowAdd,
        Action::ShowAbout,
        Action::ShowSettings,
        Action::ChooseMode(Mode::Simple),
        Action::SelectToken(serial("SKTS12345678")),
        Action::Copy(Copied::Code),
        Action::Copy(Copied::Serial),
        Action::Speak,
        Action::FilesDropped(vec!["a".into()]),
        AddAct::Paste.into(),
        SettingsAct::HideCode(true).into(),
        ConfirmAct::Yes.into(),
    ];
    for action in actions {
        let text = format!("{action:?}");
        lock(bench.act(action));
        let view = bench.view();
        assert!(!view.menu.open && !view.frame.has_menu && !view.frame.leads_back, "{text}");
        assert!(!format!("{view:?}").contains("5678"), "{text}: a serial");
    }
    assert!(bench.device.copied.lock().unwrap().is_empty() && bench.device.spoken.lock().unwrap().is_empty());
    assert!(!load_settings(bench.folder.path()).hide_code);
}

#[test]
fn what_another_app_sends_waits_behind_the_lock() {
    let mut bench = locked();
    lock(bench.tell(Event::Offered(Source::Text(zeroize::Zeroizing::new(OTHER.to_owned())))));
    assert!(matches!(type_in(&mut bench, RIGHT), Page::Arrival(_)));
}

#[test]
fn wrong_ones_wait_and_neither_a_restart_nor_the_clock_shortens_it() {
    let mut bench = locked();
    for failures in 1..5 {
        let trial = lock(type_in(&mut bench, WRONG)).trial;
        assert_eq!((trial.wrong, trial.failures, trial.wait), (true, failures, None));
    }
    let trial = lock(type_in(&mut bench, WRONG)).trial;
    assert_eq!((trial.failures, trial.wait), (5, Some(30)));
    assert_eq!(bench.app.look().1, Some(Duration::from_secs(1)), "it is counted down");
    assert_eq!(lock(type_in(&mut bench, RIGHT)).trial.typed, 0, "no key is taken");
    bench.clock.pass(Duration::from_millis(10_500));
    assert_eq!(lock(bench.tell(Event::Tick)).trial.wait, Some(20), "never less than there is");
    assert_eq!(bench.app.look().1, Some(Duration::from_millis(500)));
    let mut bench = bench.restart();
    assert_eq!(lock(bench.page()).trial, TrialView { failures: 5, wait: Some(20), ..TrialView::default() });
    bench.set_clock(NOON + 86_400);
    bench.set_clock(NOON);
    assert_eq!(lock(bench.page()).trial.wait, Some(20));
    bench.clock.reboot();
    let mut bench = bench.restart();
    assert_eq!(lock(bench.page()).trial.wait, Some(30), "a restart of the system begins it anew");
    bench.at(NOON + 30);
    assert_eq!(lock(bench.page()).trial.wait, None);
    assert_eq!(lock(type_in(&mut bench, WRONG)).trial.wait, Some(60));
    bench.at(NOON + 90);
    token(type_in(&mut bench, RIGHT));
    assert_eq!(bench.app.look().1, Some(Duration::from_millis(400)), "nothing is counted down any more");
}

#[test]
fn the_app_locks_when_nobody_sees_it_for_the_chosen_time() {
    for (after, seconds) in [
        (LockAfter::AtOnce, 0),
        (LockAfter::HalfMinute, 30),
        (LockAfter::Minute, 60),
        (LockAfter::FiveMinutes, 300),
    ] {
        let mut bench = with_passcode();
        settings(bench.act(SettingsAct::LockAfter(after)));
        bench.act(Action::ShowToken);
        if seconds > 0 {
            token(away(&mut bench, seconds - 1));
        }
        lock(away(&mut bench, seconds));
        token(type_in(&mut bench, RIGHT));
    }
}

#[test]
fn the_key_goes_while_nobody_sees_the_app() {
    let mut bench = with_passcode();
    bench.act(Action::ShowToken);
    bench.tell(Event::Hidden);
    assert_eq!(bench.app.look().1, Some(Duration::from_secs(30)), "a timer, though nobody sees the window");
    bench.clock.pass(Duration::from_secs(30));
    lock(bench.tell(Event::Tick));
    let folder = bench.folder.path().to_owned();
    // The vault's lock is free: the process holds the vault no longer.
    let why = open(&folder, KeystoreChoice::Best, &*bench.device, nothing()).err().unwrap();
    assert!(matches!(why, NotOpened::Barred(Barred { why: Bar::Untried, .. })), "{why:?}");
}

#[test]
fn without_a_passcode_the_app_never_locks() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::LockAfter(LockAfter::AtOnce));
    bench.act(Action::ShowToken);
    token(away(&mut bench, 500));
}

#[test]
fn what_is_begun_stays_behind_the_lock_and_what_is_typed_goes() {
    let mut bench = with_passcode();
    bench.act(Action::ShowGuides);
    lock(away(&mut bench, 30));
    assert!(matches!(type_in(&mut bench, RIGHT), Page::Guides(_)));
    bench.act(Action::ShowAdd);
    bench.act(AddAct::EnterByHand);
    lock(away(&mut bench, 30));
    token(type_in(&mut bench, RIGHT));
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::Passcode);
    bench.press("48");
    lock(away(&mut bench, 30));
    token(type_in(&mut bench, RIGHT));
}

/// The camera's page hides the app's own window.
#[test]
fn what_the_camera_found_is_heard_once_the_vault_is_open() {
    let mut bench = with_passcode();
    bench.act(Action::ShowAdd);
    bench.device.hold(URI);
    bench.app.act(AddAct::Paste.into());
    bench.app.tell(Event::Hidden);
    bench.clock.pass(Duration::from_secs(30));
    bench.app.tell(Event::Shown);
    bench.settle();
    lock(bench.page());
    // The token is compared with what the vault holds, and so known.
    assert_eq!(confirm(type_in(&mut bench, RIGHT)).step, ConfirmStep::AlreadyHere);
}

#[test]
fn a_token_that_is_being_stored_is_stored_before_the_app_locks() {
    let mut bench = with_passcode();
    bench.act(Action::ShowAdd);
    bench.paste(OTHER);
    bench.app.act(ConfirmAct::Yes.into());
    bench.app.tell(Event::Hidden);
    bench.clock.pass(Duration::from_secs(30));
    bench.app.tell(Event::Shown);
    assert!(confirm(bench.page()).storing);
    bench.settle();
    lock(bench.page());
    type_in(&mut bench, RIGHT);
    assert_eq!(token(bench.act(Action::ShowToken)).tokens.len(), 2);
}

#[test]
fn a_question_for_the_passcode_gives_way_to_the_lock() {
    let mut bench = with_passcode();
    bench.act(Action::ShowTokens);
    bench.act(TokensAct::Remove(serial("SKTS12345678")));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    assert!(lock(bench.act(RemoveAct::Yes)).once_more);
    assert!(!lock(away(&mut bench, 30)).once_more);
    assert_eq!(token(type_in(&mut bench, RIGHT)).serial, "SKTS 1234 5678", "nothing was removed");
}

#[test]
fn what_could_not_be_written_is_said_and_the_lock_is_as_it_was() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::Passcode);
    type_in(&mut bench, RIGHT);
    bench.device.keys.fail(KeystoreError::Platform(7));
    let view = passcode(type_in(&mut bench, RIGHT));
    assert_eq!((view.stage, view.refused), (PasscodeStage::New, Some(Refusal::KeystoreRefused)));
    bench.device.keys.work();
    token(bench.restart().page());
}

/// Neither the model nor what it says of itself shows what is typed.
#[test]
fn no_digit_is_shown_by_anything() {
    let mut bench = locked();
    bench.press("48291");
    let text = format!("{:?} {:?}", bench.app, bench.view());
    assert!(!text.contains("48291") && !text.contains("4829"), "{text}");
    let effects = bench.app.effects_of(Action::Press(Key::Digit(3)));
    assert!(matches!(effects[..], [Effect::Unlock(_)]));
    assert!(!format!("{effects:?}").contains("482913"));
}

/// A keystore that takes no note of the try allows none.
#[test]
fn tries_are_noted_under_the_vaults_key() {
    let mut bench = locked();
    type_in(&mut bench, WRONG);
    let id = crate::vault::Locked::look(bench.folder.path()).inspect().unwrap().unwrap();
    let noted = crate::keystore::Keystore::attempts(&*bench.device.keys, &id).unwrap();
    assert_eq!(noted.map(|noted: Attempts| noted.failures()), Some(1));
    token(type_in(&mut bench, RIGHT));
    let noted = crate::keystore::Keystore::attempts(&*bench.device.keys, &id).unwrap();
    assert_eq!(noted.map(|noted| noted.failures()), Some(0));
}
