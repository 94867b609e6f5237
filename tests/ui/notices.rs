//! What a page says besides its own words: notices, banners, and what a screen reader announces.

use crate::labels::{case, japanese};
use crate::support::{Bench, Look, Stage};
use crate::views::{self, named};
use skts_token::app::*;

#[test]
fn a_copy_that_failed_is_said_on_every_page_that_copies() {
    let stage = Stage::new();
    let said = "コピーできませんでした";
    for name in ["token", "simple", "registered", "trouble"] {
        stage.show(&named(name), Look::default());
        assert!(stage.find_all(said).is_empty());
        let mut failed = named(name);
        failed.frame.not_copied = true;
        stage.show(&failed, Look::default());
        stage.find(said);
        assert!(stage.live().contains(&said.to_owned()));
        stage.tap(said);
        assert_eq!(stage.taken(), [Action::DismissNotCopied], "nothing behind it is pressed");
    }
}

#[test]
fn a_touch_through_another_apps_window_is_answered_on_every_page() {
    let stage = Stage::new();
    let said = "ほかのアプリが画面の上にあります";
    // The app closes the menu before it says so.
    for (name, mut view) in views::all().into_iter().filter(|(_, view)| !view.menu.open) {
        view.frame.not_copied = true;
        view.frame.obscured = true;
        stage.show(&view, Look::default());
        stage.find(said);
        assert!(stage.live().contains(&said.to_owned()), "{name}");
        assert!(stage.find_all("コピーできませんでした").is_empty(), "{name}: one notice at a time");
    }
    stage.show(&named("token"), Look::default());
    assert!(stage.find_all(said).is_empty());
    let mut view = named("token");
    view.frame.obscured = true;
    stage.show(&view, Look::default());
    stage.tap(said);
    assert_eq!(stage.taken(), [Action::DismissObscured], "nothing behind it is pressed");
}

/// The marks where a line may break are neither drawn nor spoken, nor is what holds a phrase together.
#[test]
fn no_mark_of_a_break_is_said() {
    let stage = Stage::new();
    let mut said = 0;
    for (name, view) in views::all() {
        stage.show(&view, Look::default());
        for label in stage.labels() {
            assert!(!label.contains(['|', '¦', '\u{2060}']), "{name}: {label:?}");
            said += 1;
        }
    }
    assert!(said > 100, "{said} labels");
}

#[test]
fn remaining_time_is_announced_at_ten_and_at_five_only() {
    let stage = Stage::new();
    let mut said = Vec::new();
    for left in (1..=30).rev() {
        let view = TokenView { seconds_left: left, ..views::token() };
        stage.show(&views::frame(Page::Token(view)), Look::default());
        let live = stage.live();
        assert_eq!(live.len(), 1);
        if said.last() != Some(&live[0]) {
            said.push(live[0].clone());
        }
    }
    assert_eq!(said, ["", "残り10秒", "残り5秒"]);
}

#[test]
fn a_page_that_opens_late_announces_only_what_comes() {
    let registered = |token| Page::Registered(RegisteredView { token, ..RegisteredView::default() });
    for page in [Page::Token as fn(TokenView) -> Page, registered] {
        let stage = Stage::new();
        let said = |seconds_left| {
            stage.show(&views::frame(page(TokenView { seconds_left, ..views::token() })), Look::default());
            stage.live()
        };
        stage.show(&named("tokens"), Look::default());
        assert_eq!(said(7), [""], "seven is not ten");
        assert_eq!(said(6), [""]);
        assert_eq!(said(5), ["残り5秒"]);
        assert_eq!(said(29), [""]);
        assert_eq!(said(10), ["残り10秒"]);
        stage.show(&named("tokens"), Look::default());
        assert_eq!(said(3), [""], "three is not five");
    }
}

#[test]
fn banners_are_above_the_page_but_not_above_trouble() {
    japanese(
        named("banner"),
        &["端末の時計が変わりました", "鍵をファイルに保存しています"],
        &["わかりました 端末の時計が変わりました", "詳しく見る 端末の時計が変わりました"],
    );
    let mut bench = views::warned(Bench::new());
    bench.tell(Event::VaultOpened(Err(VaultTrouble::DataDamaged)));
    let stage = Stage::new();
    stage.show(&bench.view(), Look::default());
    stage.find("QRコードが届いている方はこちら");
    assert!(stage.find_all("鍵をファイルに保存しています").is_empty());
}

#[test]
fn one_second_is_one_second_in_english() {
    for (seconds_left, says) in [(2, "2 seconds left"), (1, "1 second left"), (30, "30 seconds left")] {
        let view = TokenView { seconds_left, ..views::token() };
        case(views::frame(Page::Token(view)), Language::English, &[says], &[]);
    }
}
