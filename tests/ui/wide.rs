//! Wide windows and phones that lie: the answer of every page is in the first screenful.

use crate::support::{CODE, Look, PHONES, Stage, free};
use crate::views;
use skts_token::app::{Action, Banner, GuideId, Language, TokenAct, View};

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
        "confirm-here" | "registered" | "registered-call" | "registered-recorded" => {
            Some("トークンを表示する")
        }
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
        "guides" | "guide-loss" | "guide-start" | "guide-call" | "guide-recorded" | "guide-covered"
        | "guide-replace" | "guide-suspend" | "guide-safe" | "guide-none" | "refused" | "refused-locked" => {
            None
        }
        "change-phone" => Some("これまでの端末"),
        "no-qr" => Some("わかりました"),
        // Nothing shows a code that somebody watches.
        "token-recorded" | "simple-recorded" | "sign-recorded" => None,
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

/// What a warning begins with, in Japanese and in English.
type Words = [&'static str; 2];

const CLOCK: Words = ["端末の時計が合っていません", "This device's clock is wrong"];
const WEAK: Words = ["端末の保護が弱くなっています", "This device is less protected"];
const FILE: Words = ["鍵をファイルに保存しています", "The key is stored in a file"];
const CALL: Words = ["通話中です", "You are on a call"];
const RECORDED: Words = ["画面が録画または", "The screen is"];
const ADVICE: Words = ["画面を見せるように言われましたか", "Were you told to share your screen?"];

/// Every phone, in every size of text and in both languages.
fn phones_and_texts() -> impl Iterator<Item = Look> {
    let languages = [Language::Japanese, Language::English];
    let texts =
        [1.0, 1.3, 2.0].into_iter().flat_map(move |scale| languages.map(|language| (scale, language)));
    PHONES
        .into_iter()
        .flat_map(move |look| texts.clone().map(move |(scale, language)| Look { scale, language, ..look }))
}

/// Whether something that begins so can be seen without scrolling.
fn is_said_in_sight(stage: &Stage, look: Look, words: Words) -> bool {
    let begins = words[usize::from(look.language == Language::English)];
    let labels = stage.labels();
    labels.iter().any(|label| label.starts_with(begins) && is_in_sight(stage, look, label))
}

#[test]
fn a_warning_about_the_code_is_in_the_first_screenful_of_every_phone() {
    let stage = Stage::new();
    let mut below = Vec::new();
    let (clock, weak, file) =
        ((Banner::ClockWrong, CLOCK), (Banner::WeakDevice, WEAK), (Banner::FileKeystore, FILE));
    for look in phones_and_texts() {
        for name in ["token", "token-last5", "token-several", "simple", "registered", "guide-start"] {
            for pair in [[clock, weak], [clock, file], [weak, file]] {
                let banners = pair.map(|(banner, _)| banner).to_vec();
                stage.show(&View { banners, ..views::named(name) }, look);
                // Registered and the guides have a banner for each warning, with its buttons: the second one is scrolled to.
                let has_rows = name.starts_with("token") || name == "simple";
                // Text of twice the size on a phone that lies has room for one warning: the one about the code.
                let has_room = look.scale < 2.0 || look.size.1 > look.size.0;
                let asked = &pair[..if has_rows && has_room { 2 } else { 1 }];
                let missing = asked.iter().filter(|(_, words)| !is_said_in_sight(&stage, look, *words));
                below.extend(missing.map(|(banner, _)| {
                    format!("{name} {:?} × {} {:?}: {banner:?}", look.size, look.scale, look.language)
                }));
            }
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}

/// Whether this page must say that somebody listens or watches, with so many warnings above it.
fn is_asked(name: &str, look: Look, warnings: usize) -> bool {
    let (is_upright, is_largest) = (look.size.1 > look.size.0, look.scale == 2.0);
    match name {
        // It stands in the card of the covered code, below the serial: no code is in sight that it would explain.
        "registered-call" | "registered-recorded" if is_largest && !is_upright => false,
        // A warning above takes the first screenful of large text, and of a phone that lies.
        "registered-call" | "registered-recorded" | "sign-call" | "sign-recorded" if warnings > 0 => {
            is_upright && !is_largest
        }
        // The card leaves room for one line there. The English words take two, the second at the window's very edge, and a
        // warning above takes the room of the line.
        "simple-call" if look.size == (360, 640) && is_largest => {
            warnings == 0 && look.language == Language::Japanese
        }
        _ => true,
    }
}

/// They cover the code or say that somebody listens, so that nobody has to look for them.
#[test]
fn a_call_and_a_recording_are_in_the_first_screenful_of_every_phone() {
    let stage = Stage::new();
    let mut below = Vec::new();
    // The guide of 利用開始 has neither bar nor serial while somebody watches the screen: there is no covered code to explain.
    let warned = [
        ("token-call", CALL),
        ("token-call-shown", CALL),
        ("simple-call", CALL),
        ("registered-call", CALL),
        ("guide-call", CALL),
        ("sign-call", CALL),
        ("token-recorded", RECORDED),
        ("simple-recorded", RECORDED),
        ("registered-recorded", RECORDED),
        ("sign-recorded", ADVICE),
    ];
    for look in phones_and_texts() {
        let scale = look.scale;
        for (name, warning) in warned {
            // Where the window has no room for the advice beside a transaction, what covers the code says why.
            let is_low = look.size.1 < 480 && (scale == 2.0 || look.size == (640, 360) && scale > 1.0)
                || look.size == (360, 640) && scale == 2.0;
            let warning = if warning == ADVICE && is_low { RECORDED } else { warning };
            for banners in [vec![], vec![Banner::WeakDevice]] {
                if !is_asked(name, look, banners.len()) {
                    continue;
                }
                let told = banners.len();
                stage.show(&View { banners, ..views::named(name) }, look);
                if !is_said_in_sight(&stage, look, warning) {
                    below.push(format!(
                        "{name} {told} {:?} × {scale} {:?}: {warning:?}",
                        look.size, look.language
                    ));
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
