//! The window's callbacks become [`Action`]s, one adapter after the other.

use super::{enums, phrases, show};
use crate::app::{Action, Copied, ManualEntry};
use skts_screens::{About, Confirm, MainWindow, Manual, Says, Shell, Tokens, Trouble, Ways};
use slint::{ComponentHandle, SharedString};
use std::rc::Rc;
use zeroize::Zeroizing;

type Sink = Rc<dyn Fn(Action)>;

pub(super) fn connect(window: &MainWindow, on_action: impl Fn(Action) + 'static) {
    let sink: Sink = Rc::new(on_action);
    let says = window.global::<Says>();
    says.on_glued(|text, enlarged| phrases::glued(&text, enlarged).into());
    says.on_plain(|text| phrases::plain(&text).into());
    shell(window, &sink);
    ways(window, &sink);
    tokens(window, &sink);
    manual(window, &sink);
    confirm(window, &sink);
    trouble(window, &sink);
    about(window, &sink);
}

/// A callback that always sends the same action.
macro_rules! send {
    ($global:expr, $sink:expr, $($on:ident => $action:ident),* $(,)?) => {
        $( $global.$on({ let sink = $sink.clone(); move || sink(Action::$action) }); )*
    };
}

fn shell(window: &MainWindow, sink: &Sink) {
    let shell = window.global::<Shell>();
    send!(shell, sink,
        on_open_menu => OpenMenu, on_close_menu => CloseMenu, on_show_token => ShowToken, on_show_tokens => ShowTokens,
        on_show_add => ShowAdd, on_show_about => ShowAbout, on_back => Back, on_accept_clock => AcceptClock,
        on_show_clock => ShowClock);
    let sink = sink.clone();
    shell.on_choose_mode(move |mode| sink(Action::ChooseMode(enums::chosen_mode(mode))));
}

fn ways(window: &MainWindow, sink: &Sink) {
    let ways = window.global::<Ways>();
    send!(ways, sink, on_scan => Scan, on_open_permissions => OpenPermissions, on_choose_image => ChooseImage, on_paste => Paste, on_by_hand => EnterByHand);
}

fn tokens(window: &MainWindow, sink: &Sink) {
    let tokens = window.global::<Tokens>();
    send!(tokens, sink, on_speak => Speak);
    let select = sink.clone();
    tokens.on_select(move |index| {
        if let Ok(index) = usize::try_from(index) {
            select(Action::SelectToken(index));
        }
    });
    let copy = sink.clone();
    tokens.on_copy(move |kind| {
        if let Some(what) = enums::to_copy(kind) {
            copy(Action::Copy(what));
        }
    });
}

fn entry(serial: SharedString, issuer: SharedString, seed: SharedString, algorithm: i32) -> ManualEntry {
    ManualEntry {
        serial: serial.into(),
        issuer: issuer.into(),
        seed: Zeroizing::new(seed.into()),
        algorithm: enums::algorithm(algorithm),
    }
}

fn manual(window: &MainWindow, sink: &Sink) {
    let manual = window.global::<Manual>();
    let changed = sink.clone();
    manual.on_changed_to(move |serial, issuer, seed, algorithm| {
        changed(Action::ManualChanged(entry(serial, issuer, seed, algorithm)));
    });
    let done = sink.clone();
    manual.on_done(move |serial, issuer, seed, algorithm| {
        done(Action::ManualDone(entry(serial, issuer, seed, algorithm)));
    });
}

fn confirm(window: &MainWindow, sink: &Sink) {
    let confirm = window.global::<Confirm>();
    send!(confirm, sink, on_yes => ConfirmYes, on_no => ConfirmNo);
}

fn trouble(window: &MainWindow, sink: &Sink) {
    let trouble = window.global::<Trouble>();
    send!(trouble, sink, on_try_again => TryAgain);
    let sink = sink.clone();
    trouble.on_copy_serial(move |index| {
        if let Ok(index) = usize::try_from(index) {
            sink(Action::Copy(Copied::KnownSerial(index)));
        }
    });
}

fn about(window: &MainWindow, sink: &Sink) {
    let about = window.global::<About>();
    send!(about, sink, on_run_self_test => RunSelfTest);
    let weak = window.as_weak();
    about.on_open_licences(move || open_licences(&weak, true));
    let weak = window.as_weak();
    about.on_close_licences(move || open_licences(&weak, false));
}

fn open_licences(window: &slint::Weak<MainWindow>, open: bool) {
    if let Some(window) = window.upgrade() {
        show::open_licences(&window, open);
    }
}
