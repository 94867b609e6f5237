//! Random sequences of what Android, the customer and other apps do to the app, on the stand-in (stand-in/torture.c): it does
//! not crash, keeps its token, shows no code but that of the moment, and does not grow.
//!
//! `TORTURE="SEED ROUNDS"` takes other sequences than those of the run: tests/android_app/run --torture SEED ROUNDS.

use super::*;
use std::collections::HashSet;

/// The sequences that every run takes. Each is of eight random steps.
const SEED_AND_ROUNDS: &str = "1 150";
/// The first rounds fill caches: of fonts, glyphs, Java's classes.
const WARM: u64 = 100;
/// What may be added after them, whatever the number of rounds: the allocator and Java's machine are not quite still.
const GROWTH: u64 = 1 << 20;
/// The jni crate keeps each class that a place has used, from its first use on; some are used first after hundreds of
/// rounds. Whatever a place holds twice counts among the objects.
const MAX_CLASSES: u64 = 32;
/// How late a screen reader may be told what the screen shows already, or will show at once, in seconds.
const LATE: f64 = 0.4;

/// What is measured whenever the app was started anew.
#[derive(Clone, Copy, Debug)]
struct Memory {
    round: u64,
    bytes: u64,
    descriptors: u64,
    threads: u64,
    /// Java's objects, and Java's classes, that the library holds by global references.
    objects: u64,
    classes: u64,
}

fn memory(said: &str) -> Vec<Memory> {
    let lines = said.lines().filter_map(|line| line.strip_prefix("memory "));
    lines
        .map(|line| {
            let numbers: Vec<u64> = line.split(' ').map(|number| number.parse().unwrap()).collect();
            let [round, bytes, descriptors, threads, objects, classes] = numbers[..] else {
                panic!("{line}")
            };
            Memory { round, bytes, descriptors, threads, objects, classes }
        })
        .collect()
}

/// What has grown between the first rounds, which fill caches, and the last.
fn growth(memory: &[Memory]) -> Option<&'static str> {
    let mut warm = memory.iter().filter(|memory| memory.round >= WARM);
    let first = warm.next().expect("a long run");
    let last = warm.next_back().expect("one measurement alone says nothing");
    if last.bytes >= first.bytes + GROWTH {
        Some("memory grows")
    } else if last.descriptors != first.descriptors {
        Some("descriptors are lost")
    } else if last.threads != first.threads {
        Some("threads are lost")
    } else if last.objects != first.objects {
        Some("references to Java's objects are lost")
    } else {
        (last.classes > MAX_CLASSES).then_some("references to Java's classes are lost")
    }
}

/// The names of codes, as they are read aloud, with the times at which they end, and of serials.
fn of_tokens(names: impl IntoIterator<Item = String>) -> HashSet<String> {
    names
        .into_iter()
        .filter(|name| reads_like_a_code(name) || name.ends_with(" まで") || name.starts_with("SKTS "))
        .collect()
}

/// When the code of this second ends, as every page but the stage's upright one says to the last.
fn end(second: u64) -> String {
    let end = (second / 30 + 1) * 30;
    format!("{:02}:{:02}:{:02} まで", end / 3600 % 24, end / 60 % 60, end % 60)
}

/// The token's page as the stage shows it, in both modes: which of them the random finger left is not known.
struct Pages([Walk; 2], u64);

impl Pages {
    fn new(look: Look) -> Self {
        let page = |modes: &[&str]| {
            let mut walk = Walk::phone(look);
            Offers.walk(&mut walk);
            walk.tap("見る");
            walk.tap("はい、登録する");
            walk.tap("トークンを表示する");
            modes.iter().for_each(|label| walk.tap(label));
            walk
        };
        Self([page(&[]), page(&["メニュー", "かんたん表示"])], NOON)
    }

    /// Never back: of a clock that goes back the page would warn.
    fn at(&mut self, second: u64) {
        let second = second.max(self.1);
        self.1 = second;
        self.0.iter_mut().for_each(|walk| walk.at(second));
    }

