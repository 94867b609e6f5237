//! The phone's screen goes off, and the app locks at once: before the time that the customer chose, and whatever is shown.

use super::*;

const RIGHT: &str = "482913";

#[track_caller]
fn is_locked(bench: &Bench) -> bool {
    match bench.page() {
        Page::Lock(view) => !view.once_more,
        Page::Token(_) | Page::Guides(_) | Page::Settings(_) | Page::Confirm(_) | Page::Tokens(_) => false,
        other => panic!("another page: {other:?}"),
    }
}

fn type_in(bench: &mut Bench) -> Page {
    bench.press(RIGHT);
    bench.settle();
    bench.page()
}

/// A token behind a passcode, which is asked for after five minutes out of sight.
fn with_passcode() -> Bench {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::Passcode);
    type_in(&mut bench);
    type_in(&mut bench);
    bench.act(SettingsAct::LockAfter(LockAfter::FiveMinutes));
    bench.act(Action::ShowToken);
    bench
}

/// What comes of a vault that the keeper holds no longer: another one may open it.
fn key_is_gone(bench: &Bench) -> bool {
    let folder = bench.folder.path().to_owned();
    let why = open(&folder, KeystoreChoice::Best, &*bench.device, nothing()).err();
    matches!(why, Some(NotOpened::Barred(Barred { why: Bar::Untried, .. })))
}

#[test]
fn the_app_locks_at_once_whatever_the_customer_chose() {
    // Android tells of the screen before or after the window is hidden; it does not always hide the window.
    for order in [
        vec![Event::ScreenOff],
        vec![Event::ScreenOff, Event::Hidden],
        vec![Event::Hidden, Event::ScreenOff],
        vec![Event::ScreenOff, Event::Hidden, Event::Shown],
        vec![Event::Hidden, Event::ScreenOff, Event::Shown],
        vec![Event::Hidden, Event::Shown, Event::ScreenOff],
    ] {
        let text = format!("{order:?}");
        let mut bench = with_passcode();
        order.into_iter().for_each(|event| drop(bench.tell(event)));
        assert!(is_locked(&bench) && key_is_gone(&bench), "{text}");
        bench.tell(Event::Shown);
        token(type_in(&mut bench));
        bench.tell(Event::Tick);
        assert!(!is_locked(&bench), "{text}: it locks once");
    }
}

#[test]
fn without_a_passcode_nothing_is_locked() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowToken);
    for event in [Event::ScreenOff, Event::Hidden, Event::Shown] {
        token(bench.tell(event));
    }
}

#[test]
fn a_screen_that_went_off_before_there_was_a_lock_counts_no_more() {
    let mut bench = Bench::new();
    bench.register(URI);
    [Event::Hidden, Event::ScreenOff, Event::Shown].into_iter().for_each(|event| drop(bench.tell(event)));
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::Passcode);
    type_in(&mut bench);
    type_in(&mut bench);
    assert!(!is_locked(&bench));
}

/// The passcode is stretched for a second. Whoever picks the phone up afterwards must not find it open.
#[test]
fn a_vault_that_opens_after_the_screen_went_off_locks_again() {
    for order in [[Event::ScreenOff, Event::Hidden], [Event::Hidden, Event::ScreenOff]] {
        let text = format!("{order:?}");
        let mut bench = with_passcode().restart();
        for digit in RIGHT.bytes() {
            bench.app.act(Action::Press(Key::Digit(digit - b'0')));
        }
        order.into_iter().for_each(|event| bench.app.tell(event));
        bench.settle();
        assert!(is_locked(&bench) && key_is_gone(&bench), "{text}");
        bench.tell(Event::Shown);
        token(type_in(&mut bench));
    }
}

/// Android holds its word back for an app that nobody sees, and gives it when the app is back. What is opened then without
/// a key, by a face or a finger, stays open.
#[test]
fn what_is_told_late_does_not_lock_what_was_opened_since() {
    let mut bench = with_passcode().restart();
    for digit in RIGHT.bytes() {
        bench.app.act(Action::Press(Key::Digit(digit - b'0')));
    }
    bench.app.tell(Event::ScreenOff);
    bench.settle();
    bench.tell(Event::Tick);
    token(bench.page());
}

#[test]
fn a_token_that_is_being_stored_is_stored_before_the_app_locks() {
    let mut bench = with_passcode();
    bench.act(Action::ShowAdd);
    bench.paste(OTHER);
    bench.app.act(ConfirmAct::Yes.into());
    bench.app.tell(Event::ScreenOff);
    assert!(confirm(bench.page()).storing);
    bench.app.tell(Event::Shown);
    bench.settle();
    assert!(is_locked(&bench));
    type_in(&mut bench);
    assert_eq!(token(bench.act(Action::ShowToken)).tokens.len(), 2);
}

#[test]
fn a_question_for_the_passcode_gives_way_to_the_lock() {
    let mut bench = with_passcode();
    bench.act(Action::ShowTokens);
    bench.act(TokensAct::Remove(serial("SKTS12345678")));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    bench.act(RemoveAct::Yes);
    bench.tell(Event::ScreenOff);
    assert!(is_locked(&bench));
    assert_eq!(token(type_in(&mut bench)).serial, "SKTS 1234 5678", "nothing was removed");
}
