//! A [`View`] becomes properties: the frame first, then the page that is shown.

use super::{cells, enums, licences, token, words};
use crate::app::{
    AboutView, AddView, Banner, ClockView, ConfirmView, Language, ManualView, Page, Refusal, RegisteredView,
    TroubleView, View,
};
use crate::token::Serial;
use skts_screens::{About, Confirm, MainWindow, Manual, Shell, Theme, Told, Trouble, Ways};
use slint::{ComponentHandle, ModelRc, VecModel};

pub(super) fn show(window: &MainWindow, seconds: &token::Seconds, view: &View, last: Option<&View>) {
    frame(window, view, last);
    let last_page = last.map(|last| &last.page);
    // What `words` told stands there in the language of before.
    let same_language = last.is_some_and(|last| last.language == view.language);
    let language = view.language;
    match &view.page {
        Page::Token(now) | Page::Registered(RegisteredView { token: now, .. }) => {
            let before = match last_page {
                Some(Page::Token(before) | Page::Registered(RegisteredView { token: before, .. })) => {
                    Some(before)
                }
                _ => None,
            };
            token::show(window, seconds, now, before);
        }
        page if same_language && last_page == Some(page) => {}
        Page::Opening => {}
        Page::Welcome(ways) | Page::Add(ways) => show_ways(window, ways, language),
        Page::Tokens(rows) => token::show_rows(window, rows),
        Page::Manual(manual) => show_manual(window, manual, language),
        Page::Confirm(confirm) => show_confirm(window, confirm, language),
        Page::Trouble(trouble) => show_trouble(window, trouble, language),
        Page::Clock(clock) => show_clock(window, clock, language),
        Page::About(about) => show_about(window, about),
    }
    // Last, so that a page is never painted with what the one before it left.
    let page = enums::page(&view.page);
    let shell = window.global::<Shell>();
    if last_page.map(enums::page) != Some(page) {
        window.global::<About>().set_licences_open(false);
        window.global::<About>().set_licences(ModelRc::default());
        shell.set_page(page);
    }
}

fn frame(window: &MainWindow, view: &View, last: Option<&View>) {
    let shell = window.global::<Shell>();
    if last.is_none_or(|last| last.theme != view.theme) {
        window.global::<Theme>().set_choice(enums::theme(view.theme));
    }
    if last.is_none_or(|last| last.menu != view.menu) {
        shell.set_mode(enums::mode(view.menu.mode));
        shell.set_has_tokens(view.menu.has_tokens);
        shell.set_menu_open(view.menu.open);
    }
    if last.is_none_or(|last| last.frame != view.frame) {
        shell.set_not_copied(view.frame.not_copied);
    }
    if last.is_none_or(|last| last.banners != view.banners) {
        shell.set_clock_wrong(view.banners.contains(&Banner::ClockWrong));
        shell.set_file_keystore(view.banners.contains(&Banner::FileKeystore));
    }
}

fn told(refused: Option<Refusal>, language: Language) -> Told {
    refused.map(words::refusal).map_or_else(Told::default, |told| Told {
        headline: told.what.text(language).into(),
        sentence: told.next.text(language).into(),
    })
}

fn show_ways(window: &MainWindow, view: &AddView, language: Language) {
    let ways = window.global::<Ways>();
    ways.set_camera(view.camera);
    ways.set_reading(view.reading);
    ways.set_refused(told(view.refused, language));
    ways.set_offers_permissions(view.refused == Some(Refusal::CameraDeniedForEver));
}

fn show_manual(window: &MainWindow, view: &ManualView, language: Language) {
    let manual = window.global::<Manual>();
    manual.set_serial_fault(words::fault(view.serial_fault, language).into());
    manual.set_seed_fault(words::fault(view.seed_fault, language).into());
    manual.set_issuer_fault(words::fault(view.issuer_fault, language).into());
    manual.set_complete(view.complete);
}

fn show_confirm(window: &MainWindow, view: &ConfirmView, language: Language) {
    let confirm = window.global::<Confirm>();
    confirm.set_issuer(view.issuer.as_str().into());
    confirm.set_serial(cells::serial(&view.serial));
    confirm.set_algorithm(view.algorithm.as_str().into());
    confirm.set_step(enums::step(view.step));
    confirm.set_storing(view.storing);
    confirm.set_refused(told(view.refused, language));
}

fn show_trouble(window: &MainWindow, view: &TroubleView, language: Language) {
    let words = words::trouble(view.trouble, !view.serials.is_empty());
    tell(window, words, language);
    show_serials(window, &view.serials, view.copied.as_ref());
    let trouble = window.global::<Trouble>();
    trouble.set_clock(false);
    trouble.set_can_register_anew(view.can_register_anew);
}

fn show_clock(window: &MainWindow, view: &ClockView, language: Language) {
    tell(window, words::clock(), language);
    show_serials(window, &view.serials, view.copied.as_ref());
    let trouble = window.global::<Trouble>();
    trouble.set_clock(true);
    trouble.set_can_register_anew(false);
}

fn tell(window: &MainWindow, words: words::TroubleWords, language: Language) {
    let trouble = window.global::<Trouble>();
    trouble.set_icon(words.icon);
    trouble.set_title(words.title.text(language).into());
    trouble.set_what(words.what.text(language).into());
    trouble.set_next(words.next.text(language).into());
}

fn show_serials(window: &MainWindow, serials: &[Serial], copied: Option<&Serial>) {
    let trouble = window.global::<Trouble>();
    let row = copied.and_then(|copied| serials.iter().position(|serial| serial == copied));
    let cells: Vec<_> = serials.iter().map(|serial| cells::serial(&serial.grouped())).collect();
    trouble.set_serials(ModelRc::new(VecModel::from(cells)));
    trouble.set_copied(row.and_then(|row| i32::try_from(row).ok()).unwrap_or(-1));
}

fn show_about(window: &MainWindow, view: &AboutView) {
    let about = window.global::<About>();
    about.set_version(view.version.as_str().into());
    about.set_protection(enums::protection(view.protection));
    about.set_self_test_passed(view.self_test_passed);
}

/// The licences are made when they are asked for, and dropped when they are closed.
pub(super) fn open_licences(window: &MainWindow, open: bool) {
    let about = window.global::<About>();
    about.set_licences(if open { licences::lines() } else { ModelRc::default() });
    about.set_licences_open(open);
}
