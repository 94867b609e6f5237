//! Every screen's words and controls, found as a screen reader finds them.

use crate::support::{Bench, Look, NEXT_CODE, Stage};
use crate::views::{self, named};
use i_slint_backend_testing::AccessibleRole;
use skts_token::app::*;
use skts_token::keystore::Protection;

#[track_caller]
fn case(view: View, language: Language, texts: &[&str], buttons: &[&str]) {
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

fn japanese(view: View, texts: &[&str], buttons: &[&str]) {
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
        &["Copy code", "Speak", "Copy serial number"],
    );
}

#[test]
fn the_last_seconds_offer_the_next_code() {
    japanese(
        named("token-last5"),
        &["まもなく切り替わります", "次の番号", NEXT_CODE, "12:34:30 から"],
        &["次の番号をコピー", "番号をコピー"],
    );
    japanese(named("simple-last5"), &[], &["次の番号をコピー", "番号をコピー"]);
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
    for absent in ["モード切替", "標準", "トークン一覧", "機種変更", "設定", "取引認証"]
    {
        assert!(stage.find_all(absent).is_empty(), "{absent}");
    }
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
        &["戻る", "確認へ進む", "SHA-1", "SHA-256", "SHA-512"],
    );
    let stage = Stage::new();
    stage.show(&named("manual"), Look::default());
    for field in ["シリアル番号", "鍵（英字と数字2から7）", "発行元（なくてもかまいません）"]
    {
        assert_eq!(stage.find(field).accessible_role(), Some(AccessibleRole::TextInput), "{field}");
    }
    assert_eq!(stage.find("確認へ進む").accessible_enabled(), Some(false));
}

#[test]
fn confirm_in_four_steps() {
    japanese(
        named("confirm"),
        &[
            "このトークンを\n登録しますか",
            "見本信用金庫",
            "SKTS 1234 5678",
            "SHA-256・6桁・30秒ごと",
            "まだ何も保存されていません",
        ],
        &["やめる", "はい、登録する", "登録しない"],
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
        &["ほんとうに\n入れ替えますか", "今の番号は使えなくなります"],
        &["はい、入れ替える", "入れ替えない"],
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
        let view = RegisteredView { token: views::token(), next };
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
fn a_copy_that_failed_is_said_on_every_page_that_copies() {
    let stage = Stage::new();
    let said = "コピーできませんでした";
    for name in ["token", "simple", "registered", "trouble"] {
        stage.show(&named(name), Look::default());
        assert!(stage.find_all(said).is_empty());
        let mut failed = named(name);
        failed.frame.not_copied = true;
        stage.show(&failed, Look::default());
        stage.find(said);
        assert!(stage.live().contains(&said.to_owned()));
        stage.tap(said);
        assert_eq!(stage.taken(), [Action::DismissNotCopied], "nothing behind it is pressed");
    }
}

#[test]
fn a_touch_through_another_apps_window_is_answered_on_every_page() {
    let stage = Stage::new();
    let said = "ほかのアプリが画面の上にあります";
    // The app closes the menu before it says so.
    for (name, mut view) in views::all().into_iter().filter(|(name, _)| *name != "menu") {
        view.frame.not_copied = true;
        view.frame.obscured = true;
        stage.show(&view, Look::default());
        stage.find(said);
        assert!(stage.live().contains(&said.to_owned()), "{name}");
        assert!(stage.find_all("コピーできませんでした").is_empty(), "{name}: one notice at a time");
    }
    stage.show(&named("token"), Look::default());
    assert!(stage.find_all(said).is_empty());
    let mut view = named("token");
    view.frame.obscured = true;
    stage.show(&view, Look::default());
    stage.tap(said);
    assert_eq!(stage.taken(), [Action::DismissObscured], "nothing behind it is pressed");
}

/// The marks where a line may break are neither drawn nor spoken, nor is what holds a phrase together.
#[test]
fn no_mark_of_a_break_is_said() {
    let stage = Stage::new();
    let mut said = 0;
    for (name, view) in views::all() {
        stage.show(&view, Look::default());
        for label in stage.labels() {
            assert!(!label.contains(['|', '¦', '\u{2060}']), "{name}: {label:?}");
            said += 1;
        }
    }
    assert!(said > 100, "{said} labels");
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
        &["お知らせ"],
        &["届いたQRコードで登録し直す", "もう一度開いてみる", "メニュー"],
    );
    japanese(page(VaultTrouble::KeystoreLocked), &[], &["もう一度開いてみる"]);
    japanese(page(VaultTrouble::DataOlder), &[], &["もう一度開いてみる", "このデータを使う"]);
    let warned = TroubleView { warned: true, ..views::trouble(VaultTrouble::DataOlder) };
    japanese(views::frame(Page::Trouble(warned)), &[], &["もう一度開いてみる", "古いデータを使う"]);
    japanese(named("clock"), &[], &["わかりました"]);
    japanese(named("moved"), &[], &["確認しました"]);
    let unknown = TroubleView { serials: Vec::new(), ..views::trouble(VaultTrouble::DataDamaged) };
    japanese(views::frame(Page::Trouble(unknown)), &["信用金庫へ再発行をお申し込みください。"], &[]);
}

#[test]
fn remaining_time_is_announced_at_ten_and_at_five_only() {
    let stage = Stage::new();
    let mut said = Vec::new();
    for left in (1..=30).rev() {
        let view = TokenView { seconds_left: left, ..views::token() };
        stage.show(&views::frame(Page::Token(view)), Look::default());
        let live = stage.live();
        assert_eq!(live.len(), 1);
        if said.last() != Some(&live[0]) {
            said.push(live[0].clone());
        }
    }
    assert_eq!(said, ["", "残り10秒", "残り5秒"]);
}

#[test]
fn a_page_that_opens_late_announces_only_what_comes() {
    let registered = |token| Page::Registered(RegisteredView { token, ..RegisteredView::default() });
    for page in [Page::Token as fn(TokenView) -> Page, registered] {
        let stage = Stage::new();
        let said = |seconds_left| {
            stage.show(&views::frame(page(TokenView { seconds_left, ..views::token() })), Look::default());
            stage.live()
        };
        stage.show(&named("tokens"), Look::default());
        assert_eq!(said(7), [""], "seven is not ten");
        assert_eq!(said(6), [""]);
        assert_eq!(said(5), ["残り5秒"]);
        assert_eq!(said(29), [""]);
        assert_eq!(said(10), ["残り10秒"]);
        stage.show(&named("tokens"), Look::default());
        assert_eq!(said(3), [""], "three is not five");
    }
}

#[test]
fn banners_are_above_the_page_but_not_above_trouble() {
    japanese(
        named("banner"),
        &["端末の時計が変わりました", "鍵をファイルに保存しています"],
        &["わかりました", "くわしく"],
    );
    let mut bench = views::warned(Bench::new());
    bench.tell(Event::VaultOpened(Err(VaultTrouble::DataDamaged)));
    let stage = Stage::new();
    stage.show(&bench.view(), Look::default());
    stage.find("届いたQRコードで登録し直す");
    assert!(stage.find_all("鍵をファイルに保存しています").is_empty());
}

#[test]
fn one_second_is_one_second_in_english() {
    for (seconds_left, says) in [(2, "2 seconds left"), (1, "1 second left"), (30, "30 seconds left")] {
        let view = TokenView { seconds_left, ..views::token() };
        case(views::frame(Page::Token(view)), Language::English, &[says], &[]);
    }
}
