//! Every trouble and every refusal is told on its page, in both languages. Whether each has words, and words of its
//! own, is tested beside the words, in src/ui/words.

use crate::support::{Look, Stage};
use crate::views;
use skts_token::app::*;

/// What a drawn text says is said: by itself, by the control in which it stands, or by what has the same words.
#[test]
fn no_text_is_for_the_eyes_alone() {
    // The strip of a used code is said as one sentence, and a guide's steps are read in their order.
    const SAID_OTHERWISE: [&str; 2] = ["ログインに使った番号は使えません", "The one used to log in is spent"];
    let is_number = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    let joined = |text: &str| -> String {
        text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{2060}').collect()
    };
    let otherwise = SAID_OTHERWISE.map(joined);
    let stage = Stage::new();
    let (mut faults, mut seen) = (Vec::new(), 0);
    // Behind the menu nothing is said.
    let all = views::all().into_iter().chain(views::on_a_phone()).filter(|(_, view)| !view.menu.open);
    for (name, view) in all {
        for language in [Language::Japanese, Language::English] {
            stage.show(&view, Look { language, ..Look::default() });
            let said: Vec<_> = stage.labels().iter().map(|label| joined(label)).collect();
            let drawn = stage.only_drawn();
            seen += drawn.len();
            let texts = drawn.iter().map(|(text, _)| joined(text));
            let unsaid = texts.filter(|text| {
                let has_steps = ["guide-", "forgot", "registered"].iter().any(|page| name.starts_with(page));
                let is_step = is_number(text) && has_steps;
                !is_step && !otherwise.contains(text) && !said.iter().any(|label| label.contains(text))
            });
            faults.extend(unsaid.map(|text| format!("{name} {language:?}: {text}")));
        }
    }
    assert!(seen > 100, "{seen} texts were looked at");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[track_caller]
fn told(stage: &Stage, page: Page, language: Language, texts: &[&str]) {
    stage.show(&views::frame(page), Look { language, ..Look::default() });
    for text in texts {
        stage.find(text);
    }
}

fn refused(refusal: Refusal) -> Page {
    Page::Add(AddView { refused: Some(refusal), ..AddView::default() })
}

#[test]
fn a_refusal_says_what_happened_and_what_to_do() {
    let stage = Stage::new();
    let page = || refused(Refusal::OneFileOnly);
    told(
        &stage,
        page(),
        Language::Japanese,
        &["一度に読み込めるのは1つです", "画像を1つだけ、ドロップしてください。"],
    );
    told(&stage, page(), Language::English, &["Choose one file only", "Drop one image only."]);
    stage.show(
        &views::frame(refused(Refusal::CameraFailed)),
        Look { language: Language::English, ..Look::default() },
    );
    assert!(stage.find_all("Choose one file only").is_empty());
}

#[test]
fn a_trouble_says_what_happened_that_nothing_was_deleted_and_what_to_do() {
    let stage = Stage::new();
    let page = || Page::Trouble(views::trouble(VaultTrouble::KeystoreUnavailable));
    told(
        &stage,
        page(),
        Language::Japanese,
        &[
            "鍵の保管庫が\n応答しません",
            "番号を作る鍵を預けた保管庫に、つながりません。",
            "何も削除していません",
            "端末を再起動してから、もう一度お試しください。",
            "SKTS 1234 5678",
        ],
    );
    told(
        &stage,
        page(),
        Language::English,
        &[
            "The keystore\ndoes not answer",
            "The keystore that holds the key cannot be reached.",
            "Nothing was deleted",
            "Restart the device, then try again.",
            "SKTS 1234 5678",
        ],
    );
}

#[test]
fn a_trouble_that_looks_like_no_loss_speaks_of_no_deletion() {
    let stage = Stage::new();
    let page = Page::Trouble(views::trouble(VaultTrouble::DataNewer));
    told(
        &stage,
        page,
        Language::Japanese,
        &["アプリの更新が\n必要です", "アプリを更新してから、開いてください。"],
    );
    assert!(stage.find_all("何も削除していません").is_empty());
}

/// When the language alone changes, the same field has the same fault.
#[test]
fn a_fault_of_a_field_follows_the_language() {
    let stage = Stage::new();
    let fault = |fault| ManualView { seed_fault: Some(fault), ..ManualView::default() };
    let page = |of| Page::Manual(fault(of));
    told(&stage, page(FieldFault::At(3)), Language::Japanese, &["3文字目をお確かめください。"]);
    told(&stage, page(FieldFault::At(3)), Language::English, &["Check character 3."]);
    told(&stage, page(FieldFault::TooShort), Language::English, &["Too few characters."]);
}

/// Many systems have no font that can draw this character: without a mark in its place the name would have a gap.
#[test]
fn a_character_that_cannot_be_drawn_is_marked_wherever_an_issuer_is_named() {
    let stage = Stage::new();
    let name = || Named::Title("見本\u{1F600}信用金庫".to_owned());
    let token = || TokenView { name: name(), ..views::token() };
    let row =
        TokenRow { name: name(), issuer: name(), serial: "SKTS12345678".parse().unwrap(), selected: true };
    let confirm = ConfirmView { issuer: name(), ..views::confirm(ConfirmStep::New) };
    told(&stage, Page::Token(token()), Language::Japanese, &["見本？信用金庫"]);
    told(
        &stage,
        Page::Tokens(TokensView { rows: vec![row], ..TokensView::default() }),
        Language::Japanese,
        &["見本？信用金庫 見本？信用金庫 SKTS 1234 5678"],
    );
    told(&stage, Page::Confirm(confirm), Language::Japanese, &["見本？信用金庫"]);
}
