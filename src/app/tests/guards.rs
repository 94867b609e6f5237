//! What the system says of itself and of what goes on around the app.

use super::*;
use crate::app::pages::purpose_offer::PurposeOffer;

fn weak() -> Surroundings {
    Surroundings { weak: true, ..Surroundings::default() }
}

/// A phone with a token, on its page.
fn phone_with(surroundings: Surroundings) -> Bench {
    let device = MemoryDevice { surroundings, ..MemoryDevice::phone() };
    let mut bench = Bench::over(tempfile::tempdir().unwrap(), Arc::new(device));
    bench.register(URI);
    bench.act(Action::ShowToken);
    bench
}

// ---- a device whose system was changed

#[test]
fn a_weak_device_is_told_of_and_refused_nothing() {
    let mut bench = phone_with(weak());
    assert_eq!(bench.view().banners, [Banner::WeakDevice]);
    assert_eq!(token(bench.page()).code.len(), 6);
    bench.act(Action::Copy(Copied::Code));
    assert_eq!(bench.device.texts_copied().len(), 1);
}

#[test]
fn a_warning_that_was_read_returns_with_the_next_version() {
    let mut bench = phone_with(weak());
    bench.act(Action::PutAway(Notice::WeakDevice));
    assert_eq!(bench.view().banners, []);
    let bench = bench.restart();
    assert_eq!(bench.view().banners, [], "a start is no update");
    *bench.device.version.lock().unwrap() = Some("1.0.1");
    assert_eq!(bench.restart().view().banners, [Banner::WeakDevice]);
}

#[test]
fn about_says_it_in_place_of_the_banner_and_after_it_was_read() {
    let mut bench = phone_with(weak());
    for _ in 0..2 {
        let Page::About(about) = bench.act(Action::ShowAbout) else { panic!("not About") };
        assert!(about.weak);
        assert_eq!(bench.view().banners, []);
        bench.act(Action::ShowToken);
        bench.act(Action::PutAway(Notice::WeakDevice));
    }
}

#[test]
fn each_warning_is_put_away_by_itself() {
    let device = MemoryDevice { surroundings: weak(), ..MemoryDevice::default() };
    *device.no_keystore.lock().unwrap() = Some(KeystoreError::Unavailable);
    let mut bench = Bench::over(tempfile::tempdir().unwrap(), Arc::new(device));
    bench.paste(URI);
    bench.act(ConfirmAct::Yes);
    bench.act(KeyfileAct::UseFile);
    bench.act(Action::ShowToken);
    assert_eq!(bench.view().banners, [Banner::WeakDevice, Banner::FileKeystore]);
    bench.act(Action::PutAway(Notice::FileKeystore));
    assert_eq!(bench.view().banners, [Banner::WeakDevice]);
    let Page::About(about) = bench.act(Action::ShowAbout) else { panic!("not About") };
    assert_eq!(about.protection, Some(crate::keystore::Protection::File));
}

#[test]
fn a_system_that_says_nothing_is_claimed_nothing_of() {
    let mut bench = phone_with(Surroundings::default());
    assert_eq!(bench.view().banners, []);
    let Page::About(about) = bench.act(Action::ShowAbout) else { panic!("not About") };
    assert!(!about.weak && !about.recorded_unseen);
}

#[test]
fn about_says_where_a_recording_is_not_told() {
    for (tells, says) in [(None, false), (Some(true), false), (Some(false), true)] {
        let mut bench = phone_with(Surroundings { tells_recording: tells, ..Surroundings::default() });
        let Page::About(about) = bench.act(Action::ShowAbout) else { panic!("not About") };
        assert_eq!(about.recorded_unseen, says, "{tells:?}");
    }
}

// ---- what holds when the app starts

#[test]
fn a_call_that_runs_when_the_app_starts_covers_the_first_code() {
    let mut bench = phone_with(Surroundings { in_call: true, ..Surroundings::default() });
    let view = token(bench.page());
    assert_eq!((view.cover, view.code.as_str()), (Some(Cover::Call), ""));
    assert_eq!(view.serial, "SKTS 1234 5678", "the branch may ask for it");
    bench.act(Action::Copy(Copied::Code));
    bench.act(Action::Speak);
    assert_eq!(bench.device.texts_copied().len(), 0);
    assert_eq!(bench.device.spoken.lock().unwrap().len(), 0);
    bench.tell(Event::InCall(false));
    assert_eq!(token(bench.page()).code.len(), 6, "the code is back by itself");
}

#[test]
fn a_recording_that_runs_when_the_app_starts_covers_the_first_code_and_the_serial() {
    let mut bench = phone_with(Surroundings { recorded: true, ..Surroundings::default() });
    let view = token(bench.page());
    assert_eq!((view.cover, view.code.as_str()), (Some(Cover::Recorded), ""));
    bench.act(Action::Copy(Copied::Serial));
    assert_eq!(bench.device.texts_copied().len(), 0);
    bench.tell(Event::Recorded(false));
    assert_eq!(token(bench.page()).code.len(), 6);
}

#[test]
fn the_cover_of_a_call_is_not_turned_off_during_one() {
    for (in_call, changes) in [(true, false), (false, true)] {
        let mut bench = phone_with(Surroundings { in_call, ..Surroundings::default() });
        bench.register(URI);
        bench.act(Action::ShowSettings);
        assert_eq!(!bench.app.effects_of(SettingsAct::CoverInCalls(false).into()).is_empty(), changes);
    }
}

#[test]
fn the_offer_of_a_question_is_deaf_at_first_and_made_once() {
    let mut bench = Bench::before_offers();
    bench.paste(URI);
    bench.act(ConfirmAct::Yes);
    assert!(matches!(bench.begin(RegisteredAct::Done.into()), Page::PurposeOffer(_)));
    assert!(matches!(bench.begin(PurposeOfferAct::No.into()), Page::PurposeOffer(_)));
    bench.clock.pass(Duration::from_millis(500));
    token(bench.begin(PurposeOfferAct::No.into()));
    let due = |purpose_offered, ask_purpose| {
        PurposeOffer::is_due(&Settings { purpose_offered, ask_purpose, ..Settings::default() })
    };
    assert_eq!([due(false, false), due(true, false), due(false, true)], [true, false, false]);
}
