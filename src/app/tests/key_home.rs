//! Where the vault's key lies: never in a file before the customer agrees, in the system's keystore as soon as that
//! answers, and never in a file again after that.

use super::nothing;
use crate::app::*;
use crate::keystore::{KeystoreError, Protection};
use crate::testing::*;
use std::path::Path;
use std::sync::Arc;

/// The note that remembers that a system keystore has held the key; FORMAT.md names it.
const NOTE: &str = "key-in-system-keystore";

fn with_keystore(error: Option<KeystoreError>) -> Bench {
    let device = MemoryDevice::default();
    *device.no_keystore.lock().unwrap() = error;
    Bench::over(tempfile::tempdir().unwrap(), Arc::new(device))
}

fn without_keystore() -> Bench {
    with_keystore(Some(KeystoreError::Unavailable))
}

fn keystore_says(bench: &Bench, error: Option<KeystoreError>) {
    *bench.device.no_keystore.lock().unwrap() = error;
}

fn key_files(bench: &Bench) -> Vec<String> {
    bench.files().into_iter().filter(|name| name.ends_with(".key")).collect()
}

/// A vault whose key lies in a file, to which the customer has agreed.
fn in_a_file() -> Bench {
    let mut bench = without_keystore();
    keyfile(bench.register(URI));
    assert!(matches!(bench.act(KeyfileAct::UseFile), Page::Registered(_)));
    assert_eq!(key_files(&bench).len(), 1);
    bench
}

fn opens_with_a_file(bench: &Bench) -> Result<usize, NotOpened> {
    look(bench.folder.path(), KeystoreChoice::File, &*bench.device, nothing())
        .map(|vault| vault.summary().profiles.len())
}

#[test]
fn no_key_goes_into_a_file_before_the_customer_agrees() {
    let mut bench = without_keystore();
    assert_eq!(keyfile(bench.register(URI)), KeyfileView::default());
    assert_eq!(bench.files(), [""; 0]);
    assert!(matches!(bench.act(KeyfileAct::No), Page::Add(_)));
    assert!(matches!(bench.register(URI), Page::Keyfile(_)));
    assert!(matches!(bench.act(Action::Back), Page::Add(_)));
    assert_eq!(bench.files(), [""; 0]);

    keyfile(bench.register(URI));
    assert!(matches!(bench.act(KeyfileAct::UseFile), Page::Registered(_)));
    assert_eq!(bench.banners(), [Banner::FileKeystore]);
    match bench.act(Action::ShowAbout) {
        Page::About(about) => assert_eq!(about.protection, Some(Protection::File)),
        other => panic!("{other:?}"),
    }
    // The second token asks no more.
    bench.act(Action::ShowAdd);
    assert!(matches!(bench.register(OTHER), Page::Registered(_)));
    let bench = bench.restart();
    assert_eq!(token(bench.page()).code.len(), 6);
    assert_eq!(bench.banners(), [Banner::FileKeystore]);
}

/// The second half of a double click on はい agrees to nothing.
#[test]
fn the_question_hears_no_press_at_once() {
    let mut bench = without_keystore();
    bench.paste(URI);
    bench.app.act(ConfirmAct::Yes.into());
    while let Ok(event) = bench.events.try_recv() {
        bench.app.tell(event);
    }
    keyfile(bench.begin(KeyfileAct::UseFile.into()));
    assert_eq!(bench.files(), [""; 0]);
}

#[test]
fn the_systems_keystore_is_tried_again_before_a_file_is_used() {
    for answer in [KeyfileAct::TryAgain, KeyfileAct::UseFile] {
        let mut bench = without_keystore();
        keyfile(bench.register(URI));
        assert_eq!(keyfile(bench.act(KeyfileAct::TryAgain)).refused, Some(Refusal::OnlyAFile));
        bench.settle();
        keystore_says(&bench, None);
        assert!(matches!(bench.act(answer), Page::Registered(_)), "{answer:?}");
        assert_eq!((key_files(&bench).len(), bench.device.keys.len()), (0, 1), "{answer:?}");
        assert_eq!(bench.banners(), []);
    }
}

/// A session whose Secret Service answers and has no place for a key.
#[test]
fn a_keystore_that_can_keep_nothing_leads_to_the_same_question() {
    let device = Arc::new(MemoryDevice { hollow: true, ..MemoryDevice::default() });
    let mut bench = Bench::over(tempfile::tempdir().unwrap(), device);
    keyfile(bench.register(URI));
    assert_eq!(bench.files(), [""; 0]);
    assert!(matches!(bench.act(KeyfileAct::UseFile), Page::Registered(_)));
    assert_eq!(bench.banners(), [Banner::FileKeystore]);
    assert_eq!(token(bench.restart().page()).code.len(), 6);
}

