//! The Trouble page: which error leads there, which serial is copied, and that it never covers a vault
//! that is open.

use crate::app::*;
use crate::keystore::KeystoreError;
use crate::testing::*;
use crate::vault::VaultError;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

/// One of each. A new variant does not compile before [`page`] names its page, and fails before it is here.
const KEYSTORE: [KeystoreError; 11] = [
    KeystoreError::Cancelled,
    KeystoreError::Invalidated,
    KeystoreError::Locked,
    KeystoreError::NoPasscode,
    KeystoreError::NoEntry,
    KeystoreError::Unavailable,
    KeystoreError::Platform(7),
    KeystoreError::Silent,
    KeystoreError::OutOfReach(ErrorKind::StorageFull),
    KeystoreError::LooseFile,
    KeystoreError::LooseFolder,
];
const VAULT: [VaultError; 15] = [
    VaultError::InUse,
    VaultError::Unreachable(ErrorKind::StorageFull),
    VaultError::Damaged,
    VaultError::Older,
    VaultError::Unproven,
    VaultError::Newer(3),
    VaultError::KeyMissing,
    VaultError::TooManyTokens,
    VaultError::TooManyRemoved,
    VaultError::AlreadyHere,
    VaultError::NoSuchToken,
    VaultError::Linked,
    VaultError::PasscodeNeeded,
    VaultError::WrongPasscode,
    VaultError::TooSoon,
];

/// Each variant, with a number of its own, and the page that it leads to.
fn page(error: &VaultError) -> (usize, VaultTrouble) {
    match error {
        VaultError::InUse => (0, VaultTrouble::InUse),
        VaultError::Unreachable(_) => (1, VaultTrouble::DataUnreachable),
        VaultError::Damaged => (2, VaultTrouble::DataDamaged),
        VaultError::Newer(_) => (3, VaultTrouble::DataNewer),
        VaultError::KeyMissing => (4, VaultTrouble::KeyMissing),
        // The window has no page for this error: the import, or the command, is refused.
        VaultError::TooManyTokens => (5, VaultTrouble::DataUnreachable),
        VaultError::AlreadyHere => (6, VaultTrouble::DataUnreachable),
        VaultError::NoSuchToken => (7, VaultTrouble::DataUnreachable),
        VaultError::Keystore(KeystoreError::Cancelled) => (8, VaultTrouble::KeystoreClosed),
        VaultError::Keystore(KeystoreError::Invalidated) => (9, VaultTrouble::KeyMissing),
        VaultError::Keystore(KeystoreError::Locked) => (10, VaultTrouble::KeystoreLocked),
        VaultError::Keystore(KeystoreError::NoPasscode) => (11, VaultTrouble::KeystoreRefused),
        VaultError::Keystore(KeystoreError::NoEntry) => (12, VaultTrouble::KeyMissing),
        VaultError::Keystore(KeystoreError::Unavailable) => (13, VaultTrouble::KeystoreUnavailable),
        VaultError::Keystore(KeystoreError::Platform(_)) => (14, VaultTrouble::KeystoreRefused),
        VaultError::Keystore(KeystoreError::Silent) => (15, VaultTrouble::KeystoreUnavailable),
        VaultError::Keystore(KeystoreError::OutOfReach(_)) => (16, VaultTrouble::DataUnreachable),
        VaultError::Linked => (17, VaultTrouble::DataUnreachable),
        VaultError::Older => (18, VaultTrouble::DataOlder),
        VaultError::TooManyRemoved => (19, VaultTrouble::DataUnreachable),
        VaultError::Keystore(KeystoreError::LooseFile) => (20, VaultTrouble::KeyFileLoose),
        VaultError::Keystore(KeystoreError::LooseFolder) => (21, VaultTrouble::KeyFolderLoose),
        VaultError::Unproven => (22, VaultTrouble::DataUnproven),
        VaultError::PasscodeNeeded => (23, VaultTrouble::AppLocked),
        VaultError::WrongPasscode => (24, VaultTrouble::AppLocked),
        VaultError::TooSoon => (25, VaultTrouble::AppLocked),
    }
}

