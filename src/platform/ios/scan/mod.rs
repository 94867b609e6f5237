//! The way through the camera: the permission, the page, one answer.
//!
//! No picture leaves this folder: only the text of the code that the camera saw.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

mod camera;
mod page;
mod panel;
mod parts;
mod widgets;
mod words;

use super::main_thread::on_main;
use crate::app::{Language, Scan};
use crate::platform::decisions::ios_rules::{self, Permission};
use crate::platform::decisions::question::Question;

static PERMISSION: Question<bool> = Question::new();
static PAGE: Question<Scan> = Question::new();

pub fn has_camera() -> bool {
    camera::is_there()
}

/// Waits for the end of the page: on a worker.
pub fn scan(language: Language) -> Scan {
    if !camera::is_there() {
        return Scan::Unavailable;
    }
    let permission = camera::permission();
    if let Some(end) = ios_rules::without_asking(permission) {
        return end;
    }
    if permission == Permission::NotAsked
        && let Some(end) = ios_rules::after_asking(is_given())
    {
        return end;
    }
    let page = PAGE.ask(|| {
        on_main(move |main| {
            if !page::open(language, end, main) {
                end(Scan::Failed);
            }
        });
        true
    });
    page.unwrap_or(Scan::Failed)
}

/// The page's answer; only its first is heard.
fn end(how: Scan) {
    PAGE.answer(how);
}

fn is_given() -> bool {
    let answer = |given| {
        PERMISSION.answer(given);
    };
    PERMISSION.ask(|| camera::ask_permission(answer)).unwrap_or(false)
}
