//! What every page has around it: the menu, the warnings, the way back, the keys of the keyboard.

use super::{Sink, pages};
use crate::app::{Action, AddAct, Banner, Copied, Frame, Mode, Theme, View};
use skts_screens::{MainWindow, ModeKind, Shell, ThemeChoice};
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
        on_show_about => Action::ShowAbout,
        on_accept_clock => Action::AcceptClock,
        on_show_clock => Action::ShowClock,
        on_paste => AddAct::Paste.into(),
        on_copy_code => Action::Copy(Copied::Code),
        on_dismiss_not_copied => Action::DismissNotCopied,
        on_dismiss_obscured => Action::DismissObscured);
    let choose = sink.clone();
    shell.on_choose_mode(move |kind| choose(Action::ChooseMode(mode(kind))));
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
        shell.set_menu_open(view.menu.open);
        shell.set_covered(view.menu.open);
    }
    if before.is_none_or(|before| before.banners != view.banners) {
        shell.set_clock_wrong(view.banners.contains(&Banner::ClockWrong));
        shell.set_clock_changed(view.banners.contains(&Banner::ClockChanged));
        shell.set_file_keystore(view.banners.contains(&Banner::FileKeystore));
        shell.set_key_moved(view.banners.contains(&Banner::KeyMoved));
        shell.set_warned(!view.banners.is_empty());
    }
    if before.is_none_or(|before| before.frame != view.frame) {
        let Frame { leads_back, has_menu, pastes, copies, not_copied, obscured } = view.frame;
        shell.set_leads_back(leads_back);
        shell.set_has_menu(has_menu);
        shell.set_pastes(pastes);
        shell.set_copies(copies);
        shell.set_not_copied(not_copied);
        shell.set_obscured(obscured);
    }
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
