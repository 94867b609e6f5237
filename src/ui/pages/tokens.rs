//! トークン一覧, as a page and as the left column of a wide window.

use super::super::{Sink, cells};
use crate::app::{Action, Language, TokenRow as Row, TokensAct, TokensView};
use crate::token::Serial;
use skts_screens::{MainWindow, TokenRow, Tokens};
use slint::{ComponentHandle, Model, ModelRc, SharedString, VecModel};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let act = |act: fn(Serial) -> Action| {
        let (sink, weak) = (sink.clone(), window.as_weak());
        move |row| {
            let serial =
                weak.upgrade().and_then(|window| serial_in(&window.global::<Tokens>().get_rows(), row));
            serial.into_iter().for_each(|serial| sink(act(serial)));
        }
    };
    let tokens = window.global::<Tokens>();
    tokens.on_select(act(Action::SelectToken));
    tokens.on_rename(act(|serial| TokensAct::Rename(serial).into()));
    tokens.on_remove(act(|serial| TokensAct::Remove(serial).into()));
    let (moves, weak) = (sink.clone(), window.as_weak());
    tokens.on_move(move |from, to| {
        let rows = weak.upgrade().map(|window| window.global::<Tokens>().get_rows());
        let serial = rows.and_then(|rows| serial_in(&rows, from));
        if let (Some(serial), Ok(to)) = (serial, usize::try_from(to)) {
            moves(TokensAct::Move(serial, to).into());
        }
    });
    send!(tokens, sink, on_edit => TokensAct::Edit.into(), on_done => TokensAct::Done.into());
}

/// The customer pressed the serial that the row shows, whatever has become of the list of tokens since.
fn serial_in(rows: &ModelRc<TokenRow>, row: i32) -> Option<Serial> {
    rows.row_data(usize::try_from(row).ok()?)?.serial.text.parse().ok()
}

pub(super) fn show(window: &MainWindow, view: &TokensView, _: Option<&TokensView>, language: Language) {
    let tokens = window.global::<Tokens>();
    tokens.set_editing(view.editing);
    tokens.set_has_former(view.has_former);
    let (moved, to) = view.moved.as_ref().map_or_else(Default::default, |(row, to)| (spoken_name(row), *to));
    tokens.set_moved(moved);
    tokens.set_moved_to(i32::try_from(to).unwrap_or_default());
    tokens.set_refused(super::told(view.refused, language));
    show_rows(window, &view.rows);
}

/// A token without a name is called by its serial.
fn spoken_name(row: &Row) -> SharedString {
    match super::named(&row.name).0 {
        name if name.is_empty() => row.serial.grouped().into(),
        name => name,
    }
}

pub(super) fn show_rows(window: &MainWindow, rows: &[Row]) {
    let rows = rows.iter().map(|row| {
        let (name, unconfirmed) = super::named(&row.name);
        let serial = cells::plain(&row.serial.grouped());
        let issuer = super::issuer_below(&row.issuer);
        TokenRow { name, unconfirmed, issuer, serial, selected: row.selected }
    });
    window.global::<Tokens>().set_rows(ModelRc::new(VecModel::from(rows.collect::<Vec<_>>())));
}

pub(super) fn forget(window: &MainWindow) {
    let tokens = window.global::<Tokens>();
    tokens.get_rows().iter().for_each(|row| cells::empty(&row.serial.cells));
    tokens.set_rows(ModelRc::default());
    tokens.set_moved(SharedString::default());
    tokens.set_moved_to(0);
}
