//! Every screen's words and controls, found as a screen reader finds them.

use crate::support::{Look, NEXT_CODE, Stage};
use crate::views::{self, named};
use i_slint_backend_testing::AccessibleRole;
use skts_token::app::*;
use skts_token::keystore::Protection;

#[track_caller]
pub fn case(view: View, language: Language, texts: &[&str], buttons: &[&str]) {
    let stage = Stage::new();
    stage.show(&view, Look { language, ..Look::default() });
    for text in texts {
        assert!(!stage.find_all(text).is_empty(), "no {text:?}");
    }
    for label in buttons {
        let button = stage.find(label);
        assert!(
            matches!(
                button.accessible_role(),
                Some(AccessibleRole::Button | AccessibleRole::RadioButton | AccessibleRole::ListItem)
            ),
            "{label}: {:?}",
            button.accessible_role()
        );
        let (size, place) = (button.size(), button.absolute_position());
        assert!(size.width >= 44.0 && size.height >= 44.0, "{label}: {size:?} is too small for a finger");
        assert!(place.x >= 0.0 && place.x + size.width <= 390.5, "{label}: {place:?}");
    }
}

pub fn japanese(view: View, texts: &[&str], buttons: &[&str]) {
    case(view, Language::Japanese, texts, buttons);
}

#[test]
fn opening_shows_nothing() {
    let stage = Stage::new();
    stage.show(&views::frame(Page::Opening), Look::default());
    let picture = stage.picture();
    let first = picture.as_slice()[0];
    assert!(picture.as_slice().iter().all(|pixel| *pixel == first), "only the page's colour");
    assert_eq!((first.r, first.g, first.b), (0xF2, 0xF5, 0xF7));
}

#[test]
fn welcome() {
    japanese(
        named("welcome"),
        &[
            "ソフトウェアトークン",
            "通信は行いません。端末の中だけで動きます。",
            "画像をここにドロップすることもできます",
        ],
        &["メニュー", "画像から読み込む", "貼り付ける", "手で入力する"],
    );
    case(
        named("welcome"),
        Language::English,
        &["Software token"],
        &["Menu", "Choose an image", "Paste", "Enter by hand"],
    );
}

#[test]
fn token() {
    japanese(
        named("token"),
        &[
            "見本信用金庫",
            "ワンタイムパスワード",
            "4 8 2、9 1 3",
            "残り18秒",
            "12:34:30 まで",
            "SKTS 1234 5678",
        ],
        &["メニュー", "番号をコピー", "読み上げ", "シリアル番号をコピー"],
    );
    case(
        named("token"),
        Language::English,
        &["4 8 2、9 1 3", "18 seconds left"],
        &["Copy code", "Read aloud", "Copy serial number"],
    );
}

#[test]
fn the_last_seconds_offer_the_next_code() {
    japanese(
        named("token-last5"),
        &["まもなく切り替わります", "次の番号", NEXT_CODE, "12:34:30 から"],
        &["次の番号をコピー", "番号をコピー"],
    );
    japanese(named("simple-last5"), &["次の番号", NEXT_CODE], &["次の番号をコピー", "番号をコピー"]);
}

#[test]
fn several_tokens() {
    let stage = Stage::new();
    stage.show(&named("token-several"), Look::default());
    assert_eq!(stage.find_all("次へ").len(), 1);
    let wide = Look { size: (1180, 820), ..Look::default() };
    stage.show(&named("token-several"), wide);
    assert_eq!(
        stage.find("みほん東信用金庫 SKTS 8765 4321").accessible_role(),
        Some(AccessibleRole::ListItem)
    );
    assert_eq!(stage.find("見本信用金庫 SKTS 1234 5678").accessible_item_selected(), Some(true));
    assert!(stage.find_all("次へ").is_empty(), "the list takes the pager's place");
}

#[test]
fn the_dots_say_which_token_of_how_many() {
    japanese(named("token-several"), &["1番目（全2個）"], &["次へ"]);
    case(named("token-several"), Language::English, &["Token 1 of 2"], &["Next"]);
}