    /// What the frame differs in from the page that is most like it. The first frame after a sleep may have no code yet: on
    /// a busy machine it may be drawn before the vault's answer.
    fn difference(&mut self, frame: &Frame, is_first: bool) -> Option<String> {
        let with_codes: Vec<_> = self.0.iter().map(|walk| difference(frame, walk)).collect();
        let without = |walk: &mut Walk| {
            walk.tell(Event::Hidden);
            walk.bench.app.tell(Event::Shown);
            walk.stage.show(&walk.bench.view(), walk.look);
            let found = difference(frame, walk);
            walk.go_on();
            found
        };
        let without_codes: Vec<_> =
            if is_first { self.0.iter_mut().map(without).collect() } else { Vec::new() };
        let is_one_of = |found: &[Option<String>]| found.contains(&None);
        let is_right = is_one_of(&with_codes) || is_one_of(&without_codes);
        (!is_right).then(|| format!("with the code {with_codes:?}, without {without_codes:?}"))
    }

    fn names(&self) -> HashSet<String> {
        of_tokens(self.0.iter().flat_map(|walk| walk.stage.offered()).map(|offered| offered.name))
    }
}

#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn random_sequences_break_nothing() {
    let order = std::env::var("TORTURE").unwrap_or(SEED_AND_ROUNDS.to_owned());
    let (seed, rounds) = order.split_once(' ').expect("SEED ROUNDS");
    println!("torture: seed {seed}, {rounds} rounds");
    let (look, dots) = glass((1080, 2400), 420);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/android-app/torture");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();

    let mut walk = Walk::phone(look);
    let mut steps = Vec::new();
    for step in &[Waits, Offers, Taps("見る"), Taps("はい、登録する"), Taps("トークンを表示する"), Waits]
    {
        steps.extend(step.told(&walk, &folder));
        step.walk(&mut walk);
    }
    steps.extend(["torture", seed, rounds, folder.to_str().unwrap(), LETTER].map(str::to_owned));
    let said = run(&folder, look.size, dots, 34, &[], steps);

    let mut pages = Pages::new(look);
    let (mut frames, mut read, mut faults) = (0, 0, Vec::new());
    for line in said.lines() {
        if let Some(names) = line.strip_prefix("names ") {
            let (time, names) = names.split_once(' ').unwrap();
            let time: f64 = time.parse().unwrap();
            let found = of_tokens(names.split('|').map(str::to_owned));
            let mut right = HashSet::new();
            for second in [time - LATE, time] {
                pages.at(second as u64);
                right.extend(pages.names());
                right.insert(end(second as u64));
            }
            let wrong: Vec<_> = found.difference(&right).collect();
            if !wrong.is_empty() {
                faults.push(format!("{line}: {wrong:?} is none of {right:?}"));
            }
            read += found.len();
        }
        let frame = line
            .strip_prefix("shot ")
            .or(line.strip_prefix("first "))
            .filter(|frame| frame.contains("/torture/"));
        if let Some((path, time)) = frame.and_then(|frame| frame.rsplit_once(' ')) {
            let (frame, is_first) = (super::read(Path::new(path)), line.starts_with("first "));
            let second = time.parse::<f64>().unwrap() as u64;
            pages.at(second);
            if let Some(difference) = pages.difference(&frame, is_first) {
                faults.push(format!("{line}: {difference}"));
                pages
                    .0
                    .iter()
                    .enumerate()
                    .for_each(|(mode, walk)| save(&folder, &format!("{second}-{mode}"), walk));
            }
            frames += 1;
        }
    }
    let memory = memory(&said);
    memory.iter().for_each(|memory| println!("{memory:?}"));
    println!("{frames} frames and {read} serials, codes and their ends compared");
    assert!(faults.is_empty(), "seed {seed}:\n{}", faults.join("\n"));
    assert!(frames > 0 && read > 0, "nothing was compared");
    assert_eq!(growth(&memory), None, "{memory:?}");
    // Planted faults, one of each kind, in the last measurement.
    let last = *memory.last().unwrap();
    let planted = [
        // Memory may have shrunk a little since the first measurement.
        Memory { bytes: last.bytes + 2 * GROWTH, ..last },
        Memory { descriptors: last.descriptors + 1, ..last },
        Memory { threads: last.threads + 1, ..last },
        Memory { objects: last.objects + 1, ..last },
        Memory { classes: MAX_CLASSES + 1, ..last },
    ];
    for fault in planted {
        let faulty = [&memory[..memory.len() - 1], &[fault]].concat();
        assert!(growth(&faulty).is_some(), "{fault:?} was not seen");
    }
}
