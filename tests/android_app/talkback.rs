//! Walks through the Android app by a screen reader's questions and actions alone: what the back end says of each page to
//! Android is what Slint says of the page to its own tests, in its order, and what the desktop's window says of it to AT-SPI.

use crate::desktop::Desktop;
use crate::{run, seconds};
use i_slint_backend_testing::AccessibleRole;
use skts_token::app::{Event, Source, Surroundings};
use skts_token::testing::{Bench, LETTER, Look, MemoryDevice, NOON, Offered, Walk};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

enum Step {
    Waits(u32),
    Offers,
    Presses(&'static str),
    /// Into the field that was pressed last.
    Types(&'static str),
    /// The wall clock is set to this second.
    SetsClock(u64),
    Leaves,
    ComesBack,
    /// The screen reader is switched off, or on.
    Listens(bool),
    /// Acts on a field that has gone: nothing comes of it.
    ActsTooLate,
    /// The page is as the stage's, and meanwhile this was said by itself.
    Reads(&'static str, &'static [&'static str]),
}
use Step::*;

const SERIAL: &str = "シリアル番号";
const FAULTY: &str = "シリアル番号, 10文字目をお確かめください。";
const SEED: &str = "登録キー（英字と、2から7の数字）";
const NOT_COPIED: &str = "コピーできませんでした";
const OBSCURED: &str = "ほかのアプリが画面の上にあります";
/// What is said of each code's end, at whatever second the walk is there.
pub const COUNTED: [&str; 2] = ["残り10秒", "残り5秒"];

/// The clipboard takes nothing.
const WALK: [Step; 59] = [
    Waits(3_000),
    Reads("welcome", &[]),
    Offers,
    Reads("arrival", &[]),
    Presses("見る"),
    Reads("confirm-link", &[]),
    Presses("登録しない"),
    Reads("nothing-stored", &[]),
    Presses("手で入力する"),
    Reads("manual", &[]),
    Presses(SERIAL),
    Types("skts12345x"),
    Reads("fault", &["10文字目をお確かめください。"]),
    Presses(FAULTY),
    Types("skts12345678"),
    Presses(SEED),
    Types("gezd gnbv gy3t qojq gezd gnbv gy3t qojq"),
    Reads("typed", &[]),
    Presses("確認へ進む"),
    ActsTooLate,
    Reads("confirm", &[]),
    Presses("はい、登録する"),
    Reads("registered", &[]),
    Presses("トークンを表示する"),
    Reads("token", &[]),
    Presses("番号をコピー"),
    Reads("not-copied", &[NOT_COPIED]),
    Waits(7_000),
    Reads("quiet", &[]),
    Presses("番号をコピー"),
    Reads("not-copied-again", &[NOT_COPIED]),
    Waits(7_000),
    Leaves,
    Reads("left", &[]),
    ComesBack,
    Reads("back", &[]),
    Listens(false),
    Waits(2_000),
    Listens(true),
    Reads("heard-again", &[]),
    Presses("メニュー"),
    Reads("menu", &[]),
    Presses("かんたん表示, 番号だけを大きく表示"),
    Waits(31_000),
    Reads("simple", &[]),
    Presses("メニュー"),
    Presses("このアプリについて"),
    Reads("about", &[]),
    Presses("戻る"),
    Presses("メニュー"),
    Presses("トークン一覧"),
    Reads("tokens", &[]),
    Presses("トークンを追加"),
    Reads("add", &[]),
    Presses("戻る"),
    SetsClock(NOON + 86_400),
    Reads("clock-jumped", &[]),
    Presses("詳しく見る 端末の時計が変わりました"),
    Reads("clock", &[]),
];

/// The key is gone: the stand-in's keystore forgets with its process.
const AFTERWARDS: [Step; 4] =
    [Waits(3_000), Reads("key-missing", &[]), Presses("QRコードが届いている方はこちら"), Reads("anew", &[])];

/// What Android is told of a node.
#[derive(Debug)]
pub struct Node {
    pub class: String,
    pub name: String,
    pub text: String,
    /// Whether it can be pressed, whether it speaks by itself, whether it is checked or selected, whether it is disabled.
    pub state: [String; 4],
    pub focused: bool,
    sensitive: bool,
    /// In the glass's pixels.
    place: [f32; 4],
}

impl Node {
    fn is_code(&self) -> bool {
        self.name.contains('、') && self.name.chars().filter(char::is_ascii_digit).count() == 6
    }

    /// Without what is said by itself of a code's end: of that the walk's own second decides, and it is compared where it is
    /// announced.
    fn lasting_name(&self) -> &str {
        let is_counting = self.state[1] == "live" && COUNTED.contains(&&*self.name);
        if is_counting { "" } else { &self.name }
    }

    fn is(&self, other: &Self) -> bool {
        let near = |(a, b): (&f32, &f32)| (a - b).abs() <= 2.0;
        self.class == other.class
            && self.lasting_name() == other.lasting_name()
            && self.text == other.text
            && self.state == other.state
            && self.place.iter().zip(&other.place).all(near)
    }
}

fn told(path: &Path) -> Vec<Node> {
    let text = std::fs::read_to_string(path).expect("the stand-in wrote it");
    let node = |line: &str| {
        let parts: Vec<String> = line.split('\t').map(|part| part.replace("\\n", "\n")).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let [class, click, live, state, enabled, focused, sensitive, place, text, name] = parts[..] else {
            panic!("{line:?}")
        };
        let focused = focused == "focused";
        // A field that has the keys already is not pressed to get them.
        let click = if focused && class == "EditText" { "click" } else { click };
        let place: Vec<f32> = place.split(',').map(|number| number.parse().unwrap()).collect();
        Node {
            class: class.to_owned(),
            name: name.to_owned(),
            text: text.to_owned(),
            state: [click, live, state, enabled].map(str::to_owned),
            focused,
            sensitive: sensitive == "sensitive",
            place: place.try_into().unwrap(),
        }
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
        AccessibleRole::Image => ("ImageView", false),
        AccessibleRole::Region => ("View", false),
        other => panic!("{other:?}: no page had one"),
    };
    let word = |fact, word: &str| if fact { word.to_owned() } else { "-".to_owned() };
    let node = |offered: Offered| {
        let (class, pressed) = kind(offered.role);
        let state = match offered.checked {
            Some(true) => "checked".to_owned(),
            Some(false) => "unchecked".to_owned(),
            None => word(offered.selected, "selected"),
        };
        // The stage's app is of another version.
        let name = offered.name.replace("1.0.0", env!("CARGO_PKG_VERSION"));
        let names = [name, offered.description];
        let (left, top, right, bottom) = offered.place;
        Node {
            class: class.to_owned(),
            name: names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", "),
            text: offered.text,
            state: [
                word(pressed, "click"),
                word(offered.speaks, "live"),
                state,
                word(!offered.enabled, "disabled"),
            ],
            focused: false,
            sensitive: true,
            place: [left, top, right, bottom].map(|length| length * walk.look.density),
        }
    };
    walk.stage.offered().into_iter().map(node).collect()
}

impl Step {
    fn walk(&self, walk: &mut Walk) {
        match self {
            Offers => walk.tell(Event::Offered(Source::Text(Zeroizing::new(LETTER.to_owned())))),
            Presses(name) => {
                let name = name.split(", ").next().unwrap();
                let element = walk.stage.find(name);
                if element.accessible_role() == Some(AccessibleRole::TextInput) {
                    walk.tap(name);
                } else {
                    element.invoke_accessible_default_action();
                    walk.stage.settle();
                    walk.go_on();
                }
            }
            Types(text) => {
                walk.stage.chord(slint::platform::Key::Control, "a");
                walk.type_in(text);
            }
            SetsClock(second) => walk.set_clock(*second),
            Leaves => walk.tell(Event::Hidden),
            ComesBack => walk.tell(Event::Shown),
            Waits(_) | Listens(_) | ActsTooLate | Reads(..) => {}
        }
    }

    /// As the stand-in is told.
    fn told(&self, folder: &Path) -> Vec<String> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        match self {
            Waits(time) => words(&["wait", &time.to_string()]),
            Offers => words(&["offer", LETTER]),
            Presses(name) => words(&["press", name]),
            Types(text) => words(&["type", text]),
            SetsClock(second) => words(&["set", "FAKE_NOW", &second.to_string()]),
            Leaves => words(&["stop"]),
            ComesBack => words(&["start"]),
            Listens(yes) => words(&["listens", if *yes { "yes" } else { "no" }]),
            ActsTooLate => words(&["walk_gone", "-"]),
            Reads(page, _) => words(&["read", &folder.join(page).display().to_string()]),
        }
    }
}

fn empty(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/android-app").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What was said by itself before this page was read.
fn said(page: &Path) -> Vec<String> {
    let events = std::fs::read_to_string(page.with_extension("events")).expect("the stand-in wrote it");
    events.lines().filter_map(|event| Some(event.strip_prefix("says ")?.to_owned())).collect()
}

/// What only one of the two says of a page; nothing of either where the order alone differs.
fn difference(page: &str, told: &[Node], expected: &[Node]) -> Option<String> {
    let alike = told.len() == expected.len() && told.iter().zip(expected).all(|(one, other)| one.is(other));
    let only = |nodes: &[Node], others: &[Node]| -> String {
        let own = nodes.iter().filter(|node| !others.iter().any(|other| node.is(other)));
        own.map(|node| format!("    {node:?}\n")).collect()
    };
    let (android, stage) = (only(told, expected), only(expected, told));
    (!alike).then(|| format!("{page} differs, or its order: only\n  Android\n{android}  stage\n{stage}"))
}

/// Takes the steps on the stand-in and on the stage, and says where they differ.
fn differences(walk: &mut Walk, folder: &Path, steps: &[Step]) -> Vec<String> {
    let given = [("FAKE_NO_CLIPBOARD", "1")];
    let words = steps.iter().flat_map(|step| step.told(folder)).collect();
    let log = run(folder, (1080, 2400), 420, 34, &given, words);
    assert!(log.contains("asked after its end: told nothing"), "{log}");
    let mut faults = Vec::new();
    for step in steps {
        step.walk(walk);
        let Reads(page, announced) = step else { continue };
        walk.at(seconds(&log)[page]);
        let path = folder.join(page);
        let (told, expected) = (told(&path), expected(walk));
        assert!(told.len() > 2, "{page}: {told:?}");
        if *page == "left" {
            // Nobody sees the page, and nothing lays it out: what counts is that it tells no code.
            assert!(!told.iter().any(Node::is_code), "{told:?}");
        } else {
            faults.extend(difference(page, &told, &expected));
        }
        let open: Vec<_> = told.iter().filter(|node| !node.sensitive).collect();
        if !open.is_empty() {
            faults.push(format!("{page}: any service may read {open:?}"));
        }
        let (counted, said): (Vec<_>, Vec<_>) =
            said(&path).into_iter().partition(|text| COUNTED.contains(&&**text));
        if said != *announced {
            faults.push(format!("{page}: said {said:?}, should have said {announced:?}"));
        }
        let focused: Vec<_> = told.iter().filter(|node| node.focused).map(|node| &*node.name).collect();
        println!("{page}: {} nodes, said {said:?} {counted:?}, the keys go to {focused:?}", told.len());
        match *page {
            "manual" => assert_eq!(focused, [SERIAL]),
            "fault" => assert_eq!(focused, [FAULTY]),
            "typed" => assert_eq!(focused, [SEED]),
            "token" => assert!(told.iter().any(Node::is_code), "{told:?}"),
            "simple" => {
                assert!(COUNTED.iter().all(|text| counted.contains(&(*text).to_owned())), "{counted:?}")
            }
            _ => {}
        }
    }
    faults
}

fn phone() -> Walk {
    let density = 420.0 / 160.0;
    let covered = [63.0 / density, 63.0 / density, 0.0, 0.0];
    // Android 14, which the stand-in is, tells nobody that the screen is recorded.
    let surroundings = Surroundings { tells_recording: Some(false), ..Surroundings::default() };
    let device = MemoryDevice { surroundings, ..MemoryDevice::phone() };
    let bench = Bench::over(tempfile::tempdir().unwrap(), Arc::new(device));
    let walk = Walk::over(bench, Look { size: (1080, 2400), density, covered, ..Look::default() });
    *walk.device().no_clipboard.lock().unwrap() = true;
    walk
}

#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn a_screen_reader_is_told_what_the_desktops_are() {
    let folder = empty("talkback");
    let mut walk = phone();
    let mut faults = differences(&mut walk, &folder, &WALK);
    // The next process begins when the first one did.
    walk.set_clock(NOON);
    let mut walk = walk.moved();
    faults.extend(differences(&mut walk, &folder, &AFTERWARDS));
    faults.extend(Desktop::read(&empty("desktop")).differences(|page| told(&folder.join(page))));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Android 13 has no such mark, and calls nothing that it has not.
#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn before_android_14_nothing_is_marked_as_sensitive() {
    let folder = empty("talkback-33");
    let page = folder.join("page");
    let steps = ["wait", "3000", "read", page.to_str().unwrap()];
    run(&folder, (1080, 2400), 420, 33, &[], steps.map(str::to_owned).into());
    let told = told(&page);
    assert!(told.len() > 2 && told.iter().all(|node| !node.sensitive), "{told:?}");
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
        (31, ABOVE, true),
        (34, ABOVE | ELSEWHERE, true),
    ];
    for (api, flags, passes) in cases {
        let folder = empty("obscured");
        let (before, page) = (folder.join("before"), folder.join("page"));
        let steps = [
            "wait",
            "3000",
            "read",
            before.to_str().unwrap(),
            "flags",
            &flags.to_string(),
            "tap",
            "872",
            "144",
            "read",
            page.to_str().unwrap(),
        ];
        run(&folder, (1080, 2400), 420, api, &[], steps.map(str::to_owned).into());
        let names: Vec<String> = told(&page).into_iter().map(|node| node.name).collect();
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        assert_eq!(has("閉じる"), passes, "API {api}, flags {flags}: {names:?}");
        assert_eq!(has(OBSCURED), !passes, "API {api}, flags {flags}: {names:?}");
        assert_eq!(said(&page).iter().any(|text| text == OBSCURED), !passes, "API {api}, flags {flags}");
    }
}
