//! A clock that is set while the app does not run, or while nobody sees it: a page of its own stands before the code.

use super::nothing;
use crate::app::*;
use crate::testing::*;
use std::fs;
use std::path::Path;
use std::time::Duration;

const A_DAY: u64 = 86_400;

fn registered() -> Bench {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowToken);
    bench
}

#[track_caller]
fn is_told(bench: &Bench) -> bool {
    match bench.page() {
        Page::Moved(_) => true,
        Page::Token(_) => false,
        other => panic!("{other:?}"),
    }
}

/// Forward before the app is opened, and back again afterwards: both are told, each until it was read.
#[test]
fn a_clock_that_is_set_forward_and_back_is_told_both_times() {
    let mut bench = registered();
    for wall in [NOON + A_DAY, NOON] {
        bench.clock.set(wall);
        bench = bench.restart();
        assert!(is_told(&bench));
        assert!(!bench.view().frame.leads_back && !bench.view().frame.has_menu, "nothing leads past it");
        bench = bench.restart();
        assert!(is_told(&bench), "nobody has read of it yet");
        bench.act(MovedAct::Seen);
        assert!(!is_told(&bench));
        bench = bench.restart();
        assert!(!is_told(&bench), "it was read");
    }
}

#[test]
fn ten_minutes_are_a_correction() {
    for (by, told) in [(600, false), (601, true)] {
        for wall in [NOON + by, NOON - by] {
            let bench = registered();
            bench.clock.set(wall);
            assert_eq!(is_told(&bench.restart()), told, "{wall}");
        }
    }
}

#[test]
fn time_that_goes_by_is_not_told() {
    let bench = registered();
    bench.clock.reach(NOON + 400 * A_DAY);
    assert!(!is_told(&bench.restart()));
}

/// The other clock begins anew with the system: only a wall clock that went back can be told.
#[test]
fn over_a_start_of_the_system_only_going_back_is_told() {
    for (wall, told) in [(NOON + A_DAY, false), (NOON - 600, false), (NOON - 601, true)] {
        let bench = registered();
        bench.clock.reboot();
        bench.clock.set(wall);
        assert_eq!(is_told(&bench.restart()), told, "{wall}");
    }
}

/// A phone keeps the app while its customer sets the clock.
#[test]
fn a_clock_that_is_set_while_nobody_sees_the_app_is_told_when_somebody_does() {
    let mut bench = registered();
    bench.clock.reach(NOON + 100);
    bench.tell(Event::Hidden);
    bench.clock.set(NOON + 100 + A_DAY);
    bench.tell(Event::Shown);
    assert!(is_told(&bench));
    bench.act(MovedAct::Seen);
    assert!(!is_told(&bench));
    assert_eq!(bench.banners(), [], "nor is it told a second time");
    bench.tell(Event::Hidden);
    bench.tell(Event::Shown);
    assert!(!is_told(&bench));
}

/// What is typed is not lost to the page; it comes before the next code.
#[test]
fn what_the_customer_was_at_is_not_thrown_away() {
    let mut bench = registered();
    bench.act(Action::ShowAdd);
    bench.act(AddAct::EnterByHand);
    bench.tell(Event::Hidden);
    bench.clock.set(NOON + A_DAY);
    assert!(matches!(bench.tell(Event::Shown), Page::Manual(_)));
    bench.act(Action::ShowToken);
    assert!(is_told(&bench));
}

/// The second half of a double click on the icon presses nothing.
#[test]
fn the_page_does_not_go_before_it_can_be_seen() {
    let mut bench = registered();
    bench.tell(Event::Hidden);
    bench.clock.set(NOON + A_DAY);
    bench.app.tell(Event::Shown);
    bench.app.act(MovedAct::Seen.into());
    assert!(is_told(&bench));
    bench.clock.pass(Duration::from_millis(500));
    bench.app.act(MovedAct::Seen.into());
    assert!(!is_told(&bench));
}

