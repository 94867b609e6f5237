//! The guides and the page of a refused code: which words and which rows stand there, and who sees a code.

use super::*;

fn refused_page(page: Page) -> RefusedView {
    match page {
        Page::Refused(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

fn guide_page(page: Page) -> GuideView {
    match page {
        Page::Guide(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

#[test]
fn the_payee_is_asked_for_a_token_that_signs_alone() {
    for (uri, signs) in [
        (URI.to_owned(), false),
        (format!("{URI}&ocra=OCRA-1:HOTP-SHA256-6:QN08-T30S"), true),
        (format!("{URI}&ocra=OCRA-1:HOTP-SHA256-6:QN08-T30S&tx=1"), true),
    ] {
        let mut bench = Bench::new();
        bench.register(&uri);
        assert_eq!(refused_page(bench.act(Action::ShowRefused)).signs, signs, "{uri}");
    }
    assert!(!refused_page(Bench::new().act(Action::ShowRefused)).signs, "there is no token");
}

#[test]
fn the_clock_is_measured_when_the_page_is_read() {
    let mut bench = Bench::new();
    bench.register(URI);
    assert_eq!(refused_page(bench.act(Action::ShowRefused)).clock, ClockCheck::Unknown);
    assert_eq!(refused_page(bench.set_clock(NOON + 86_400)).clock, ClockCheck::Wrong);
}

/// The page says what to do when the bank has locked the service: more codes are of no use then.
#[test]
fn the_page_after_the_lock_shows_no_code() {
    let mut bench = Bench::new();
    bench.register(URI);
    assert_eq!(refused_page(bench.act(Action::ShowRefused)).token.code.len(), 6);
    let locked = refused_page(bench.act(RefusedAct::ReadLocked));
    assert!(locked.locked && locked.token.code.is_empty());
}

#[test]
fn no_guide_opens_with_a_code() {
    let mut bench = Bench::new();
    bench.register(URI);
    for id in GuideId::ALL {
        bench.act(Action::ShowGuides);
        let view = guide_page(bench.act(GuidesAct::Open(id)));
        assert_eq!(view.token.serial, "SKTS 1234 5678");
        assert!(view.token.code.is_empty(), "{id:?}");
        assert_eq!(view.tomorrow.is_some(), id == GuideId::Start, "{id:?}");
    }
}

/// The code of 利用開始 hands the account over. Neither the settings nor a code that is shown for something else take the
/// question away, and it is asked anew after two minutes.
#[test]
fn the_guide_of_the_start_shows_the_code_after_the_question() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowGuides);
    let view = guide_page(bench.act(GuidesAct::Open(GuideId::Start)));
    assert_eq!((view.token.cover, view.token.code.as_str()), (Some(Cover::Purpose), ""));
    assert_eq!(bench.act(Action::Copy(Copied::Code)), Page::Guide(view), "nothing is copied");
    assert!(bench.device.texts_copied().is_empty());
    let page = bench.act(GuideAct::Uncover);
    assert!(matches!(page, Page::Caution(CautionView { replaces: false })), "{page:?}");
    bench.clock.pass(Duration::from_millis(500));
    let view = guide_page(bench.act(CautionAct::NotAsked));
    assert_eq!((view.token.cover, view.token.code.len()), (None, 6));
    bench.clock.pass(Duration::from_secs(120));
    assert_eq!(guide_page(bench.tell(Event::Tick)).token.cover, Some(Cover::Purpose));
    bench.act(GuideAct::Uncover);
    guide_page(bench.act(Action::Back));
    bench.act(GuideAct::Uncover);
    bench.clock.pass(Duration::from_millis(500));
    assert!(matches!(bench.act(CautionAct::Asked), Page::Stop(_)));
    bench.clock.pass(Duration::from_millis(500));
    bench.act(StopAct::Close);
    bench.act(Action::ShowGuides);
    let view = guide_page(bench.act(GuidesAct::Open(GuideId::Start)));
    assert_eq!(view.token.cover, Some(Cover::Told));
}

#[test]
fn back_leads_to_the_page_that_the_customer_came_from() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowRefused);
    bench.act(RefusedAct::ReadLocked);
    assert!(!refused_page(bench.act(Action::Back)).locked);
    assert!(matches!(bench.act(Action::Back), Page::Token(_)));
    bench.act(Action::ShowGuides);
    bench.act(GuidesAct::OpenRefused);
    bench.act(RefusedAct::ReadLocked);
    bench.act(Action::Back);
    assert!(matches!(bench.act(Action::Back), Page::Guides(_)));
}

#[test]
fn a_replacement_is_promised_no_day() {
    let mut bench = Bench::new();
    let Page::Registered(start) = bench.register(URI) else { panic!("not registered") };
    assert_eq!(start.tomorrow, Some(JapaneseDay { month: 1, day: 16 }));
    let Page::Registered(replaces) = bench.act(RegisteredAct::Choose(NextStep::Replace)) else { panic!() };
    assert_eq!(replaces.tomorrow, None);
}

/// On the old phone, in 機種変更 and in the guide of 交換.
#[test]
fn no_way_leads_to_the_old_phones_code_but_through_the_question() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowChangePhone);
    assert!(matches!(bench.act(ChangePhoneAct::Old), Page::Caution(CautionView { replaces: true })));
    bench.act(Action::ShowGuides);
    bench.act(GuidesAct::Open(GuideId::Replace));
    assert!(matches!(bench.act(GuideAct::ShowOldCode), Page::Caution(CautionView { replaces: true })));
    let mut empty = Bench::new();
    empty.act(Action::ShowChangePhone);
    assert!(matches!(
        empty.act(ChangePhoneAct::Old),
        Page::ChangePhone(ChangePhoneView { has_token: false })
    ));
}

#[test]
fn a_token_for_the_new_phone_is_followed_by_the_replacement() {
    let mut bench = Bench::new();
    bench.act(Action::ShowChangePhone);
    bench.act(ChangePhoneAct::New);
    let Page::Registered(view) = bench.register(URI) else { panic!("not registered") };
    assert_eq!((view.next, view.tomorrow), (NextStep::Replace, None));
}
