//! A finger on each control, and the action that comes of it.

use crate::support::{CODE, Look, Stage, serial};
use crate::views::{self, named};
use skts_token::app::*;
use skts_token::token::Algorithm;
use std::time::Duration;

#[track_caller]
fn case(name: &str, taps: &[(&str, Action)]) {
    let stage = Stage::new();
    for (label, action) in taps {
        stage.show(&named(name), Look::default());
        stage.tap(label);
        assert_eq!(stage.taken(), std::slice::from_ref(action), "{name}: {label}");
    }
}

#[test]
fn every_control_does_what_it_says() {
    case(
        "welcome",
        &[
            ("メニュー", Action::OpenMenu),
            ("画像から読み込む", AddAct::ChooseImage.into()),
            ("貼り付ける", AddAct::Paste.into()),
            ("手で入力する", AddAct::EnterByHand.into()),
            ("QRコードが届いていないときは", AddAct::NoQr.into()),
        ],
    );
    case(
        "token",
        &[
            ("番号をコピー", Action::Copy(Copied::Code)),
            ("読み上げ", Action::Speak),
            ("シリアル番号をコピー", Action::Copy(Copied::Serial)),
            ("番号が通らないときは", Action::ShowRefused),
            ("メニュー", Action::OpenMenu),
        ],
    );
    case(
        "token-last5",
        &[("番号をコピー", Action::Copy(Copied::Code)), ("次の番号をコピー", Action::Copy(Copied::NextCode))],
    );
    case("token-several", &[("次へ", Action::SelectToken(serial("SKTS87654321")))]);
    case(
        "simple-last5",
        &[("番号をコピー", Action::Copy(Copied::Code)), ("次の番号をコピー", Action::Copy(Copied::NextCode))],
    );
    case(
        "menu",
        &[
            ("閉じる", Action::CloseMenu),
            ("標準", Action::ChooseMode(Mode::Standard)),
            ("かんたん表示", Action::ChooseMode(Mode::Simple)),
            ("トークンを追加", Action::ShowAdd),
            ("トークン一覧", Action::ShowTokens),
            ("機種変更", Action::ShowChangePhone),
            ("手順（利用開始・交換・紛失など）", Action::ShowGuides),
            ("このアプリについて", Action::ShowAbout),
        ],
    );
    case(
        "guides",
        &[
            ("紛失・盗難（利用停止）", GuidesAct::Open(GuideId::Loss).into()),
            ("利用開始", GuidesAct::Open(GuideId::Start).into()),
            ("交換", GuidesAct::Open(GuideId::Replace).into()),
            ("利用中止", GuidesAct::Open(GuideId::Suspend).into()),
            ("番号を守るために", GuidesAct::Open(GuideId::Safe).into()),
            ("番号が通らないとき", GuidesAct::OpenRefused.into()),
        ],
    );
    case(
        "tokens",
        &[
            ("みほん東信用金庫 SKTS 8765 4321", Action::SelectToken(serial("SKTS87654321"))),
            ("トークンを追加", Action::ShowAdd),
            ("戻る", Action::Back),
        ],
    );
    case(
        "add",
        &[
            ("戻る", Action::Back),
            ("画像から読み込む", AddAct::ChooseImage.into()),
            ("貼り付ける", AddAct::Paste.into()),
            ("手で入力する", AddAct::EnterByHand.into()),
        ],
    );
    case(
        "confirm",
        &[
            ("やめる", Action::Back),
            ("はい、登録する", ConfirmAct::Yes.into()),
            ("登録しない", ConfirmAct::No.into()),
        ],
    );
    case(
        "lock",
        &[("5", Action::Press(Key::Digit(5))), ("パスコードを忘れたときは", LockAct::Forgot.into())],
    );
    case("lock-again", &[("やめる", Action::Back)]);
    case("passcode-differs", &[("最初から", PasscodeAct::StartOver.into()), ("やめる", Action::Back)]);
    case(
        "forgot",
        &[
            ("もう一度入力する", Action::Back),
            ("トークンを削除して登録し直す", ForgotAct::Delete.into()),
            ("シリアル番号をコピー", Action::Copy(Copied::KnownSerial(serial("SKTS12345678")))),
        ],
    );
    case(
        "settings-locked",
        &[
            ("パスコード 変更する", SettingsAct::Passcode.into()),
            ("アプリのロックをオフにする", SettingsAct::TurnLockOff.into()),
            ("ロックするまで 30秒", SettingsAct::Choose(Choice::LockAfter).into()),
        ],
    );
    case("settings-lock-after", &[("1分", SettingsAct::LockAfter(LockAfter::Minute).into())]);
    case("confirm-here", &[("トークンを表示する", ConfirmAct::Yes.into())]);
    case(
        "confirm-sure-typed",
        &[("はい、入れ替える", ConfirmAct::Yes.into()), ("入れ替えない", ConfirmAct::No.into())],
    );
    case(
        "registered",
        &[
            ("番号をコピー", Action::Copy(Copied::Code)),
            ("シリアル番号をコピー", Action::Copy(Copied::Serial)),
            ("トークンを表示する", RegisteredAct::Done.into()),
        ],
    );
    case(
        "purpose-offer",
        &[
            ("はい、使いみちを確かめる", PurposeOfferAct::Yes.into()),
            ("いいえ、すぐに表示する", PurposeOfferAct::No.into()),
        ],
    );
    case(
        "trouble",
        &[
            ("QRコードが届いている方はこちら", Action::ShowAdd),
            ("もう一度開く", TroubleAct::TryAgain.into()),
            ("シリアル番号をコピー", Action::Copy(Copied::KnownSerial(serial("SKTS12345678")))),
        ],
    );
    case("about", &[("もう一度診断する", AboutAct::RunSelfTest.into()), ("戻る", Action::Back)]);
    case(
        "banner",
        &[
            ("わかりました 端末の時計が変わりました", Action::AcceptClock),
            ("詳しく見る 端末の時計が変わりました", Action::ShowClock),
        ],
    );
}

