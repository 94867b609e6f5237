//! A walk through the Android app by a screen reader's questions and actions alone: what the back end says of each page
//! to Android is what Slint says of the page on the desktop, in its order.

use crate::{run, seconds};
use i_slint_backend_testing::AccessibleRole;
use skts_token::app::{Event, Source};
use skts_token::testing::{LETTER, Look, Walk};
use std::path::Path;
use zeroize::Zeroizing;

enum Step {
    Waits,
    Offers,
    Presses(&'static str),
    Reads(&'static str),
}
use Step::*;

const WALK: [Step; 12] = [
    Waits,
    Reads("welcome"),
    Offers,
    Reads("confirm"),
    Presses("はい、登録する"),
    Reads("registered"),
    Presses("トークンを表示する"),
    Reads("token"),
    Presses("メニュー"),
    Reads("menu"),
    Presses("かんたん表示"),
    Reads("simple"),
];

/// What Android calls it, what can be done with it, whether it speaks by itself, and its name.
type Node = (String, bool, bool, String);

fn told(path: &Path) -> Vec<Node> {
    let text = std::fs::read_to_string(path).expect("the stand-in wrote it");
    let node = |line: &str| {
        let [class, click, live, _, sensitive, _, name] = line.splitn(7, '\t').collect::<Vec<_>>()[..] else {
            panic!("{line:?}")
        };
        // The stand-in's view says that its data is sensitive, so every node in the view says so.
        assert_eq!(sensitive, "sensitive", "{line}");
        (class.to_owned(), click == "click", live == "live", name.to_owned())
    };
    text.lines().map(node).collect()
}

fn expected(walk: &Walk) -> Vec<Node> {
    let kind = |role| match role {
        AccessibleRole::Button => ("Button", true),
        AccessibleRole::RadioButton => ("RadioButton", true),
        AccessibleRole::ListItem => ("View", true),
        AccessibleRole::TextInput => ("EditText", true),
        AccessibleRole::Text => ("TextView", false),
        AccessibleRole::Region => ("View", false),
        other => panic!("{other:?}: no page had one"),
    };
    let node = |(role, live, name)| {
        let (class, pressed) = kind(role);
        (class.to_owned(), pressed, live, name)
    };
    walk.stage.offered().into_iter().map(node).collect()
}

impl Step {
    fn walk(&self, walk: &mut Walk) {
        match self {
            Offers => walk.tell(Event::Offered(Source::Text(Zeroizing::new(LETTER.to_owned())))),
            Presses(name) => walk.tap(name),
            Waits | Reads(_) => {}
        }
    }

    fn told(&self, folder: &Path) -> [String; 2] {
        match self {
            Waits => ["wait", "3000"].map(str::to_owned),
            Offers => ["offer".to_owned(), LETTER.to_owned()],
            Presses(name) => ["press".to_owned(), (*name).to_owned()],
            Reads(page) => ["read".to_owned(), folder.join(page).display().to_string()],
        }
    }
}

/// Android's own numbers for a window above the finger, and for one elsewhere above this window.
const ABOVE: u32 = 1;
const ELSEWHERE: u32 = 2;

#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn a_touch_through_another_window_is_dropped_with_a_word() {
    let cases = [
        (28, 0, true),
        (28, ABOVE, false),
        (28, ELSEWHERE, true),
        (29, ELSEWHERE, false),
        (30, ABOVE, false),
    ];
    for (api, flags, passes) in cases.into_iter().chain([(31, ABOVE, true), (34, ABOVE | ELSEWHERE, true)]) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/android-app/obscured");
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let page = folder.join("page");
        let steps = [
            "wait",
            "3000",
            "flags",
            &flags.to_string(),
            "tap",
            "872",
            "144",
            "read",
            page.to_str().unwrap(),
        ];
        run(&folder, (1080, 2400), 420, api, steps.map(str::to_owned).into());
        let names: Vec<String> = told(&page).into_iter().map(|node| node.3).collect();
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        assert_eq!(has("モード切替"), passes, "API {api}, flags {flags}: {names:?}");
        assert_eq!(has("ほかのアプリが画面の上にあります"), !passes, "API {api}, flags {flags}: {names:?}");
    }
}

#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn a_screen_reader_is_told_what_the_desktops_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/android-app/talkback");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let said = run(&folder, (1080, 2400), 420, 34, WALK.iter().flat_map(|step| step.told(&folder)).collect());
    let density = 420.0 / 160.0;
    let covered = [63.0 / density, 63.0 / density, 0.0, 0.0];
    let mut walk = Walk::phone(Look { size: (1080, 2400), density, covered, ..Look::default() });
    let mut faults = Vec::new();
    for step in &WALK {
        step.walk(&mut walk);
        let Reads(page) = step else { continue };
        walk.at(seconds(&said)[page]);
        let (told, expected) = (told(&folder.join(page)), expected(&walk));
        assert!(told.len() > 2, "{page}: {told:?}");
        if told != expected {
            let lines =
                |nodes: &[Node]| nodes.iter().map(|node| format!("    {node:?}\n")).collect::<String>();
            faults.push(format!("{page}:\n  Android\n{}  desktop\n{}", lines(&told), lines(&expected)));
        }
        println!("{page}: {} nodes", told.len());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
