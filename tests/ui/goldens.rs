//! Pictures of every screen, pixel for pixel, in both themes, both languages, 100 % and 200 % text, and at the sizes
//! between a small phone and a desktop.

use crate::pictures::Picture;
use crate::support::{Look, PHONE, Stage};
use crate::views;
use skts_token::app::{Language, Page, Theme, View};
use std::path::{Path, PathBuf};

const SIZES: [(u32, u32); 4] = [(320, 568), (768, 1024), (1180, 820), (1280, 800)];
const MAIN_PAGES: [&str; 11] = [
    "welcome",
    "token",
    "token-last5",
    "token-several",
    "simple",
    "simple-last5",
    "menu",
    "manual",
    "confirm",
    "registered",
    "trouble",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn file_name(name: &str, look: Look) -> String {
    let theme = if look.theme == Theme::Dark { "dark" } else { "light" };
    let language = if look.language == Language::English { "en" } else { "ja" };
    let (width, height) = look.size;
    format!("{name}-{width}x{height}-{theme}-{language}-{}.png", (look.scale * 100.0) as u32)
}

/// Compares with the golden picture; writes what was drawn where it differs.
pub fn check(stage: &Stage, name: &str, view: &View, look: Look, faults: &mut Vec<String>) {
    stage.show(view, look);
    let drawn = Picture::of(&stage.picture());
    let file = file_name(name, look);
    let golden = root().join("tests/golden").join(&file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return drawn.write(&golden);
    }
    let differs = match Picture::read(&golden) {
        Some(wanted) if wanted == drawn => return,
        Some(wanted) => format!("{} pixels differ", wanted.differs(&drawn)),
        None => "there is no golden picture".to_owned(),
    };
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("golden");
    std::fs::create_dir_all(&out).unwrap();
    drawn.write(&out.join(&file));
    faults.push(format!("{file}: {differs}; what was drawn is in {}", out.join(&file).display()));
}

fn check_all(looks: &[Look], pages: impl Fn(&str) -> bool) {
    check_each(looks, views::all().into_iter().filter(|(name, _)| pages(name)));
}

fn check_each(looks: &[Look], views: impl IntoIterator<Item = (&'static str, View)>) {
    let stage = Stage::new();
    let mut faults = Vec::new();
    let mut seen = 0;
    for (name, view) in views {
        for look in looks {
            check(&stage, name, &view, *look, &mut faults);
            seen += 1;
        }
    }
    assert!(seen > 0, "no picture was looked at");
    assert!(faults.is_empty(), "{} of {seen} pictures differ:\n{}", faults.len(), faults.join("\n"));
}

fn phone(theme: Theme, language: Language) {
    let look = |scale| Look { theme, language, scale, size: PHONE, ..Look::default() };
    check_all(&[look(1.0), look(2.0)], |_| true);
}

#[test]
fn light_in_japanese() {
    phone(Theme::Light, Language::Japanese);
}

#[test]
fn light_in_english() {
    phone(Theme::Light, Language::English);
}

#[test]
fn dark_in_japanese() {
    phone(Theme::Dark, Language::Japanese);
}

#[test]
fn dark_in_english() {
    phone(Theme::Dark, Language::English);
}

#[test]
fn other_sizes() {
    let looks: Vec<Look> = SIZES.iter().map(|size| Look { size: *size, ..Look::default() }).collect();
    check_all(&looks, |name| MAIN_PAGES.contains(&name));
}

#[test]
fn other_states() {
    let look = |language, scale| Look { language, scale, ..Look::default() };
    let looks = [look(Language::Japanese, 1.0), look(Language::English, 1.0), look(Language::Japanese, 2.0)];
    check_each(&looks, views::more());
}

/// What a page shows of itself when one of its controls is pressed.
fn check_pressed(name: &str, view: &View, labels: [&str; 2], scales: &[f32]) {
    let mut faults = Vec::new();
    for (language, label) in [Language::Japanese, Language::English].into_iter().zip(labels) {
        for scale in scales {
            let stage = Stage::new();
            let look = Look { language, scale: *scale, ..Look::default() };
            stage.show(view, look);
            stage.tap(label);
            check(&stage, name, view, look, &mut faults);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_licences() {
    check_pressed("licences", &views::frame(Page::About(views::about())), ["ライセンス", "Licences"], &[1.0]);
}

#[test]
fn the_next_step_of_a_replacement() {
    let labels = ["機種変更（交換）の方はこちら", "Changing phones? (replacement)"];
    check_pressed("registered-replaces", &views::frame(Page::Registered(views::token())), labels, &[1.0]);
}

#[test]
fn the_same_view_is_drawn_the_same_twice() {
    let stage = Stage::new();
    let view = &views::all()[1].1;
    stage.show(view, Look::default());
    let first = Picture::of(&stage.picture());
    stage.show(&views::all()[0].1, Look::default());
    stage.show(view, Look::default());
    assert!(first == Picture::of(&stage.picture()));
}

#[test]
fn a_changed_second_changes_the_picture() {
    let stage = Stage::new();
    let at = |seconds_left| {
        views::frame(skts_token::app::Page::Token(skts_token::app::TokenView {
            seconds_left,
            ..views::token()
        }))
    };
    stage.show(&at(18), Look::default());
    let before = Picture::of(&stage.picture());
    stage.show(&at(17), Look::default());
    assert!(before != Picture::of(&stage.picture()));
}

/// A machine without a font draws the same pictures: nothing comes from the system.
#[test]
fn no_font_of_the_system_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("fonts.conf");
    std::fs::write(&config, "<?xml version=\"1.0\"?><fontconfig></fontconfig>").unwrap();
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "goldens::light_in_japanese", "goldens::dark_in_english"])
        .env("FONTCONFIG_FILE", &config)
        .env("XDG_CACHE_HOME", folder.path())
        .env_remove("UPDATE_GOLDEN")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("2 passed"), "{said}");
}