#[test]
fn each_serial_of_the_trouble_page_has_its_own_button() {
    let stage = Stage::new();
    let two = TroubleView {
        serials: vec![serial("SKTS12345678"), serial("SKTS87654321")],
        ..views::trouble(VaultTrouble::KeyMissing)
    };
    for index in [1, 0] {
        stage.show(&views::frame(Page::Trouble(two.clone())), Look::default());
        assert!(stage.find_all("コピーしました").is_empty());
        let button = stage.find(&format!("シリアル番号をコピー {}", two.serials[index].grouped()));
        button.mock_single_click(slint::platform::PointerEventButton::Left);
        stage.settle();
        assert_eq!(stage.taken(), [Action::Copy(Copied::KnownSerial(two.serials[index].clone()))]);
        // Only the card of the copied serial says so.
        let copied = TroubleView { copied: Some(two.serials[index].clone()), ..two.clone() };
        stage.show(&views::frame(Page::Trouble(copied)), Look::default());
        let said =
            stage.texts().into_iter().filter(|text| text == "コピーしました" || text == "シリアル番号");
        let expected = if index == 0 {
            ["コピーしました", "シリアル番号"]
        } else {
            ["シリアル番号", "コピーしました"]
        };
        assert_eq!(said.collect::<Vec<_>>(), expected);
    }
}

#[test]
fn buttons_wait_while_a_picture_is_read_or_the_vault_is_written() {
    let stage = Stage::new();
    stage.show(
        &views::frame(Page::Add(AddView { welcomes: true, reading: true, ..AddView::default() })),
        Look::default(),
    );
    stage.tap("画像を読み取っています");
    stage.tap("貼り付ける");
    stage.show(
        &views::frame(Page::Confirm(ConfirmView {
            storing: true,
            can_say_yes: false,
            ..views::confirm(ConfirmStep::New)
        })),
        Look::default(),
    );
    stage.tap("はい、登録する");
    stage.tap("登録しない");
    assert!(stage.taken().is_empty());
}

