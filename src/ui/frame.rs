//! What every page has around it: the menu, the warnings, the way back, the keys of the keyboard.

use super::{Sink, pages};
use crate::app::{Action, Banner, Copied, Frame, Key, Mode, Notice, Theme, View};
use skts_screens::{MainWindow, ModeKind, NoticeKind, Shell, ThemeChoice};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let shell = window.global::<Shell>();
    send!(shell, sink,
        on_open_menu => Action::OpenMenu,
        on_close_menu => Action::CloseMenu,
        on_show_token => Action::ShowToken,
        on_show_tokens => Action::ShowTokens,
        on_show_former => Action::ShowFormer,
        on_show_add => Action::ShowAdd,
        on_show_change_phone => Action::ShowChangePhone,
        on_show_guides => Action::ShowGuides,
        on_show_refused => Action::ShowRefused,
        on_show_about => Action::ShowAbout,
        on_show_settings => Action::ShowSettings,
        on_accept_clock => Action::AcceptClock,
        on_show_clock => Action::ShowClock,
        on_paste => Action::Paste,
        on_erase_digit => Action::Press(Key::Erase),
        on_clear_digits => Action::Press(Key::Clear),
        on_copy_code => Action::Copy(Copied::Code),
        on_dismiss_not_copied => Action::DismissNotCopied,
        on_dismiss_obscured => Action::DismissObscured);
    let choose = sink.clone();
    shell.on_choose_mode(move |kind| choose(Action::ChooseMode(mode(kind))));
    let put_away = sink.clone();
    shell.on_put_away(move |kind| put_away(Action::PutAway(notice(kind))));
    let press = sink.clone();
    shell
        .on_type_digit(move |digit| press(Action::Press(Key::Digit(u8::try_from(digit).unwrap_or(u8::MAX)))));
    let (back, weak) = (sink.clone(), window.as_weak());
    shell.on_back(move || {
        if !weak.upgrade().is_some_and(|window| pages::close_on_top(&window)) {
            back(Action::Back);
        }
    });
}

/// Sets the properties that differ from those of `before`.
pub(super) fn show(window: &MainWindow, view: &View, before: Option<&View>) {
    let shell = window.global::<Shell>();
    if before.is_none_or(|before| before.theme != view.theme) {
        window.global::<skts_screens::Theme>().set_choice(theme(view.theme));
    }
    if before.is_none_or(|before| before.menu != view.menu) {
        shell.set_mode(mode_kind(view.menu.mode));
        shell.set_has_tokens(view.menu.has_tokens);
        shell.set_signs(view.menu.signs);
        shell.set_menu_open(view.menu.open);
        shell.set_covered(view.menu.open);
    }
    if before.is_none_or(|before| before.banners != view.banners) {
        shell.set_clock_wrong(view.banners.contains(&Banner::ClockWrong));
        shell.set_clock_changed(view.banners.contains(&Banner::ClockChanged));
        shell.set_weak_device(view.banners.contains(&Banner::WeakDevice));
        shell.set_file_keystore(view.banners.contains(&Banner::FileKeystore));
        shell.set_key_moved(view.banners.contains(&Banner::KeyMoved));
        shell.set_warned(!view.banners.is_empty());
    }
    if before.is_none_or(|before| before.frame != view.frame) {
        let Frame { leads_back, has_menu, pastes, copies, types_digits, not_copied, obscured } = view.frame;
        shell.set_leads_back(leads_back);
        shell.set_has_menu(has_menu);
        shell.set_pastes(pastes);
        shell.set_copies(copies);
        shell.set_types_digits(types_digits);
        shell.set_not_copied(not_copied);
        shell.set_obscured(obscured);
    }
}

pub(super) fn theme(theme: Theme) -> ThemeChoice {
    match theme {
        Theme::System => ThemeChoice::System,
        Theme::Light => ThemeChoice::Light,
        Theme::Dark => ThemeChoice::Dark,
    }
}

pub(super) fn chosen_theme(choice: ThemeChoice) -> Theme {
    match choice {
        ThemeChoice::System => Theme::System,
        ThemeChoice::Light => Theme::Light,
        ThemeChoice::Dark => Theme::Dark,
    }
}

pub(super) fn mode_kind(mode: Mode) -> ModeKind {
    match mode {
        Mode::Standard => ModeKind::Standard,
        Mode::Simple => ModeKind::Simple,
        Mode::Transaction => ModeKind::Transaction,
    }
}

fn notice(kind: NoticeKind) -> Notice {
    match kind {
        NoticeKind::WeakDevice => Notice::WeakDevice,
        NoticeKind::FileKeystore => Notice::FileKeystore,
    }
}

fn mode(kind: ModeKind) -> Mode {
    match kind {
        ModeKind::Standard => Mode::Standard,
        ModeKind::Simple => Mode::Simple,
        ModeKind::Transaction => Mode::Transaction,
    }
}
