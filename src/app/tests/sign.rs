//! 取引認証: no code before yes, none that is covered leaves the app, and nothing of a payee in what Debug shows.

use super::*;
use crate::provisioning::TransactionError;
use crate::token::PayeeKind;

fn signing() -> Bench {
    let mut bench = Bench::new();
    bench.register(SIGNING_LETTER);
    bench.act(Action::ChooseMode(Mode::Transaction));
    bench
}

fn paste(bench: &mut Bench, text: &str) -> Page {
    bench.device.hold(text);
    bench.act(Action::Paste)
}

#[track_caller]
fn entry(page: Page) -> SignEntry {
    match page {
        Page::Sign(SignView::Entry(entry)) => entry,
        other => panic!("another page: {other:?}"),
    }
}

#[track_caller]
fn asked(page: Page) -> SignAsked {
    match page {
        Page::Sign(SignView::Asks(asked)) => asked,
        other => panic!("another page: {other:?}"),
    }
}

#[track_caller]
fn result(page: Page) -> SignResult {
    match page {
        Page::Sign(SignView::Result(result)) => result,
        other => panic!("another page: {other:?}"),
    }
}

fn typed() -> Bench {
    let mut bench = signing();
    bench.press("1234567");
    bench.act(SignAct::Continue);
    bench
}

#[test]
fn a_typed_payee_is_asked_before_its_code_and_the_code_ends() {
    let mut bench = signing();
    assert_eq!(entry(bench.press("12345")).missing, 2);
    entry(bench.act(SignAct::Continue));
    bench.press("67");
    let shown = asked(bench.act(SignAct::Continue)).signee;
    assert_eq!((shown.payee.0.as_str(), shown.amount), ("123 4567", None));
    let shown = result(bench.act(SignAct::Yes));
    assert_eq!((shown.code.0.len(), shown.thirtieths > 0, shown.ended), (6, true, false));
    bench.act(Action::Speak);
    let said = bench.device.spoken.lock().unwrap().pop().unwrap();
    assert!(said.starts_with("口座番号、1、2、3、4、5、6、7。番号、"), "{said}");
    bench.act(Action::Copy(Copied::Code));
    assert_eq!(bench.device.texts_copied(), [shown.code.0.as_str()]);
    let ended = result(bench.at(NOON + 40));
    assert!(ended.ended && ended.code.0.is_empty() && !ended.can_copy);
    let again = result(bench.act(SignAct::Renew));
    assert!(!again.ended && again.code != shown.code);
}

#[test]
fn an_institution_has_five_digits() {
    let mut bench = signing();
    bench.act(SignAct::Choose(PayeeKind::Institution));
    assert_eq!(entry(bench.press("123456")).typed.0, "12345");
    assert_eq!(asked(bench.act(SignAct::Continue)).signee.payee.0, "12 345");
    assert_eq!(result(bench.act(SignAct::Yes)).code.0.len(), 6);
}

#[test]
fn a_transaction_is_shown_whole_and_its_code_has_eight_digits() {
    let mut bench = signing();
    let shown = asked(paste(&mut bench, TRANSACTION_QR)).signee;
    assert_eq!(shown.amount.unwrap().0, "50,000");
    let bank = shown.bank.unwrap();
    assert_eq!((bank.name.unwrap().0.as_str(), bank.branch.0.as_str()), ("北海道信用金庫", "042"));
    assert_eq!(result(bench.act(SignAct::Yes)).code.0.len(), 8);
    bench.act(Action::Speak);
    let said = bench.device.spoken.lock().unwrap().pop().unwrap();
    assert!(said.contains("金額、50000円。番号、"), "{said}");
}

#[test]
fn what_is_not_this_tokens_transaction_is_refused() {
    let mut bench = signing();
    let mut case = |text: &str, error| {
        assert_eq!(entry(paste(&mut bench, text)).refused, Some(Refusal::Transaction(error)), "{text}");
    };
    case(OTHER_TRANSACTION_QR, TransactionError::OtherToken);
    case(LETTER, TransactionError::NotATransaction);
    case("SKTX2:X", TransactionError::Version);
    bench.at(NOON + 600);
    let late = entry(paste(&mut bench, TRANSACTION_QR)).refused;
    assert_eq!(late, Some(Refusal::Transaction(TransactionError::Expired)));
}

#[test]
fn a_transaction_that_expires_while_it_is_read_gives_no_code() {
    let mut bench = signing();
    asked(paste(&mut bench, TRANSACTION_QR));
    bench.at(NOON + 600);
    let refused = entry(bench.act(SignAct::Yes)).refused;
    assert_eq!(refused, Some(Refusal::Transaction(TransactionError::Expired)));
}

#[test]
fn in_a_call_the_code_is_neither_shown_nor_copied_nor_spoken_until_it_is_asked_for() {
    let mut bench = typed();
    bench.tell(Event::InCall(true));
    let shown = result(bench.act(SignAct::Yes));
    assert!(
        shown.cover == Some(Cover::Call) && shown.code.0.is_empty() && !shown.can_copy && !shown.can_speak
    );
    bench.act(Action::Copy(Copied::Code));
    bench.act(Action::Speak);
    assert!(bench.device.texts_copied().is_empty() && bench.device.spoken.lock().unwrap().is_empty());
    let shown = result(bench.act(SignAct::Uncover));
    assert!(shown.cover.is_none() && shown.shown_in_call && shown.code.0.len() == 6);
    bench.act(Action::Speak);
    assert!(bench.device.spoken.lock().unwrap().is_empty(), "nothing is read aloud in a call");
    bench.tell(Event::Recorded(true));
    assert!(result(bench.act(SignAct::Uncover)).code.0.is_empty(), "nobody shows it to who watches");
}

