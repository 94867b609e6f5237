//! Action in, model and effects out, with a fixed clock and doubles in memory.

mod biometrics;
mod clock_lock;
mod clocks;
mod enrolment;
mod faults;
mod from_outside;
mod gestures;
mod guards;
mod guides;
mod key_home;
mod last_run;
mod list;
mod lock;
mod lock_phrase;
mod lock_ways_out;
mod manual;
mod removal;
mod screen_off;
mod secrets;
mod sign;
mod trouble;

use super::*;
use crate::keystore::KeystoreError;
use crate::provisioning::picture::PictureError;
use crate::testing::*;
use crate::token::UnixTime;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

/// No passcode.
fn nothing() -> Given<'static> {
    Given::nothing(crate::vault::Moment::new(Duration::ZERO, None).unwrap())
}

#[test]
fn from_welcome_to_a_code_and_through_a_restart() {
    let mut bench = Bench::new();
    assert!(matches!(bench.page(), Page::Add(AddView { welcomes: true, .. })));
    assert_eq!(bench.app.look().1, None, "no timer without a code");

    let asked = confirm(bench.paste(URI));
    assert_eq!(
        (asked.issuer, asked.serial.as_str()),
        (Named::Title("見本信用金庫".into()), "SKTS 1234 5678")
    );
    assert_eq!(asked.step, ConfirmStep::New);
    assert_eq!(bench.files(), [""; 0], "nothing is stored before the customer said yes");

    let page = bench.act(ConfirmAct::Yes);
    assert!(matches!(page, Page::Registered(_)));
    let shown = token(page);
    assert_eq!((shown.code.len(), shown.seconds_left), (6, 18));
    assert_eq!(shown.next_code, None);
    assert_eq!(bench.app.look().1, Some(Duration::from_millis(400)), "again at the next full second");

    let mode = token(bench.act(Action::ChooseMode(Mode::Simple))).mode;
    assert_eq!(mode, Mode::Simple);
    let again = token(bench.restart().page());
    assert_eq!((again.mode, again.code), (Mode::Simple, shown.code));
}

#[test]
fn codes_are_the_published_ones_and_follow_the_step() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowToken);
    // RFC 6238, Appendix B: the last six digits.
    assert_eq!(token(bench.at(1_111_111_109)).code, "081804");
    assert_eq!(token(bench.at(1_111_111_111)).code, "050471");
    let last = token(bench.at(1_111_111_109));
    assert_eq!((last.seconds_left, last.next_code.as_deref()), (1, Some("050471")));
    assert_eq!(last.valid_until, "01:58:30");
    assert_eq!(token(bench.at(1_111_111_104)).next_code, None);
    assert_eq!(token(bench.at(1_111_111_105)).next_code.as_deref(), Some("050471"));
}

#[test]
fn a_refusal_says_why_and_leaves_nothing() {
    let mut bench = Bench::new();
    let hotp = URI.replace("totp", "hotp");
    assert!(matches!(refused(bench.paste(&hotp)), Refusal::Draft(_)));
    assert_eq!(bench.files(), [""; 0]);
    assert!(matches!(refused(bench.paste("")), Refusal::Draft(_)));
    *bench.device.clipboard.lock().unwrap() = None;
    assert_eq!(refused(bench.act(AddAct::Paste)), Refusal::NothingToPaste);
    assert_eq!(refused(bench.act(Action::FilesDropped(vec!["a".into(), "b".into()]))), Refusal::OneFileOnly);
    assert_eq!(
        refused(bench.act(Action::FilesDropped(vec!["absent".into()]))),
        Refusal::Picture(PictureError::Unreadable(ErrorKind::NotFound))
    );
    assert_eq!(bench.files(), [""; 0]);
    // A refused attempt does not spoil the next one.
    assert_eq!(confirm(bench.paste(URI)).refused, None);
    assert!(matches!(bench.act(ConfirmAct::No), Page::Add(AddView { welcomes: true, .. })));
    assert_eq!(bench.files(), [""; 0]);
}

