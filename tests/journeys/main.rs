//! Walks from the welcome page through the real screen, found by its labels: for each page a happy one, and one for
//! each way to fail. Pictures are taken on the way and compared with tests/golden, so that a state which no customer
//! reaches has none. A picture's name begins with its page's: `confirm-sure` is taken in confirm.rs.

mod about;
mod add;
mod arrival;
mod biometrics;
mod caution;
mod change_phone;
mod choose;
mod clock;
#[path = "../common/mod.rs"]
mod common;
mod confirm;
mod disclosed;
mod everywhere;
mod forgot;
mod former;
mod golden;
mod guards;
mod guide;
mod guides;
mod keyfile;
mod lock;
mod manual;
mod moved;
mod no_qr;
mod opening;
mod passcode;
mod passphrase;
mod picture;
mod purpose;
mod purpose_offer;
mod random;
mod refused;
mod registered;
mod remove;
mod rename;
mod settings;
mod sheet;
mod sign;
mod stop;
mod token;
mod tokens;
mod trouble;
mod two_step;

use skts_token::testing::{LETTER, Look, OTHER_LETTER, Walk};
use std::collections::BTreeSet;
use std::path::Path;

/// A phone with a letter's token, on its page.
fn registered() -> Walk {
    let mut walk = Walk::phone(Look::default());
    walk.scan_text(LETTER);
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk
}

/// From a token's page to that with the ways in.
fn to_the_ways_in(walk: &mut Walk) {
    walk.tap("メニュー");
    walk.tap("トークンを追加");
}

/// A phone with two tokens; the first is shown.
fn with_two() -> Walk {
    let mut walk = registered();
    to_the_ways_in(&mut walk);
    walk.scan_text(OTHER_LETTER);
    walk.tap("はい、登録する");
    walk.tap("トークンを表示する");
    walk.tap("メニュー");
    walk.tap("トークン一覧");
    walk.tap("見本信用金庫 SKTS 1234 5678");
    walk
}

/// The names of all pictures, and the file that takes each.
fn taken() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys");
    let mut taken = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        let page = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let calls = source.split("picture(&walk, ").skip(1).filter(|call| page != "main" && !call.is_empty());
        taken.extend(calls.map(|call| (page.clone(), call.split('"').nth(1).unwrap().to_owned())));
    }
    taken
}

#[test]
fn every_picture_is_taken_once_in_the_file_of_its_page_and_none_is_left_over() {
    let taken = taken();
    let mut names = BTreeSet::new();
    for (page, name) in &taken {
        assert!(name == page || name.starts_with(&format!("{page}-")), "{name} is taken in {page}.rs");
        assert!(names.insert(name.clone()), "{name} is taken twice");
    }
    assert!(names.len() > 20, "{names:?}");
    if golden::variable("UPDATE_GOLDEN").is_some() {
        return;
    }
    let files = std::fs::read_dir(golden::folder()).unwrap().map(|entry| entry.unwrap().path());
    let sheets: BTreeSet<String> = files
        .filter(|path| path.file_name().is_some_and(|name| name != "looks.tsv"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(sheets, names, "the sheets in tests/golden, and the pictures that are taken");
    let views: BTreeSet<String> = golden::hashes().into_keys().map(|(view, _)| view).collect();
    assert_eq!(views, names, "the views in looks.tsv, and the pictures that are taken");
}

/// `UPDATE_GOLDEN=1` would change every picture, and nobody looks at fifty.
#[test]
fn one_picture_is_rewritten_by_its_name() {
    if let Some(name) = golden::variable("UPDATE_GOLDEN") {
        let names: Vec<String> = taken().into_iter().map(|(_, name)| name).collect();
        assert!(names.contains(&name), "UPDATE_GOLDEN={name:?} names no picture; it is one of {names:?}");
    }
}
