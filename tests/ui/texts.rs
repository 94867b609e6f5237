//! The words: every one is translated, every character is in the embedded fonts, and one word appears nowhere.

use skrifa::MetadataProvider;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has files");
    found
}

/// The first string literal of `text`, as it is written, and what follows it.
fn literal(text: &str) -> Option<(&str, &str)> {
    let start = text.find('"')? + 1;
    let mut escaped = false;
    for (at, character) in text[start..].char_indices() {
        match character {
            '"' if !escaped => return Some((&text[start..start + at], &text[start + at + 1..])),
            _ => escaped = character == '\\' && !escaped,
        }
    }
    None
}

/// (context, text) of every `@tr(…)`, with the escapes as written.
fn marked() -> BTreeSet<(String, String)> {
    let mut marked = BTreeSet::new();
    for path in files("ui", &[".slint"]) {
        let source = std::fs::read_to_string(path).unwrap();
        for call in source.split("@tr(").skip(1) {
            let (first, rest) = literal(call).expect("@tr has a text");
            if rest.trim_start().starts_with("=>") {
                let (second, _) = literal(rest).expect("@tr has a text after its context");
                marked.insert((first.into(), second.into()));
            } else {
                marked.insert((String::new(), first.into()));
            }
        }
    }
    marked
}

fn translations() -> BTreeMap<(String, String), String> {
    let po = std::fs::read_to_string(root().join("ui/lang/en/LC_MESSAGES/skts-screens.po")).unwrap();
    assert!(!po.contains("fuzzy"));
    let mut translations = BTreeMap::new();
    let (mut context, mut id) = (String::new(), String::new());
    for line in po.lines() {
        let value = || literal(line).expect("a quoted text").0.to_owned();
        if line.starts_with("msgctxt") {
            context = value();
        } else if line.starts_with("msgid") {
            id = value();
        } else if line.starts_with("msgstr") && !id.is_empty() {
            translations.insert((std::mem::take(&mut context), std::mem::take(&mut id)), value());
        }
    }
    translations
}

#[test]
fn every_text_has_its_english_and_none_is_left_over() {
    let (marked, translations) = (marked(), translations());
    let translated: BTreeSet<_> = translations.keys().cloned().collect();
    assert_eq!(
        marked.difference(&translated).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "untranslated"
    );
    assert_eq!(
        translated.difference(&marked).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "left over"
    );
    for ((_, japanese), english) in &translations {
        assert!(!english.is_empty(), "{japanese}");
        assert_eq!(japanese.matches("{}").count(), english.matches("{}").count(), "{japanese}");
    }
}

#[test]
fn every_character_is_in_both_fonts() {
    let mut wanted: BTreeSet<char> = (' '..='~').collect();
    // The words of refusals and troubles are in src/ui.
    let sources = files("ui", &[".slint", ".po"]).into_iter().chain(files("src/ui", &[".rs"]));
    let sources = sources.chain(files("assets/guides", &[".json"]));
    for path in sources {
        wanted.extend(std::fs::read_to_string(path).unwrap().chars().filter(|c| !c.is_control()));
    }
    // Names of banks: all prefectures, and kana.
    wanted.extend("北海道青森岩手宮城秋田山形福島茨城栃木群馬埼玉千葉東京神奈川新潟富山石川福井山梨長野岐阜静岡愛知三重滋賀".chars());
    wanted.extend("京都大阪兵庫奈良和歌山鳥取島根岡山広島山口徳島香川愛媛高知福岡佐賀長崎熊本大分宮崎鹿児島沖縄信用金庫直令".chars());
    wanted.extend(('ぁ'..='ん').chain('ァ'..='ヶ'));
    for style in ["Regular", "Bold"] {
        let bytes = std::fs::read(root().join(format!("assets/fonts/SKTS-Sans-JP-{style}.otf"))).unwrap();
        let font = skrifa::FontRef::new(&bytes).unwrap();
        let missing: String = wanted.iter().filter(|c| font.charmap().map(**c).is_none()).collect();
        assert_eq!(missing, "", "{style} lacks characters; run assets/fonts/make-subset");
    }
}

#[test]
fn the_word_of_the_phishers_appears_nowhere() {
    // The word is put together here, so that this file does not hold it either.
    let word: String = ['補', '正'].iter().collect();
    for (folder, endings) in [
        ("ui", [".slint", ".po"]),
        ("src", [".rs", ".md"]),
        ("assets", [".txt", "subset"]),
        ("assets/guides", [".json", ".json"]),
    ] {
        for path in files(folder, &endings) {
            assert!(!std::fs::read_to_string(&path).unwrap().contains(&word), "{}", path.display());
        }
    }
}

#[test]
fn japanese_has_no_exclamation_mark() {
    for (_, text) in marked() {
        assert!(!text.contains(['！', '!']), "{text}");
    }
}