#[test]
fn a_hidden_code_is_shown_by_yes_until_it_ends_and_copied_while_it_is_hidden() {
    let mut bench = signing();
    bench.act(Action::ShowSettings);
    bench.act(SettingsAct::HideCode(true));
    bench.act(Action::Back);
    // The code of a 取引QR lives a minute, and two steps of a login's code.
    asked(paste(&mut bench, TRANSACTION_QR));
    let shown = result(bench.act(SignAct::Yes));
    assert_eq!((shown.code.0.len(), shown.seconds_left), (8, 48));
    let later = result(bench.at(NOON + 40));
    assert_eq!(later.code, shown.code, "yes was the press that shows it");
    bench.tell(Event::Hidden);
    let hidden = result(bench.tell(Event::Shown));
    assert!(hidden.cover == Some(Cover::Hidden) && hidden.code.0.is_empty() && !hidden.can_speak);
    bench.act(Action::Speak);
    assert!(bench.device.spoken.lock().unwrap().is_empty());
    bench.act(Action::Copy(Copied::Code));
    assert_eq!(bench.device.texts_copied(), [shown.code.0.as_str()], "copying shows nobody anything");
    assert_eq!(result(bench.act(SignAct::Uncover)).code, shown.code);
}

#[test]
fn back_leads_from_each_stage_to_the_entry_and_drops_the_payee() {
    let mut bench = typed();
    assert!(entry(bench.act(Action::Back)).typed.0.is_empty());
    let mut bench = typed();
    result(bench.act(SignAct::Yes));
    assert!(entry(bench.act(Action::Back)).typed.0.is_empty());
    let mut bench = signing();
    asked(paste(&mut bench, TRANSACTION_QR));
    entry(bench.act(Action::Back));
    assert!(!bench.view().frame.leads_back, "the entry is the first page");
}

#[test]
fn a_late_answer_is_not_heard_on_another_page() {
    let mut bench = typed();
    bench.begin(SignAct::Yes.into());
    bench.act(Action::ShowAbout);
    assert!(matches!(bench.page(), Page::About(_)));
    let mut bench = signing();
    bench.device.hold(TRANSACTION_QR);
    bench.begin(Action::Paste);
    assert!(matches!(bench.act(Action::ShowAbout), Page::About(_)));
}

#[test]
fn a_token_without_a_suite_signs_transactions_alone() {
    let mut bench = Bench::new();
    bench.register(&SIGNING_LETTER.replace("ocra=OCRA-1:HOTP-SHA256-6:QN08-T30S&", ""));
    let shown = entry(bench.act(Action::ChooseMode(Mode::Transaction)));
    assert!(shown.scans && !shown.types);
    bench.press("1");
    assert!(entry(bench.page()).typed.0.is_empty(), "there is no keypad");
    let mut bench = Bench::new();
    bench.register(&SIGNING_LETTER.replace("&tx=1", ""));
    let shown = entry(bench.act(Action::ChooseMode(Mode::Transaction)));
    assert!(shown.types && !shown.scans);
    entry(paste(&mut bench, TRANSACTION_QR));
}

#[test]
fn a_stranger_on_the_telephone_leads_to_the_page_without_a_code() {
    let mut bench = typed();
    assert!(matches!(bench.act(SignAct::Told), Page::Stop(_)));
    let login = token(bench.act(Action::ChooseMode(Mode::Standard)));
    assert_eq!((login.cover, login.code.as_str()), (Some(Cover::Told), ""));
}

#[test]
fn a_press_that_comes_with_the_question_is_not_its_answer() {
    for answer in [SignAct::Yes, SignAct::Again, SignAct::Told] {
        let mut bench = signing();
        bench.press("1234567");
        bench.app.act(SignAct::Continue.into());
        bench.clock.pass(Duration::from_millis(499));
        bench.app.act(answer.into());
        assert!(!asked(bench.page()).signing, "{answer:?}");
    }
}

#[test]
fn nothing_interrupts_a_payee() {
    let mut bench = signing();
    bench.press("1");
    let link = || Event::Offered(Source::Text(zeroize::Zeroizing::new(OTHER_LETTER.to_owned())));
    entry(bench.tell(link()));
    bench.press("234567");
    asked(bench.act(SignAct::Continue));
    asked(bench.tell(link()));
    result(bench.act(SignAct::Yes));
    result(bench.tell(link()));
}

#[test]
fn the_mode_is_the_tokens_and_outlives_a_restart() {
    let mut bench = Bench::new();
    bench.register(LETTER);
    assert!(!bench.view().menu.signs);
    bench.act(Action::ShowToken);
    assert!(matches!(bench.act(Action::ChooseMode(Mode::Transaction)), Page::Token(_)), "not its own");
    entry(signing().restart().page());
}

#[test]
fn debug_shows_neither_payee_nor_amount_nor_code() {
    let mut bench = signing();
    let mut seen = format!("{:?}", bench.press("12345"));
    bench.act(SignAct::Again);
    seen += &format!("{:?}", paste(&mut bench, TRANSACTION_QR));
    let page = bench.act(SignAct::Yes);
    seen += &format!("{:?} {:?}", bench.view(), bench.app);
    let code = result(page).code.0;
    for secret in ["12345\"", "123 4567", "1234567\"", "50,000", "50000", "1001", "北海道信用金庫", &code]
    {
        assert!(!seen.contains(secret), "{secret}: {seen}");
    }
}