/// Whether a new token may be registered on this page. It may not where opening again may help.
fn offers_anew(kind: VaultTrouble) -> bool {
    match kind {
        VaultTrouble::KeyMissing | VaultTrouble::DataDamaged | VaultTrouble::AppLocked => true,
        VaultTrouble::KeystoreLocked
        | VaultTrouble::KeystoreClosed
        | VaultTrouble::KeystoreRefused
        | VaultTrouble::KeyInFile
        | VaultTrouble::KeyFileLoose
        | VaultTrouble::KeyFolderLoose
        | VaultTrouble::KeystoreUnavailable
        | VaultTrouble::DataOlder
        | VaultTrouble::DataUnproven
        | VaultTrouble::DataNewer
        | VaultTrouble::DataUnreachable
        | VaultTrouble::InUse => false,
    }
}

#[test]
fn every_error_has_its_page() {
    let all: Vec<VaultError> =
        VAULT.into_iter().chain(KEYSTORE.into_iter().map(VaultError::Keystore)).collect();
    let numbers: BTreeSet<usize> = all.iter().map(|error| page(error).0).collect();
    assert_eq!(numbers, (0..=25).collect(), "each variant once");
    for error in &all {
        let kind = page(error).1;
        assert_eq!(VaultTrouble::from(error), kind, "{error:?}");
        assert_eq!(kind.can_register_anew(), offers_anew(kind), "{kind:?}");
        let mut bench = Bench::new();
        bench.app.tell(Event::VaultOpened(Err(kind)));
        let shown = trouble_page(bench.page());
        assert_eq!((shown.trouble, shown.can_register_anew), (kind, offers_anew(kind)));
    }
}

/// Two tokens, and a keystore that does not answer any more.
fn locked_with_two() -> Bench {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowAdd);
    bench.register(OTHER);
    *bench.device.no_keystore.lock().unwrap() = Some(KeystoreError::Locked);
    bench.restart()
}

#[test]
fn each_serial_is_copied_by_its_own_button() {
    let mut bench = locked_with_two();
    assert_eq!(trouble_page(bench.page()).serials, [serial("SKTS12345678"), serial("SKTS87654321")]);
    assert_eq!(trouble_page(bench.page()).copied, None);
    for text in ["SKTS87654321", "SKTS12345678"] {
        let shown = trouble_page(bench.act(Action::Copy(Copied::KnownSerial(serial(text)))));
        assert_eq!(shown.copied, Some(serial(text)));
        assert_eq!(bench.device.copied.lock().unwrap().last(), Some(&(text.to_owned(), None)));
    }
    bench.act(Action::Copy(Copied::KnownSerial(serial("SKTS99999999"))));
    assert_eq!(bench.device.copied.lock().unwrap().len(), 2, "there is no third");
}

#[test]
fn settings_that_were_lost_know_the_serials_again_after_the_next_start() {
    let mut bench = Bench::new();
    bench.register(URI);
    std::fs::remove_file(bench.folder.path().join("settings.json")).unwrap();
    bench = bench.restart();
    assert_eq!(load_settings(bench.folder.path()).serials, ["SKTS12345678"]);
    *bench.device.no_keystore.lock().unwrap() = Some(KeystoreError::Locked);
    assert_eq!(trouble_page(bench.restart().page()).serials, [serial("SKTS12345678")]);
}

#[test]
fn trying_again_waits_for_what_is_under_way() {
    // A second opening beside the first would be told that the vault is in use, once the first had opened it.
    let mut bench = locked_with_two();
    *bench.device.no_keystore.lock().unwrap() = None;
    bench.app.act(TroubleAct::TryAgain.into());
    bench.app.act(TroubleAct::TryAgain.into());
    assert_eq!(token(bench.act(Action::ShowToken)).tokens.len(), 2);
    // An opening beside a vault that is being written would be told the same.
    bench.act(Action::ShowAdd);
    bench.paste(&URI.replace("12345678", "11112222"));
    bench.app.act(ConfirmAct::Yes.into());
    bench.app.act(TroubleAct::TryAgain.into());
    bench.settle();
    assert_eq!(token(bench.act(Action::ShowToken)).tokens.len(), 3);
}

