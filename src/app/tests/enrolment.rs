//! Enrolments that take more than one step: the phone's part, the passphrase of a file, the choice among its tokens.

use super::*;
use crate::provisioning::{DraftError, PskcError};
use crate::vault::MAX_TOKENS;
use zeroize::Zeroizing;

fn letters(page: Page) -> TwoStepView {
    match page {
        Page::TwoStep(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

fn passphrase(page: Page) -> PassphraseView {
    match page {
        Page::Passphrase(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

fn choice(page: Page) -> ChooseView {
    match page {
        Page::Choose(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

fn open(text: &str) -> PassphraseAct {
    PassphraseAct::Open(Zeroizing::new(text.to_owned()))
}

/// As many tokens as the vault takes, SKTS10000000 the first of them.
fn full() -> Bench {
    let mut bench = Bench::new();
    for number in 0..MAX_TOKENS {
        bench.act(Action::ShowAdd);
        let text = format!("otpauth://totp/SKTS1000000{number}?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        bench.register(&text);
    }
    bench.act(Action::ShowAdd);
    bench
}

fn half_of(serial: &str) -> String {
    half().replace("SKTS12345678", serial)
}

#[test]
fn each_question_leads_where_its_answer_says_and_nothing_is_stored_before_confirm() {
    use TwoStepAct::{Done, Entered, Leave, LookAgain};
    use TwoStepStage::{Leaving, Letters, Sure};
    let mut bench = Bench::new();
    let shown = letters(bench.paste(&half()));
    assert_eq!(shown.stage, Letters);
    let text = shown.groups.iter().map(|group| group.as_str()).collect::<Vec<_>>().join(" ");
    assert_eq!(text, "M5BD 5PYA AEBA GBAF AYDQ");
    // What is done, and the stage after it. What the stage does not offer changes nothing.
    for (act, stage) in [
        (Done, Letters),
        (LookAgain, Letters),
        (Leave, Letters),
        (Entered, Sure),
        (Entered, Sure),
        (Leave, Sure),
        (LookAgain, Letters),
    ] {
        let view = letters(bench.act(act));
        assert_eq!(view.stage, stage, "{act:?}");
        assert_eq!(view.groups.len(), if stage == Letters { 5 } else { 0 });
    }
    assert_eq!(letters(bench.act(Action::Back)).stage, Leaving);
    assert_eq!(letters(bench.act(Done)).stage, Leaving);
    assert_eq!(letters(bench.act(Action::Back)).stage, Letters);
    bench.act(Entered);
    let asked = confirm(bench.act(Done));
    assert_eq!((asked.serial.as_str(), asked.step), ("SKTS 1234 5678", ConfirmStep::New));
    assert_eq!(bench.files(), [""; 0]);
}

#[test]
fn the_second_half_of_a_double_click_does_not_say_that_the_site_is_done() {
    let mut bench = Bench::new();
    bench.paste(&half());
    bench.begin(TwoStepAct::Entered.into());
    assert_eq!(letters(bench.begin(TwoStepAct::Done.into())).stage, TwoStepStage::Sure);
    bench.clock.pass(Duration::from_millis(500));
    assert_eq!(letters(bench.begin(TwoStepAct::Done.into())).stage, TwoStepStage::Joining);
}

#[test]
fn a_token_without_a_place_is_refused_before_the_site_hears_of_it() {
    let mut bench = full();
    assert_eq!(refused(bench.paste(&half_of("SKTS20000000"))), Refusal::TooManyTokens);
    assert_eq!(letters(bench.paste(&half_of("SKTS10000000"))).stage, TwoStepStage::Letters);
}

#[test]
fn letters_outlive_ten_minutes_in_sight_and_not_out_of_it() {
    let mut bench = Bench::new();
    bench.paste(&half());
    bench.at(NOON + 3_600);
    bench.tell(Event::Hidden);
    bench.at(NOON + 3_600 + 599);
    assert_eq!(letters(bench.tell(Event::Shown)).groups.len(), 5);
    bench.tell(Event::Hidden);
    // A system may say so once more.
    bench.at(NOON + 3_600 + 599 + 300);
    bench.tell(Event::Hidden);
    bench.at(NOON + 3_600 + 599 + 600);
    assert!(matches!(bench.tell(Event::Shown), Page::Add(_)));
}

#[test]
fn no_debug_text_shows_letters_or_a_passphrase() {
    let mut bench = Bench::new();
    let page = bench.paste(&half());
    let model = format!("{:?} {page:?} {page:#?}", bench.app);
    assert!(!model.contains("M5BD") && !model.contains("AYDQ"), "{model}");
    let mut bench = Bench::new();
    bench.paste(&key_container("passphrase, three keys"));
    assert!(!format!("{:?}", Action::from(open("Geheim"))).contains("Geheim"));
    let text = format!("{:?}", bench.app.effects_of(open("Geheim").into()));
    assert!(text.contains("Unseal") && !text.contains("Geheim"), "{text}");
}

#[test]
fn a_passphrase_is_tried_three_times_at_once_and_then_waits_as_a_passcode_does() {
    let long = "a".repeat(1025);
    let mut bench = Bench::new();
    assert_eq!(passphrase(bench.paste(&key_container("passphrase, three keys"))), PassphraseView::default());
    for (text, fault) in [
        ("", FieldFault::Empty),
        (&*long, FieldFault::TooLong),
        ("mihon 見本-7412", FieldFault::WrongPassphrase),
        ("Mihon 見本-7412 ", FieldFault::WrongPassphrase),
    ] {
        let page = passphrase(bench.act(open(text)));
        assert_eq!((page.fault, page.wait), (Some(fault), None), "{text}");
    }
    for wait in [30, 60, 5 * 60] {
        assert_eq!(passphrase(bench.act(open("a"))).wait, Some(wait));
        // The right one is not tried, here or on a new page.
        assert!(bench.app.effects_of(open(PASSPHRASE).into()).is_empty());
        bench.act(Action::Back);
        assert_eq!(passphrase(bench.paste(&key_container("passphrase, three keys"))).wait, Some(wait));
        bench.clock.pass(Duration::from_secs(wait));
        assert_eq!(passphrase(bench.tell(Event::Tick)).wait, None);
    }
    assert_eq!(choice(bench.act(open(PASSPHRASE))).tokens.len(), 3);
    assert_eq!(bench.files(), [""; 0]);
    // The right one ends the count.
    bench.act(Action::ShowAdd);
    bench.paste(&key_container("passphrase, three keys"));
    let page = passphrase(bench.act(open("a")));
    assert_eq!((page.fault, page.wait), (Some(FieldFault::WrongPassphrase), None));
}

#[test]
fn a_second_press_while_the_file_is_being_opened_does_nothing() {
    let mut bench = Bench::new();
    bench.paste(&key_container("passphrase, three keys"));
    assert!(passphrase(bench.begin(open(PASSPHRASE).into())).opening);
    assert!(bench.app.effects_of(open(PASSPHRASE).into()).is_empty());
    assert_eq!(choice(bench.tell(Event::Tick)).tokens.len(), 3);
}

#[test]
fn what_a_file_hides_is_dropped_when_the_customer_has_left() {
    let mut bench = Bench::new();
    bench.paste(&key_container("passphrase 1, aes128-cbc, hmac-sha1"));
    bench.begin(open(PASSPHRASE).into());
    bench.begin(Action::Back);
    assert!(matches!(bench.tell(Event::Tick), Page::Add(AddView { refused: None, reading: false, .. })));
}

#[test]
fn what_no_passphrase_opens_is_refused() {
    let costly = key_container("passphrase, three keys");
    let costly = costly.replace("IterationCount>1000<", "IterationCount>5000001<");
    for (text, is_expected) in [
        (costly, (|error| matches!(error, PskcError::Rounds { rounds: 5_000_001 })) as fn(PskcError) -> bool),
        (key_container("passphrase, 999 rounds"), |error| error == PskcError::Rounds { rounds: 999 }),
        (key_container("eleven keys"), |error| error == PskcError::TooManyKeys),
    ] {
        match refused(Bench::new().paste(&text)) {
            Refusal::Draft(DraftError::Pskc(error)) => assert!(is_expected(error), "{error:?}"),
            other => panic!("{other:?}"),
        }
    }
    let shared = key_container("shared key, aes128-cbc");
    assert_eq!(refused(Bench::new().paste(&shared)), Refusal::Draft(DraftError::SealedFile));
}

#[test]
fn a_token_that_is_here_cannot_be_chosen_and_a_re_issue_is_asked_about() {
    let file = key_container("plain, three keys");
    let mut bench = Bench::new();
    let pick = |bench: &mut Bench, number: u32| {
        choice(bench.act(ChooseAct::Pick(serial(&format!("SKTS3000000{number}"))))).chosen
    };
    assert_eq!(choice(bench.paste(&file)).chosen, None);
    assert_eq!(choice(bench.act(ChooseAct::Continue)).chosen, None, "nothing is chosen yet");
    assert_eq!(pick(&mut bench, 4), None, "another token than the file's");
    assert_eq!(pick(&mut bench, 6), Some(serial("SKTS30000006")));
    assert_eq!(confirm(bench.act(ChooseAct::Continue)).step, ConfirmStep::New);
    bench.act(ConfirmAct::Yes);
    bench.act(Action::ShowAdd);
    bench.register("otpauth://totp/SKTS30000007?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    bench.act(Action::ShowAdd);
    let here: Vec<_> = choice(bench.paste(&file)).tokens.iter().map(|token| token.is_here).collect();
    assert_eq!(here, [false, true, false]);
    assert_eq!(pick(&mut bench, 6), None);
    assert_eq!(pick(&mut bench, 7), Some(serial("SKTS30000007")));
    assert_eq!(pick(&mut bench, 6), Some(serial("SKTS30000007")), "the choice stays");
    assert_eq!(confirm(bench.act(ChooseAct::Continue)).step, ConfirmStep::Replace);
}

#[test]
fn a_file_on_a_full_device_says_so_after_the_choice() {
    let mut bench = full();
    bench.paste(&key_container("plain, three keys"));
    bench.act(ChooseAct::Pick(serial("SKTS30000005")));
    assert_eq!(refused(bench.act(ChooseAct::Continue)), Refusal::TooManyTokens);
}