#[test]
fn a_question_that_was_closed_never_leads_to_a_file() {
    // While the vault is opened.
    let mut bench = with_keystore(Some(KeystoreError::Cancelled));
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeystoreClosed);
    keystore_says(&bench, None);
    assert!(matches!(bench.act(TroubleAct::TryAgain), Page::Add(_)));
    // While the first token is stored.
    for error in [KeystoreError::Cancelled, KeystoreError::Locked] {
        bench.paste(URI);
        bench.device.keys.fail(error);
        assert_eq!(refused(bench.act(ConfirmAct::Yes)), Refusal::KeystoreClosed);
        assert_eq!(bench.files(), [""; 0]);
        bench.device.keys.work();
        bench.act(ConfirmAct::No);
    }
    bench.paste(URI);
    assert!(matches!(bench.act(ConfirmAct::Yes), Page::Registered(_)));
    assert_eq!(key_files(&bench).len(), 0);
}

#[test]
fn a_silent_keystore_never_leads_to_a_file() {
    let mut bench = with_keystore(Some(KeystoreError::Silent));
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeystoreUnavailable);
    keystore_says(&bench, None);
    bench.act(TroubleAct::TryAgain);
    bench.paste(URI);
    bench.device.keys.fail(KeystoreError::Silent);
    assert_eq!(refused(bench.act(ConfirmAct::Yes)), Refusal::NoKeystore);
    assert_eq!(bench.files(), [""; 0]);
}

/// A vault that is damaged is registered over; the keystore is silent, missing or closed by then.
#[test]
fn registering_over_a_damaged_vault_is_no_way_to_a_file() {
    for (error, why) in [
        (KeystoreError::Silent, Refusal::NoKeystore),
        (KeystoreError::Unavailable, Refusal::NoKeystore),
        (KeystoreError::Cancelled, Refusal::KeystoreClosed),
    ] {
        let mut bench = Bench::new();
        bench.register(URI);
        let file = bench.folder.path().join("vault.skts");
        (bench, ()) = bench.restart_after(|_| std::fs::write(&file, "damaged").unwrap());
        assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::DataDamaged);
        bench.act(Action::ShowAdd);
        bench.paste(OTHER);
        let before = bench.files();
        keystore_says(&bench, Some(error));
        assert_eq!(refused(bench.act(ConfirmAct::Yes)), why, "{error:?}");
        assert_eq!((bench.files(), key_files(&bench).len()), (before, 0));
    }
}

#[test]
fn a_key_moves_from_its_file_as_soon_as_a_keystore_answers() {
    let bench = in_a_file();
    let old = key_files(&bench);
    keystore_says(&bench, None);
    let mut bench = bench.restart();
    assert_eq!(token(bench.page()).code.len(), 6);
    assert_eq!(bench.banners(), [Banner::KeyMoved], "it is said");
    assert_eq!((key_files(&bench).len(), bench.device.keys.len()), (0, 1));
    assert!(bench.files().contains(&NOTE.to_owned()), "{:?}", bench.files());
    assert!(!bench.files().iter().any(|name| name.ends_with(".floor")), "{:?}", bench.files());
    match bench.act(Action::ShowAbout) {
        Page::About(about) => assert_eq!(about.protection, Some(Protection::SystemKeystore)),
        other => panic!("{other:?}"),
    }
    assert_eq!(token(bench.act(Action::ShowToken)).code.len(), 6);
    assert_eq!(bench.banners(), [], "it is said once");
    let bench = bench.restart();
    assert_eq!((token(bench.page()).code.len(), bench.banners()), (6, Vec::new()));
    assert_ne!(old, key_files(&bench));
}

/// Reading moves nothing, and neither does a run that asks for the file.
#[test]
fn a_key_stays_in_its_file_where_nothing_may_change_or_the_file_is_asked_for() {
    let Bench { app, folder, device, .. } = in_a_file();
    drop(app);
    *device.no_keystore.lock().unwrap() = None;
    let looked = look(folder.path(), KeystoreChoice::Best, &*device, nothing()).unwrap();
    assert_eq!((looked.in_file(), looked.key_moved()), (Some(InFile::NotMoved), false));
    drop(looked);
    for _ in 0..2 {
        let opened = open(folder.path(), KeystoreChoice::File, &*device, nothing()).unwrap();
        assert_eq!((opened.in_file(), opened.key_moved()), (None, false));
    }
    assert_eq!(device.keys.len(), 0);
    let opened = open(folder.path(), KeystoreChoice::Best, &*device, nothing()).unwrap();
    assert_eq!((opened.in_file(), opened.key_moved()), (None, true));
}

