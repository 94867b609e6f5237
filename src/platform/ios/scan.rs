//! The way through the camera: the permission, the page, one answer.

use super::main_thread::on_main;
use super::question::Question;
use super::rules::{self, Permission};
use super::{camera, scan_page};
use crate::app::{Language, Scan};

static PERMISSION: Question<bool> = Question::new();
static PAGE: Question<Scan> = Question::new();

/// Waits for the end of the page: on a worker.
pub fn scan(language: Language) -> Scan {
    if !camera::is_there() {
        return Scan::Unavailable;
    }
    let permission = camera::permission();
    if let Some(end) = rules::without_asking(permission) {
        return end;
    }
    if permission == Permission::NotAsked
        && let Some(end) = rules::after_asking(is_given())
    {
        return end;
    }
    let page = PAGE.ask(|| {
        on_main(move |main| {
            if !scan_page::open(language, main) {
                end(Scan::Failed);
            }
        });
        true
    });
    page.unwrap_or(Scan::Failed)
}

/// The page's answer; only its first is heard.
pub fn end(how: Scan) {
    PAGE.answer(how);
}

fn is_given() -> bool {
    let answer = |given| {
        PERMISSION.answer(given);
    };
    PERMISSION.ask(|| camera::ask_permission(answer)).unwrap_or(false)
}
