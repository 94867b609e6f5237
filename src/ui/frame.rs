//! What every page has around it: the menu, the warnings, the way back, the keys of the keyboard.

use super::{Sink, pages};
use crate::app::{Action, Banner, Copied, Mode, Page, Theme, TroubleKind, View};
use skts_screens::{MainWindow, ModeKind, Shell, ThemeChoice};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let shell = window.global::<Shell>();
    send!(shell, sink,
        on_open_menu => OpenMenu, on_close_menu => CloseMenu, on_show_token => ShowToken, on_show_tokens => ShowTokens,
        on_show_add => ShowAdd, on_show_about => ShowAbout, on_accept_clock => AcceptClock, on_show_clock => ShowClock,
        on_paste => Paste);
    let copy = sink.clone();
    shell.on_copy_code(move || copy(Action::Copy(Copied::Code)));
    let choose = sink.clone();
    shell.on_choose_mode(move |kind| choose(Action::ChooseMode(mode(kind))));
    let weak = window.as_weak();
    shell.on_dismiss_not_copied(move || {
        if let Some(window) = weak.upgrade() {
            window.global::<Shell>().set_not_copied(false);
        }
    });
    let (back, weak) = (sink.clone(), window.as_weak());
    shell.on_back(move || {
        if !weak.upgrade().is_some_and(|window| pages::close_on_top(&window)) {
            back(Action::Back);
        }
    });
}

/// Sets what is new against `before`.
pub(super) fn show(window: &MainWindow, view: &View, before: Option<&View>) {
    let shell = window.global::<Shell>();
    if before.is_none_or(|before| before.theme != view.theme) {
        window.global::<skts_screens::Theme>().set_choice(theme(view.theme));
    }
    if before.is_none_or(|before| before.menu != view.menu) {
        shell.set_mode(mode_kind(view.menu.mode));
        shell.set_has_tokens(view.menu.has_tokens);
        shell.set_menu_open(view.menu.open);
        shell.set_covered(view.menu.open);
    }
    warn(&shell, view);
    shell.set_leads_back(leads_back(view));
    shell.set_has_menu(has_menu(view));
    shell.set_pastes(!view.menu.open && pastes(&view.page));
    shell.set_copies(!view.menu.open && copies(&view.page));
    shell.set_not_copied(view.not_copied.is_some() && !view.menu.open);
}

fn warn(shell: &Shell<'_>, view: &View) {
    let over = match view.page {
        // These tell what is wrong themselves, or nothing yet.
        Page::Opening | Page::Trouble(_) => false,
        Page::Welcome(_)
        | Page::Token(_)
        | Page::Tokens(_)
        | Page::Add(_)
        | Page::Manual(_)
        | Page::Confirm(_)
        | Page::Registered(_)
        | Page::About(_) => true,
    };
    shell.set_clock_wrong(over && view.banners.contains(&Banner::ClockWrong));
    shell.set_file_keystore(over && view.banners.contains(&Banner::FileKeystore));
    shell.set_warned(over && !view.banners.is_empty());
}

fn leads_back(view: &View) -> bool {
    view.menu.open
        || match &view.page {
            Page::Opening | Page::Welcome(_) | Page::Token(_) => false,
            Page::Tokens(_)
            | Page::Add(_)
            | Page::Manual(_)
            | Page::Confirm(_)
            | Page::Registered(_)
            | Page::About(_) => true,
            Page::Trouble(trouble) => trouble.kind == TroubleKind::ClockWrong,
        }
}

fn has_menu(view: &View) -> bool {
    matches!(view.page, Page::Welcome(_) | Page::Token(_) | Page::Tokens(_) | Page::Trouble(_))
}

fn pastes(page: &Page) -> bool {
    matches!(page, Page::Welcome(ways) | Page::Add(ways) if !ways.reading)
}

fn copies(page: &Page) -> bool {
    matches!(page, Page::Token(token) | Page::Registered(token) if !token.unavailable)
}

fn theme(theme: Theme) -> ThemeChoice {
    match theme {
        Theme::System => ThemeChoice::System,
        Theme::Light => ThemeChoice::Light,
        Theme::Dark => ThemeChoice::Dark,
    }
}

pub(super) fn mode_kind(mode: Mode) -> ModeKind {
    match mode {
        Mode::Standard => ModeKind::Standard,
        Mode::Simple => ModeKind::Simple,
    }
}

fn mode(kind: ModeKind) -> Mode {
    match kind {
        ModeKind::Standard => Mode::Standard,
        ModeKind::Simple => Mode::Simple,
    }
}