/// The keystore starts while a program that only reads is told that there is none, and a window moves the key there: the
/// file has the key no more when the reader looks for it.
#[test]
fn a_reader_finds_the_key_that_moves_meanwhile() {
    let Bench { app, folder, device, .. } = in_a_file();
    drop(app);
    let (window, path) = (device.clone(), folder.path().to_owned());
    *device.meanwhile.lock().unwrap() = Some(Box::new(move || {
        *window.no_keystore.lock().unwrap() = None;
        assert!(open(&path, KeystoreChoice::Best, &*window, nothing()).unwrap().key_moved());
    }));
    let looked = look(folder.path(), KeystoreChoice::Best, &*device, nothing()).unwrap();
    assert_eq!((looked.in_file(), looked.key_moved()), (None, false));
    assert_eq!(looked.summary().profiles.len(), 1);
}

/// The keystore fails at each call of the move, in each way: the token is there at this start or the next.
#[test]
fn a_move_that_fails_anywhere_loses_nothing() {
    let mut moved_at = Vec::new();
    for error in [
        KeystoreError::Cancelled,
        KeystoreError::Locked,
        KeystoreError::Unavailable,
        KeystoreError::Silent,
        KeystoreError::Platform(7),
    ] {
        for calls in 0..8 {
            let bench = in_a_file();
            keystore_says(&bench, None);
            bench.device.keys.fail_after(calls, error);
            let bench = bench.restart();
            match bench.page() {
                Page::Trouble(shown) => {
                    let kept = [VaultTrouble::KeystoreClosed, VaultTrouble::KeystoreLocked];
                    let at_once = calls == 0 || kept.contains(&shown.trouble);
                    assert!(at_once, "{error:?} at {calls}: {shown:?}");
                    assert_eq!(opens_with_a_file(&bench), Ok(1), "{error:?} at {calls}");
                }
                page => assert_eq!(token(page).code.len(), 6, "{error:?} at {calls}"),
            }
            bench.device.keys.work();
            let bench = bench.restart();
            assert_eq!(token(bench.page()).code.len(), 6, "{error:?} at {calls}");
            assert_eq!(key_files(&bench), [""; 0], "{error:?} at {calls}");
            moved_at.push(bench.banners() == [Banner::KeyMoved]);
        }
    }
    assert!(moved_at.contains(&true) && moved_at.contains(&false), "at the first start, and at the second");
}

#[test]
fn once_the_system_has_held_the_key_no_file_is_used_by_itself() {
    let mut bench = Bench::new();
    bench.register(URI);
    assert!(bench.files().contains(&NOTE.to_owned()), "{:?}", bench.files());
    keystore_says(&bench, Some(KeystoreError::Unavailable));
    let bench = bench.restart();
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeystoreUnavailable);
    // Not even where the vault itself is gone.
    let (mut bench, ()) =
        bench.restart_after(|folder| std::fs::remove_file(folder.join("vault.skts")).unwrap());
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeystoreUnavailable);
    assert_eq!(trouble_page(bench.act(TroubleAct::TryAgain)).trouble, VaultTrouble::KeystoreUnavailable);
    // A keystore that answers and keeps nothing.
    keystore_says(&bench, None);
    bench.act(TroubleAct::TryAgain);
    bench.paste(URI);
    bench.device.keys.fail(KeystoreError::Unavailable);
    assert_eq!(refused(bench.act(ConfirmAct::Yes)), Refusal::NoKeystore);
    assert_eq!(key_files(&bench), [""; 0]);
}

/// A vault of earlier versions, whose folder has no note yet, gets it when it is opened.
#[test]
fn a_vault_from_before_the_note_gets_it() {
    let mut bench = Bench::new();
    bench.register(URI);
    let (bench, ()) = bench.restart_after(|folder| std::fs::remove_file(folder.join(NOTE)).unwrap());
    assert!(bench.files().contains(&NOTE.to_owned()));
}

