//! The keyboard: Tab, Enter, Space, Escape and the shortcuts.

use crate::support::{Look, Stage};
use crate::views::named;
use skts_token::app::*;
use slint::platform::Key;

/// What Enter does on each stop of Tab, from the first to the first again.
fn round(stage: &Stage, stops: usize) -> Vec<Action> {
    let mut done = Vec::new();
    for _ in 0..stops {
        stage.key(Key::Tab);
        stage.key(Key::Return);
        done.extend(stage.taken());
    }
    done
}

#[test]
fn tab_goes_through_the_page_from_top_to_bottom() {
    let stage = Stage::new();
    stage.show(&named("token"), Look::default());
    assert_eq!(
        round(&stage, 6),
        [
            Action::OpenMenu,
            Action::Copy(Copied::Code),
            Action::Speak,
            Action::Copy(Copied::Serial),
            Action::ShowRefused,
            Action::OpenMenu
        ]
    );
    stage.show(&named("confirm"), Look::default());
    // 詳しく見る is the screen's own matter.
    assert_eq!(round(&stage, 4), [Action::Back, ConfirmAct::Yes.into(), ConfirmAct::No.into()]);
}

#[test]
fn tab_stays_inside_an_open_menu() {
    let stage = Stage::new();
    stage.show(&named("token"), Look::default());
    stage.show(&named("menu-signs"), Look::default());
    let entries = [
        Action::CloseMenu,
        Action::ChooseMode(Mode::Standard),
        Action::ChooseMode(Mode::Simple),
        Action::ChooseMode(Mode::Transaction),
        Action::ShowAdd,
        Action::ShowTokens,
        Action::ShowChangePhone,
        Action::ShowGuides,
        Action::ShowSettings,
        Action::ShowAbout,
        Action::CloseMenu,
    ];
    assert_eq!(round(&stage, 11), entries);
}

#[test]
fn space_presses_too_and_the_focus_is_seen() {
    let stage = Stage::new();
    stage.show(&named("confirm"), Look::default());
    let before = stage.picture();
    stage.key(Key::Tab);
    assert_ne!(before.as_bytes(), stage.picture().as_bytes(), "the ring of the focus");
    stage.text(" ");
    assert_eq!(stage.taken(), [Action::Back]);
}

#[test]
fn shortcuts() {
    let stage = Stage::new();
    stage.show(&named("welcome"), Look::default());
    stage.chord(Key::Control, "v");
    stage.key(Key::F10);
    stage.chord(Key::Alt, "m");
    assert_eq!(stage.taken(), [Action::Paste, Action::OpenMenu, Action::OpenMenu]);
    stage.show(&named("token"), Look::default());
    stage.chord(Key::Control, "c");
    stage.chord(Key::Control, "v");
    assert_eq!(stage.taken(), [Action::Copy(Copied::Code)], "no way in on this page");
    stage.show(&named("menu"), Look::default());
    stage.chord(Key::Control, "c");
    stage.key(Key::Escape);
    assert_eq!(stage.taken(), [Action::Back], "the app closes the menu first");
    stage.show(&named("about"), Look::default());
    stage.key(Key::Escape);
    assert_eq!(stage.taken(), [Action::Back]);
}

/// A control that had the keyboard may go while its page stays: a warning that was read, the cover of a hidden code, a question.
#[test]
fn the_keys_are_the_windows_again_when_the_control_that_had_them_is_gone() {
    let stage = Stage::new();
    let mut view = named("token");
    view.banners = vec![Banner::FileKeystore];
    stage.show(&view, Look::default());
    stage.key(Key::Tab);
    stage.key(Key::Tab);
    view.banners.clear();
    stage.show(&view, Look::default());
    stage.taken();
    stage.key(Key::F10);
    assert_eq!(stage.taken(), [Action::OpenMenu]);
}