/// AccessKit has one place for the label and the value of a text.
#[test]
fn digits_that_are_typed_are_said_with_the_name_of_the_number() {
    let stage = Stage::new();
    for (_, view) in views::all() {
        stage.show(&view, Look::default());
        for offered in stage.offered() {
            assert!(offered.role != AccessibleRole::Text || offered.text.is_empty(), "{offered:?}");
        }
    }
    japanese(named("remove-ready"), &["下4桁、5 6 7 8"], &[]);
}

#[test]
fn simple() {
    japanese(
        named("simple"),
        &["4 8 2、9 1 3", "この番号の期限", "シリアル番号は「モード切替」で表示できます"],
        &["番号をコピー", "読み上げ", "メニュー"],
    );
    let stage = Stage::new();
    stage.show(&named("simple"), Look::default());
    assert!(stage.find_all("SKTS 1234 5678").is_empty(), "no serial in this mode");
}

#[test]
fn menu_hides_what_it_covers() {
    japanese(
        named("menu"),
        &["モード切替"],
        &["閉じる", "標準", "かんたん表示", "トークンを追加", "トークン一覧", "このアプリについて"],
    );
    let stage = Stage::new();
    stage.show(&named("menu"), Look::default());
    for covered in ["番号をコピー", "シリアル番号をコピー", "4 8 2、9 1 3", "見本信用金庫", "残り18秒"]
    {
        assert!(stage.find_all(covered).is_empty(), "{covered} is behind the menu");
    }
    assert_eq!(stage.find("標準").accessible_checked(), Some(true));
    assert_eq!(stage.find("かんたん表示").accessible_checked(), Some(false));
    stage.show(&named("token"), Look::default());
    assert_eq!(stage.find_all("番号をコピー").len(), 1, "and back again");
}

#[test]
fn menu_without_tokens_has_no_dead_entries() {
    let mut view = named("welcome");
    view.menu.open = true;
    let stage = Stage::new();
    stage.show(&view, Look::default());
    for absent in ["モード切替", "標準", "トークン一覧", "取引認証"] {
        assert!(stage.find_all(absent).is_empty(), "{absent}");
    }
    stage.find("設定");
    stage.find("このアプリについて");
}

#[test]
fn tokens_add_manual() {
    japanese(
        named("tokens"),
        &["トークン一覧"],
        &["戻る", "見本信用金庫 SKTS 1234 5678", "みほん東信用金庫 SKTS 8765 4321", "トークンを追加"],
    );
    japanese(
        named("add"),
        &["QRコードが見つかりません", "QRコード全体が、はっきり写った画像をお選びください。"],
        &["戻る", "画像から読み込む", "貼り付ける", "手で入力する"],
    );
    japanese(
        named("manual"),
        &["3文字目をお確かめください。"],
        &["戻る", "書面に方式の記載があるとき", "確認へ進む"],
    );
    let stage = Stage::new();
    stage.show(&named("manual"), Look::default());
    for field in ["シリアル番号", "登録キー（英字と、2から7の数字）", "発行元（省略できます）"]
    {
        assert_eq!(stage.find(field).accessible_role(), Some(AccessibleRole::TextInput), "{field}");
    }
    assert_eq!(stage.find("確認へ進む").accessible_enabled(), Some(false));
    assert!(stage.find_all("SHA-1").is_empty());
    stage.tap("書面に方式の記載があるとき");
    for method in ["SHA-1", "SHA-256", "SHA-512"] {
        assert_eq!(stage.find(method).accessible_role(), Some(AccessibleRole::RadioButton), "{method}");
    }
}

/// The system's keystore may ask the customer first.
#[test]
fn a_vault_that_takes_its_time_to_open_says_so_after_a_second() {
    let stage = Stage::new();
    stage.show(&views::frame(Page::Opening), Look::default());
    assert_eq!(stage.texts(), [""; 0]);
    i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_secs(1));
    stage.settle();
    assert_eq!(stage.texts(), ["準備しています", "しばらくお待ちください。"]);
    assert_eq!(stage.live(), ["準備しています"]);
}

