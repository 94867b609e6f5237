//! A view for every screen, with the design's own samples.

use skts_token::app::*;
use skts_token::keystore::Protection;

pub fn frame(page: Page) -> View {
    View {
        page,
        menu: Menu { open: false, mode: Mode::Standard, has_tokens: true },
        language: Language::Japanese,
        theme: Theme::Light,
        banners: Vec::new(),
        not_copied: None,
    }
}

pub fn token() -> TokenView {
    TokenView {
        mode: Mode::Standard,
        issuer: "見本信用金庫".into(),
        serial: "SKTS 1234 5678".into(),
        code: "482913".into(),
        seconds_left: 18,
        valid_until: "12:34:30".into(),
        next_code: None,
        copied: None,
        can_speak: true,
        index: 0,
        count: 1,
        unavailable: false,
        tokens: Vec::new(),
    }
}

pub fn last_seconds(view: TokenView) -> TokenView {
    TokenView { seconds_left: 4, next_code: Some("057264".into()), ..view }
}

pub fn rows() -> Vec<TokenRow> {
    let row = |issuer: &str, serial: &str, selected| TokenRow {
        issuer: issuer.into(),
        serial: serial.into(),
        selected,
    };
    vec![row("見本信用金庫", "SKTS 1234 5678", true), row("みほん東信用金庫", "SKTS 8765 4321", false)]
}

pub fn confirm(step: ConfirmStep) -> ConfirmView {
    ConfirmView {
        issuer: "見本信用金庫".into(),
        serial: "SKTS 1234 5678".into(),
        algorithm: "SHA-256".into(),
        step,
        storing: false,
        refused: None,
    }
}

pub fn trouble(kind: VaultTrouble) -> TroubleView {
    let anew = matches!(kind, VaultTrouble::KeyMissing | VaultTrouble::DataDamaged);
    TroubleView { kind, serials: vec!["SKTS 1234 5678".into()], copied: None, can_register_anew: anew }
}

pub fn about() -> AboutView {
    AboutView {
        version: "1.0.0".into(),
        protection: Some(Protection::SystemKeystore),
        self_test_passed: true,
    }
}

/// Every screen once, by the name of its picture.
pub fn all() -> Vec<(&'static str, View)> {
    let welcome = AddView { camera: false, reading: false, refused: None };
    let simple = TokenView { mode: Mode::Simple, ..token() };
    let mut menu = frame(Page::Token(token()));
    menu.menu.open = true;
    let mut first = frame(Page::Welcome(welcome.clone()));
    first.menu.has_tokens = false;
    let mut warned = frame(Page::Token(token()));
    warned.banners = vec![Banner::ClockWrong, Banner::FileKeystore];
    vec![
        ("welcome", first),
        ("token", frame(Page::Token(token()))),
        ("token-last5", frame(Page::Token(last_seconds(token())))),
        ("token-several", frame(Page::Token(TokenView { index: 0, count: 2, tokens: rows(), ..token() }))),
        ("simple", frame(Page::Token(simple.clone()))),
        ("simple-last5", frame(Page::Token(last_seconds(simple)))),
        ("menu", menu),
        ("tokens", frame(Page::Tokens(rows()))),
        ("add", frame(Page::Add(AddView { refused: Some(Refusal::NoQrCode), ..welcome }))),
        (
            "camera-denied",
            frame(Page::Add(AddView {
                camera: true,
                reading: false,
                refused: Some(Refusal::CameraDeniedForEver),
            })),
        ),
        (
            "manual",
            frame(Page::Manual(ManualView { seed_fault: Some(FieldFault::At(3)), ..ManualView::default() })),
        ),
        ("confirm", frame(Page::Confirm(confirm(ConfirmStep::New)))),
        (
            "no-passcode",
            frame(Page::Confirm(ConfirmView {
                refused: Some(Refusal::NoPasscode),
                ..confirm(ConfirmStep::New)
            })),
        ),
        ("confirm-here", frame(Page::Confirm(confirm(ConfirmStep::AlreadyHere)))),
        ("confirm-replace", frame(Page::Confirm(confirm(ConfirmStep::Replace)))),
        ("confirm-sure", frame(Page::Confirm(confirm(ConfirmStep::ReplaceForSure)))),
        ("registered", frame(Page::Registered(token()))),
        ("trouble", frame(Page::Trouble(trouble(VaultTrouble::KeyMissing)))),
        ("about", frame(Page::About(about()))),
        ("banner", warned),
    ]
}

/// States of the same screens that differ in their words or in one part: pictured, not turned over in every test.
pub fn more() -> Vec<(&'static str, View)> {
    use VaultTrouble::*;
    let troubles = [
        ("trouble-locked", KeystoreLocked),
        ("trouble-refused", KeystoreRefused),
        ("trouble-unavailable", KeystoreUnavailable),
        ("trouble-damaged", DataDamaged),
        ("trouble-newer", DataNewer),
        ("trouble-unreachable", DataUnreachable),
        ("trouble-in-use", InUse),
        ("trouble-clock", ClockWrong),
    ];
    let no_code = TokenView { code: String::new(), unavailable: true, ..token() };
    let mut more: Vec<_> =
        troubles.into_iter().map(|(name, kind)| (name, frame(Page::Trouble(trouble(kind))))).collect();
    more.extend([
        ("unavailable", frame(Page::Token(no_code.clone()))),
        ("simple-unavailable", frame(Page::Token(TokenView { mode: Mode::Simple, ..no_code.clone() }))),
        ("registered-unavailable", frame(Page::Registered(no_code))),
        ("reading", frame(Page::Welcome(AddView { camera: true, reading: true, refused: None }))),
        ("not-copied", View { not_copied: Some(std::time::Duration::ZERO), ..frame(Page::Token(token())) }),
        ("storing", frame(Page::Confirm(ConfirmView { storing: true, ..confirm(ConfirmStep::New) }))),
    ]);
    more
}