#[test]
fn a_vault_that_breaks_while_it_is_open_is_told() {
    let mut bench = Bench::new();
    assert!(matches!(bench.register(URI), Page::Registered(_)));
    bench.app.tell(Event::VaultOpened(Err(VaultTrouble::DataDamaged)));
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::DataDamaged);
    assert_eq!(token(bench.act(TroubleAct::TryAgain)).code.len(), 6);
}

/// A vault without its key, on a device whose keystore is empty.
fn without_its_key() -> (Bench, Vec<u8>) {
    let mut bench = Bench::new();
    bench.register(URI);
    let sealed = std::fs::read(bench.folder.path().join("vault.skts")).unwrap();
    let Bench { app, folder, .. } = bench;
    drop(app);
    (Bench::over(folder, Arc::default()), sealed)
}

#[test]
fn an_old_vault_stays_in_its_place_until_the_new_token_is_stored() {
    let (mut bench, sealed) = without_its_key();
    let before = bench.files();
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeyMissing);
    bench.act(Action::ShowAdd);
    bench.paste(REISSUED);
    // The keystore is asked for the key and does not find it; then the customer closes the system's question.
    bench.device.keys.fail_after(1, KeystoreError::Cancelled);
    assert_eq!(refused(bench.act(ConfirmAct::Yes)), Refusal::KeystoreClosed);
    assert_eq!(bench.files(), before);
    assert_eq!(std::fs::read(bench.folder.path().join("vault.skts")).unwrap(), sealed);

    bench = bench.restart();
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeyMissing, "not the welcome page");
    bench.act(Action::ShowAdd);
    assert_eq!(token(bench.register(REISSUED)).tokens.len(), 1);
    // The name says when: the bench's clock stands at noon.
    let aside = format!("vault.skts.set-aside-{NOON}");
    let aside = std::fs::read(bench.folder.path().join(aside)).unwrap();
    assert_eq!(aside, sealed);
}

/// An older file of the same vault is told, and used only after a warning; from then on it is the newest.
#[test]
fn an_older_vault_is_used_after_a_warning_and_is_then_the_newest() {
    let mut bench = Bench::new();
    bench.register(URI);
    let file = bench.folder.path().join("vault.skts");
    let older = std::fs::read(&file).unwrap();
    bench.act(Action::ShowAdd);
    bench.register(OTHER);
    let newer = std::fs::read(&file).unwrap();
    std::fs::write(&file, &older).unwrap();
    bench = bench.restart();
    let shown = trouble_page(bench.page());
    assert_eq!((shown.trouble, shown.can_use_older, shown.warned), (VaultTrouble::DataOlder, true, false));
    assert_eq!(trouble_page(bench.act(TroubleAct::TryAgain)).trouble, VaultTrouble::DataOlder);
    assert!(trouble_page(bench.act(TroubleAct::UseOlder)).warned);
    assert!(trouble_page(bench.act(TroubleAct::UseOlder)).warned, "a double click opens nothing");
    bench.clock.pass(Duration::from_secs(2));
    assert_eq!(std::fs::read(&file).unwrap(), older, "nothing is written before the second answer");
    assert_eq!(token(bench.act(TroubleAct::UseOlder)).tokens.len(), 1);
    let mut bench = bench.restart();
    assert_eq!(token(bench.act(Action::ShowToken)).tokens.len(), 1);
    // The file that was newer once is the older one now.
    let (bench, ()) =
        bench.restart_after(|folder| std::fs::write(folder.join("vault.skts"), &newer).unwrap());
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::DataOlder);
}

/// The vault was asked for codes, and could not be read: its page says why, and what comes later does not change that.
#[test]
fn codes_that_do_not_come_shut_the_vault_for_their_own_reason() {
    let mut bench = Bench::new();
    bench.register(URI);
    let mut failed = |trouble| {
        let question = Question { serial: serial("SKTS12345678"), steps: Vec::new() };
        bench.app.tell(Event::Codes { question, result: Err(trouble) });
        trouble_page(bench.page()).trouble
    };
    assert_eq!(failed(VaultTrouble::KeyMissing), VaultTrouble::KeyMissing);
    assert_eq!(failed(VaultTrouble::DataUnreachable), VaultTrouble::KeyMissing);
    assert_eq!(token(bench.act(TroubleAct::TryAgain)).code.len(), 6);
}
