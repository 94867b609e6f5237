//! The pages, each with its own adapter in `ui/adapters` and its own screen in `ui/screens`.
//!
//! A page's file hands the page's view to its adapter (`show`), and makes actions of what is pressed on it
//! (`connect`). A new page needs a line in each match below, and its call in [`connect`].

mod about;
mod add;
mod clock;
mod confirm;
mod manual;
mod registered;
mod token;
mod tokens;
mod trouble;

use super::{Sink, cells, words};
use crate::app::{Language, Page, Refusal, TokenView, View};
use crate::token::Serial;
use skts_screens::{MainWindow, PageKind, Serial as SerialCells, Shell, Told};
use slint::{ComponentHandle, Model, ModelRc, VecModel};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    token::connect(window, sink);
    tokens::connect(window, sink);
    add::connect(window, sink);
    manual::connect(window, sink);
    confirm::connect(window, sink);
    registered::connect(window, sink);
    trouble::connect(window, sink);
    clock::connect(window, sink);
    about::connect(window, sink);
}

/// Hands the page of `view` to its adapter, and then turns to it, so that no page is painted with what it showed
/// last.
pub(super) fn show(window: &MainWindow, view: &View, before: Option<&View>) {
    let same_language = before.is_some_and(|before| before.language == view.language);
    let before = before.map(|before| &before.page);
    match &view.page {
        Page::Token(now) => token::show(window, now, before.and_then(code_of)),
        Page::Registered(now) => registered::show(window, now, before.and_then(code_of)),
        page if same_language && before == Some(page) => {}
        Page::Opening => {}
        Page::Tokens(rows) => tokens::show(window, rows),
        Page::Welcome(ways) => add::show(window, ways, true, view.language),
        Page::Add(ways) => add::show(window, ways, false, view.language),
        Page::Manual(manual) => manual::show(window, manual, view.language),
        Page::Confirm(confirm) => confirm::show(window, confirm, view.language),
        Page::Trouble(trouble) => trouble::show(window, trouble, view.language),
        Page::Clock(clock) => clock::show(window, clock),
        Page::About(about) => about::show(window, about),
    }
    let page = kind(&view.page);
    if before.map(kind) != Some(page) {
        about::close_licences(window);
        window.global::<Shell>().set_page(page);
    }
}

/// The two pages with a code share one adapter.
fn code_of(page: &Page) -> Option<&TokenView> {
    match page {
        Page::Token(token) => Some(token),
        Page::Registered(registered) => Some(&registered.token),
        _ => None,
    }
}

fn kind(page: &Page) -> PageKind {
    match page {
        Page::Opening => PageKind::Opening,
        Page::Token(_) => PageKind::Token,
        Page::Tokens(_) => PageKind::Tokens,
        Page::Welcome(_) | Page::Add(_) => PageKind::Add,
        Page::Manual(_) => PageKind::Manual,
        Page::Confirm(_) => PageKind::Confirm,
        Page::Registered(_) => PageKind::Registered,
        Page::Trouble(_) => PageKind::Trouble,
        Page::Clock(_) => PageKind::Clock,
        Page::About(_) => PageKind::About,
    }
}

/// Closes what a page shows over itself without the app's knowledge. Returns whether there was something to close.
pub(super) fn close_on_top(window: &MainWindow) -> bool {
    about::close_licences(window)
}

fn told(refused: Option<Refusal>, language: Language) -> Told {
    refused.map(words::refusal).map_or_else(Told::default, |told| Told {
        headline: told.what.text(language).into(),
        sentence: told.next.text(language).into(),
    })
}

fn serials(serials: &[Serial]) -> ModelRc<SerialCells> {
    let cells = serials.iter().map(|serial| cells::serial(&serial.grouped()));
    ModelRc::new(VecModel::from(cells.collect::<Vec<_>>()))
}

/// The serial that this row shows: that is what the customer pressed, whatever has become of the tokens since.
fn serial_in(serials: &ModelRc<SerialCells>, row: i32) -> Option<Serial> {
    serials.row_data(usize::try_from(row).ok()?)?.whole.parse().ok()
}

fn row_of(serials: &[Serial], wanted: Option<&Serial>) -> i32 {
    index(wanted.and_then(|wanted| serials.iter().position(|serial| serial == wanted)))
}

/// A place in a list, as a property of Slint says it: -1 for none.
fn index(index: Option<usize>) -> i32 {
    index.and_then(|index| i32::try_from(index).ok()).unwrap_or(-1)
}