#[test]
fn confirm_in_four_steps() {
    japanese(
        named("confirm"),
        &["このトークンを\n登録しますか", "見本信用金庫", "SKTS 1234 5678", "まだ何も保存されていません"],
        &["やめる", "詳しく見る", "はい、登録する", "登録しない"],
    );
    japanese(
        named("confirm-here"),
        &["このトークンは\n登録済みです", "何も変わりません"],
        &["トークンを表示する"],
    );
    japanese(
        named("confirm-replace"),
        &["新しいトークンに\n入れ替えますか"],
        &["はい、入れ替える", "入れ替えない"],
    );
    japanese(
        named("confirm-sure"),
        &["入れ替えて\nよろしいですか", "今のトークンを削除します"],
        &["はい、入れ替える", "入れ替えない"],
    );
}

#[test]
fn the_lock_has_its_own_keypad_and_names_no_token() {
    japanese(
        named("lock"),
        &["パスコードを入力してください", "6桁のうち3桁を入力しました"],
        &["1", "9", "0", "消す", "パスコードを忘れたときは"],
    );
    case(named("lock"), Language::English, &["Enter your passcode"], &["0", "Forgot your passcode?"]);
    let stage = Stage::new();
    stage.show(&named("lock-wait"), Look::default());
    assert_eq!(stage.find("1").accessible_enabled(), Some(false));
    stage.find("あと30秒で入力できます");
    assert!(stage.live().iter().all(|said| !said.contains("30")), "seconds are not said one by one");
    for absent in ["メニュー", "SKTS 1234 5678", "見本信用金庫", "すべて消す"] {
        assert!(stage.find_all(absent).is_empty(), "{absent}");
    }
    japanese(
        named("forgot"),
        &["何も削除していません", "SKTS 1234 5678"],
        &["戻る", "もう一度入力する", "トークンを削除して登録し直す"],
    );
}

#[test]
fn registered_and_about() {
    japanese(
        named("registered"),
        &["登録しました", "SKTS 1234 5678", "4 8 2、9 1 3", "次のお手続き：利用開始"],
        &["シリアル番号をコピー", "番号をコピー", "トークンを表示する", "機種変更（交換）の方はこちら"],
    );
    japanese(
        named("about"),
        &["バージョン 1.0.0", "OSの鍵保管庫", "すべて合格", "行いません"],
        &["戻る", "もう一度診断する", "ライセンス"],
    );
    let stage = Stage::new();
    stage.show(&named("about"), Look::default());
    assert!(!stage.find_all("#MadeWithSlint").is_empty(), "Slint's attribution");
}

#[test]
fn registered_names_the_next_step_of_a_replacement_too() {
    use NextStep::{Replace, Start};
    let stage = Stage::new();
    let shown = |next| {
        let view = RegisteredView { token: views::token(), next, tomorrow: None };
        stage.show(&views::frame(Page::Registered(view)), Look::default());
    };
    shown(Start);
    stage.tap("機種変更（交換）の方はこちら");
    assert_eq!(stage.taken(), [RegisteredAct::Choose(Replace).into()]);
    shown(Replace);
    stage.find("次のお手続き：交換");
    stage.find("「交換」で、これまでの端末に表示される番号を入力します。");
    assert!(stage.find_all("次のお手続き：利用開始").is_empty());
    stage.tap("利用開始の方はこちら");
    assert_eq!(stage.taken(), [RegisteredAct::Choose(Start).into()]);
}

#[test]
fn about_says_how_the_key_is_kept() {
    let stage = Stage::new();
    for (protection, word) in [
        (None, "まだトークンがありません"),
        (Some(Protection::File), "ファイル"),
        (Some(Protection::SystemKeystore), "OSの鍵保管庫"),
        (Some(Protection::SecureHardware), "安全なハードウェア"),
    ] {
        stage.show(&views::frame(Page::About(AboutView { protection, ..views::about() })), Look::default());
        stage.find(word);
    }
    stage.show(
        &views::frame(Page::About(AboutView { self_test_passed: false, ..views::about() })),
        Look::default(),
    );
    stage.find("合格しませんでした");
}

