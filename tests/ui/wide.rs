//! Wide windows and phones that lie: the answer of every page is in the first screenful.

use crate::support::{CODE, Look, PHONES, Stage, free};
use crate::views;
use skts_token::app::{Action, Banner, GuideId, TokenAct, View};

/// The button that each page is for, by its view. `None`: a list or a menu, none of whose buttons is before the others.
fn answer(view: &str) -> Option<&'static str> {
    match view {
        "welcome" | "add" | "former-welcome" => Some("QRコードを読み取る"),
        "camera-denied" => Some("端末の設定を開く"),
        "token" | "token-last5" | "token-several" | "token-hidden" | "token-call-shown" | "token-purpose"
        | "simple" | "simple-last5" | "banner" => Some("番号をコピー"),
        // It has just been pressed.
        "token-used" | "simple-used" => Some("コピーしました"),
        "token-call" | "simple-call" => Some("番号を表示する"),
        "caution" => Some("いいえ、自分で交換の手続き中です"),
        "stop" | "disclosed" => Some("番号を表示せずに閉じる"),
        "arrival" => Some("見る"),
        "manual" => Some("確認へ進む"),
        "confirm" | "no-passcode" => Some("はい、登録する"),
        "confirm-here" | "registered" => Some("トークンを表示する"),
        "confirm-replace" => Some("はい、入れ替える"),
        "confirm-sure" | "confirm-sure-typed" => Some("入れ替えない"),
        "trouble" => Some("シリアル番号をコピー"),
        "clock" => Some("わかりました"),
        "moved" => Some("確認しました"),
        "remove" => Some("上の質問にお答えください"),
        "remove-ready" => Some("削除する"),
        "rename" => Some("保存する"),
        "choose" => Some("確認へ進む"),
        "two-step" => Some("入力しました"),
        "two-step-sure" => Some("はい、登録する"),
        "two-step-leaving" => Some("文字に戻る"),
        "passphrase" | "passphrase-wrong" => Some("開く"),
        "keyfile" => Some("保管庫をもう一度試す"),
        "sign" | "sign-not-this" => Some("サイトの取引QRを読み取る"),
        "sign-entered" => Some("確認へ進む"),
        "sign-typed" => Some("書面と同じです、番号を表示する"),
        "sign-qr" => Some("はい、番号を表示する"),
        "sign-result" | "sign-qr-result" => Some("番号をコピー"),
        "sign-call" => Some("番号を表示する"),
        "sign-ended" => Some("番号をもう一度表示する"),
        // The last row of the keypad.
        "lock" | "lock-again" | "passcode" | "passcode-differs" | "biometrics-lock"
        | "biometrics-changed" => Some("消す"),
        "biometrics" => Some("はい、生体認証を使う"),
        "purpose-offer" => Some("はい、使いみちを確かめる"),
        "lock-wait" => Some("パスコードを忘れたときは"),
        "forgot" | "forgot-unknown" | "biometrics-forgot" => Some("もう一度入力する"),
        "forgot-delete" | "forgot-unknown-delete" => Some("上の質問にお答えください"),
        "menu"
        | "menu-signs"
        | "tokens"
        | "tokens-edit"
        | "tokens-named"
        | "about"
        | "former"
        | "settings"
        | "settings-locked"
        | "biometrics-settings"
        | "settings-lock-after"
        | "settings-theme"
        | "purpose" => None,
        // Read from their first step on: no button there is before what is to be done.
        "guides" | "guide-loss" | "guide-start" | "guide-covered" | "guide-replace" | "guide-suspend"
        | "guide-safe" | "guide-none" | "refused" | "refused-locked" => None,
        "change-phone" => Some("これまでの端末"),
        "no-qr" => Some("わかりました"),
        // Nothing shows a code that somebody watches.
        "token-recorded" | "sign-recorded" => None,
        new => panic!("which button is the page {new} for? Say it in tests/ui/wide.rs"),
    }
}

/// Tablets, and every phone that lies.
fn looks() -> Vec<Look> {
    let phones = PHONES.into_iter().filter(|look| look.size.0 > look.size.1 || look.size.0 >= 600);
    let tablet = Look { size: (1180, 820), ..Look::default() };
    phones.chain([tablet]).collect()
}

