//! The view of every page, each from a walk of the model.

use crate::support::{
    Bench, LETTER, NOON, OTHER_LETTER, OTHER_TRANSACTION_QR, PASSPHRASE, REISSUED_LETTER, SIGNING_LETTER,
    TRANSACTION_QR, half, key_container, serial,
};
use skts_token::app::*;
use skts_token::keystore::{BiometricError, KeystoreError};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;
use zeroize::Zeroizing;

type Views = Vec<(&'static str, View)>;
type Walk = fn(Bench) -> Bench;

const WALKS: [(&str, Walk); 97] = [
    ("welcome", |bench| bench),
    ("token", at_the_token),
    ("token-last5", |bench| in_the_last_seconds(at_the_token(bench))),
    ("token-several", with_two),
    ("simple", simple),
    ("simple-last5", |bench| in_the_last_seconds(simple(bench))),
    ("menu", |bench| then(at_the_token(bench), Action::OpenMenu)),
    ("tokens", |bench| then(with_two(bench), Action::ShowTokens)),
    ("add", a_picture_without_a_code),
    ("camera-denied", a_camera_denied_for_ever),
    ("arrival", |mut bench| {
        bench.tell(Event::Offered(Source::Text(Zeroizing::new(LETTER.to_owned()))));
        bench
    }),
    ("manual", a_wrong_letter_in_the_seed),
    ("confirm", asked),
    ("confirm-here", |bench| asked_again(bench, LETTER)),
    ("confirm-replace", |bench| asked_again(bench, REISSUED_LETTER)),
    ("confirm-sure", |bench| then(asked_again(bench, REISSUED_LETTER), ConfirmAct::Yes)),
    ("confirm-sure-typed", |bench| {
        let mut bench = then(asked_again(bench, REISSUED_LETTER), ConfirmAct::Yes);
        bench.act(ConfirmAct::Typed("5678".into()));
        bench.clock.pass(Duration::from_secs(2));
        bench
    }),
    ("registered", |bench| then(asked(bench), ConfirmAct::Yes)),
    ("registered-call", |bench| calling(then(asked(bench), ConfirmAct::Yes))),
    ("registered-recorded", |bench| watched(then(asked(bench), ConfirmAct::Yes))),
    ("trouble", |bench| at_the_token(bench).moved(Default::default())),
    ("about", |bench| then(at_the_token(bench), Action::ShowAbout)),
    ("banner", warned),
    ("clock", |bench| then(warned(bench), Action::ShowClock)),
    ("moved", |bench| {
        let bench = at_the_token(bench);
        bench.clock.set(NOON + 86_400);
        bench.restart()
    }),
    ("no-passcode", no_passcode),
    ("tokens-edit", |bench| then(then(with_two(bench), Action::ShowTokens), TokensAct::Edit)),
    ("tokens-named", |bench| then(named_by_the_customer(bench), Action::ShowTokens)),
    ("rename", |bench| {
        let bench = then(named_by_the_customer(bench), Action::ShowTokens);
        then(bench, TokensAct::Rename(serial("SKTS12345678")))
    }),
    ("remove", about_to_remove),
    ("remove-ready", |bench| answered(about_to_remove(bench))),
    ("former", removed),
    ("former-welcome", |bench| then(removed(bench), Action::Back)),
    ("keyfile", asked_for_a_file),
    ("settings", |bench| then(at_the_token(bench), Action::ShowSettings)),
    ("settings-theme", |bench| {
        then(then(at_the_token(bench), Action::ShowSettings), SettingsAct::Choose(Choice::Theme))
    }),
    ("token-hidden", |bench| then(saying(bench, SettingsAct::HideCode(true)), Action::ShowToken)),
    ("token-call", |bench| calling(at_the_token(bench))),
    ("token-call-shown", |bench| then(calling(at_the_token(bench)), TokenAct::Uncover)),
    ("simple-call", |bench| calling(simple(bench))),
    ("simple-recorded", |bench| watched(simple(bench))),
    ("token-recorded", |bench| watched(at_the_token(bench))),
    ("token-used", |bench| then(at_the_token(bench), Action::Copy(Copied::Code))),
    ("simple-used", |bench| then(simple(bench), Action::Copy(Copied::Code))),
    ("purpose", asked_for_the_purpose),
    ("token-purpose", |bench| then(asked_for_the_purpose(bench), PurposeAct::For(Purpose::Login))),
    ("caution", |bench| then(asked_for_the_purpose(bench), PurposeAct::For(Purpose::Replace))),
    ("stop", |bench| then(asked_for_the_purpose(bench), PurposeAct::Asked)),
    ("disclosed", |bench| then(then(asked_for_the_purpose(bench), PurposeAct::Asked), StopAct::HaveTold)),
    ("change-phone", |bench| then(at_the_token(bench), Action::ShowChangePhone)),
    ("no-qr", |bench| then(bench, AddAct::NoQr)),
    ("guides", |bench| then(at_the_token(bench), Action::ShowGuides)),
    ("guide-loss", |bench| guide(bench, GuideId::Loss)),
    ("guide-start", guide_with_code),
    ("guide-call", |bench| calling(guide_with_code(bench))),
    ("guide-recorded", |bench| watched(guide_with_code(bench))),
    ("guide-covered", |bench| guide(bench, GuideId::Start)),
    ("guide-replace", |bench| guide(bench, GuideId::Replace)),
    ("guide-suspend", |bench| guide(bench, GuideId::Suspend)),
    ("guide-safe", |bench| guide(bench, GuideId::Safe)),
    ("guide-none", |bench| then(then(bench, Action::ShowGuides), GuidesAct::Open(GuideId::Loss))),
    ("settings-locked", with_passcode),
    ("settings-lock-after", |bench| then(with_passcode(bench), SettingsAct::Choose(Choice::LockAfter))),
    ("passcode", |bench| {
        typed(then(saying(bench, SettingsAct::HideCode(false)), SettingsAct::Passcode), "48")
    }),
    ("passcode-differs", |bench| {
        let bench = then(saying(bench, SettingsAct::HideCode(false)), SettingsAct::Passcode);
        typed(typed(bench, PASSCODE), "482914")
    }),
    ("lock", |bench| typed(with_passcode(bench).restart(), "482")),
    ("lock-wait", |bench| {
        let bench = with_passcode(bench).restart();
        (0..5).fold(bench, |bench, _| typed(bench, "482914"))
    }),
    ("lock-again", |bench| {
        let bench =
            then(then(with_passcode(bench), Action::ShowTokens), TokensAct::Remove(serial("SKTS12345678")));
        then(answered(bench), RemoveAct::Yes)
    }),
    ("forgot", |bench| then(with_passcode(bench).restart(), LockAct::Forgot)),
    ("forgot-delete", |bench| {
        typed(then(then(with_passcode(bench).restart(), LockAct::Forgot), ForgotAct::Delete), "56")
    }),
    ("forgot-unknown", without_a_serial),
    ("forgot-unknown-delete", |bench| then(without_a_serial(bench), ForgotAct::Delete)),
    ("biometrics", |_| offered_biometrics()),
    ("purpose-offer", |_| then(then(asked(Bench::before_offers()), ConfirmAct::Yes), RegisteredAct::Done)),
    ("biometrics-settings", |_| then(offered_biometrics(), BiometricsAct::Yes)),
    ("biometrics-lock", |_| typed(with_closed_question(), "482")),
    ("biometrics-changed", |_| with_changed_fingers()),
    ("biometrics-forgot", |_| then(with_closed_question(), LockAct::Forgot)),
    ("refused", |bench| then(at_the_token(bench), Action::ShowRefused)),
    ("refused-locked", |bench| then(then(at_the_token(bench), Action::ShowRefused), RefusedAct::ReadLocked)),
    ("menu-signs", |bench| then(then(signing(bench), Action::ShowToken), Action::OpenMenu)),
    ("sign", signing),
    ("sign-entered", |bench| then_typed(signing(bench), "1234567")),
    ("sign-not-this", |bench| pasted(signing(bench), OTHER_TRANSACTION_QR)),
    ("sign-typed", with_payee),
    ("sign-result", |bench| then(with_payee(bench), SignAct::Yes)),
    ("sign-call", |bench| then(calling(with_payee(bench)), SignAct::Yes)),
    ("sign-recorded", |bench| watched(then(with_payee(bench), SignAct::Yes))),
    ("sign-ended", |mut bench| {
        bench = then(with_payee(bench), SignAct::Yes);
        bench.at(NOON + 40);
        bench
    }),
    ("sign-qr", |bench| pasted(signing(bench), TRANSACTION_QR)),
    ("sign-qr-result", |bench| then(pasted(signing(bench), TRANSACTION_QR), SignAct::Yes)),
    ("choose", |bench| then(with_a_file(bench, "passphrase, three keys"), opened())),
    ("two-step", with_letters),
    ("two-step-sure", |bench| then(with_letters(bench), TwoStepAct::Entered)),
    ("two-step-leaving", |bench| then(with_letters(bench), Action::Back)),
    ("passphrase", |bench| with_a_file(bench, "passphrase, three keys")),
    ("passphrase-wrong", |bench| {
        let bench = with_a_file(bench, "passphrase, three keys");
        then(bench, PassphraseAct::Open(Zeroizing::new("mihon".into())))
    }),
];

/// The bank keeps half of this letter.
fn with_letters(mut bench: Bench) -> Bench {
    bench.paste(&half());
    bench
}

/// A key container of python-pskc's, by its name in the vectors.
fn with_a_file(bench: Bench, name: &str) -> Bench {
    let path = bench.folder.path().join("mihon-token.xml");
    std::fs::write(&path, key_container(name)).unwrap();
    *bench.device.file.lock().unwrap() = Some(path);
    then(bench, AddAct::ChooseImage)
}

fn opened() -> PassphraseAct {
    PassphraseAct::Open(Zeroizing::new(PASSPHRASE.into()))
}

fn then(mut bench: Bench, action: impl Into<Action>) -> Bench {
    bench.act(action);
    bench
}

fn asked(mut bench: Bench) -> Bench {
    bench.paste(LETTER);
    bench
}

/// A phone that has no passcode, and so keeps no key: nothing was stored, and the question stays.
fn no_passcode(bench: Bench) -> Bench {
    bench.device.keys.fail(KeystoreError::NoPasscode);
    then(asked(bench), ConfirmAct::Yes)
}

/// No system keystore answers when the first token is stored.
fn asked_for_a_file(bench: Bench) -> Bench {
    bench.device.keys.fail(KeystoreError::Unavailable);
    then(asked(bench), ConfirmAct::Yes)
}

fn at_the_token(bench: Bench) -> Bench {
    then(then(asked(bench), ConfirmAct::Yes), Action::ShowToken)
}

/// A token's customer has chosen this in 設定.
fn saying(bench: Bench, act: SettingsAct) -> Bench {
    then(then(at_the_token(bench), Action::ShowSettings), act)
}

const PASSCODE: &str = "482913";

fn typed(mut bench: Bench, digits: &str) -> Bench {
    bench.press(digits);
    bench
}

/// A token behind a passcode, on 設定.
fn with_passcode(bench: Bench) -> Bench {
    let bench = then(then(at_the_token(bench), Action::ShowSettings), SettingsAct::Passcode);
    typed(typed(bench, PASSCODE), PASSCODE)
}

/// A customer who has forgotten the passcode, where the settings with the serial are gone too.
fn without_a_serial(bench: Bench) -> Bench {
    let without = |folder: &Path| std::fs::remove_file(folder.join("settings.json")).unwrap();
    let (bench, ()) = with_passcode(bench).restart_after(without);
    then(bench, LockAct::Forgot)
}

/// Only a phone recognises faces and fingers.
fn offered_biometrics() -> Bench {
    with_passcode(Bench::recognising())
}

fn with_closed_question() -> Bench {
    let bench = then(offered_biometrics(), BiometricsAct::Yes);
    bench.device.faces().answer(BiometricError::Cancelled);
    bench.restart()
}

fn with_changed_fingers() -> Bench {
    let bench = then(offered_biometrics(), BiometricsAct::Yes);
    bench.device.faces().change_fingers();
    bench.restart()
}

fn asked_for_the_purpose(bench: Bench) -> Bench {
    then(then(saying(bench, SettingsAct::AskPurpose(true)), Action::ShowToken), TokenAct::Uncover)
}

/// The customer has said that nobody asks for the code.
fn guide_with_code(bench: Bench) -> Bench {
    let bench = then(guide(bench, GuideId::Start), GuideAct::Uncover);
    bench.clock.pass(Duration::from_millis(500));
    then(bench, CautionAct::NotAsked)
}

fn calling(mut bench: Bench) -> Bench {
    bench.tell(Event::InCall(true));
    bench
}

fn watched(mut bench: Bench) -> Bench {
    bench.tell(Event::Recorded(true));
    bench
}

/// 取引認証, with a token that signs payees and 取引QR.
fn signing(mut bench: Bench) -> Bench {
    bench.register(SIGNING_LETTER);
    then(then(bench, Action::ShowToken), Action::ChooseMode(Mode::Transaction))
}

fn then_typed(mut bench: Bench, digits: &str) -> Bench {
    bench.press(digits);
    bench
}

/// A payee is typed, and is to be compared.
fn with_payee(bench: Bench) -> Bench {
    then(then_typed(signing(bench), "1234567"), SignAct::Continue)
}

/// This is pasted where a 取引QR is wanted.
fn pasted(bench: Bench, text: &str) -> Bench {
    bench.device.hold(text);
    then(bench, SignAct::Paste)
}

fn guide(bench: Bench, id: GuideId) -> Bench {
    then(then(at_the_token(bench), Action::ShowGuides), GuidesAct::Open(id))
}

fn in_the_last_seconds(mut bench: Bench) -> Bench {
    bench.at(NOON + 14);
    bench
}

fn simple(bench: Bench) -> Bench {
    then(at_the_token(bench), Action::ChooseMode(Mode::Simple))
}

/// The first of two tokens.
fn with_two(bench: Bench) -> Bench {
    let mut bench = then(at_the_token(bench), Action::ShowAdd);
    bench.register(OTHER_LETTER);
    then(bench, Action::SelectToken(serial("SKTS12345678")))
}

fn a_picture_without_a_code(bench: Bench) -> Bench {
    let mut bench = then(at_the_token(bench), Action::ShowAdd);
    let picture = bench.folder.path().join("white.png");
    image::GrayImage::from_pixel(200, 200, image::Luma([255])).save(&picture).unwrap();
    *bench.device.file.lock().unwrap() = Some(picture);
    bench.act(AddAct::ChooseImage);
    bench
}

fn a_camera_denied_for_ever(bench: Bench) -> Bench {
    let bench = then(at_the_token(bench), Action::ShowAdd);
    bench.device.scans.lock().unwrap().push_back(Scan::DeniedForEver);
    then(bench, AddAct::Scan)
}

fn a_wrong_letter_in_the_seed(bench: Bench) -> Bench {
    let entry = ManualEntry { seed: Zeroizing::new("GE1".into()), ..ManualEntry::default() };
    then(then(bench, AddAct::EnterByHand), ManualAct::Changed(entry))
}

fn named_by_the_customer(bench: Bench) -> Bench {
    let bench = then(then(with_two(bench), Action::ShowTokens), TokensAct::Rename(serial("SKTS12345678")));
    then(bench, RenameAct::Save("家計用".into()))
}

fn about_to_remove(bench: Bench) -> Bench {
    then(then(at_the_token(bench), Action::ShowTokens), TokensAct::Remove(serial("SKTS12345678")))
}

fn answered(mut bench: Bench) -> Bench {
    bench.clock.pass(Duration::from_millis(500));
    bench.act(RemoveAct::Answer(true));
    bench.press("5678");
    bench
}

fn removed(bench: Bench) -> Bench {
    then(answered(about_to_remove(bench)), RemoveAct::Yes)
}

fn asked_again(bench: Bench, letter: &str) -> Bench {
    let mut bench = then(at_the_token(bench), Action::ShowAdd);
    bench.paste(letter);
    bench
}

/// A page with both warnings: the key is in a file, and the clock went ahead by a day.
pub fn warned(bench: Bench) -> Bench {
    *bench.device.no_keystore.lock().unwrap() = Some(KeystoreError::Unavailable);
    let bench = then(then(asked(bench.restart()), ConfirmAct::Yes), KeyfileAct::UseFile);
    let mut bench = then(bench, Action::ShowToken);
    bench.set_clock(NOON + 86_400);
    bench
}

/// Every page of a desktop once, by its name, and the pages that only a phone has.
pub fn all() -> Views {
    static ALL: OnceLock<Views> = OnceLock::new();
    let of = |(name, walk): (&'static str, Walk)| {
        let bench = if name == "camera-denied" { Bench::phone() } else { Bench::new() };
        (name, walk(bench).view())
    };
    ALL.get_or_init(|| WALKS.into_iter().map(of).collect()).clone()
}

/// Every page as a phone has it: with a camera.
pub fn on_a_phone() -> Views {
    static ALL: OnceLock<Views> = OnceLock::new();
    let of = |(name, walk): (&'static str, Walk)| (name, walk(Bench::phone()).view());
    ALL.get_or_init(|| WALKS.into_iter().map(of).collect()).clone()
}

#[track_caller]
pub fn named(name: &str) -> View {
    all().into_iter().find(|(known, _)| *known == name).expect("the view exists").1
}

/// This page in the frame that its kind has.
pub fn frame(page: Page) -> View {
    let of = match &page {
        Page::Opening | Page::Add(AddView { welcomes: true, .. }) => "welcome",
        Page::Token(_) => "token",
        Page::Tokens(_) => "tokens",
        Page::Add(_) => "add",
        Page::Arrival(_) => "arrival",
        Page::Keyfile(_) => "keyfile",
        Page::Manual(_) => "manual",
        Page::Confirm(_) => "confirm",
        Page::Registered(_) => "registered",
        Page::ChangePhone(_) => "change-phone",
        Page::NoQr(_) => "no-qr",
        Page::Guides(_) => "guides",
        Page::Guide(_) => "guide-start",
        Page::Refused(_) => "refused",
        Page::Remove(_) => "remove",
        Page::Rename(_) => "rename",
        Page::Choose(_) => "choose",
        Page::Passphrase(_) => "passphrase",
        Page::TwoStep(_) => "two-step",
        Page::Former(_) => "former",
        Page::Trouble(_) => "trouble",
        Page::Clock(_) => "clock",
        Page::Moved(_) => "moved",
        Page::About(_) => "about",
        Page::Settings(_) => "settings",
        Page::Purpose(_) => "purpose",
        Page::Caution(_) => "caution",
        Page::Stop(_) => "stop",
        Page::Disclosed(_) => "disclosed",
        Page::Sign(SignView::Entry(_)) => "sign",
        Page::Sign(SignView::Asks(_)) => "sign-qr",
        Page::Sign(SignView::Result(_)) => "sign-qr-result",
        Page::Lock(_) => "lock",
        Page::Passcode(_) => "passcode",
        Page::Biometrics(_) => "biometrics",
        Page::PurposeOffer(_) => "purpose-offer",
        Page::Forgot(_) => "forgot",
    };
    View { page, ..named(of) }
}

pub fn token() -> TokenView {
    match named("token").page {
        Page::Token(token) => token,
        other => panic!("another page: {other:?}"),
    }
}

pub fn confirm(step: ConfirmStep) -> ConfirmView {
    match named("confirm").page {
        Page::Confirm(confirm) => ConfirmView { step, ..confirm },
        other => panic!("another page: {other:?}"),
    }
}

/// The page of a trouble, whichever it is: what differs is in the kind.
pub fn trouble(trouble: VaultTrouble) -> TroubleView {
    match named("trouble").page {
        Page::Trouble(known) => {
            let (can_register_anew, can_use_older) = (trouble.can_register_anew(), trouble.can_use_older());
            TroubleView { trouble, can_register_anew, can_use_older, ..known }
        }
        other => panic!("another page: {other:?}"),
    }
}

pub fn about() -> AboutView {
    match named("about").page {
        Page::About(about) => about,
        other => panic!("another page: {other:?}"),
    }
}