#[test]
fn licences_open_and_close() {
    let stage = Stage::new();
    stage.show(&named("about"), Look::default());
    stage.tap("ライセンス");
    assert!(stage.find_all("もう一度診断する").is_empty());
    stage.tap("戻る");
    stage.find("もう一度診断する");
    assert!(stage.taken().is_empty(), "the licences are the screen's own matter");
}

#[test]
fn trouble_offers_one_next_step() {
    let page = |kind| views::frame(Page::Trouble(views::trouble(kind)));
    japanese(
        page(VaultTrouble::KeyMissing),
        &["ご確認ください"],
        &["シリアル番号をコピー", "QRコードが届いている方はこちら", "もう一度開く", "メニュー"],
    );
    japanese(page(VaultTrouble::KeystoreLocked), &[], &["もう一度開く"]);
    japanese(page(VaultTrouble::DataOlder), &[], &["もう一度開く", "このデータを使う"]);
    let warned = TroubleView { warned: true, ..views::trouble(VaultTrouble::DataOlder) };
    japanese(views::frame(Page::Trouble(warned)), &[], &["もう一度開く", "古いデータを使う"]);
    japanese(named("clock"), &[], &["わかりました"]);
    japanese(named("moved"), &[], &["確認しました"]);
    let unknown = TroubleView { serials: Vec::new(), ..views::trouble(VaultTrouble::DataDamaged) };
    japanese(
        views::frame(Page::Trouble(unknown)),
        &["お取引の信用金庫へ再発行をお申し込みください。復旧を請け負うという連絡は、詐欺です。"],
        &[],
    );
}

#[test]
fn two_step() {
    japanese(
        named("two-step"),
        &[
            "この文字を、サイトに\n入力してください",
            "1番、M、5、B、D",
            "打ち間違いは見つかります",
            "電話では伝えないでください",
        ],
        &["やめる", "入力しました"],
    );
    case(
        named("two-step"),
        Language::English,
        &[
            "Type these letters\non the bank's site",
            "Group 1: M, 5, B, D",
            "Registration is not finished yet",
        ],
        &["Cancel", "I have entered them"],
    );
    japanese(named("two-step-sure"), &[], &["戻る", "はい、登録する", "いいえ、もう一度見る"]);
    japanese(
        named("two-step-leaving"),
        &["登録をやめますか", "やめると、この文字は使えなくなります。"],
        &["文字に戻る", "登録をやめる"],
    );
}

#[test]
fn passphrase() {
    japanese(
        named("passphrase"),
        &[
            "パスフレーズを\n入力してください",
            "ファイルとは別に届いた書面に書かれています。",
            "読み込んだファイル",
            "mihon-token.xml",
            "パスフレーズは保存も送信もしません。",
        ],
        &["やめる", "表示", "開く"],
    );
    case(
        named("passphrase-wrong"),
        Language::English,
        &["Enter the\npassphrase", "File", "Wrong passphrase. Check capital and small letters."],
        &["Cancel", "Show", "Open"],
    );
}

#[test]
fn choose() {
    japanese(
        named("choose"),
        &["登録するトークンを\n選んでください", "ファイルに、3つのトークンがあります。", "1つずつ登録します"],
        &["やめる", "SKTS 3000 0022", "確認へ進む"],
    );
    case(
        named("choose"),
        Language::English,
        &["The file holds 3 tokens.", "One at a time"],
        &["Cancel", "SKTS 3000 0022", "Continue"],
    );
}

/// A customer who says はい without reading answers one question by it.
#[test]
fn a_page_has_one_yes() {
    let stage = Stage::new();
    let mut asking = 0;
    for (name, view) in views::on_a_phone() {
        stage.show(&view, Look::default());
        let buttons: Vec<_> = stage.button_places().into_iter().map(|(label, _)| label).collect();
        let yes: Vec<_> = buttons.iter().filter(|label| label.starts_with("はい")).collect();
        assert!(yes.len() <= 1, "{name}: {yes:?}");
        asking += yes.len();
    }
    assert!(asking > 5, "the pages with questions are there");
}