#[test]
fn a_cancelled_chooser_changes_nothing() {
    let mut bench = Bench::new();
    match bench.act(AddAct::ChooseImage) {
        Page::Add(ways) => assert!(!ways.reading && ways.refused.is_none()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_chooser_that_never_answers_is_left_and_not_heard_later() {
    let mut bench = Bench::new();
    let letter = bench.folder.path().join("letter");
    std::fs::write(&letter, URI).unwrap();
    *bench.device.file.lock().unwrap() = Some(letter);
    bench.app.act(AddAct::ChooseImage.into());
    let ways = |page| match page {
        Page::Add(ways) => (ways.reading, ways.can_cancel),
        other => panic!("{other:?}"),
    };
    assert_eq!(ways(bench.page()), (true, true));
    bench.app.act(AddAct::Cancel.into());
    assert_eq!(ways(bench.page()), (false, false), "the other ways are open");
    bench.settle();
    assert_eq!(ways(bench.page()), (false, false), "what the chooser says at last is dropped");
}

#[test]
fn the_same_token_again_changes_nothing() {
    let mut bench = Bench::new();
    bench.register(URI);
    let before = std::fs::read(bench.folder.path().join("vault.skts")).unwrap();
    bench.act(Action::ShowAdd);
    assert_eq!(confirm(bench.paste(URI)).step, ConfirmStep::AlreadyHere);
    assert!(matches!(bench.act(ConfirmAct::Yes), Page::Token(_)));
    assert_eq!(std::fs::read(bench.folder.path().join("vault.skts")).unwrap(), before);
}

#[test]
fn a_reissue_is_confirmed_twice() {
    let mut bench = Bench::new();
    let old = token(bench.register(URI)).code;
    bench.act(Action::ShowAdd);
    assert_eq!(confirm(bench.paste(REISSUED)).step, ConfirmStep::Replace);
    assert_eq!(confirm(bench.act(ConfirmAct::Yes)).step, ConfirmStep::ReplaceForSure);
    let new = token(bench.replace_for_sure("5678"));
    assert_eq!((new.serial.as_str(), new.tokens.len()), ("SKTS 1234 5678", 1));
    assert_ne!(new.code, old);
}

#[test]
fn the_same_seed_for_another_algorithm_is_a_reissue() {
    let mut bench = Bench::new();
    let old = token(bench.register(URI)).code;
    bench.act(Action::ShowAdd);
    assert_eq!(confirm(bench.paste(&format!("{URI}&algorithm=SHA256"))).step, ConfirmStep::Replace);
    assert_eq!(confirm(bench.act(ConfirmAct::Yes)).step, ConfirmStep::ReplaceForSure);
    assert_ne!(token(bench.replace_for_sure("5678")).code, old);
}

#[test]
fn a_reissue_declined_keeps_the_old_seed() {
    let mut bench = Bench::new();
    let old = token(bench.register(URI)).code;
    bench.act(Action::ShowAdd);
    bench.paste(REISSUED);
    bench.act(ConfirmAct::Yes);
    assert_eq!(token(bench.act(Action::Back)).code, old);
    assert_eq!(token(bench.restart().page()).code, old);
}

#[test]
fn ten_tokens_are_the_most() {
    let mut bench = Bench::new();
    for number in 0..10 {
        bench.act(Action::ShowAdd);
        bench.register(&OTHER.replace("87654321", &format!("1000000{number}")));
    }
    bench.act(Action::ShowAdd);
    assert_eq!(refused(bench.paste(URI)), Refusal::TooManyTokens);
    let shown = token(bench.act(Action::ShowToken));
    assert_eq!(shown.tokens.len(), 10);
}

#[test]
fn the_selected_token_is_shown_after_a_restart() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowAdd);
    bench.register(OTHER);
    assert_eq!(token(bench.act(Action::SelectToken(serial("SKTS12345678")))).serial, "SKTS 1234 5678");
    assert_eq!(
        token(bench.act(Action::SelectToken(serial("SKTS99999999")))).serial,
        "SKTS 1234 5678",
        "there is no such token"
    );
    assert_eq!(token(bench.act(Action::SelectToken(serial("SKTS87654321")))).serial, "SKTS 8765 4321");
    assert_eq!(token(bench.restart().page()).serial, "SKTS 8765 4321");
}

#[test]
fn copying_is_told_for_two_seconds_and_cleared_when_the_code_ends() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowToken);
    let shown = token(bench.act(Action::Copy(Copied::Code)));
    assert_eq!(shown.copied, Some(Copied::Code));
    assert_eq!(*bench.device.copied.lock().unwrap(), [(shown.code, Some(UnixTime::from_seconds(NOON + 18)))]);
    assert_eq!(token(bench.at(NOON + 1)).copied, Some(Copied::Code));
    assert_eq!(token(bench.at(NOON + 2)).copied, None);
    bench.at(NOON + 17);
    assert_eq!(*bench.device.cleared.lock().unwrap(), 0);
    bench.at(NOON + 18);
    assert_eq!(*bench.device.cleared.lock().unwrap(), 1);
    bench.at(NOON + 60);
    assert_eq!(*bench.device.cleared.lock().unwrap(), 1);
}

#[test]
fn the_next_code_and_the_serial_are_copied_as_they_are() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowToken);
    bench.act(Action::Copy(Copied::NextCode));
    assert!(bench.device.copied.lock().unwrap().is_empty(), "there is no next code yet");
    let next = token(bench.at(1_111_111_109)).next_code.unwrap();
    bench.act(Action::Copy(Copied::NextCode));
    bench.act(Action::Copy(Copied::Serial));
    let expected = [
        (next, Some(UnixTime::from_seconds(1_111_111_140))), // its own end, not the shown code's
        ("SKTS12345678".to_owned(), None),
    ];
    assert_eq!(*bench.device.copied.lock().unwrap(), expected);
}

