//! Whoever sets the clock by more than ten minutes while the app runs, to see the codes of another time, is asked for the
//! passcode first.

use super::lock::{RIGHT, lock, type_in, with_passcode};
use super::*;

fn at_the_token() -> Bench {
    let mut bench = with_passcode();
    token(bench.act(Action::ShowToken));
    bench
}

#[test]
fn a_clock_that_is_set_locks_the_app_once() {
    for wall in [NOON + 601, NOON - 601] {
        let mut bench = at_the_token();
        lock(bench.set_clock(wall));
        // The page that says what was seen stands before the code.
        assert!(matches!(type_in(&mut bench, RIGHT), Page::Moved(_)));
        token(bench.act(MovedAct::Seen));
        token(bench.tell(Event::Tick));
        bench.clock.pass(Duration::from_secs(60));
        token(bench.tell(Event::Tick));
        lock(bench.set_clock(NOON + 7200));
    }
}

#[test]
fn a_correction_and_time_that_goes_by_lock_nothing() {
    let mut bench = at_the_token();
    token(bench.set_clock(NOON + 600));
    token(bench.set_clock(NOON - 600));
    token(bench.at(NOON + 86_400));
}

/// Many small steps are as one large one.
#[test]
fn a_clock_that_is_set_by_and_by_locks_the_app_too() {
    let mut bench = at_the_token();
    token(bench.set_clock(NOON + 300));
    token(bench.set_clock(NOON + 600));
    lock(bench.set_clock(NOON + 900));
}

#[test]
fn a_clock_that_is_set_while_nobody_sees_the_app_locks_it_at_once() {
    let mut bench = at_the_token();
    bench.tell(Event::Hidden);
    bench.clock.set(NOON + 3600);
    lock(bench.tell(Event::Shown));
    assert!(matches!(type_in(&mut bench, RIGHT), Page::Moved(_)));
}

/// What was set while the app was locked is told, and locks it no second time.
#[test]
fn a_clock_that_is_set_while_the_app_is_locked_locks_it_no_second_time() {
    let mut bench = at_the_token();
    bench.tell(Event::Hidden);
    bench.clock.pass(Duration::from_secs(30));
    lock(bench.tell(Event::Shown));
    lock(bench.set_clock(NOON + 7200));
    assert!(matches!(type_in(&mut bench, RIGHT), Page::Moved(_)));
    token(bench.act(MovedAct::Seen));
    token(bench.tell(Event::Tick));
}

#[test]
fn without_a_passcode_the_warning_is_all() {
    let mut bench = Bench::new();
    bench.register(URI);
    token(bench.act(Action::ShowToken));
    token(bench.set_clock(NOON + 3600));
    assert_eq!(bench.banners(), [Banner::ClockChanged]);
}
