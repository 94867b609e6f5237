//! A finger on each control, and the action that comes of it.

use crate::support::{Look, Stage};
use crate::views::{self, named};
use skts_token::app::*;
use skts_token::token::Algorithm;

#[track_caller]
fn case(name: &str, taps: &[(&str, &str)]) {
    let stage = Stage::new();
    for (label, action) in taps {
        stage.show(&named(name), Look::default());
        stage.tap(label);
        let taken: Vec<String> = stage.taken().iter().map(|action| format!("{action:?}")).collect();
        assert_eq!(taken, [*action], "{name}: {label}");
    }
}

#[test]
fn every_control_does_what_it_says() {
    case(
        "welcome",
        &[
            ("メニュー", "OpenMenu"),
            ("画像から読み込む", "ChooseImage"),
            ("貼り付ける", "Paste"),
            ("手で入力する", "EnterByHand"),
        ],
    );
    case(
        "token",
        &[
            ("番号をコピー", "Copy(Code)"),
            ("読み上げ", "Speak"),
            ("シリアル番号をコピー", "Copy(Serial)"),
            ("メニュー", "OpenMenu"),
        ],
    );
    case("token-last5", &[("番号をコピー", "Copy(Code)"), ("次の番号をコピー", "Copy(NextCode)")]);
    case("token-several", &[("次へ", "SelectToken(1)")]);
    case("simple-last5", &[("番号をコピー", "Copy(Code)"), ("次の番号をコピー", "Copy(NextCode)")]);
    case(
        "menu",
        &[
            ("閉じる", "CloseMenu"),
            ("標準", "ChooseMode(Standard)"),
            ("かんたん表示", "ChooseMode(Simple)"),
            ("トークンを追加", "ShowAdd"),
            ("トークン一覧", "ShowTokens"),
            ("このアプリについて", "ShowAbout"),
        ],
    );
    case(
        "tokens",
        &[
            ("みほん東信用金庫 SKTS 8765 4321", "SelectToken(1)"),
            ("トークンを追加", "ShowAdd"),
            ("戻る", "Back"),
        ],
    );
    case(
        "add",
        &[
            ("戻る", "Back"),
            ("画像から読み込む", "ChooseImage"),
            ("貼り付ける", "Paste"),
            ("手で入力する", "EnterByHand"),
        ],
    );
    case("confirm", &[("やめる", "Back"), ("はい、登録する", "ConfirmYes"), ("登録しない", "ConfirmNo")]);
    case("confirm-here", &[("トークンを表示する", "ConfirmYes")]);
    case("confirm-sure", &[("はい、入れ替える", "ConfirmYes"), ("入れ替えない", "ConfirmNo")]);
    case(
        "registered",
        &[
            ("番号をコピー", "Copy(Code)"),
            ("シリアル番号をコピー", "Copy(Serial)"),
            ("トークンを表示する", "ShowToken"),
        ],
    );
    case(
        "trouble",
        &[
            ("届いたQRコードで登録し直す", "ShowAdd"),
            ("もう一度開いてみる", "TryAgain"),
            ("シリアル番号をコピー", "Copy(KnownSerial(0))"),
        ],
    );
    case("about", &[("もう一度診断する", "RunSelfTest"), ("戻る", "Back")]);
    case("banner", &[("わかりました", "AcceptClock"), ("くわしく", "ShowClock")]);
}

#[test]
fn each_serial_of_the_trouble_page_has_its_own_button() {
    let stage = Stage::new();
    let two = TroubleView {
        serials: vec!["SKTS 1234 5678".into(), "SKTS 8765 4321".into()],
        ..views::trouble(TroubleKind::KeyMissing)
    };
    for index in [1, 0] {
        stage.show(&views::frame(Page::Trouble(two.clone())), Look::default());
        assert!(stage.find_all("コピーしました").is_empty());
        let buttons = stage.find_all("シリアル番号をコピー");
        assert_eq!(buttons.len(), 2);
        buttons[index].mock_single_click(slint::platform::PointerEventButton::Left);
        stage.settle();
        let taken: Vec<String> = stage.taken().iter().map(|action| format!("{action:?}")).collect();
        assert_eq!(taken, [format!("Copy(KnownSerial({index}))")]);
        // Only that card says so.
        let copied = TroubleView { copied: Some(index), ..two.clone() };
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
        &views::frame(Page::Welcome(WelcomeView { camera: false, reading: true, refused: None })),
        Look::default(),
    );
    stage.tap("画像を読み取っています");
    stage.tap("貼り付ける");
    stage.show(
        &views::frame(Page::Confirm(ConfirmView { storing: true, ..views::confirm(ConfirmStep::New) })),
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
    let code = stage.find("4 8 2、9 1 3");
    let from = code.absolute_position();
    code.mock_drag(LogicalPosition::new(from.x - 150.0, from.y), slint::platform::PointerEventButton::Left);
    stage.settle();
    let taken: Vec<String> = stage.taken().iter().map(|action| format!("{action:?}")).collect();
    assert_eq!(taken, ["SelectToken(1)"]);
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
    assert!(matches!(stage.taken()[..], [Action::CloseMenu]));
}

#[test]
fn fields_travel_with_each_change_and_are_gone_afterwards() {
    let stage = Stage::new();
    let view = views::frame(Page::Manual(ManualView { complete: true, ..ManualView::default() }));
    stage.show(&view, Look::default());
    for letter in "SKTS1".chars() {
        stage.text(letter);
    }
    stage.tap("SHA-256");
    let entries = stage.taken();
    assert_eq!(entries.len(), 6);
    let Some(Action::ManualChanged(entry)) = entries.last() else { panic!("{entries:?}") };
    assert_eq!(
        (entry.serial.as_str(), entry.seed.as_str(), entry.algorithm),
        ("SKTS1", "", Algorithm::Sha256)
    );
    stage.tap("確認へ進む");
    let done = stage.taken();
    let Some(Action::ManualDone(entry)) = done.last() else { panic!("{done:?}") };
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
