//! What the desktop's window tells a screen reader through AT-SPI, as tests/accessibility reads it off the bus.

use crate::reads_like_a_code;
use crate::talkback::{COUNTED, Node};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What only the desktop's pages offer, and what only the phone's: each device has its own ways to a QR code and its own
/// place for the keys, and the desktop of this walk keeps them in a file. (Its warning of that is put away before the pages are
/// read.)
const ON_THE_DESKTOP: [&str; 5] = [
    "貼り付ける",
    "画像をここにドロップすることもできます",
    "ファイル",
    "鍵をファイルに保存しています。この端末を使うほかのプログラムからも読めます。",
    // Slint's own line, which what is said of recordings pushes below the fold of the phone's page.
    "Version 1.18.1\nhttps://slint.dev/",
];
const ON_THE_PHONE: [&str; 8] = [
    "QRコードを読み取る",
    "貼り付ける",
    "読み上げ",
    "安全なハードウェア",
    "この端末で実際に確かめた結果です。鍵を端末の外に取り出すことはできません。",
    "画面の録画と共有",
    "このアプリは写りません",
    "録画や共有が始まっても、この端末では、お知らせできません。",
];

/// The trees of the desktop's pages, a file each.
pub struct Desktop {
    folder: PathBuf,
    pages: Vec<String>,
}

/// A node as both systems know it: class, whether it can be pressed, state, text, name.
type Line = [String; 5];

impl Desktop {
    /// Walks through the desktop's window as a screen reader does.
    pub fn read(folder: &Path) -> Self {
        let walk = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accessibility"))
            .args([Path::new("--trees"), folder, Path::new(env!("CARGO_BIN_EXE_skts-token"))])
            .output()
            .expect("tests/install installs what tests/accessibility needs");
        assert!(walk.status.success(), "{}", String::from_utf8_lossy(&walk.stderr));
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.expect("it was just written").file_name().into_string().expect("the walk names it")
        };
        let mut pages: Vec<_> = std::fs::read_dir(folder).expect("it is there").map(name).collect();
        pages.sort();
        let read = [
            "about",
            "add",
            "confirm",
            "manual",
            "menu",
            "registered",
            "simple",
            "token",
            "tokens",
            "welcome",
        ];
        assert_eq!(pages, read);
        Self { folder: folder.to_owned(), pages }
    }

    /// Where Android is told something else of a page than the desktop, and nothing of the two lists above explains it.
    pub fn differences(&self, android: impl Fn(&str) -> Vec<Node>) -> Vec<String> {
        let mut explained = BTreeSet::new();
        let mut differences = Vec::new();
        for page in &self.pages {
            let told = std::fs::read_to_string(self.folder.join(page)).expect("tests/accessibility wrote it");
            let desktop = told.lines().map(of_the_desktop).collect();
            let android = android(page).iter().map(of_android).collect();
            let desktop = common(desktop, &ON_THE_DESKTOP, &mut explained);
            let android = common(android, &ON_THE_PHONE, &mut explained);
            println!("{page}: {} nodes, on Android and on AT-SPI", desktop.len());
            assert!(desktop.len() > 2, "{page}: {desktop:?}");
            if desktop != android {
                let only = |lines: &[Line], others: &[Line]| -> Vec<Line> {
                    lines.iter().filter(|line| !others.contains(line)).cloned().collect()
                };
                let (on_android, on_desktop) = (only(&android, &desktop), only(&desktop, &android));
                let order =
                    if on_android.is_empty() && on_desktop.is_empty() { ", in another order" } else { "" };
                differences
                    .push(format!("{page}{order}: only\n  Android {on_android:?}\n  AT-SPI {on_desktop:?}"));
            }
        }
        let needed: BTreeSet<_> = ON_THE_DESKTOP.into_iter().chain(ON_THE_PHONE).collect();
        assert_eq!(explained, needed, "exceptions that no page needs");
        differences
    }
}

fn of_the_desktop(line: &str) -> Line {
    let parts: Vec<_> = line.split('\t').map(|part| part.replace("\\n", "\n")).collect();
    let [role, pressed, state, text, name] = parts.try_into().expect("five parts");
    let class = match &*role {
        "push button" => "Button",
        "radio button" => "RadioButton",
        "entry" => "EditText",
        "label" => "TextView",
        "image" => "ImageView",
        "list item" | "landmark" => "View",
        other => panic!("{other}: no page had one"),
    };
    [class.to_owned(), pressed, state, text, name]
}

/// AT-SPI's fields are focused and not pressed. AccessKit tells AT-SPI nothing of a button that is disabled.
fn of_android(node: &Node) -> Line {
    let [pressed, _, state, _] = &node.state;
    let pressed = if node.class == "EditText" { "-" } else { pressed };
    [&node.class, pressed, state, &node.text, &node.name].map(str::to_owned)
}

/// Without what has no name, which no screen reader stops at, and without what only this device has, which is written
/// down; with the times of both walks alike.
fn common(all: Vec<Line>, own: &[&'static str], explained: &mut BTreeSet<&'static str>) -> Vec<Line> {
    let mut common = Vec::new();
    // What is said by itself of a code's end stands before the title for a while.
    let said = all.first().is_some_and(|[.., name]| COUNTED.contains(&&**name));
    for [class, pressed, state, text, name] in all.into_iter().skip(said.into()) {
        if let Some(known) = own.iter().find(|known| **known == name) {
            explained.insert(known);
        } else if !name.is_empty() {
            common.push([class, pressed, state, text, without_its_moment(name)]);
        }
    }
    common
}

/// Codes and times with every number written as 0, and a day as none.
fn without_its_moment(name: String) -> String {
    if let Some((before, (_, after))) =
        name.split_once("明日（").and_then(|(before, rest)| Some((before, rest.split_once('）')?)))
    {
        return format!("{before}明日{after}");
    }
    if !(reads_like_a_code(&name) || name.ends_with(" まで") || name.starts_with("残り")) {
        return name;
    }
    let zeros: String =
        name.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    zeros.replace("残り00", "残り0")
}
