//! Three faults that customers could meet: a question that changed while it was being stored, a token that a
//! failed store threw away, and an answer that came late and opened its page over another one.

use crate::app::*;
use crate::keystore::KeystoreError;
use crate::testing::*;
use std::time::Duration;

#[test]
fn a_reissue_keeps_its_question_while_it_is_stored() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowAdd);
    bench.paste(REISSUED);
    bench.act(ConfirmAct::Yes);
    bench.act(ConfirmAct::Typed("5678".into()));
    bench.clock.pass(Duration::from_secs(2));
    bench.app.act(ConfirmAct::Yes.into());
    let shown = confirm(bench.page());
    assert!(shown.storing);
    assert_eq!((shown.step, shown.serial.as_str()), (ConfirmStep::ReplaceForSure, "SKTS 1234 5678"));
    bench.settle();
    assert!(matches!(bench.page(), Page::Registered(_)));
}

#[test]
fn a_store_that_failed_keeps_the_confirmed_token_and_yes_tries_again() {
    let mut bench = Bench::new();
    bench.device.keys.fail(KeystoreError::NoPasscode);
    bench.paste(URI);
    for _ in 0..2 {
        let shown = confirm(bench.act(ConfirmAct::Yes));
        assert_eq!((shown.refused, shown.storing), (Some(Refusal::NoPasscode), false));
        assert_eq!((shown.step, shown.serial.as_str()), (ConfirmStep::New, "SKTS 1234 5678"));
    }
    assert!(bench.device.keys.is_empty());
    // The customer sets a passcode for the phone; the letter with the QR code is not needed again.
    bench.device.keys.work();
    assert!(matches!(bench.act(ConfirmAct::Yes), Page::Registered(_)));
}

#[test]
fn a_late_answer_opens_nothing_over_the_page_that_the_customer_went_to() {
    let mut bench = Bench::new();
    *bench.device.clipboard.lock().unwrap() = Some(URI.to_owned());
    bench.app.act(AddAct::Paste.into());
    bench.app.act(Action::Back);
    bench.app.act(Action::ShowAbout);
    bench.settle();
    assert!(matches!(bench.page(), Page::About(_)), "the text was read after the customer had left");

    // A late refusal leads no customer back to the ways in either.
    let mut bench = Bench::new();
    bench.app.act(AddAct::ChooseImage.into());
    bench.app.act(Action::Back);
    bench.app.act(Action::ShowAbout);
    *bench.device.clipboard.lock().unwrap() = Some("no token".to_owned());
    bench.app.act(AddAct::Paste.into());
    bench.settle();
    assert!(matches!(bench.page(), Page::About(_)));
}
