//! The pages, each with its own adapter in `ui/adapters` and its own screen in `ui/screens`.
//!
//! A page's file hands the page's view to its adapter (`show`), and makes actions of what is pressed on it (`connect`).

use super::visible::visible;
use super::{Sink, cells, words};
use crate::app::{Ending, JapaneseDay, Language, Named, Page, Refusal, Text, View, every_page};
use crate::keystore::BiometricError;
use crate::token::Serial;
use skts_screens::{MainWindow, PageKind, Serial as SerialCells, Shell, Told};
use slint::{ComponentHandle, Model, ModelRc, SharedString, VecModel};

macro_rules! pages {
    ($($page:ident: $Page:ident, $Act:ident, $View:ident;)*) => {
        $(mod $page;)*

        pub(super) fn connect(window: &MainWindow, sink: &Sink) {
            $($page::connect(window, sink);)*
        }

        /// Hands the page of `now` to its adapter. `last` is what the adapter holds, if that is in the same language.
        fn hand_over(window: &MainWindow, now: &Page, last: Option<&Page>, language: Language) {
            match now {
                Page::Opening => {}
                $(Page::$Page(view) => {
                    let last = last.and_then(|last| if let Page::$Page(last) = last { Some(last) } else { None });
                    if last != Some(view) {
                        $page::show(window, view, last, language);
                    }
                })*
            }
        }

        /// Empties the texts of a page that name a token or show a code: Slint keeps a text until another takes its place.
        fn forget(window: &MainWindow, page: &Page) {
            match page {
                Page::Opening => {}
                $(Page::$Page(_) => $page::forget(window),)*
            }
        }

        fn kind(page: &Page) -> PageKind {
            match page {
                Page::Opening => PageKind::Opening,
                $(Page::$Page(_) => PageKind::$Page,)*
            }
        }
    };
}
every_page!(pages);

/// Hands the page of `view` to its adapter, and then turns to it, so that no page is painted with what it showed
/// last. While nobody sees the window nothing is handed over.
pub(super) fn show(window: &MainWindow, view: &View, last: Option<&View>) {
    let page = kind(&view.page);
    let turns = last.map(|last| kind(&last.page)) != Some(page);
    if let Some(last) = last.filter(|last| last.seen && (turns || !view.seen)) {
        forget(window, &last.page);
    }
    if view.seen {
        let is_held = |last: &&View| last.seen && last.language == view.language;
        hand_over(window, &view.page, last.filter(is_held).map(|last| &last.page), view.language);
    }
    if turns {
        about::close_licences(window);
        window.invoke_forget_typed();
        window.global::<Shell>().set_page(page);
    }
}

/// Closes what a page shows over itself without the app's knowledge. Returns whether there was something to close.
pub(super) fn close_on_top(window: &MainWindow) -> bool {
    about::close_licences(window)
}

/// Takes the serials out of a list at once, as [`cells::empty`] does.
fn forget_serials(serials: &ModelRc<SerialCells>) {
    serials.iter().for_each(|serial| cells::empty_serial(&serial));
}

/// A name as the screen has letters for it, and whether it is one that nobody has checked.
fn named(name: &Named) -> (SharedString, bool) {
    match name {
        Named::Nobody => (SharedString::default(), false),
        Named::Title(name) => (visible(name).into(), false),
        Named::Unconfirmed(name) => (visible(name).into(), true),
    }
}

/// The issuer as it stands below the customer's own name. What nobody has checked stands in 「」.
fn issuer_below(issuer: &Named) -> SharedString {
    match issuer {
        Named::Nobody => SharedString::default(),
        Named::Title(name) => visible(name).into(),
        Named::Unconfirmed(name) => format!("「{}」", visible(name)).into(),
    }
}

/// How many of a serial's last digits are still to be typed, and whether they are typed and are not the serial's.
fn ending(ending: Option<Ending>) -> (i32, bool) {
    match ending {
        Some(Ending::Missing(digits)) => (index(Some(digits)), false),
        Some(Ending::Differs) => (0, true),
        Some(Ending::Right) | None => (0, false),
    }
}

/// How long no passcode is tried: the seconds, and the minutes where that says enough. 0 for none.
fn wait(seconds: Option<u64>) -> (i32, i32) {
    let seconds = seconds.unwrap_or_default();
    let minutes = if seconds < 120 { 0 } else { seconds.div_ceil(60) };
    (seconds.try_into().unwrap_or(i32::MAX), minutes.try_into().unwrap_or(i32::MAX))
}

fn told(refused: Option<Refusal>, language: Language) -> Told {
    refused.map(words::refusal).map_or_else(Told::default, |told| Told {
        headline: told.what.text(language).into(),
        sentence: told.next.text(language).into(),
    })
}

/// Why no face and no finger opened the app; empty where there is nothing to say.
fn unrecognised(why: Option<BiometricError>, language: Language) -> SharedString {
    why.map(|error| words::unrecognised(error).text(language)).unwrap_or_default().into()
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

/// A text of a guide, which an issuer may have written, as the screen has letters for it.
fn words_of(text: &Text, language: Language) -> SharedString {
    let words = match language {
        Language::Japanese => &text.ja,
        Language::English => &text.en,
    };
    visible(words).into()
}

/// A day as a sentence of this language names it; empty for none.
fn day(day: Option<JapaneseDay>, language: Language) -> SharedString {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let Some(JapaneseDay { month, day }) = day else { return SharedString::default() };
    let name = MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default();
    match language {
        Language::Japanese => slint::format!("{month}月{day}日"),
        Language::English => slint::format!("{day} {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_wait_is_told_in_minutes_and_none_is_shorter_than_it_is() {
        for (seconds, shown) in
            [(0, (0, 0)), (30, (30, 0)), (119, (119, 0)), (120, (120, 2)), (3541, (3541, 60))]
        {
            assert_eq!(wait(Some(seconds)), shown);
        }
        assert_eq!(wait(None), (0, 0));
    }

    #[test]
    fn a_day_is_named_as_the_language_does() {
        let newest = Some(JapaneseDay { month: 12, day: 1 });
        assert_eq!(day(newest, Language::Japanese), "12月1日");
        assert_eq!(day(newest, Language::English), "1 December");
        assert_eq!(day(Some(JapaneseDay { month: 1, day: 31 }), Language::English), "31 January");
        assert_eq!(day(None, Language::English), "");
    }
}
