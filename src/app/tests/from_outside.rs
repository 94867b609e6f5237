//! What a phone brings: the camera's page and its ends, links and pictures from other apps, a hand's
//! feeling. Whatever a system answers, and whenever, the customer is never stuck and nothing is stored.

use crate::app::*;
use crate::keystore::KeystoreError;
use crate::provisioning::{DraftError, picture::PictureError};
use crate::testing::*;
use crate::token::UnixTime;
use std::io::ErrorKind;
use std::sync::Arc;
use zeroize::Zeroizing;

const ABSENT: Refusal = Refusal::Picture(PictureError::Unreadable(ErrorKind::NotFound));
const DAMAGED: Refusal = Refusal::Picture(PictureError::Damaged);

fn text(text: &str) -> Source {
    Source::Text(Zeroizing::new(text.to_owned()))
}

fn scan(bench: &mut Bench, end: Scan) -> Page {
    bench.device.scans.lock().unwrap().push_back(end);
    bench.act(AddAct::Scan)
}

/// Another app sends something, and the customer looks at it once the app says so.
fn offer(bench: &mut Bench, source: Source) -> Page {
    bench.app.tell(Event::Offered(source));
    looked_at(bench)
}

/// What the page says once the customer has pressed 見る, where the page asks for it.
fn looked_at(bench: &mut Bench) -> Page {
    bench.settle();
    match bench.page() {
        Page::Arrival(_) => bench.act(ArrivalAct::Read),
        page => page,
    }
}

#[track_caller]
fn ways(page: Page) -> AddView {
    match page {
        Page::Add(ways) => ways,
        other => panic!("another page: {other:?}"),
    }
}

#[test]
fn a_scanned_code_is_confirmed_like_any_other() {
    let mut bench = Bench::new();
    let asked = confirm(scan(&mut bench, Scan::Found(text(URI))));
    assert_eq!(asked.serial, "SKTS 1234 5678");
    assert_eq!(bench.files(), [""; 0]);
    assert!(matches!(bench.act(ConfirmAct::Yes), Page::Registered(_)));
    assert_eq!(*bench.device.felt.lock().unwrap(), [Touch::Done]);
}

#[test]
fn a_scanned_text_that_is_no_token_is_refused() {
    let mut bench = Bench::new();
    let page = scan(&mut bench, Scan::Found(text("https://example.jp/")));
    assert_eq!(refused(page), Refusal::Draft(DraftError::NotAKeyUri));
    assert_eq!(*bench.device.felt.lock().unwrap(), [Touch::Refused]);
    assert_eq!(bench.files(), [""; 0]);
}

#[test]
fn every_end_of_the_cameras_page_leaves_the_other_ways_open() {
    for (end, reason) in [
        (Scan::Cancelled, None),
        (Scan::Denied, Some(Refusal::CameraDenied)),
        (Scan::DeniedForEver, Some(Refusal::CameraDeniedForEver)),
        (Scan::Unavailable, Some(Refusal::NoCamera)),
        (Scan::Failed, Some(Refusal::CameraFailed)),
    ] {
        let mut bench = Bench::new();
        let shown = ways(scan(&mut bench, end));
        assert_eq!((shown.refused, shown.reading), (reason, false));
        assert_eq!(confirm(bench.paste(URI)).refused, None, "after {reason:?}");
    }
}

#[test]
fn the_cameras_page_leads_to_a_picture_or_to_typing() {
    let mut bench = Bench::new();
    *bench.device.file.lock().unwrap() = Some("absent".into());
    assert_eq!(refused(scan(&mut bench, Scan::ByImage)), ABSENT);
    assert!(matches!(scan(&mut bench, Scan::ByHand), Page::Manual(_)));
}

#[test]
fn a_refused_camera_leads_to_the_systems_settings() {
    let mut bench = Bench::new();
    scan(&mut bench, Scan::DeniedForEver);
    bench.act(AddAct::OpenPermissions);
    assert_eq!(*bench.device.permissions.lock().unwrap(), 1);
}

#[test]
fn a_scan_that_comes_after_the_customer_left_is_not_heard() {
    let mut bench = Bench::new();
    bench.device.scans.lock().unwrap().push_back(Scan::Found(text(URI)));
    bench.app.act(AddAct::Scan.into());
    assert!(ways(bench.page()).reading);
    bench.app.act(Action::ShowAbout);
    bench.settle();
    assert!(matches!(bench.page(), Page::About(_)));
    assert!(!ways(bench.act(Action::Back)).reading, "the ways in are open again");
}

