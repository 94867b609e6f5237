//! A wall clock that is set while the app runs: it warns until the customer accepts it, and keeps no code
//! on the clipboard.

use crate::app::*;
use crate::provisioning::DraftError;
use crate::testing::*;

/// `URI`, issued at this moment.
fn issued(seconds: u64) -> String {
    format!("{URI}&iat={seconds}")
}

#[test]
fn a_jump_is_told_until_it_is_accepted() {
    let mut bench = Bench::new();
    bench.register(URI);
    assert_eq!(bench.banners(), []);
    bench.set_clock(NOON + 3600);
    assert_eq!(bench.banners(), [Banner::ClockChanged]);
    match bench.act(Action::ShowClock) {
        Page::Clock(clock) => assert!(clock.changed, "the app knows that it was set, not that it is wrong"),
        other => panic!("{other:?}"),
    }
    bench.act(Action::Back);
    // Neither another token nor opening again makes a wrong clock right.
    bench.act(Action::ShowAdd);
    bench.register(OTHER);
    assert_eq!(bench.banners(), [Banner::ClockChanged]);
    bench.act(TroubleAct::TryAgain);
    assert_eq!(bench.banners(), [Banner::ClockChanged]);
    bench.act(Action::AcceptClock);
    assert_eq!(bench.banners(), []);
    // The next jump is measured from the clock that the customer accepted.
    bench.set_clock(NOON);
    assert_eq!(bench.banners(), [Banner::ClockChanged]);
}

#[test]
fn time_that_goes_by_is_no_jump() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.at(NOON + 1_000_000);
    assert_eq!(bench.banners(), []);
}

#[test]
fn a_clock_before_a_tokens_issue_is_told_while_that_token_is_shown() {
    let mut bench = Bench::new();
    bench.register(OTHER);
    bench.act(Action::ShowAdd);
    bench.register(&issued(NOON + 86_400));
    assert_eq!(bench.banners(), [Banner::ClockWrong]);
    bench.act(Action::SelectToken(serial("SKTS87654321")));
    assert_eq!(bench.banners(), [], "another token says nothing of this clock");
    bench.act(Action::SelectToken(serial("SKTS12345678")));
    assert_eq!(bench.banners(), [Banner::ClockWrong]);
    assert_eq!(bench.restart().banners(), [Banner::ClockWrong], "it is still the one that is shown");
}

#[test]
fn a_token_of_a_day_that_is_to_come_is_refused() {
    for (ahead, taken) in [(2 * 86_400, true), (2 * 86_400 + 1, false)] {
        let mut bench = Bench::new();
        let page = bench.paste(&issued(NOON + ahead));
        match taken {
            true => assert_eq!(confirm(page).step, ConfirmStep::New),
            false => assert_eq!(refused(page), Refusal::Draft(DraftError::IssuedAhead)),
        }
    }
}

#[test]
fn a_clock_that_is_set_back_leaves_no_code_on_the_clipboard() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::Copy(Copied::Code));
    bench.set_clock(NOON - 86_400);
    bench.at(NOON - 86_400 + 17);
    assert_eq!(*bench.device.cleared.lock().unwrap(), 0);
    bench.at(NOON - 86_400 + 18);
    assert_eq!(*bench.device.cleared.lock().unwrap(), 1);
}

/// The code on the screen belongs to a step that the clock, set back since, reaches in a day.
#[test]
fn a_code_of_tomorrow_leaves_the_clipboard_too() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.clock.set(NOON - 86_400);
    bench.app.act(Action::Copy(Copied::Code));
    assert_eq!(bench.device.copied.lock().unwrap().len(), 1);
    bench.at(NOON - 86_400 + 60);
    assert_eq!(*bench.device.cleared.lock().unwrap(), 1);
}
