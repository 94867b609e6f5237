//! Compares what a walk shows with its golden sheet and with the table of hashes.
//!
//! The table has a line for each look, of the sheet and beyond it: SHA-256 of its size and its pixels. The line `sheet` is the
//! sheet's file, so that no sheet shows something else than what was drawn.
//!
//! `UPDATE_GOLDEN=NAME` writes one sheet and its hashes. `DRAW_PICTURES=FOLDER` writes every look of every view there and
//! compares nothing; with `BEFORE=FOLDER` only those that differ from the ones there (tests/pictures).

use crate::picture::Picture;
use crate::sheet::{self, name};
use ring::digest;
use skts_token::app::{Language, Theme};
use skts_token::testing::{Look, PHONES, Walk};
use slint::{Rgba8Pixel, SharedPixelBuffer};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// All looks: the first ones are on the sheet, the others have a line in the table alone.
fn looks() -> Vec<Look> {
    use Language::{English, Japanese};
    let look = |theme, language, scale| Look { theme, language, scale, ..Look::default() };
    let pairs = [
        look(Theme::Light, English, 1.0),
        look(Theme::Dark, Japanese, 1.0),
        look(Theme::Light, Japanese, 2.0),
        look(Theme::Dark, English, 2.0),
    ];
    let phones = PHONES.into_iter().filter(|phone| ![PHONES[0].size, PHONES[5].size].contains(&phone.size));
    let sizes =
        [(320, 568), (768, 1024), (1180, 820), (1280, 800)].map(|size| Look { size, ..Look::default() });
    sheet::tiles().into_iter().chain(pairs).chain(phones).chain(sizes).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn folder() -> PathBuf {
    root().join("tests/golden")
}

/// The folder into which differences are written.
fn out() -> PathBuf {
    let out = root().join("target/pictures");
    std::fs::create_dir_all(&out).expect("target can be written");
    out
}

type Snapshot = SharedPixelBuffer<Rgba8Pixel>;

fn draw(walk: &Walk, look: Look) -> Snapshot {
    walk.stage.show(&walk.bench.view(), look);
    walk.stage.picture()
}

fn sha256(bytes: &[&[u8]]) -> String {
    let mut hash = digest::Context::new(&digest::SHA256);
    bytes.iter().for_each(|bytes| hash.update(bytes));
    hash.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash_of(drawn: &Snapshot) -> String {
    sha256(&[&drawn.width().to_be_bytes(), &drawn.height().to_be_bytes(), drawn.as_bytes()])
}

fn hash_of_file(path: &Path) -> Option<String> {
    Some(sha256(&[&std::fs::read(path).ok()?]))
}

/// Takes the picture of what the walk shows now.
#[track_caller]
pub fn picture(walk: &Walk, view: &str) {
    let faults = match (variable("UPDATE_GOLDEN"), variable("DRAW_PICTURES")) {
        (Some(wanted), _) if wanted == view => update(walk, view),
        (Some(_), _) => Vec::new(),
        (None, Some(folder)) => draw_all(walk, view, Path::new(&folder)),
        (None, None) => compare(walk, view),
    };
    walk.stage.show(&walk.bench.view(), walk.look);
    assert!(faults.is_empty(), "{view}:\n{}", faults.join("\n"));
}

pub fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.into_string().expect("a name is text"))
}

type Hashes = BTreeMap<(String, String), String>;

pub fn hashes() -> Hashes {
    let table = std::fs::read_to_string(folder().join("looks.tsv")).unwrap_or_default();
    let row = |line: &str| {
        let [view, look, hash] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("looks.tsv: {line:?}")
        };
        ((view.to_owned(), look.to_owned()), hash.to_owned())
    };
    table.lines().skip(1).map(row).collect()
}

/// Whether the table knows this picture, or this file, as that of the view.
fn is_known(view: &str, look: &str, hash: &str) -> bool {
    hashes().get(&(view.to_owned(), look.to_owned())).is_some_and(|known| known == hash)
}

fn compare(walk: &Walk, view: &str) -> Vec<String> {
    let path = folder().join(format!("{view}.png"));
    let mut faults = Vec::new();
    if !hash_of_file(&path).is_some_and(|hash| is_known(view, "sheet", &hash)) {
        faults.push(format!("{} is not the sheet that looks.tsv knows", path.display()));
    }
    for (index, look) in looks().into_iter().enumerate() {
        let drawn = draw(walk, look);
        if !is_known(view, &name(look), &hash_of(&drawn)) {
            faults.push(difference(view, index, look, &Picture::of(&drawn)));
        }
    }
    faults
}

/// Writes before, after and the difference of a look that is on the sheet, and so has a before.
fn difference(view: &str, index: usize, look: Look, after: &Picture) -> String {
    let (path, name) = (out().join(format!("{view}-{}.png", name(look))), name(look));
    let golden = Picture::read(&folder().join(format!("{view}.png")));
    let before = golden
        .zip(sheet::places().get(index))
        .map(|(golden, (left, top))| golden.cut(*left, *top, after.width, after.height));
    match before {
        Some(before) => {
            before.beside(after).write(&path);
            let pixels = before.differs(after);
            format!(
                "{name}: {pixels} pixels differ, and their shades; before, after, difference: {}",
                path.display()
            )
        }
        None => {
            after.write(&path);
            format!(
                "{name} differs; what was drawn: {}; before and difference: tests/pictures",
                path.display()
            )
        }
    }
}

/// Two tests must not write the table at once.
static TABLE: Mutex<()> = Mutex::new(());

fn update(walk: &Walk, view: &str) -> Vec<String> {
    let path = folder().join(format!("{view}.png"));
    // Every look is drawn once, in the order in which it is compared: a caret blinks as time goes by.
    let drawn: Vec<Snapshot> = looks().into_iter().map(|look| draw(walk, look)).collect();
    sheet::sheet(view, &std::array::from_fn(|index| Picture::of(&drawn[index]))).write(&path);
    let _one = TABLE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut table = hashes();
    table.retain(|(known, _), _| known != view);
    let key = |look: String| (view.to_owned(), look);
    let rows = looks().into_iter().zip(&drawn);
    table.extend(rows.map(|(look, drawn)| (key(name(look)), hash_of(drawn))));
    table.extend(hash_of_file(&path).map(|hash| (key("sheet".to_owned()), hash)));
    let mut text = "view\tlook\tSHA-256\n".to_owned();
    for ((view, look), hash) in &table {
        text.push_str(&format!("{view}\t{look}\t{hash}\n"));
    }
    std::fs::write(folder().join("looks.tsv"), text).unwrap();
    Vec::new()
}

fn draw_all(walk: &Walk, view: &str, folder: &Path) -> Vec<String> {
    std::fs::create_dir_all(folder).unwrap();
    let before = variable("BEFORE").map(PathBuf::from);
    for look in looks() {
        let file = format!("{view}-{}.png", name(look));
        let drawn = Picture::of(&draw(walk, look));
        match before.as_ref().map(|before| Picture::read(&before.join(&file))) {
            Some(Some(before)) if before == drawn => {}
            Some(Some(before)) => before.beside(&drawn).write(&folder.join(file)),
            Some(None) | None => drawn.write(&folder.join(file)),
        }
    }
    Vec::new()
}
