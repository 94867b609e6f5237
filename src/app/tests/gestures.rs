//! What cannot be undone takes two different gestures.

use crate::app::*;
use crate::testing::*;
use std::time::Duration;

/// A bench that is asked whether the token's seed is to be replaced, at the moment in which the question comes.
fn asked_just_now() -> Bench {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowAdd);
    bench.device.hold(REISSUED);
    bench.app.act(AddAct::Paste.into());
    while !matches!(bench.page(), Page::Confirm(_)) {
        let event = bench.events.try_recv().expect("the text is read and compared");
        bench.app.tell(event);
    }
    bench
}

fn asked_for_sure() -> Bench {
    let mut bench = asked_just_now();
    bench.clock.pass(Duration::from_millis(500));
    bench.app.act(ConfirmAct::Yes.into());
    assert_eq!(confirm(bench.page()).step, ConfirmStep::ReplaceForSure);
    bench
}

#[test]
fn a_press_that_comes_with_the_question_is_not_its_answer() {
    for answer in [ConfirmAct::Yes, ConfirmAct::No] {
        let mut bench = asked_just_now();
        bench.clock.pass(Duration::from_millis(499));
        bench.app.act(answer.into());
        assert_eq!(confirm(bench.page()).step, ConfirmStep::Replace);
    }
}

#[test]
fn a_double_click_passes_one_question() {
    let mut bench = asked_for_sure();
    bench.app.act(ConfirmAct::Yes.into());
    bench.clock.pass(Duration::from_secs(10));
    bench.app.act(ConfirmAct::Yes.into());
    bench.settle();
    assert_eq!(confirm(bench.page()).step, ConfirmStep::ReplaceForSure, "nothing was typed");
}

#[test]
fn the_second_question_takes_its_time_and_the_serials_last_digits() {
    let mut bench = asked_for_sure();
    let mut typed = |text: &str| {
        bench.app.act(ConfirmAct::Typed(text.into()).into());
        confirm(bench.page())
    };
    for (text, ending) in [
        ("", Ending::Missing(4)),
        ("56", Ending::Missing(2)),
        ("5679", Ending::Differs),
        ("56789", Ending::Differs),
        ("1234", Ending::Differs),
        ("５６７８", Ending::Right),
        ("56 78", Ending::Right),
    ] {
        let shown = typed(text);
        assert_eq!((shown.ending, shown.can_say_yes), (Some(ending), false), "{text:?}, at once");
    }
    assert_eq!(bench.app.look().1, Some(Duration::from_secs(2)), "the button wakes by itself");
    bench.clock.pass(Duration::from_millis(1_999));
    bench.app.act(ConfirmAct::Yes.into());
    assert!(!confirm(bench.page()).can_say_yes);
    bench.clock.pass(Duration::from_millis(1));
    assert!(confirm(bench.page()).can_say_yes);
    assert_eq!(bench.app.look().1, None, "nothing more changes by itself");
    bench.app.act(ConfirmAct::Yes.into());
    bench.settle();
    assert!(matches!(bench.page(), Page::Registered(_)));
}