#[test]
fn a_scan_that_comes_twice_is_heard_once() {
    let mut bench = Bench::new();
    confirm(scan(&mut bench, Scan::Found(text(URI))));
    bench.app.tell(Event::Scanned(Scan::Found(text(OTHER))));
    bench.settle();
    assert_eq!(confirm(bench.page()).serial, "SKTS 1234 5678");
}

#[test]
fn a_way_that_was_chosen_while_the_app_was_ended_is_gone() {
    // Android ended the app while the camera's page was in front: the new process did not ask, and its vault is not
    // open yet.
    let chosen = |scan: Scan| {
        let mut bench = Bench::unopened();
        bench.app.tell(Event::Scanned(scan));
        assert!(matches!(bench.page(), Page::Opening));
        bench.settle();
        bench
    };
    assert!(matches!(chosen(Scan::ByHand).page(), Page::Manual(_)));
    assert_eq!(refused(chosen(Scan::DeniedForEver).page()), Refusal::CameraDeniedForEver);
    assert_eq!(refused(chosen(Scan::Denied).page()), Refusal::CameraDenied);
    assert_eq!(ways(chosen(Scan::Cancelled).page()).refused, None);
    // The customer chose 画像から on the camera's page: the file chooser is opened.
    let mut bench = Bench::new();
    *bench.device.file.lock().unwrap() = Some("absent".into());
    bench.app.tell(Event::Scanned(Scan::ByImage));
    assert!(ways(bench.page()).reading);
    bench.settle();
    assert_eq!(refused(bench.page()), ABSENT);
    // A late answer leads no customer away from another page.
    bench.act(Action::ShowAbout);
    bench.app.tell(Event::Scanned(Scan::ByHand));
    assert!(matches!(bench.page(), Page::About(_)));
}

#[test]
fn two_taps_open_one_camera() {
    let mut bench = Bench::new();
    bench.device.scans.lock().unwrap().push_back(Scan::Cancelled);
    bench.app.act(AddAct::Scan.into());
    // A second camera page would find no answer in the device and panic.
    bench.app.act(AddAct::Scan.into());
    bench.settle();
    assert!(!ways(bench.page()).reading);
}

#[test]
fn a_link_is_confirmed_and_stores_nothing_by_itself() {
    let mut bench = Bench::new();
    assert_eq!(confirm(offer(&mut bench, text(URI))).serial, "SKTS 1234 5678");
    assert_eq!(bench.files(), [""; 0]);
    assert!(matches!(bench.act(ConfirmAct::No), Page::Add(AddView { welcomes: true, .. })));
}

#[test]
fn a_link_that_starts_the_app_waits_for_the_vault() {
    let mut bench = Bench::unopened();
    bench.app.tell(Event::Offered(text(URI)));
    assert!(matches!(bench.page(), Page::Opening));
    assert_eq!(confirm(looked_at(&mut bench)).serial, "SKTS 1234 5678");
}

#[test]
fn a_hostile_link_is_refused_on_the_page_with_the_ways_in() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::ShowToken);
    let before = bench.files();
    let page = offer(&mut bench, text("otpauth://totp/SKTS1?secret=A"));
    assert!(matches!(page, Page::Add(_)));
    refused(page);
    assert_eq!(bench.files(), before);
}

#[test]
fn a_link_never_takes_the_place_of_a_question() {
    let mut bench = Bench::new();
    bench.paste(URI);
    assert_eq!(confirm(offer(&mut bench, text(OTHER))).serial, "SKTS 1234 5678");
    // A link does not take the place of a question that is on its way either.
    let mut bench = Bench::new();
    bench.device.scans.lock().unwrap().push_back(Scan::Found(text(URI)));
    bench.app.act(AddAct::Scan.into());
    assert_eq!(confirm(offer(&mut bench, text(OTHER))).serial, "SKTS 1234 5678");
}

