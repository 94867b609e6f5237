//! トークン一覧 as it is edited: the order, and the customer's own names.

use super::*;

const OTHER: &str =
    "otpauth://totp/SKTS87654321?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJR&issuer=みほん東信用金庫";
const THIRD: &str = "otpauth://totp/SKTS24681357?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJS";

fn list(page: Page) -> TokensView {
    match page {
        Page::Tokens(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

fn rename(page: Page) -> RenameView {
    match page {
        Page::Rename(view) => view,
        other => panic!("another page: {other:?}"),
    }
}

/// The ends of the serials, from the top.
fn order(view: &TokensView) -> Vec<String> {
    view.rows.iter().map(|row| row.serial.ending().to_owned()).collect()
}

/// Three tokens, of which the last is shown, and their list as it is edited.
fn edited() -> Bench {
    let mut bench = Bench::new();
    for letter in [URI, OTHER, THIRD] {
        bench.act(Action::ShowAdd);
        bench.register(letter);
    }
    bench.act(Action::ShowTokens);
    assert_eq!(order(&list(bench.act(TokensAct::Edit))), ["5678", "4321", "1357"]);
    bench
}

fn moved(bench: &mut Bench, name: &str, to: usize) -> TokensView {
    list(bench.act(TokensAct::Move(serial(name), to)))
}

#[test]
fn a_token_moves_to_its_place_and_stays_there_after_a_restart() {
    let mut bench = edited();
    let view = moved(&mut bench, "SKTS24681357", 1);
    assert_eq!(order(&view), ["5678", "1357", "4321"]);
    assert_eq!(view.moved.map(|(row, place)| (row.serial, place)), Some((serial("SKTS24681357"), 2)));
    assert_eq!(order(&moved(&mut bench, "SKTS12345678", 99)), ["1357", "4321", "5678"]);
    let mut bench = bench.restart();
    assert_eq!(order(&list(bench.act(Action::ShowTokens))), ["1357", "4321", "5678"]);
}

#[test]
fn the_token_at_the_top_is_shown_first() {
    let mut bench = edited();
    moved(&mut bench, "SKTS87654321", 0);
    assert_eq!(token(bench.act(Action::ShowToken)).serial, "SKTS 8765 4321");
    assert_eq!(token(bench.restart().page()).serial, "SKTS 8765 4321");
}

#[test]
fn another_order_below_the_top_changes_nothing_of_what_is_shown() {
    let mut bench = edited();
    moved(&mut bench, "SKTS87654321", 2);
    assert_eq!(token(bench.act(Action::ShowToken)).serial, "SKTS 2468 1357");
}

#[test]
fn what_does_not_move_is_not_written() {
    let mut bench = edited();
    let vault = bench.folder.path().join("vault.skts");
    let before = std::fs::read(&vault).unwrap();
    assert_eq!(moved(&mut bench, "SKTS12345678", 0).moved, None);
    // A token that has gone since the page was drawn.
    let view = moved(&mut bench, "SKTS99999999", 0);
    assert_eq!((view.moved, view.refused), (None, None));
    assert_eq!(std::fs::read(&vault).unwrap(), before);
}

/// A customer who presses faster than the vault is written is heard each time.
#[test]
fn two_presses_in_a_moment_are_two_moves() {
    let mut bench = edited();
    bench.app.act(TokensAct::Move(serial("SKTS24681357"), 1).into());
    bench.app.act(TokensAct::Done.into());
    bench.app.act(Action::Back);
    bench.app.act(TokensAct::Move(serial("SKTS24681357"), 0).into());
    bench.settle();
    assert_eq!(order(&list(bench.page())), ["1357", "5678", "4321"]);
    assert_eq!(order(&list(bench.restart().act(Action::ShowTokens))), ["1357", "5678", "4321"]);
}

#[test]
fn an_order_that_is_not_stored_is_taken_back_and_told() {
    let mut bench = edited();
    let vault = bench.folder.path().join("vault.skts");
    let ours = std::fs::read(&vault).unwrap();
    std::fs::write(&vault, b"SKTSVLT\n").unwrap();
    let view = moved(&mut bench, "SKTS24681357", 0);
    assert_eq!((view.refused, view.moved.is_none()), (Some(Refusal::OpenAgain), true));
    assert_eq!(order(&view), ["5678", "4321", "1357"]);
    std::fs::write(&vault, ours).unwrap();
    assert_eq!(order(&moved(&mut bench, "SKTS24681357", 0)), ["1357", "5678", "4321"]);
}

#[test]
fn the_customers_name_stands_above_the_issuers_and_never_on_confirm() {
    let mut bench = edited();
    let view = rename(bench.act(TokensAct::Rename(serial("SKTS12345678"))));
    assert_eq!((view.issuer, view.can_save), (Named::Title("見本信用金庫".into()), false));
    assert!(rename(bench.act(RenameAct::Changed("家計用".into()))).can_save);
    let view = list(bench.act(RenameAct::Save("家計用".into())));
    assert!(view.editing);
    assert_eq!(view.rows[0].name, Named::Title("家計用".into()));
    assert_eq!(view.rows[0].issuer, Named::Title("見本信用金庫".into()));
    assert_eq!(view.rows[1].issuer, Named::Nobody, "nothing is said twice");
    bench.act(Action::SelectToken(serial("SKTS12345678")));
    assert_eq!(token(bench.page()).name, Named::Title("家計用".into()));
    bench.act(Action::ShowAdd);
    assert_eq!(confirm(bench.paste(URI)).issuer, Named::Title("見本信用金庫".into()));
    let mut bench = bench.restart();
    bench.act(Action::ShowTokens);
    bench.act(TokensAct::Edit);
    let view = rename(bench.act(TokensAct::Rename(serial("SKTS12345678"))));
    assert_eq!((view.label.as_str(), view.can_save), ("家計用", true));
    let view = list(bench.act(RenameAct::UseIssuer));
    assert_eq!(view.rows[0].name, Named::Title("見本信用金庫".into()));
}

#[test]
fn a_name_that_is_none_is_told_and_not_saved() {
    let mut bench = edited();
    bench.act(TokensAct::Rename(serial("SKTS12345678")));
    for (text, fault) in [
        ("", None),
        ("あああああああああああ", Some(FieldFault::TooLong)),
        ("0120", Some(FieldFault::ManyDigits)),
        ("家計。", Some(FieldFault::At(3))),
    ] {
        let view = rename(bench.act(RenameAct::Changed(text.into())));
        assert_eq!((view.fault, view.can_save), (fault, false), "{text}");
        rename(bench.act(RenameAct::Save(text.into())));
    }
}

#[test]
fn a_name_that_is_not_stored_is_told_and_tried_again() {
    let mut bench = edited();
    bench.act(TokensAct::Rename(serial("SKTS12345678")));
    let vault = bench.folder.path().join("vault.skts");
    let ours = std::fs::read(&vault).unwrap();
    std::fs::write(&vault, b"SKTSVLT\n").unwrap();
    let view = rename(bench.act(RenameAct::Save("家計用".into())));
    assert_eq!((view.refused, view.can_save), (Some(Refusal::OpenAgain), true));
    std::fs::write(&vault, ours).unwrap();
    assert_eq!(list(bench.act(RenameAct::Save("家計用".into()))).rows[0].name, Named::Title("家計用".into()));
}

#[test]
fn while_a_name_is_stored_the_page_waits() {
    let mut bench = edited();
    bench.act(TokensAct::Rename(serial("SKTS12345678")));
    let view = rename(bench.begin(RenameAct::Save("家計用".into()).into()));
    assert_eq!((view.saving, view.can_save), (true, false));
    rename(bench.begin(RenameAct::Save("旅行用".into()).into()));
    rename(bench.begin(Action::Back));
    bench.settle();
    assert_eq!(list(bench.page()).rows[0].name, Named::Title("家計用".into()));
}

#[test]
fn a_name_that_stays_is_not_written() {
    let mut bench = edited();
    let vault = bench.folder.path().join("vault.skts");
    bench.act(TokensAct::Rename(serial("SKTS12345678")));
    bench.act(RenameAct::Save("家計用".into()));
    let before = std::fs::read(&vault).unwrap();
    bench.act(TokensAct::Rename(serial("SKTS12345678")));
    assert!(list(bench.act(RenameAct::Save("家計用".into()))).editing);
    assert_eq!(std::fs::read(&vault).unwrap(), before);
}
