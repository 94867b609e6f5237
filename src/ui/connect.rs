//! The window's callbacks become [`Action`]s, one adapter after the other.

use super::{enums, phrases, show};
use crate::app::{AboutAct, Action, AddAct, ConfirmAct, Copied, ManualAct, ManualEntry, TroubleAct};
use crate::token::Serial;
use skts_screens::{About, Confirm, MainWindow, Manual, Says, Shell, Tokens, Trouble, Ways};
use slint::{ComponentHandle, Model, ModelRc, SharedString};
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
    ($global:expr, $sink:expr, $($on:ident => $action:expr),* $(,)?) => {
        $( $global.$on({ let sink = $sink.clone(); move || sink($action) }); )*
    };
}

fn shell(window: &MainWindow, sink: &Sink) {
    let shell = window.global::<Shell>();
    send!(shell, sink,
        on_open_menu => Action::OpenMenu, on_close_menu => Action::CloseMenu, on_show_token => Action::ShowToken,
        on_show_tokens => Action::ShowTokens,
        on_show_add => Action::ShowAdd, on_show_about => Action::ShowAbout, on_back => Action::Back,
        on_accept_clock => Action::AcceptClock,
        on_show_clock => Action::ShowClock);
    let sink = sink.clone();
    shell.on_choose_mode(move |mode| sink(Action::ChooseMode(enums::chosen_mode(mode))));
}

fn ways(window: &MainWindow, sink: &Sink) {
    let ways = window.global::<Ways>();
    send!(ways, sink, on_scan => Action::Add(AddAct::Scan),
        on_open_permissions => Action::Add(AddAct::OpenPermissions),
        on_choose_image => Action::Add(AddAct::ChooseImage),
        on_paste => Action::Add(AddAct::Paste),
        on_by_hand => Action::Add(AddAct::EnterByHand));
}

fn tokens(window: &MainWindow, sink: &Sink) {
    let tokens = window.global::<Tokens>();
    send!(tokens, sink, on_speak => Action::Speak);
    let select = sink.clone();
    let weak = window.as_weak();
    tokens.on_select(move |row| {
        let rows = weak.upgrade().map(|window| window.global::<Tokens>().get_rows());
        if let Some(serial) = rows.and_then(|rows| serial_in(&rows, row, |row| row.serial.text)) {
            select(Action::SelectToken(serial));
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
        changed(Action::Manual(ManualAct::Changed(entry(serial, issuer, seed, algorithm))));
    });
    let done = sink.clone();
    manual.on_done(move |serial, issuer, seed, algorithm| {
        done(Action::Manual(ManualAct::Done(entry(serial, issuer, seed, algorithm))));
    });
}

fn confirm(window: &MainWindow, sink: &Sink) {
    let confirm = window.global::<Confirm>();
    send!(confirm, sink, on_yes => Action::Confirm(ConfirmAct::Yes), on_no => Action::Confirm(ConfirmAct::No));
}

fn trouble(window: &MainWindow, sink: &Sink) {
    let trouble = window.global::<Trouble>();
    send!(trouble, sink, on_try_again => Action::Trouble(TroubleAct::TryAgain));
    let sink = sink.clone();
    let weak = window.as_weak();
    trouble.on_copy_serial(move |row| {
        let rows = weak.upgrade().map(|window| window.global::<Trouble>().get_serials());
        if let Some(serial) = rows.and_then(|rows| serial_in(&rows, row, |row| row.whole)) {
            sink(Action::Copy(Copied::KnownSerial(serial)));
        }
    });
}

/// The serial that a row of a list shows: a list names its rows by their place, the app names a token by its serial.
fn serial_in<T>(rows: &ModelRc<T>, row: i32, text: impl Fn(T) -> SharedString) -> Option<Serial> {
    let row = rows.row_data(usize::try_from(row).ok()?)?;
    text(row).parse().ok()
}

fn about(window: &MainWindow, sink: &Sink) {
    let about = window.global::<About>();
    send!(about, sink, on_run_self_test => Action::About(AboutAct::RunSelfTest));
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