#[test]
fn a_link_waits_behind_typing_a_question_and_its_answer_and_is_not_lost() {
    let mut bench = Bench::new();
    bench.act(AddAct::EnterByHand);
    assert!(matches!(offer(&mut bench, text(OTHER)), Page::Manual(_)));
    assert!(matches!(bench.act(Action::Back), Page::Arrival(_)));
    assert_eq!(confirm(bench.act(ArrivalAct::Read)).serial, "SKTS 8765 4321");

    let mut bench = Bench::new();
    bench.paste(URI);
    assert_eq!(confirm(offer(&mut bench, text(OTHER))).serial, "SKTS 1234 5678");
    assert!(matches!(bench.act(ConfirmAct::No), Page::Arrival(_)));
    assert!(matches!(bench.act(ArrivalAct::Discard), Page::Add(AddView { welcomes: true, .. })));

    let mut bench = Bench::new();
    bench.paste(URI);
    offer(&mut bench, text(REISSUED));
    offer(&mut bench, text(OTHER));
    assert!(matches!(bench.act(ConfirmAct::Yes), Page::Registered(_)), "the customer reads what was done");
    bench.act(Action::ShowToken);
    assert_eq!(confirm(looked_at(&mut bench)).serial, "SKTS 8765 4321", "the newest counts");
    assert!(matches!(bench.act(ConfirmAct::No), Page::Token(_)), "it is asked about once");
}

#[test]
fn a_link_that_closes_the_cameras_page_is_not_lost() {
    // The link comes before the camera's page has ended.
    let mut bench = Bench::new();
    bench.device.scans.lock().unwrap().push_back(Scan::Cancelled);
    bench.app.act(AddAct::Scan.into());
    bench.app.tell(Event::Offered(text(REISSUED)));
    assert!(ways(bench.page()).reading);
    assert_eq!(confirm(offer(&mut bench, text(OTHER))).serial, "SKTS 8765 4321", "the newest counts");
    // The link comes after the camera's page has ended.
    let mut bench = Bench::new();
    scan(&mut bench, Scan::Cancelled);
    assert_eq!(confirm(offer(&mut bench, text(OTHER))).serial, "SKTS 8765 4321");
    // The link is not lost when the camera fails, nor when the customer has gone to another page.
    let mut bench = Bench::new();
    bench.device.scans.lock().unwrap().push_back(Scan::Failed);
    bench.app.act(AddAct::Scan.into());
    assert_eq!(confirm(offer(&mut bench, text(OTHER))).serial, "SKTS 8765 4321");
    let mut bench = Bench::new();
    bench.device.scans.lock().unwrap().push_back(Scan::Cancelled);
    bench.app.act(AddAct::Scan.into());
    bench.app.tell(Event::Offered(text(OTHER)));
    bench.app.act(Action::ShowAbout);
    assert_eq!(confirm(looked_at(&mut bench)).serial, "SKTS 8765 4321");
}

#[test]
fn a_link_that_comes_while_a_file_is_chosen_waits_for_the_chooser() {
    let mut bench = Bench::new();
    bench.app.act(AddAct::ChooseImage.into());
    bench.app.tell(Event::Offered(text(OTHER)));
    assert!(ways(bench.page()).reading);
    assert_eq!(confirm(looked_at(&mut bench)).serial, "SKTS 8765 4321");
    // The app asks about the file that the customer chose, and not about the link.
    let mut bench = Bench::new();
    let letter = bench.folder.path().join("letter");
    std::fs::write(&letter, URI).unwrap();
    *bench.device.file.lock().unwrap() = Some(letter);
    bench.app.act(AddAct::ChooseImage.into());
    assert_eq!(confirm(offer(&mut bench, text(OTHER))).serial, "SKTS 1234 5678");
}

#[test]
fn a_link_does_not_open_what_is_locked() {
    let device = std::sync::Arc::new(MemoryDevice::default());
    let mut bench = Bench::over(tempfile::tempdir().unwrap(), device.clone());
    bench.register(URI);
    *device.no_keystore.lock().unwrap() = Some(KeystoreError::Locked);
    let mut bench = bench.restart();
    assert_eq!(trouble_page(offer(&mut bench, text(OTHER))).trouble, VaultTrouble::KeystoreLocked);
}

#[test]
fn a_shared_picture_is_read_and_rubbish_is_named() {
    let mut bench = Bench::new();
    let rubbish = Source::Bytes(Zeroizing::new(b"\xff\xd8\xff rubbish".to_vec()));
    assert_eq!(refused(offer(&mut bench, rubbish)), DAMAGED);
    assert_eq!(
        refused(offer(&mut bench, Source::Unreadable)),
        Refusal::Picture(PictureError::Unreadable(ErrorKind::Other))
    );
    let letter = Source::Bytes(Zeroizing::new(URI.as_bytes().to_vec()));
    assert_eq!(confirm(offer(&mut bench, letter)).serial, "SKTS 1234 5678");
}

