//! A finger that presses whatever it finds, as a pocket or a child does: no token goes by it but over the page 削除.

use crate::common::Random;
use crate::with_two;
use i_slint_backend_testing::AccessibleRole;
use skts_token::app::{Action, ConfirmAct, ConfirmStep, Event, Page, Scan};
use skts_token::testing::{
    LETTER, NOON, OTHER_LETTER, REISSUED_LETTER, Walk, free, key_container, serial, swipe, token,
};
use slint::platform::Key;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

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

/// Whose token a press took away or gave another seed, by serial: what the customer confirmed on a page for it.
#[derive(Default)]
struct Confirmed {
    gone: BTreeSet<String>,
    replaced: BTreeSet<String>,
}

impl Confirmed {
    /// Notes what this press on this page confirms. The page says itself whether it takes a yes.
    fn note(&mut self, page: &Page, pressed: &str) {
        match page {
            Page::Remove(asks) if asks.can_say_yes && ["削除する", "完全に削除する"].contains(&pressed) =>
            {
                // Of a token that was removed before, only what could be brought back goes.
                self.gone.extend((!asks.was_removed).then(|| asks.serial.replace(' ', "")));
            }
            Page::Forgot(asks) if asks.can_say_yes && pressed == "登録し直す" => {
                self.gone.extend(OURS.map(str::to_owned));
            }
            Page::Confirm(asks)
                if asks.step == ConfirmStep::ReplaceForSure
                    && asks.can_say_yes
                    && pressed == "はい、入れ替える" =>
            {
                self.replaced.insert(asks.serial.replace(' ', ""));
            }
            _ => {}
        }
    }
}

/// Codes by serial.
type Codes = BTreeMap<String, String>;

/// The codes of our tokens after a restart, by serial. `None` where the app is locked.
fn codes(walk: Walk, now: u64) -> Option<Codes> {
    // What the finger chose in 設定 hides no code here: after this start there are no choices.
    let without_settings = |folder: &Path| drop(std::fs::remove_file(folder.join("settings.json")));
    let (mut walk, ()) = walk.restart().restart_after(without_settings);
    walk.at(now);
    let kept: Vec<String> = match walk.bench.act(Action::ShowTokens) {
        Page::Tokens(list) => list.rows.iter().map(|row| row.serial.to_string()).collect(),
        Page::Add(_) => Vec::new(),
        Page::Lock(_) => return None,
        other => panic!("another page after a restart: {other:?}"),
    };
    let mut code = |name: &String| token(walk.bench.act(Action::SelectToken(serial(name)))).code;
    let ours = kept.iter().filter(|name| OURS.contains(&name.as_str()));
    Some(ours.map(|name| (name.clone(), code(name))).collect())
}

/// Which of our tokens are no longer what they were, and were not given up on a page for it.
fn harmed(confirmed: &Confirmed, before: &Codes, after: &Codes) -> Vec<String> {
    let is_harmed = |name: &str| {
        let is_gone = !after.contains_key(name);
        let is_another = !is_gone && after[name] != before[name];
        !confirmed.gone.contains(name) && (is_gone || is_another && !confirmed.replaced.contains(name))
    };
    OURS.into_iter().filter(|name| is_harmed(name)).map(str::to_owned).collect()
}

#[test]
fn a_random_finger_deletes_no_token_but_over_the_page_for_it() {
    let mut random = Random::new();
    let (mut lost, mut pages, mut compared) = (Vec::new(), BTreeSet::new(), 0);
    for number in 0..WALKS {
        let (mut walk, mut now, mut steps, mut confirmed) =
            (with_two(), NOON, Vec::new(), Confirmed::default());
        for _ in 0..STEPS {
            let page = walk.bench.page();
            let name = format!("{page:?}");
            pages.insert(name.split(['(', ' ']).next().unwrap().to_owned());
            let pressed = step(&mut walk, &mut random, &mut now);
            confirmed.note(&page, &pressed);
            steps.push(pressed);
        }
        let before = codes(with_two(), now).expect("it has no passcode");
        assert!(before.len() == 2 && before.values().all(|code| code.len() == 6), "{before:?}");
        let Some(after) = codes(walk, now) else {
            lost.push(format!("walk {number}: it ends locked, and is not compared, after {steps:?}"));
            continue;
        };
        compared += 1;
        for name in harmed(&confirmed, &before, &after) {
            let what = if after.contains_key(&name) { "has another seed" } else { "is gone" };
            lost.push(format!("walk {number}: {name} {what} after {steps:?}"));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    assert_eq!(compared, WALKS, "every walk is compared");
    assert!(pages.len() > 15, "it came to few pages: {pages:?}");
}

/// Otherwise the walks above would prove nothing.
#[test]
fn a_lost_token_and_a_replaced_seed_are_noticed_and_excused_for_the_one_that_was_confirmed() {
    let before = codes(with_two(), NOON).unwrap();
    let mut walk = with_two();
    walk.bench.act(Action::ShowAdd);
    walk.bench.paste(REISSUED_LETTER);
    walk.bench.act(ConfirmAct::Yes);
    walk.bench.replace_for_sure("5678");
    let replaced = codes(walk, NOON).unwrap();
    let mut gone = before.clone();
    gone.remove(OURS[1]);
    let none = Confirmed::default();
    assert_eq!(harmed(&none, &before, &before), [""; 0]);
    assert_eq!(harmed(&none, &before, &replaced), [OURS[0]]);
    assert_eq!(harmed(&none, &before, &gone), [OURS[1]]);
    let only = |name: &str| BTreeSet::from([name.to_owned()]);
    let other = Confirmed { gone: only(OURS[0]), replaced: only(OURS[1]) };
    assert_eq!(harmed(&other, &before, &gone), [OURS[1]], "another token's removal excuses nothing");
    let this = Confirmed { gone: only(OURS[1]), replaced: only(OURS[0]) };
    assert_eq!(harmed(&this, &before, &gone), [""; 0]);
    assert_eq!(harmed(&this, &before, &replaced), [""; 0]);
}