fn copy_all(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// Somebody puts a vault of his own and its key file into the folder: he would know the codes.
#[test]
fn a_vault_that_was_planted_with_its_key_file_is_not_believed() {
    let planted = in_a_file();
    for error in [None, Some(KeystoreError::Unavailable), Some(KeystoreError::Silent)] {
        let mut bench = Bench::new();
        bench.register(OTHER);
        keystore_says(&bench, error);
        let (mut bench, ()) = bench.restart_after(|folder| copy_all(planted.folder.path(), folder));
        let before = bench.files();
        assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeyInFile, "{error:?}");
        assert_eq!(trouble_page(bench.act(TroubleAct::TryAgain)).trouble, VaultTrouble::KeyInFile);
        assert_eq!(bench.files(), before, "nothing moved, and nothing was deleted");
        let looked = look(bench.folder.path(), KeystoreChoice::Best, &*bench.device, nothing());
        assert_eq!(looked.map(drop).unwrap_err(), VaultTrouble::KeyInFile.into());
        assert_eq!(opens_with_a_file(&bench), Ok(1));
    }
}

/// Whoever forges the note takes nothing away.
#[test]
fn a_forged_note_costs_no_token() {
    for forge in [(|folder: &Path| std::fs::write(folder.join(NOTE), "").unwrap()) as fn(&Path), |folder| {
        std::fs::create_dir(folder.join(NOTE)).unwrap()
    }] {
        let (bench, ()) = in_a_file().restart_after(forge);
        assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeyInFile);
        assert!(!trouble_page(bench.page()).can_register_anew);
        assert_eq!((opens_with_a_file(&bench), key_files(&bench).len()), (Ok(1), 1));
        keystore_says(&bench, None);
        let (bench, ()) = bench.restart_after(|folder| {
            let note = folder.join(NOTE);
            std::fs::remove_dir(&note).or_else(|_| std::fs::remove_file(note)).unwrap();
        });
        assert_eq!(token(bench.page()).code.len(), 6);
        assert_eq!(bench.banners(), [Banner::KeyMoved]);
    }
}

/// The key of a vault that was set aside lies in a file, and the vault in use has its key in the system's keystore.
#[test]
fn the_key_file_of_a_vault_that_was_set_aside_goes_with_the_others() {
    let mut bench = in_a_file();
    let file = bench.folder.path().join("vault.skts");
    let damage = |_: &Path| {
        let mut bytes = std::fs::read(&file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&file, bytes).unwrap();
    };
    keystore_says(&bench, None);
    (bench, ()) = bench.restart_after(damage);
    bench.act(Action::ShowAdd);
    assert!(matches!(bench.register(OTHER), Page::Registered(_)));
    assert_eq!((key_files(&bench).len(), bench.device.keys.len()), (1, 1));
    let Bench { app, folder, device, .. } = bench;
    drop(app);
    let vault = open(folder.path(), KeystoreChoice::Best, &*device, nothing()).unwrap();
    vault.forget_set_aside().unwrap();
    let names = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    assert!(!names.into_iter().any(|path| path.extension().is_some_and(|end| end == "key")));
    assert_eq!(device.keys.len(), 1, "the key of the vault in use stays");
}

#[cfg(unix)]
#[test]
fn a_key_that_is_open_to_others_has_a_page_of_its_own() {
    use std::os::unix::fs::PermissionsExt;
    let mut bench = in_a_file();
    let key = bench.folder.path().join(&key_files(&bench)[0]);
    let set =
        |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    (bench, ()) = bench.restart_after(|_| set(&key, 0o644));
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeyFileLoose);
    set(&key, 0o600);
    assert_eq!(token(bench.act(TroubleAct::TryAgain)).code.len(), 6);
    (bench, ()) = bench.restart_after(|folder| set(folder, 0o775));
    assert_eq!(trouble_page(bench.page()).trouble, VaultTrouble::KeyFolderLoose);
    set(bench.folder.path(), 0o700);
    assert_eq!(token(bench.act(TroubleAct::TryAgain)).code.len(), 6);
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_can_write_takes_no_key() {
    use std::os::unix::fs::PermissionsExt;
    let mut bench = without_keystore();
    keyfile(bench.register(URI));
    std::fs::set_permissions(bench.folder.path(), std::fs::Permissions::from_mode(0o775)).unwrap();
    assert_eq!(keyfile(bench.act(KeyfileAct::UseFile)).refused, Some(Refusal::KeyFolderLoose));
    assert_eq!(key_files(&bench), [""; 0]);
}

/// A keystore that answers that it is not there, once it is asked for something, keeps nobody from a key in a file.
#[test]
fn a_vault_in_a_file_opens_beside_a_keystore_that_is_switched_off() {
    for error in [KeystoreError::Unavailable, KeystoreError::Silent] {
        let bench = in_a_file();
        keystore_says(&bench, None);
        bench.device.keys.fail(error);
        let bench = bench.restart();
        assert!(matches!(bench.page(), Page::Token(_)), "{error:?}: {:?}", bench.page());
        assert_eq!(bench.banners(), [Banner::FileKeystore]);
    }
}
