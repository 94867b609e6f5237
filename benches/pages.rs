//! How long a page takes from the finger that lifts from its button to its picture, on a window of 390 × 844 drawn by the
//! processor, whole and into new memory. A frame of 60 a second lasts 16.7 ms. Each page is opened by the buttons that a customer
//! presses, nearly in the settings of what ships: `cargo bench` knows neither the optimisation of the last step nor the names of functions
//! that `desktop/build` gives to rustc, by which the linker lays the code of a page together:
//!
//! `SLINT_EMIT_DEBUG_INFO=1 cargo bench --profile dist --bench pages`: without that variable such a build forgets the names by which
//! buttons are found. `tests/measure_pages` measures the same in the window of the program itself.

use criterion::{Criterion, criterion_group, criterion_main};
use skts_token::app::Action;
use skts_token::testing::{LETTER, Look, OTHER_LETTER, Walk, reach};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The page's name, and the buttons that lead to it from the token's page; the last press is the one that is measured.
const PAGES: &[(&str, &[&str])] = &[
    ("menu", &["メニュー"]),
    ("tokens", &["メニュー", "トークン一覧"]),
    ("add", &["メニュー", "トークンを追加"]),
    ("manual", &["メニュー", "トークンを追加", "手で入力する"]),
    ("about", &["メニュー", "このアプリについて"]),
];

/// A phone with two tokens, on the page of one of them.
fn phone() -> Walk {
    let mut walk = Walk::phone(Look::default());
    for letter in [LETTER, OTHER_LETTER] {
        walk.bench.act(Action::ShowAdd);
        walk.go_on();
        walk.scan_text(letter);
        walk.bench.clock.pass(Duration::from_secs(1));
        walk.tap("はい、登録する");
        walk.bench.act(Action::ShowToken);
        walk.go_on();
    }
    walk
}

/// From the finger that lifts from this label to the picture of what it opened.
fn opened(walk: &mut Walk, label: &str) -> Duration {
    let place = reach(&walk.stage, walk.look, label);
    walk.stage.finger_down(place);
    let lifted = Instant::now();
    walk.stage.finger_up(place);
    walk.show_asked();
    black_box(walk.stage.picture());
    let taken = lifted.elapsed();
    walk.go_on();
    taken
}

fn benchmarks(criterion: &mut Criterion) {
    let mut walk = phone();
    for (page, presses) in PAGES {
        let (last, before) = presses.split_last().expect("every page has a button that opens it");
        criterion.bench_function(&format!("a page opens: {page}"), |bencher| {
            bencher.iter_custom(|times| {
                (0..times)
                    .map(|_| {
                        walk.bench.act(Action::CloseMenu);
                        walk.bench.act(Action::ShowToken);
                        walk.go_on();
                        before.iter().for_each(|label| walk.tap(label));
                        opened(&mut walk, last)
                    })
                    .sum()
            });
        });
    }
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
