//! The app lock where the passcode is forgotten, the keystore fails or the vault is an older one.

use super::lock::*;
use super::*;

#[test]
fn a_forgotten_passcode_deletes_nothing_without_both_gestures() {
    let mut bench = locked();
    let view = forgot(bench.act(LockAct::Forgot));
    assert_eq!((view.serials, view.asks), (vec![serial("SKTS12345678")], false));
    forgot(bench.act(ForgotAct::Yes));
    bench.act(Action::Copy(Copied::KnownSerial(serial("SKTS12345678"))));
    assert_eq!(bench.device.texts_copied(), ["SKTS12345678"]);
    lock(bench.act(Action::Back));
    bench.act(LockAct::Forgot);
    assert!(forgot(bench.act(ForgotAct::Delete)).asks);
    bench.act(ForgotAct::Yes);
    forgot(bench.press("5678"));
    assert!(!forgot(bench.act(ForgotAct::Yes)).can_say_yes);
    bench.clock.pass(Duration::from_millis(500));
    bench.act(ForgotAct::Answer(true));
    bench.act(Action::Press(Key::Erase));
    assert!(!forgot(bench.press("9")).can_say_yes);
    forgot(bench.act(ForgotAct::Yes));
    bench.act(Action::Press(Key::Erase));
    assert!(forgot(bench.press("8")).can_say_yes);
    assert!(matches!(bench.act(ForgotAct::Yes), Page::Add(_)));
    // Until a token is registered everything is as it was.
    let shown = trouble_page(bench.act(Action::Back));
    assert_eq!((shown.trouble, shown.can_register_anew), (VaultTrouble::AppLocked, true));
    lock(bench.act(TroubleAct::TryAgain));
    token(type_in(&mut bench, RIGHT));
}

/// The settings name no token that the customer has removed, and without the passcode it cannot be brought back.
#[test]
fn where_only_removed_tokens_are_left_the_tick_alone_is_asked_for() {
    let mut bench = with_passcode();
    bench.act(Action::ShowTokens);
    bench.act(TokensAct::Remove(serial("SKTS12345678")));
    bench.clock.pass(Duration::from_millis(500));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    bench.act(RemoveAct::Yes);
    type_in(&mut bench, RIGHT);
    let mut bench = bench.restart();
    assert!(forgot(bench.act(LockAct::Forgot)).serials.is_empty());
    bench.act(ForgotAct::Delete);
    bench.clock.pass(Duration::from_millis(500));
    assert!(forgot(bench.act(ForgotAct::Answer(true))).can_say_yes);
    // Whoever remembers the passcode after all still brings it back.
    bench.act(Action::Back);
    bench.act(Action::Back);
    type_in(&mut bench, RIGHT);
    let Page::Former(view) = bench.act(Action::ShowFormer) else { panic!("another page") };
    assert_eq!(view.rows.len(), 1);
}

/// A customer whose settings are gone as well may have nothing but the bank's new letter.
#[test]
fn where_no_serial_is_known_the_tick_alone_is_asked_for() {
    let (mut bench, ()) =
        with_passcode().restart_after(|folder| std::fs::remove_file(folder.join("settings.json")).unwrap());
    assert!(forgot(bench.act(LockAct::Forgot)).serials.is_empty());
    let view = forgot(bench.begin(ForgotAct::Delete.into()));
    assert_eq!((view.asks, view.ending, view.can_say_yes), (true, None, false));
    let second_half_of_a_double_click = ForgotAct::Answer(true).into();
    assert!(!forgot(bench.begin(second_half_of_a_double_click)).answered);
    // Digits are nothing that was asked for.
    assert_eq!(forgot(bench.press("5678")).typed, "");
    assert!(!forgot(bench.act(ForgotAct::Yes)).can_say_yes);
    bench.clock.pass(Duration::from_millis(500));
    assert!(forgot(bench.act(ForgotAct::Answer(true))).can_say_yes);
    assert!(!forgot(bench.act(ForgotAct::Answer(false))).can_say_yes);
    bench.act(ForgotAct::Answer(true));
    assert!(matches!(bench.act(ForgotAct::Yes), Page::Add(_)));
    let sealed = std::fs::read(bench.folder.path().join("vault.skts")).unwrap();
    assert_eq!(confirm(bench.paste(REISSUED)).step, ConfirmStep::New);
    token(bench.act(ConfirmAct::Yes));
    let aside = bench.files().into_iter().find(|name| name.contains("set-aside")).expect("it is kept");
    assert_eq!(std::fs::read(bench.folder.path().join(aside)).unwrap(), sealed);
}

#[test]
fn over_a_forgotten_passcode_a_token_is_registered_and_the_old_vault_is_kept() {
    let mut bench = locked();
    let sealed = std::fs::read(bench.folder.path().join("vault.skts")).unwrap();
    bench.act(LockAct::Forgot);
    bench.act(ForgotAct::Delete);
    bench.clock.pass(Duration::from_millis(500));
    bench.act(ForgotAct::Answer(true));
    bench.press("5678");
    bench.act(ForgotAct::Yes);
    assert_eq!(confirm(bench.paste(REISSUED)).step, ConfirmStep::New);
    assert_eq!(token(bench.act(ConfirmAct::Yes)).tokens.len(), 1);
    let kept = bench.files().into_iter().filter(|name| name.contains("set-aside"));
    let kept: Vec<Vec<u8>> =
        kept.map(|name| std::fs::read(bench.folder.path().join(name)).unwrap()).collect();
    assert!(kept.contains(&sealed), "{:?}", bench.files());
    token(bench.restart().page());
}

#[test]
fn a_keystore_that_fails_while_the_app_is_locked_is_a_page_of_its_own() {
    let mut bench = locked();
    *bench.device.no_keystore.lock().unwrap() = Some(KeystoreError::Locked);
    assert_eq!(trouble_page(type_in(&mut bench, RIGHT)).trouble, VaultTrouble::KeystoreLocked);
    *bench.device.no_keystore.lock().unwrap() = None;
    lock(bench.act(TroubleAct::TryAgain));
    token(type_in(&mut bench, RIGHT));
}

#[test]
fn an_older_vault_with_a_passcode_opens_after_the_warning_and_the_passcode() {
    let bench = with_passcode();
    let older = std::fs::read(bench.folder.path().join("vault.skts")).unwrap();
    let mut bench = bench.restart();
    type_in(&mut bench, RIGHT);
    bench.act(Action::ShowAdd);
    bench.register(OTHER);
    let put_back = |folder: &std::path::Path| std::fs::write(folder.join("vault.skts"), &older).unwrap();
    let (mut bench, ()) = bench.restart_after(put_back);
    assert_eq!(trouble_page(type_in(&mut bench, RIGHT)).trouble, VaultTrouble::DataOlder);
    bench.act(TroubleAct::UseOlder);
    bench.clock.pass(Duration::from_secs(2));
    lock(bench.act(TroubleAct::UseOlder));
    token(type_in(&mut bench, RIGHT));
    let mut bench = bench.restart();
    token(type_in(&mut bench, RIGHT));
}
