//! A walk through the Android app on the stand-in for Android: each frame that its window shows equals, pixel by pixel,
//! what the stage draws of the same page at the same second.
//!
//! Started by tests/android_app/run, which builds the app before. `STAND_IN` is the command that runs it.

mod desktop;
mod java;
mod phone;
mod talkback;
mod torture;

use skts_token::app::{Event, Source};
use skts_token::testing::{LETTER, Look, NOON, Walk, free};
use std::collections::BTreeMap;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::Command;
use zeroize::Zeroizing;

enum Step {
    Waits,
    Offers,
    Taps(&'static str),
    Leaves,
    ComesBack,
    Shows(&'static str),
}
use Step::*;

const WALK: [Step; 23] = [
    Waits,
    Shows("welcome"),
    Offers,
    Shows("arrival"),
    Taps("見る"),
    Shows("confirm"),
    Taps("はい、登録する"),
    Shows("registered"),
    Taps("トークンを表示する"),
    Shows("token"),
    // Over the second, where only the ring and the seconds are drawn.
    Waits,
    Shows("later"),
    Taps("メニュー"),
    Shows("menu"),
    Leaves,
    ComesBack,
    Shows("back"),
    Taps("かんたん表示"),
    Shows("simple"),
    Leaves,
    ComesBack,
    Waits,
    Shows("end"),
];

/// What the stand-in's Java says: 63 pixels above and below.
fn glass(size: (u32, u32), dots: u16) -> (Look, u16) {
    let density = f32::from(dots) / 160.0;
    (Look { size, density, covered: [63.0 / density, 63.0 / density, 0.0, 0.0], ..Look::default() }, dots)
}

impl Step {
    fn walk(&self, walk: &mut Walk) {
        match self {
            Offers => walk.tell(Event::Offered(Source::Text(Zeroizing::new(LETTER.to_owned())))),
            Taps(label) => walk.tap(label),
            Leaves => walk.tell(Event::Hidden),
            ComesBack => walk.tell(Event::Shown),
            Waits | Shows(_) => {}
        }
    }

    /// As the stand-in is told.
    fn told(&self, walk: &Walk, folder: &Path) -> Vec<String> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        match self {
            Waits => words(&["wait", "1500"]),
            Offers => words(&["offer", LETTER]),
            Taps(label) => {
                let element = walk.stage.find(label);
                let (place, size) = (element.absolute_position(), element.size());
                let (x, y) = (place.x + size.width / 2.0, place.y + size.height / 2.0);
                let (_, top, _, bottom) = free(walk.look);
                assert!(y > top && y < bottom, "{label} is not on this glass without swiping");
                let pixels = |length: f32| (length * walk.look.density).to_string();
                words(&["tap", &pixels(x), &pixels(y)])
            }
            Leaves => words(&["stop"]),
            ComesBack => words(&["start"]),
            Shows(name) => words(&["shot", folder.join(name).to_str().expect("a name of this machine")]),
        }
    }
}

/// Whether a name is read aloud as a code is, or as a part of one: digits and pauses alone.
fn reads_like_a_code(name: &str) -> bool {
    name.len() > 6 && name.chars().all(|letter| letter.is_ascii_digit() || " 、".contains(letter))
}

type Frame = (u32, u32, Vec<u8>);

fn read(path: &Path) -> Frame {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let end = bytes.iter().position(|byte| *byte == b'\n').expect("a line first");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let [_, width, height, _] = head.split(' ').collect::<Vec<_>>()[..] else { panic!("{head:?}") };
    (width.parse().unwrap(), height.parse().unwrap(), bytes[end + 1..].to_vec())
}

/// How many pixels differ, and where the first is.
fn difference(frame: &Frame, walk: &Walk) -> Option<String> {
    let drawn = walk.stage.picture();
    if (frame.0, frame.1) != (drawn.width(), drawn.height()) {
        return Some(format!("{}x{}, drawn {}x{}", frame.0, frame.1, drawn.width(), drawn.height()));
    }
    let pairs = frame.2.chunks_exact(3).zip(drawn.as_slice());
    assert_eq!(frame.2.len(), drawn.as_slice().len() * 3, "the frame is whole");
    let other: Vec<usize> = pairs
        .enumerate()
        .filter(|(_, (shown, pixel))| **shown != [pixel.r, pixel.g, pixel.b])
        .map(|(place, _)| place)
        .collect();
    let first = *other.first()?;
    let wide = frame.0 as usize;
    let rows = (first / wide, other[other.len() - 1] / wide);
    let columns = other.iter().map(|place| place % wide);
    let columns = (columns.clone().min()?, columns.max()?);
    Some(format!("{} pixels differ, in the columns {columns:?}, the rows {rows:?}", other.len()))
}

fn save(folder: &Path, name: &str, walk: &Walk) {
    let drawn = walk.stage.picture();
    let mut bytes = format!("P6 {} {} 255\n", drawn.width(), drawn.height()).into_bytes();
    drawn.as_slice().iter().for_each(|pixel| bytes.extend([pixel.r, pixel.g, pixel.b]));
    std::fs::write(folder.join(format!("{name}-drawn")), bytes).unwrap();
}

/// What the app says on the stand-in, where it takes these steps.
/// The customer was asked already whether the app shall ask what a code is for, as in the stage's walks.
fn was_asked(folder: &Path) {
    let data = folder.join("files/skts-token");
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&data).unwrap();
    let settings = data.join("settings.json");
    if !settings.exists() {
        std::fs::write(settings, br#"{"purpose_offered":true}"#).unwrap();
    }
}

fn run(
    folder: &Path,
    size: (u32, u32),
    dots: u16,
    api: u32,
    given: &[(&str, &str)],
    steps: Vec<String>,
) -> String {
    let stand_in = std::env::var("STAND_IN").expect("tests/android_app/run starts this");
    was_asked(folder);
    let run = Command::new(stand_in)
        .arg(folder.join("files"))
        .args([size.0, size.1, dots.into()].map(|number| number.to_string()))
        .args(steps)
        .env("FAKE_NOW", NOON.to_string())
        .env("TZ", "UTC")
        .env("FAKE_API", api.to_string())
        .envs(given.iter().copied())
        .output()
        .expect("the stand-in starts");
    let said = String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned();
    std::fs::write(folder.join("log"), &said).unwrap();
    assert!(run.status.success() && said.contains("destroyed; finished by itself: 1"), "{said}");
    // The tests' own Slint knows kinds of pictures that the app's may not.
    assert!(!said.contains("Error decoding embedded image"), "{said}");
    said
}

/// The second of each frame or page.
fn seconds(said: &str) -> BTreeMap<&str, u64> {
    said.lines()
        .filter_map(|line| line.strip_prefix("shot ")?.rsplit_once(' '))
        .map(|(path, second)| (path.rsplit('/').next().unwrap(), second.parse().unwrap()))
        .collect()
}

fn equals_the_stage(size: (u32, u32), dots: u16) {
    let (look, dots) = glass(size, dots);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("target/android-app/{}x{}-{dots}", size.0, size.1));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut steps = Vec::new();
    let mut walk = Walk::phone(look);
    for step in &WALK {
        steps.extend(step.told(&walk, &folder));
        step.walk(&mut walk);
    }
    let said = run(&folder, size, dots, 34, &[], steps);
    let seconds = seconds(&said);

