//! No code and no seed is shown by `Debug`, and none is said to be on the clipboard that is not.

use crate::app::*;
use crate::testing::*;
use crate::token::Serial;
use std::time::Duration;
use zeroize::Zeroizing;

#[test]
fn nothing_the_app_says_of_itself_shows_a_secret() {
    let mut bench = Bench::new();
    let shown = token(bench.register(URI));
    let model = format!("{:?}", bench.app);
    assert!(!model.contains(&shown.code) && !model.contains("GEZDGNBV"), "{model}");
    let entry = ManualEntry { seed: Zeroizing::new("GEZDGNBV".into()), ..ManualEntry::default() };
    assert!(!format!("{:?}", Action::from(ManualAct::Done(entry))).contains("GEZD"));
    let serial: Serial = "SKTS12345678".parse().unwrap();
    assert!(bench.files().iter().all(|name| !name.contains(serial.as_str())));
}

#[test]
fn neither_what_is_seen_nor_what_is_done_shows_a_code_to_debug() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowToken);
    // In the last seconds two codes are on the screen.
    bench.at(NOON + 14);
    let view = bench.app.look().0;
    let shown = token(view.page.clone());
    let (code, next) = (shown.code.as_str(), shown.next_code.as_deref().unwrap());
    let text = format!("{view:?} {view:#?} {:?} {shown:?}", view.page);
    assert!(!text.contains(code) && !text.contains(next), "{text}");
    assert!(text.contains("SKTS 1234 5678"), "{text}");

    for action in [Action::Speak, Action::Copy(Copied::Code), Action::Copy(Copied::NextCode)] {
        let effects = bench.app.effects_of(action);
        let text = format!("{effects:?} {effects:#?}");
        assert!(text.contains("Speech") || text.contains("ClipboardText("), "{text}");
        assert!(!text.contains(code) && !text.contains(next), "{text}");
    }
}

#[test]
fn a_touch_through_another_apps_window_is_answered_until_it_is_read() {
    let mut bench = Bench::new();
    bench.register(URI);
    let said = |bench: &Bench| bench.app.look().0.frame.obscured;
    assert!(!said(&bench));
    bench.act(Action::OpenMenu);
    bench.tell(Event::Obscured);
    assert!(said(&bench));
    assert!(!bench.view().menu.open, "the menu would cover it");
    bench.act(Action::ShowAbout);
    assert!(said(&bench), "it is true of every page");
    bench.at(NOON + 7);
    assert!(said(&bench));
    assert_eq!(bench.app.look().1, Some(Duration::from_secs(1)), "it goes by itself");
    bench.at(NOON + 8);
    assert!(!said(&bench));
    bench.tell(Event::Obscured);
    bench.act(Action::DismissObscured);
    assert!(!said(&bench));
}

#[test]
fn a_copy_that_failed_is_not_said_to_be_there() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::Copy(Copied::Serial));
    *bench.device.no_clipboard.lock().unwrap() = true;
    // The serial, which was copied a moment before, is not said to be there either.
    assert_eq!(token(bench.act(Action::Copy(Copied::Code))).copied, None);
    assert_eq!(*bench.device.felt.lock().unwrap(), [Touch::Done, Touch::Copied, Touch::Refused]);
    // The notice stays for long enough to be read.
    let said = |bench: &Bench| bench.app.look().0.frame.not_copied;
    assert!(said(&bench));
    bench.at(NOON + 5);
    assert!(said(&bench));
    bench.at(NOON + 6);
    assert!(!said(&bench));
    bench.act(Action::Copy(Copied::Code));
    assert!(said(&bench));
    *bench.device.no_clipboard.lock().unwrap() = false;
    assert_eq!(token(bench.act(Action::Copy(Copied::Code))).copied, Some(Copied::Code));
    assert!(!said(&bench), "what works now is no fault any more");
    // An older code on the clipboard is cleared in its time all the same.
    *bench.device.no_clipboard.lock().unwrap() = true;
    bench.act(Action::Copy(Copied::Code));
    bench.at(NOON + 18);
    assert_eq!(*bench.device.cleared.lock().unwrap(), 1);
}