/// A window builds the new page before it tells of the change: what takes the keyboard then must not take it from the page's field.
#[test]
fn a_page_that_begins_with_a_field_hears_what_is_typed_from_the_first_key() {
    let by_text = |name| {
        let mut view = named(name);
        match &mut view.page {
            Page::Lock(lock) => lock.entry.by_text = true,
            Page::Passcode(passcode) => passcode.entry.by_text = true,
            _ => {}
        }
        view
    };
    for name in ["manual", "rename", "passphrase", "lock", "passcode"] {
        let stage = Stage::new();
        stage.show(&named("settings"), Look::default());
        stage.screen.show(&by_text(name));
        stage.screen.keep_keys();
        stage.text("x");
        stage.key(Key::Return);
        assert!(!stage.taken().is_empty(), "{name}");
    }
}

#[test]
fn escape_closes_the_licences_before_it_leaves_the_page() {
    let stage = Stage::new();
    stage.show(&named("about"), Look::default());
    stage.tap("ライセンス");
    stage.key(Key::Escape);
    stage.find("もう一度診断する");
    assert!(stage.taken().is_empty());
}

#[test]
fn the_page_keys_turn_the_licences() {
    let stage = Stage::new();
    stage.show(&named("about"), Look::default());
    stage.tap("ライセンス");
    let first_line = || {
        let lines = stage.find_all("This app is made of these parts. Thank you.");
        lines.first().map(|line| line.absolute_position().y)
    };
    let beginning = first_line();
    assert!(beginning.is_some());
    stage.key(Key::PageDown);
    assert_eq!(first_line(), None, "scrolled out of sight");
    for _ in 0..3 {
        stage.key(Key::PageUp);
    }
    assert_eq!(first_line(), beginning, "no further than to the beginning");
}

#[test]
fn a_field_keeps_its_own_keys_and_escape_leaves_the_page() {
    let stage = Stage::new();
    stage.show(&named("manual"), Look::default());
    stage.text("S");
    assert!(matches!(stage.taken()[..], [Action::Page(PageAct::Manual(ManualAct::Changed(_)))]));
    stage.key(Key::Escape);
    assert_eq!(stage.taken(), [Action::Back]);
}

/// Where a page is higher than the window, the keys bring what they reach into sight.
#[test]
fn tab_brings_into_sight_what_it_reaches_and_the_page_keys_turn() {
    let stage = Stage::new();
    // From 150 % on the page has no button at its top.
    let look = Look { size: (320, 568), scale: 1.4, ..Look::default() };
    // A control that is scrolled away is not found.
    let top = |label: &str| stage.find_all(label).first().map(|button| button.absolute_position().y);
    let in_sight = |label: &str| {
        stage.find_all(label).iter().any(|button| {
            let (top, height) = (button.absolute_position().y, button.size().height);
            top >= 0.0 && top + height <= 568.0
        })
    };
    stage.show(&named("confirm"), look);
    let (first, last) = ("やめる", "登録しない");
    assert!(in_sight(first) && !in_sight(last), "{:?}", stage.button_places());
    for _ in 0..4 {
        stage.key(Key::Tab);
    }
    assert!(in_sight(last) && !in_sight(first));
    stage.key(Key::Tab);
    assert!(in_sight(first), "and back at the top");
    stage.finger((200.0, 500.0), (200.0, 100.0));
    assert!(!in_sight(first), "what has the keys is scrolled away");
    stage.key(Key::Escape);
    assert_eq!(stage.taken(), [Action::Back], "and the keys still lead out");
    stage.key(Key::Tab);
    stage.key(Key::PageUp);
    stage.key(Key::PageUp);

    let at_the_top = top(first);
    stage.key(Key::PageDown);
    assert!(!in_sight(first));
    for _ in 0..9 {
        stage.key(Key::PageDown);
    }
    assert!(in_sight(last), "no further than the end: {:?}", stage.button_places());
    for _ in 0..9 {
        stage.key(Key::PageUp);
    }
    assert!(in_sight(first) && top(first) == at_the_top);
}

#[test]
fn enter_opens_a_file_with_what_was_typed() {
    let stage = Stage::new();
    stage.show(&named("passphrase"), Look::default());
    stage.text("見本 1");
    stage.key(Key::Return);
    assert_eq!(stage.taken(), [PassphraseAct::Open("見本 1".to_owned().into()).into()]);
    stage.chord(Key::Control, "a");
    stage.chord(Key::Control, "c");
    assert!(stage.taken().is_empty(), "dots are not copied");
}