#[test]
fn a_swipe_turns_to_the_next_token() {
    use slint::LogicalPosition;
    let stage = Stage::new();
    stage.show(&named("token-several"), Look::default());
    let code = stage.find(CODE);
    let from = code.absolute_position();
    code.mock_drag(LogicalPosition::new(from.x - 150.0, from.y), slint::platform::PointerEventButton::Left);
    stage.settle();
    assert_eq!(stage.taken(), [Action::SelectToken(serial("SKTS87654321"))]);
}

#[test]
fn a_token_that_is_held_at_the_edge_of_the_window_takes_the_list_along() {
    let (name, list) = ("名前 SKTS 1234 5678", named("tokens-edit"));
    let held = |height: u32, grip: (f32, f32)| {
        let stage = Stage::new();
        stage.show(&list, Look { size: (390, height), ..Look::default() });
        stage.resting_finger(grip, (grip.0, grip.1 + 2.0), Duration::from_secs(2));
        stage.taken()
    };
    let stage = Stage::new();
    stage.show(&list, Look::default());
    let below = stage.find(name).absolute_position();
    let grip = (390.0 - 50.0, below.y - 40.0);
    assert_eq!(held(844, grip), [], "in a high window the finger is at no edge");
    assert_eq!(held(grip.1 as u32 + 30, grip), [TokensAct::Move(serial("SKTS12345678"), 1).into()]);
}

#[test]
fn the_scrim_closes_the_menu() {
    use slint::LogicalPosition;
    use slint::platform::{PointerEventButton, WindowEvent};
    let stage = Stage::new();
    stage.show(&named("menu"), Look::default());
    let position = LogicalPosition::new(20.0, 800.0);
    stage
        .screen
        .window()
        .dispatch_event(WindowEvent::PointerPressed { position, button: PointerEventButton::Left });
    stage
        .screen
        .window()
        .dispatch_event(WindowEvent::PointerReleased { position, button: PointerEventButton::Left });
    stage.settle();
    assert_eq!(stage.taken(), [Action::CloseMenu]);
}

#[test]
fn fields_travel_with_each_change_and_are_gone_afterwards() {
    let stage = Stage::new();
    let view = views::frame(Page::Manual(ManualView { complete: true, ..ManualView::default() }));
    stage.show(&view, Look::default());
    for letter in "SKTS1".chars() {
        stage.text(letter);
    }
    stage.tap("書面に方式の記載があるとき");
    stage.tap("SHA-256");
    let entries = stage.taken();
    assert_eq!(entries.len(), 6);
    let Some(Action::Page(PageAct::Manual(ManualAct::Changed(entry)))) = entries.last() else {
        panic!("{entries:?}")
    };
    assert_eq!(
        (entry.serial.as_str(), entry.seed.as_str(), entry.algorithm),
        ("SKTS1", "", Algorithm::Sha256)
    );
    stage.tap("確認へ進む");
    let done = stage.taken();
    let Some(Action::Page(PageAct::Manual(ManualAct::Done(entry)))) = done.last() else { panic!("{done:?}") };
    assert_eq!((entry.serial.as_str(), entry.algorithm), ("SKTS1", Algorithm::Sha256));

    stage.show(&named("welcome"), Look::default());
    stage.show(&view, Look::default());
    assert_eq!(
        stage.find("シリアル番号").accessible_value().as_deref(),
        Some(""),
        "a new page, an empty field"
    );
    stage.chord(slint::platform::Key::Control, "z");
    assert_eq!(stage.find("シリアル番号").accessible_value().as_deref(), Some(""), "nothing to undo");
}
