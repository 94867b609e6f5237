//! The view of every page, each from a walk of the model.

use crate::support::{Bench, LETTER, NOON, OTHER_LETTER, REISSUED_LETTER, serial};
use skts_token::app::*;
use skts_token::keystore::KeystoreError;
use std::sync::OnceLock;
use std::time::Duration;
use zeroize::Zeroizing;

type Views = Vec<(&'static str, View)>;
type Walk = fn(Bench) -> Bench;

const WALKS: [(&str, Walk); 30] = [
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
    ("remove", about_to_remove),
    ("remove-ready", |bench| answered(about_to_remove(bench))),
    ("former", removed),
    ("former-welcome", |bench| then(removed(bench), Action::Back)),
    ("keyfile", asked_for_a_file),
];

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

fn about_to_remove(bench: Bench) -> Bench {
    then(then(at_the_token(bench), Action::ShowTokens), TokensAct::Remove(serial("SKTS12345678")))
}

fn answered(mut bench: Bench) -> Bench {
    bench.clock.pass(Duration::from_millis(500));
    bench.act(RemoveAct::Answer(true));
    then(bench, RemoveAct::Typed("5678".into()))
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

/// Every page of a desktop once, by its name, and the one page that only a phone has.
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
        Page::Remove(_) => "remove",
        Page::Former(_) => "former",
        Page::Trouble(_) => "trouble",
        Page::Clock(_) => "clock",
        Page::Moved(_) => "moved",
        Page::About(_) => "about",
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
