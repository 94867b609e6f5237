//! What is drawn depends on the view alone: not on what was there before, nor on the machine.

use crate::support::{Look, Stage};
use crate::views;
use skts_token::app::{Language, Page, Theme, TokenView, View};

fn drawn(stage: &Stage, view: &View, look: Look) -> Vec<u8> {
    stage.show(view, look);
    stage.picture().as_bytes().to_vec()
}

#[test]
fn the_same_view_is_drawn_the_same_twice() {
    let stage = Stage::new();
    let view = views::named("token");
    let first = drawn(&stage, &view, Look::default());
    drawn(&stage, &views::named("welcome"), Look::default());
    assert!(first == drawn(&stage, &view, Look::default()));
}

#[test]
fn a_changed_second_changes_the_picture() {
    let stage = Stage::new();
    let at = |seconds_left| views::frame(Page::Token(TokenView { seconds_left, ..views::token() }));
    let before = drawn(&stage, &at(18), Look::default());
    assert!(before != drawn(&stage, &at(17), Look::default()));
}

/// Two pictures in one line: a page in each language.
fn two_pictures() -> String {
    let stage = Stage::new();
    let english = Look { theme: Theme::Dark, language: Language::English, ..Look::default() };
    let pictures = [
        drawn(&stage, &views::named("welcome"), Look::default()),
        drawn(&stage, &views::named("token"), english),
    ];
    let hashes = pictures.map(|picture| {
        let hash = ring::digest::digest(&ring::digest::SHA256, &picture);
        hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    });
    hashes.join(" ")
}

#[test]
fn two_pictures_are_told() {
    println!("{}", two_pictures());
}

/// A machine without a font draws the same pictures: nothing comes from the system.
#[test]
fn no_font_of_the_system_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("fonts.conf");
    std::fs::write(&config, "<?xml version=\"1.0\"?><fontconfig></fontconfig>").unwrap();
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "drawing::two_pictures_are_told", "--nocapture"])
        .env("FONTCONFIG_FILE", &config)
        .env("XDG_CACHE_HOME", folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains(&two_pictures()), "{said}");
}