#[test]
fn a_file_on_the_clipboard_is_read_like_a_shared_one() {
    let mut bench = Bench::new();
    *bench.device.clipboard_file.lock().unwrap() = Some(URI.into());
    assert_eq!(confirm(bench.act(AddAct::Paste)).serial, "SKTS 1234 5678");
    bench.act(ConfirmAct::No);
    *bench.device.clipboard_file.lock().unwrap() = Some(b"\xff\xd8\xff rubbish".to_vec());
    assert_eq!(refused(bench.act(AddAct::Paste)), DAMAGED);
}

#[test]
fn a_voice_may_come_later_and_go() {
    let mut bench = Bench::new();
    bench.register(URI);
    for can in [false, true] {
        bench.app.tell(Event::CanSpeak(can));
        assert_eq!(token(bench.page()).can_speak, can);
    }
}

#[test]
fn the_systems_language_may_change_while_the_app_runs() {
    let mut bench = Bench::new();
    assert_eq!(bench.app.look().0.language, Language::Japanese);
    bench.app.tell(Event::SystemLanguage(Language::English));
    assert_eq!(bench.app.look().0.language, Language::English);
}

#[test]
fn a_phone_without_a_passcode_says_so_and_stores_nothing() {
    let mut bench = Bench::new();
    bench.device.keys.fail(KeystoreError::NoPasscode);
    bench.paste(URI);
    assert_eq!(refused(bench.act(ConfirmAct::Yes)), Refusal::NoPasscode);
    assert!(bench.device.keys.is_empty());
    // Once the phone has a passcode, the same token is stored.
    bench.device.keys.work();
    bench.paste(URI);
    assert!(matches!(bench.act(ConfirmAct::Yes), Page::Registered(_)));
}

#[test]
fn what_is_copied_is_felt_and_a_code_is_sensitive() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(Action::Copy(Copied::Code));
    bench.act(Action::Copy(Copied::Serial));
    let copied: Vec<Option<UnixTime>> =
        bench.device.copied.lock().unwrap().iter().map(|(_, end)| *end).collect();
    // The system is told when the code ends.
    assert_eq!(copied, [Some(UnixTime::from_seconds(NOON + 18)), None]);
    assert_eq!(*bench.device.felt.lock().unwrap(), [Touch::Done, Touch::Copied, Touch::Copied]);
}

#[test]
fn no_code_is_put_on_a_clipboard_that_every_app_reads() {
    let device = MemoryDevice { open_clipboard: true, ..MemoryDevice::default() };
    let mut bench = Bench::over(tempfile::tempdir().unwrap(), Arc::new(device));
    bench.register(URI);
    bench.at(NOON + 15);
    assert!(token(bench.page()).next_code.is_some());
    assert!(!token(bench.page()).can_copy && !bench.view().frame.copies);
    bench.act(Action::Copy(Copied::Code));
    bench.act(Action::Copy(Copied::NextCode));
    assert!(bench.device.texts_copied().is_empty());
    bench.act(Action::Copy(Copied::Serial));
    assert_eq!(bench.device.texts_copied(), ["SKTS12345678"], "a serial is no secret");
}

#[test]
fn a_name_that_nobody_has_checked_is_no_title() {
    let mut bench = Bench::new();
    let of = |issuer: &str| {
        format!("otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer={issuer}")
    };
    let free = "至急お電話ください";
    assert_eq!(confirm(bench.paste(&of(free))).issuer, Named::Unconfirmed(free.into()));
    bench.act(ConfirmAct::Yes);
    assert_eq!(token(bench.act(Action::ShowToken)).name, Named::Unconfirmed(free.into()));

    let mut bench = Bench::new();
    let listed = crate::token::CreditUnion::all().next().expect("the list has names").name;
    assert_eq!(confirm(bench.paste(&of(listed))).issuer, Named::Title(listed.into()));
}

#[test]
fn the_screen_is_guarded_once_at_the_start() {
    let mut bench = Bench::new();
    bench.register(URI);
    bench.act(TroubleAct::TryAgain);
    assert_eq!(*bench.device.guarded.lock().unwrap(), 1);
}

#[test]
fn nothing_that_comes_from_outside_is_shown_by_debug() {
    for source in [text(URI), Source::Bytes(Zeroizing::new(URI.into())), Source::File(URI.into())] {
        assert!(!format!("{source:?}").contains("GEZD"));
        assert!(!format!("{:?}", Event::Offered(source)).contains("GEZD"));
    }
}
