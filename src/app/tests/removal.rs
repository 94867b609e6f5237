//! Tokens that go, come back, and go for good.

use super::*;
use crate::vault::RemovedId;

fn former(page: Page) -> FormerView {
    match page {
        Page::Former(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

fn remove(page: Page) -> RemoveView {
    match page {
        Page::Remove(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

fn asked(bench: &mut Bench) -> RemoveView {
    bench.register(URI);
    bench.act(Action::ShowTokens);
    remove(bench.act(TokensAct::Remove(serial("SKTS12345678"))))
}

fn gone(bench: &mut Bench) -> RemovedId {
    asked(bench);
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    former(bench.act(RemoveAct::Yes)).rows[0].id
}

#[test]
fn neither_answer_alone_removes_a_token() {
    let mut bench = Bench::new();
    assert!(!asked(&mut bench).can_say_yes);
    remove(bench.act(RemoveAct::Yes));
    assert!(!remove(bench.act(RemoveAct::Answer(true))).can_say_yes);
    remove(bench.act(RemoveAct::Yes));
    bench.act(RemoveAct::Answer(false));
    assert!(!remove(bench.press("5678")).can_say_yes);
    remove(bench.act(RemoveAct::Yes));
    assert!(remove(bench.act(RemoveAct::Answer(true))).can_say_yes);
    bench.act(Action::Press(Key::Erase));
    let other = remove(bench.press("9"));
    assert_eq!((other.ending, other.can_say_yes), (Some(Ending::Differs), false));
    remove(bench.act(RemoveAct::Yes));
    bench.act(Action::Back);
    token(bench.act(Action::ShowToken));
}

#[test]
fn a_tick_in_the_moment_of_the_question_is_not_heard() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowTokens);
    bench.app.act(TokensAct::Remove(serial("SKTS12345678")).into());
    bench.app.act(RemoveAct::Answer(true).into());
    assert!(!remove(bench.page()).answered);
    bench.clock.pass(Duration::from_millis(500));
    bench.app.act(RemoveAct::Answer(true).into());
    assert!(remove(bench.page()).answered);
}

#[test]
fn what_goes_comes_back_with_its_code_after_a_restart() {
    let mut bench = Bench::new();
    let id = gone(&mut bench);
    let mut bench = bench.restart();
    assert!(matches!(bench.page(), Page::Add(AddView { welcomes: true, has_former: true, .. })));
    former(bench.act(Action::ShowFormer));
    assert_eq!(token(bench.act(FormerAct::BringBack(id))).serial, "SKTS 1234 5678");
    assert_eq!(former(bench.act(Action::ShowFormer)).rows, []);
}

#[test]
fn a_removed_token_gives_no_codes_and_takes_no_place() {
    let mut bench = Bench::new();
    gone(&mut bench);
    bench.act(Action::ShowToken);
    assert!(matches!(bench.page(), Page::Add(AddView { welcomes: true, .. })));
    assert_eq!(bench.app.look().1, None, "no timer without a code");
    let page = bench.paste(URI);
    assert_eq!(confirm(page).step, ConfirmStep::New, "it is not here any more");
}

#[test]
fn what_goes_for_good_leaves_no_key() {
    let mut bench = Bench::new();
    let id = gone(&mut bench);
    let keys = bench.device.keys.len();
    remove(bench.act(FormerAct::Erase(id)));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    let view = former(bench.act(RemoveAct::Yes));
    assert_eq!((view.rows, view.after), (vec![], Some(Gone::ForGood)));
    assert_eq!(bench.device.keys.len(), keys, "the new key has come, the old one has gone");
    let mut bench = bench.restart();
    assert_eq!(former(bench.act(Action::ShowFormer)).rows, []);
}

/// The phone on which it was may be sold tomorrow: nothing of the token and no key of it stays.
#[test]
fn what_goes_at_the_end_of_a_replacement_or_a_suspension_goes_for_good() {
    for way in [
        |bench: &mut Bench| {
            bench.act(Action::ShowChangePhone);
            bench.act(ChangePhoneAct::Remove)
        },
        |bench: &mut Bench| {
            bench.act(Action::ShowGuides);
            bench.act(GuidesAct::Open(GuideId::Suspend));
            bench.act(GuideAct::Remove)
        },
    ] {
        let mut bench = Bench::new();
        bench.register(URI);
        let keys = bench.device.keys.len();
        let view = remove(way(&mut bench));
        assert!(view.for_good && !view.was_removed, "{view:?}");
        bench.act(RemoveAct::Answer(true));
        bench.press("5678");
        let view = former(bench.act(RemoveAct::Yes));
        assert_eq!((view.rows, view.after), (vec![], Some(Gone::ForGood)));
        assert_eq!(bench.device.keys.len(), keys, "the new key has come, the old one has gone");
        assert_eq!(former(bench.restart().act(Action::ShowFormer)).rows, []);
    }
}

#[test]
fn a_token_that_went_is_brought_back_only_once() {
    let mut bench = Bench::new();
    let id = gone(&mut bench);
    token(bench.act(FormerAct::BringBack(id)));
    bench.act(Action::ShowFormer);
    assert_eq!(former(bench.act(FormerAct::BringBack(id))).rows, []);
    former(bench.act(FormerAct::Erase(id)));
}

#[test]
fn ten_tokens_leave_no_room_for_one_that_went() {
    let mut bench = Bench::new();
    let id = gone(&mut bench);
    for number in 0..10 {
        bench.act(Action::ShowAdd);
        bench.register(&URI.replace("SKTS12345678", &format!("SKTS9000000{number}")));
    }
    bench.act(Action::ShowFormer);
    let view = former(bench.act(FormerAct::BringBack(id)));
    assert_eq!((view.refused, view.rows.len()), (Some(Refusal::TooManyTokens), 1));
}

#[test]
fn a_key_that_stays_is_told_and_goes_at_the_next_start() {
    let told = (0..10).filter_map(|call| {
        let mut bench = Bench::new();
        let id = gone(&mut bench);
        remove(bench.act(FormerAct::Erase(id)));
        bench.act(RemoveAct::Answer(true));
        bench.press("5678");
        let keys = bench.device.keys.len();
        bench.device.keys.fail_after(call, KeystoreError::Platform(7));
        let Page::Former(view) = bench.act(RemoveAct::Yes) else { return None };
        (view.after == Some(Gone::ButItsKey)).then(|| {
            assert_eq!((view.rows, bench.device.keys.len()), (vec![], keys + 1));
            assert_eq!(bench.restart().device.keys.len(), keys);
        })
    });
    assert_ne!(told.count(), 0, "no call deletes the key");
}

#[test]
fn nothing_leads_away_while_a_token_goes() {
    let mut bench = Bench::new();
    asked(&mut bench);
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    bench.app.act(RemoveAct::Yes.into());
    for action in [Action::ShowClock, Action::ShowAbout, Action::ShowToken, Action::ShowAdd, Action::Back] {
        bench.app.act(action);
        assert!(remove(bench.page()).removing);
    }
    let before = remove(bench.page());
    bench.app.act(RemoveAct::Answer(false).into());
    bench.app.act(Action::Press(Key::Erase));
    assert_eq!(remove(bench.page()), before);
    bench.settle();
    assert_eq!(former(bench.page()).after, Some(Gone::ForNow));
}

#[test]
fn a_serial_that_has_gone_is_not_named_by_a_later_trouble() {
    let mut bench = Bench::new();
    gone(&mut bench);
    let settings = load_settings(bench.folder.path());
    assert_eq!((settings.serials, settings.selected), (vec![], None));
}

/// Whoever writes into the file meanwhile is no full disk.
#[test]
fn what_another_process_did_meanwhile_is_told_as_that() {
    let mut bench = Bench::new();
    let id = gone(&mut bench);
    token(bench.act(FormerAct::BringBack(id)));
    bench.act(Action::ShowTokens);
    bench.act(TokensAct::Remove(serial("SKTS12345678")));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    let vault = bench.folder.path().join("vault.skts");
    let ours = std::fs::read(&vault).unwrap();
    std::fs::write(&vault, b"SKTSVLT\n").unwrap();
    let view = remove(bench.act(RemoveAct::Yes));
    assert_eq!(view.refused, Some(Refusal::OpenAgain));
    std::fs::write(&vault, ours).unwrap();
    assert_eq!(former(bench.act(RemoveAct::Yes)).after, Some(Gone::ForNow));
}

#[test]
fn a_press_in_the_moment_of_the_page_brings_nothing_back() {
    let mut bench = Bench::new();
    let id = gone(&mut bench);
    bench.act(Action::ShowToken);
    bench.app.act(Action::ShowFormer);
    bench.app.act(FormerAct::BringBack(id).into());
    assert!(!former(bench.page()).waiting);
    bench.clock.pass(Duration::from_millis(500));
    bench.app.act(FormerAct::BringBack(id).into());
    assert!(former(bench.page()).waiting);
}