#[test]
fn the_answer_of_every_page_is_in_the_first_screenful() {
    let stage = Stage::new();
    let mut below = Vec::new();
    for look in looks() {
        for (name, view) in views::on_a_phone() {
            let Some(label) = answer(name) else { continue };
            stage.show(&view, look);
            let (left, top, right, bottom) = free(look);
            let buttons = stage.button_places();
            let inside = buttons.iter().any(|(found, (x, y, width, height))| {
                found == label && *x >= left && *y >= top && x + width <= right && y + height <= bottom
            });
            if !inside {
                let places: Vec<_> = buttons.iter().filter(|(found, _)| found == label).collect();
                below.push(format!("{name} {:?}: {label} at {places:?}", look.size));
            }
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}

/// Whether all of what has this label can be seen without scrolling.
fn is_in_sight(stage: &Stage, look: Look, label: &str) -> bool {
    let (left, top, right, bottom) = free(look);
    stage.find_all(label).iter().any(|element| {
        let (place, size) = (element.absolute_position(), element.size());
        place.x >= left && place.y >= top && place.x + size.width <= right && place.y + size.height <= bottom
    })
}

#[test]
fn a_warning_about_the_code_is_in_the_first_screenful_of_every_phone() {
    let stage = Stage::new();
    let mut below = Vec::new();
    for look in PHONES {
        for scale in [1.0, 1.3, 2.0] {
            let look = Look { scale, ..look };
            for name in ["token", "token-last5", "token-several", "simple"] {
                let view =
                    View { banners: vec![Banner::ClockWrong, Banner::FileKeystore], ..views::named(name) };
                stage.show(&view, look);
                let mut warnings = vec!["端末の時計が合っていません"];
                // Text of twice the size on a phone that lies has room for one warning: the one about the code.
                if scale < 2.0 || look.size.1 > look.size.0 {
                    warnings.push("鍵をファイルに保存しています");
                }
                warnings.retain(|warning| !is_in_sight(&stage, look, warning));
                if !warnings.is_empty() {
                    below.push(format!("{name} {:?} × {scale}: {warnings:?}", look.size));
                }
            }
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}

/// They cover the code or say that somebody listens, so that nobody has to look for them.
#[test]
fn a_call_and_a_recording_are_in_the_first_screenful_of_every_phone() {
    let stage = Stage::new();
    let mut below = Vec::new();
    const ADVICE: &str = "画面を見せるように言われましたか";
    let warned = [
        ("token-call", "通話中です"),
        ("token-call-shown", "通話中です"),
        ("simple-call", "通話中です"),
        ("sign-call", "通話中です"),
        ("token-recorded", "画面が録画または"),
        ("sign-recorded", ADVICE),
    ];
    for look in PHONES {
        for scale in [1.0, 1.3, 2.0] {
            let look = Look { scale, ..look };
            for (name, warning) in warned {
                // Where the window has no room for the advice beside a transaction, what covers the code says why.
                let is_low = look.size.1 < 480 && (scale == 2.0 || look.size == (640, 360) && scale > 1.0)
                    || look.size == (360, 640) && scale == 2.0;
                let warning = if warning == ADVICE && is_low { "画面が録画または" } else { warning };
                stage.show(&views::named(name), look);
                let labels = stage.labels();
                let said: Vec<_> = labels.iter().filter(|label| label.starts_with(warning)).collect();
                if !said.iter().any(|label| is_in_sight(&stage, look, label)) {
                    below.push(format!("{name} {:?} × {scale}: {said:?}", look.size));
                }
            }
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}

/// The customer with the largest screen gets the largest code.
#[test]
fn on_a_tablet_the_code_is_larger_than_on_a_phone() {
    let stage = Stage::new();
    let width = |size| {
        stage.show(&views::named("token"), Look { size, ..Look::default() });
        stage.find(CODE).size().width
    };
    let phone = width((390, 844));
    for tablet in [(768, 1024), (1180, 820)] {
        assert!(width(tablet) > 1.3 * phone, "{tablet:?}: {} beside {phone}", width(tablet));
    }
}

/// One token leaves room for 手順 beside its code, and on a tablet that stands for what is needed in a hurry below it.
#[test]
fn one_token_on_a_tablet_has_its_guides_in_sight() {
    let stage = Stage::new();
    let at = |name: &str, size| {
        let look = Look { size, ..Look::default() };
        stage.show(&views::named(name), look);
        look
    };
    let rows = [
        ("利用開始", TokenAct::ReadGuide(GuideId::Start).into()),
        ("交換", TokenAct::ReadGuide(GuideId::Replace).into()),
        ("番号が通らないとき", Action::ShowRefused),
        ("紛失・盗難（利用停止）", TokenAct::ReadGuide(GuideId::Loss).into()),
        ("番号を守るために", TokenAct::ReadGuide(GuideId::Safe).into()),
    ];
    for (label, action) in &rows {
        let look = at("token", (1180, 820));
        assert!(is_in_sight(&stage, look, label), "{label}");
        stage.tap(label);
        assert_eq!(stage.taken(), std::slice::from_ref(action), "{label}");
    }
    for (label, action) in &rows[2..4] {
        let look = at("token", (768, 1024));
        assert!(is_in_sight(&stage, look, label), "{label}");
        stage.tap(label);
        assert_eq!(stage.taken(), std::slice::from_ref(action), "{label}");
    }
    for size in [(1180, 820), (768, 1024)] {
        at("token-several", size);
        assert!(stage.find_all("利用開始").is_empty(), "the list of tokens has that room: {size:?}");
    }
    at("token", (390, 844));
    assert!(stage.find_all("紛失・盗難（利用停止）").is_empty(), "a phone has no room for them");
}
