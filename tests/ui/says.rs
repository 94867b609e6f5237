//! Every trouble and every refusal is told on its page, in both languages. Whether each has words, and words of its
//! own, is tested beside the words, in src/ui/words.

use crate::support::{Look, Stage};
use crate::views;
use skts_token::app::*;

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
    told(&stage, page(), Language::English, &["One file at a time", "Drop one image only."]);
    stage.show(
        &views::frame(refused(Refusal::CameraFailed)),
        Look { language: Language::English, ..Look::default() },
    );
    assert!(stage.find_all("One file at a time").is_empty());
}

#[test]
fn a_trouble_says_what_happened_that_nothing_was_deleted_and_what_to_do() {
    let stage = Stage::new();
    let page = || Page::Trouble(views::trouble(VaultTrouble::DataNewer));
    told(
        &stage,
        page(),
        Language::Japanese,
        &[
            "新しいアプリの\nデータです",
            "このデータは、お使いのものより新しいアプリで作られました。",
            "何も削除していません",
            "アプリを新しくしてから、お開きください。",
            "SKTS 1234 5678",
        ],
    );
    told(
        &stage,
        page(),
        Language::English,
        &[
            "The data is from\na newer app",
            "The data was written by a newer version of this app.",
            "Nothing was deleted",
            "Update the app, then open it again.",
            "SKTS 1234 5678",
        ],
    );
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
    let row = TokenRow { name: name(), serial: "SKTS12345678".parse().unwrap(), selected: true };
    let confirm = ConfirmView { issuer: name(), ..views::confirm(ConfirmStep::New) };
    told(&stage, Page::Token(token()), Language::Japanese, &["見本？信用金庫"]);
    told(
        &stage,
        Page::Tokens(TokensView { rows: vec![row], ..TokensView::default() }),
        Language::Japanese,
        &["見本？信用金庫 SKTS 1234 5678"],
    );
    told(&stage, Page::Confirm(confirm), Language::Japanese, &["見本？信用金庫"]);
}
