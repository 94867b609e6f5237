//! A passphrase in the place of six digits, where other programs of the same user could find those within a week.

use super::lock::{RIGHT, lock, passcode, settings, type_in, with_passcode};
use super::*;
use crate::testing::MemoryDevice;
use zeroize::Zeroizing;

const PHRASE: &str = "ながい passphrase 41";

fn enter(bench: &mut Bench, text: &str) -> Page {
    bench.act(PasscodeAct::Enter(Zeroizing::new(text.to_owned())));
    bench.settle();
    bench.page()
}

fn unlock(bench: &mut Bench, text: &str) -> Page {
    bench.act(LockAct::Enter(Zeroizing::new(text.to_owned())));
    bench.settle();
    bench.page()
}

/// On the page that sets a passcode, with a field.
fn by_text() -> Bench {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowSettings);
    assert!(passcode(bench.act(SettingsAct::Passcode)).entry.has_choice);
    assert!(passcode(bench.act(PasscodeAct::ByText(true))).entry.by_text);
    bench
}

#[test]
fn a_passphrase_is_set_opens_the_vault_and_is_changed_to_six_digits() {
    let mut bench = by_text();
    assert_eq!(passcode(enter(&mut bench, PHRASE)).stage, PasscodeStage::Again);
    assert_eq!(settings(enter(&mut bench, PHRASE)).after, Some(LockChange::Set));

    let mut bench = bench.restart();
    assert!(lock(bench.page()).entry.by_text, "the field is there at once");
    assert!(lock(unlock(&mut bench, "ながい passphrase 42")).trial.wrong);
    assert_eq!(token(unlock(&mut bench, PHRASE)).serial, "SKTS 1234 5678");

    bench.act(Action::ShowSettings);
    let view = passcode(bench.act(SettingsAct::Passcode));
    assert_eq!((view.stage, view.entry.by_text), (PasscodeStage::Old, true));
    assert_eq!(passcode(enter(&mut bench, PHRASE)).stage, PasscodeStage::New);
    assert!(!passcode(bench.act(PasscodeAct::ByText(false))).entry.by_text);
    type_in(&mut bench, RIGHT);
    assert_eq!(settings(type_in(&mut bench, RIGHT)).after, Some(LockChange::Changed));
    let mut bench = bench.restart();
    assert!(!lock(bench.page()).entry.by_text);
    token(type_in(&mut bench, RIGHT));
}

#[test]
fn what_is_no_passphrase_is_said_and_sets_nothing() {
    let mut bench = by_text();
    for (text, fault) in [
        ("", FieldFault::Empty),
        ("nine char", FieldFault::TooShort),
        (RIGHT, FieldFault::TooShort),
        (&"a".repeat(65), FieldFault::TooLong),
        ("two\nlines and more", FieldFault::Unusable),
    ] {
        let view = passcode(enter(&mut bench, text));
        assert_eq!((view.stage, view.entry.fault), (PasscodeStage::New, Some(fault)), "{text:?}");
    }
    assert_eq!(passcode(enter(&mut bench, PHRASE)).stage, PasscodeStage::Again);
    let view = passcode(enter(&mut bench, "another passphrase"));
    assert_eq!((view.stage, view.differs), (PasscodeStage::Again, true));
    assert_eq!(settings(bench.act(Action::Back)).app_lock, Some(false));
}

/// The file of the settings is nothing that the vault needs.
#[test]
fn without_its_settings_the_lock_still_takes_a_passphrase() {
    let mut bench = by_text();
    enter(&mut bench, PHRASE);
    enter(&mut bench, PHRASE);
    let (mut bench, ()) =
        bench.restart_after(|folder| std::fs::remove_file(folder.join("settings.json")).unwrap());
    assert!(!lock(bench.page()).entry.by_text);
    assert!(lock(bench.act(LockAct::ByText(true))).entry.by_text);
    token(unlock(&mut bench, PHRASE));
}

#[test]
fn the_keypad_is_deaf_while_there_is_a_field_and_the_other_way_round() {
    let mut bench = by_text();
    assert_eq!(passcode(bench.press(RIGHT)).stage, PasscodeStage::New);
    bench.act(PasscodeAct::ByText(false));
    assert_eq!(passcode(enter(&mut bench, PHRASE)).stage, PasscodeStage::New);
}

/// Its keystore gives the key to no other program, and its keyboard may be of another maker.
#[test]
fn a_phone_offers_none() {
    let mut bench = Bench::over(tempfile::tempdir().unwrap(), Arc::new(MemoryDevice::phone()));
    bench.register(URI);
    bench.act(Action::ShowSettings);
    assert!(!passcode(bench.act(SettingsAct::Passcode)).entry.has_choice);
    assert!(!passcode(bench.act(PasscodeAct::ByText(true))).entry.by_text);
}

#[test]
fn it_is_asked_for_once_more_in_a_field_too() {
    let mut bench = with_passcode();
    bench.act(SettingsAct::Passcode);
    bench.act(PasscodeAct::ByText(true));
    let view = passcode(enter(&mut bench, PHRASE));
    assert!((view.trial.wrong, view.stage) == (true, PasscodeStage::Old));
}

#[test]
fn no_debug_text_shows_a_passphrase() {
    let acts = [
        Action::from(PasscodeAct::Enter(Zeroizing::new(PHRASE.to_owned()))),
        Action::from(LockAct::Enter(Zeroizing::new(PHRASE.to_owned()))),
    ];
    assert!(!format!("{acts:?}").contains("passphrase"));
    let mut bench = by_text();
    enter(&mut bench, PHRASE);
    assert!(!format!("{:?}", bench.app).contains("ながい"));
}
