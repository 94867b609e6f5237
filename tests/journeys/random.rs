//! A finger that presses whatever it finds, as a pocket or a child does: no token goes by it but over the page 削除.

use crate::common::Random;
use crate::with_two;
use i_slint_backend_testing::AccessibleRole;
use skts_token::app::{Action, Event, Page, Scan};
use skts_token::testing::{LETTER, NOON, OTHER_LETTER, REISSUED_LETTER, Walk, free, key_container, swipe};
use slint::platform::Key;
use std::collections::BTreeSet;

const WALKS: u64 = 8;
const STEPS: u64 = 60;
const OURS: [&str; 2] = ["SKTS12345678", "SKTS87654321"];

/// What a screen reader is offered and a finger can press now, by name and middle.
fn pressable(walk: &Walk) -> Vec<(String, (f32, f32))> {
    let (left, top, right, bottom) = free(walk.look);
    let controls = walk.stage.offered().into_iter().filter(|offered| {
        let presses = matches!(
            offered.role,
            AccessibleRole::Button
                | AccessibleRole::Switch
                | AccessibleRole::Checkbox
                | AccessibleRole::RadioButton
                | AccessibleRole::ListItem
                | AccessibleRole::TextInput
                | AccessibleRole::Tab
        );
        presses && offered.enabled
    });
    let middles = controls.map(|offered| {
        let (x1, y1, x2, y2) = offered.place;
        (offered.name, ((x1 + x2) / 2.0, (y1 + y2) / 2.0))
    });
    middles.filter(|(_, (x, y))| *x > left && *x < right && *y > top && *y < bottom).collect()
}

/// One step of the walk, and what it was.
fn step(walk: &mut Walk, random: &mut Random, now: &mut u64) -> String {
    match random.below(100) {
        0..72 => {
            let found = pressable(walk);
            let Some((name, place)) = found.get(random.below(found.len().max(1) as u64) as usize) else {
                return "nothing to press".into();
            };
            walk.device().scans.lock().unwrap().push_back(Scan::Cancelled);
            walk.stage.finger(*place, *place);
            walk.go_on();
            name.clone()
        }
        72..82 => {
            swipe(&walk.stage, walk.look, if random.below(3) == 0 { 0.4 } else { -0.4 });
            walk.go_on();
            "a swipe".into()
        }
        82..85 => {
            walk.key(Key::Escape);
            "Escape".into()
        }
        85..90 => {
            *now += 1 + random.below(40);
            walk.at(*now);
            format!("{now}")
        }
        90..93 => {
            let texts = [
                LETTER.into(),
                OTHER_LETTER.into(),
                REISSUED_LETTER.into(),
                key_container("shared key, aes128-cbc"),
            ];
            let index = random.below(texts.len() as u64) as usize;
            walk.paste(&texts[index]);
            format!("paste {index}")
        }
        93..97 => {
            let text = ["5678", "4321", "4271"][random.below(3) as usize];
            walk.type_in(text);
            format!("type {text}")
        }
        97..99 => {
            let begins = random.below(2) == 0;
            let watched = if random.below(2) == 0 { Event::InCall } else { Event::Recorded };
            walk.tell(watched(begins));
            "a call or a recording".into()
        }
        _ => {
            walk.tell(Event::Hidden);
            walk.tell(Event::Shown);
            "out of sight".into()
        }
    }
}

#[test]
fn a_random_finger_deletes_no_token_but_over_the_page_for_it() {
    let mut random = Random::new();
    let (mut lost, mut pages) = (Vec::new(), BTreeSet::new());
    for number in 0..WALKS {
        let (mut walk, mut now, mut steps, mut asked) = (with_two(), NOON, Vec::new(), false);
        for _ in 0..STEPS {
            let page = walk.bench.page();
            let name = format!("{page:?}");
            pages.insert(name.split(['(', ' ']).next().unwrap().to_owned());
            steps.push(step(&mut walk, &mut random, &mut now));
            let deletes = matches!(page, Page::Remove(_) | Page::Forgot(_));
            asked |= deletes && steps.last().is_some_and(|step| step.starts_with("削除"));
        }
        let mut walk = walk.restart();
        let Page::Tokens(list) = walk.bench.act(Action::ShowTokens) else {
            assert!(matches!(walk.bench.page(), Page::Lock(_) | Page::Forgot(_)) || asked, "{steps:?}");
            continue;
        };
        let kept: BTreeSet<String> = list.rows.iter().map(|row| row.serial.to_string()).collect();
        let all = OURS.iter().all(|serial| kept.contains(*serial));
        if !all && !asked {
            lost.push(format!("walk {number}: only {kept:?} is left after {steps:?}"));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    assert!(pages.len() > 15, "it came to few pages: {pages:?}");
}