#[test]
fn nobody_sees_no_code_and_no_timer_runs() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.tell(Event::Hidden);
    assert_eq!(token(bench.page()).code, "");
    assert_eq!(bench.app.look().1, None);
    bench.tell(Event::Shown);
    assert_eq!(token(bench.page()).code.len(), 6);
    assert!(bench.app.look().1.is_some());
}

#[test]
fn a_clipboard_is_cleared_even_while_hidden() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::Copy(Copied::Code));
    bench.tell(Event::Hidden);
    bench.at(NOON + 3);
    assert_eq!(bench.app.look().1, Some(Duration::from_millis(14_400)));
    bench.at(NOON + 18);
    assert_eq!(*bench.device.cleared.lock().unwrap(), 1);
    assert_eq!(bench.app.look().1, None);
}

#[test]
fn a_wrong_clock_warns_and_hides_nothing() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.clock.set(1_600_000_000);
    let view = bench.app.look().0;
    assert_eq!(view.banners, [Banner::ClockWrong]);
    assert_eq!(token(bench.at(1_600_000_000)).code.len(), 6);
    assert!(matches!(bench.act(Action::ShowClock), Page::Clock(_)));
    assert!(matches!(bench.act(Action::Back), Page::Token(_)));
}

#[test]
fn a_keystore_that_does_not_answer_is_a_page_and_no_loss() {
    let mut bench = Bench::new();
    bench.register(URI);
    let kinds = [
        (KeystoreError::Locked, VaultTrouble::KeystoreLocked),
        (KeystoreError::Cancelled, VaultTrouble::KeystoreClosed),
        (KeystoreError::NoPasscode, VaultTrouble::KeystoreRefused),
        (KeystoreError::Platform(7), VaultTrouble::KeystoreRefused),
        (KeystoreError::Unavailable, VaultTrouble::KeystoreUnavailable),
    ];
    for (error, kind) in kinds {
        *bench.device.no_keystore.lock().unwrap() = Some(error);
        bench = bench.restart();
        let shown = trouble_page(bench.page());
        assert_eq!((shown.trouble, shown.serials), (kind, vec![serial("SKTS12345678")]));
        assert!(!shown.can_register_anew);
        assert!(matches!(bench.act(Action::ShowAdd), Page::Add(_)));
        assert!(!matches!(bench.paste(OTHER), Page::Confirm(_)), "nothing is added to a vault that is shut");
        bench.act(Action::Back);
    }
    *bench.device.no_keystore.lock().unwrap() = None;
    assert_eq!(token(bench.act(TroubleAct::TryAgain)).code.len(), 6);
}

#[test]
fn without_its_key_the_vault_is_set_aside_and_kept() {
    let mut bench = Bench::new();
    bench.register(URI);
    let sealed = std::fs::read(bench.folder.path().join("vault.skts")).unwrap();
    let Bench { app, folder, .. } = bench;
    drop(app);
    let mut bench = Bench::over(folder, Arc::default());
    let shown = trouble_page(bench.page());
    assert_eq!((shown.trouble, shown.can_register_anew), (VaultTrouble::KeyMissing, true));
    bench.act(Action::ShowAdd);
    assert_eq!(confirm(bench.paste(REISSUED)).step, ConfirmStep::New);
    assert_eq!(bench.act(ConfirmAct::No), Page::Trouble(shown));
    assert_eq!(std::fs::read(bench.folder.path().join("vault.skts")).unwrap(), sealed, "still untouched");
    bench.act(Action::ShowAdd);
    assert_eq!(token(bench.register(REISSUED)).tokens.len(), 1);
    let kept = bench.files().into_iter().filter(|name| name.contains("set-aside"));
    let kept: Vec<Vec<u8>> =
        kept.map(|name| std::fs::read(bench.folder.path().join(name)).unwrap()).collect();
    assert!(kept.contains(&sealed), "the old vault is kept: {:?}", bench.files());
}

#[test]
fn a_keystore_that_lost_the_key_for_a_moment_costs_no_token() {
    for error in [KeystoreError::NoEntry, KeystoreError::Invalidated] {
        let mut bench = Bench::new();
        bench.register(URI);
        bench.device.keys.fail(error);
        bench = bench.restart();
        assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeyMissing);
        bench.act(Action::ShowAdd);
        assert_eq!(confirm(bench.paste(OTHER)).step, ConfirmStep::New);
        bench.device.keys.work();
        assert!(matches!(bench.act(ConfirmAct::Yes), Page::Registered(_)));
        assert_eq!(token(bench.act(Action::ShowToken)).tokens.len(), 2, "the old token is there again");
        assert!(!bench.files().iter().any(|name| name.contains("set-aside")), "{:?}", bench.files());
    }
}

#[test]
fn a_second_window_says_so() {
    let mut bench = Bench::new();
    bench.register(URI);
    let folder = bench.folder.path().to_owned();
    let Err(why) = open(&folder, KeystoreChoice::Best, &*bench.device, nothing()) else {
        panic!("two vaults")
    };
    assert_eq!(why, NotOpened::Trouble(VaultTrouble::InUse));
    assert_eq!(token(bench.act(Action::ShowToken)).code.len(), 6);
}