#[cfg(unix)]
/// Whoever writes the record can have the page shown once, and keep nobody from a code.
#[test]
fn a_hostile_record_locks_nobody_out() {
    let whole = |wall: &str| format!(r#"{{"wall":{wall},"since_boot":3,"boot":"boot-1","steady_since":0}}"#);
    let link = |path: &Path| std::os::unix::fs::symlink("/dev/zero", path).unwrap();
    type Spoil = Box<dyn Fn(&Path)>;
    let cases: [(Spoil, bool); 8] = [
        (Box::new(|path| drop(fs::remove_file(path))), false),
        (Box::new(|path| fs::write(path, "").unwrap()), false),
        (Box::new(|path| fs::write(path, b"\xff{").unwrap()), false),
        (Box::new(|path| fs::write(path, "[".repeat(60_000)).unwrap()), false),
        (Box::new(move |path| fs::write(path, whole("18446744073709551615")).unwrap()), true),
        (Box::new(move |path| fs::write(path, whole("-1")).unwrap()), false),
        (
            Box::new(move |path| {
                fs::remove_file(path).unwrap();
                link(path);
            }),
            false,
        ),
        (
            Box::new(|path| {
                fs::remove_file(path).unwrap();
                fs::create_dir(path).unwrap();
            }),
            false,
        ),
    ];
    for (number, (spoil, told)) in cases.into_iter().enumerate() {
        let (mut bench, ()) = registered().restart_after(|folder| spoil(&folder.join("last-run.json")));
        assert_eq!(is_told(&bench), told, "{number}");
        if told {
            bench.act(MovedAct::Seen);
            assert!(!is_told(&bench), "{number}");
        }
        assert!(!is_told(&bench.restart()), "{number}: nor at the next start");
    }
}

/// What was removed goes when its days are over by a clock that nobody has set meanwhile; else it stays.
#[test]
fn removed_tokens_expire_only_by_a_clock_that_was_steady() {
    let late = NOON + 15 * A_DAY;
    type GoesBy = fn(&HandClock, u64);
    let cases: [(GoesBy, usize); 3] = [
        (|clock, late| clock.reach(late), 0),
        (|clock, late| clock.set(late), 1),
        (
            |clock, late| {
                clock.reboot();
                clock.set(late);
            },
            1,
        ),
    ];
    for (number, (goes_by, left)) in cases.into_iter().enumerate() {
        let mut bench = registered();
        bench.act(Action::ShowAdd);
        bench.paste(REISSUED);
        bench.act(ConfirmAct::Yes);
        bench.replace_for_sure("5678");
        goes_by(&bench.clock, late);
        let mut bench = bench.restart();
        if is_told(&bench) {
            bench.act(MovedAct::Seen);
        }
        // Nor at the next start by the clock that is wrong.
        bench = bench.restart();
        let opened = look(bench.folder.path(), KeystoreChoice::Best, &*bench.device, nothing()).unwrap();
        assert_eq!(opened.removed().len(), left, "{number}");
    }
}

/// The customer types a token by hand, and sets the clock to the next day while nobody sees the window.
fn set_unseen(bench: &mut Bench) {
    bench.act(Action::ShowAdd);
    bench.act(AddAct::EnterByHand);
    bench.tell(Event::Hidden);
    bench.clock.set(NOON + A_DAY);
    bench.tell(Event::Shown);
}

/// The page comes long after the clock was set, under a finger that presses twice.
#[test]
fn the_page_hears_nothing_in_its_first_half_second_whenever_it_comes() {
    let mut bench = registered();
    set_unseen(&mut bench);
    bench.clock.pass(Duration::from_secs(60));
    bench.app.act(Action::ShowToken);
    bench.app.act(MovedAct::Seen.into());
    assert!(is_told(&bench));
}

/// The banner of a jump says less than the page, and its press does not take the page away.
#[test]
fn the_banner_does_not_answer_for_the_page() {
    let mut bench = registered();
    set_unseen(&mut bench);
    bench.act(Action::AcceptClock);
    bench.act(Action::ShowToken);
    assert!(is_told(&bench));
    bench = bench.restart();
    assert!(is_told(&bench), "nobody has read of it yet");
}

/// A token that can be brought back has codes as soon as it is.
#[test]
fn a_clock_that_was_set_is_told_before_a_token_that_is_brought_back() {
    let mut bench = registered();
    bench.act(Action::ShowTokens);
    bench.act(TokensAct::Remove(serial("SKTS12345678")));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    bench.act(RemoveAct::Yes);
    bench.clock.set(NOON + A_DAY);
    let mut bench = bench.restart();
    let Page::Former(former) = bench.act(Action::ShowFormer) else { panic!("{:?}", bench.page()) };
    bench.act(FormerAct::BringBack(former.rows[0].id));
    assert!(is_told(&bench));
}