    let mut walk = Walk::phone(look);
    let (mut compared, mut faults) = (0, Vec::new());
    for step in &WALK {
        step.walk(&mut walk);
        let Shows(name) = step else { continue };
        let second = *seconds.get(name).unwrap_or_else(|| panic!("no frame of {name}: {said}"));
        walk.at(second);
        let mut frame = read(&folder.join(name));
        if let Some(difference) = difference(&frame, &walk) {
            save(&folder, name, &walk);
            faults.push(format!("{name} at {second}: {difference}"));
            continue;
        }
        // A planted fault: one pixel, by one shade.
        let wrong = frame.2.len() / 2;
        frame.2[wrong] ^= 1;
        assert!(difference(&frame, &walk).is_some_and(|said| said.starts_with("1 pixels differ")));
        compared += 1;
    }
    assert!(faults.is_empty(), "{}:\n{}", folder.display(), faults.join("\n"));
    println!("{}x{} at {dots} dpi: {compared} frames are as the stage draws them", size.0, size.1);
    assert_eq!(compared, WALK.iter().filter(|step| matches!(step, Shows(_))).count());
}

#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn each_frame_equals_what_the_stage_draws() {
    equals_the_stage((1080, 2400), 420);
}

#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn each_frame_equals_what_the_stage_draws_on_a_fine_glass() {
    equals_the_stage((1440, 3040), 560);
}
