//! トークン一覧

use super::super::visible::visible;
use super::super::{Sink, cells};
use crate::app::{Action, TokenRow as RowView};
use skts_screens::{MainWindow, TokenRow, Tokens};
use slint::{ComponentHandle, ModelRc, VecModel};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let sink = sink.clone();
    window.global::<Tokens>().on_select(move |index| {
        if let Ok(index) = usize::try_from(index) {
            sink(Action::SelectToken(index));
        }
    });
}

pub(super) fn show(window: &MainWindow, rows: &[RowView]) {
    let rows = rows.iter().map(|row| TokenRow {
        issuer: visible(&row.issuer).into(),
        serial: cells::plain(&row.serial),
        selected: row.selected,
    });
    window.global::<Tokens>().set_rows(ModelRc::new(VecModel::from(rows.collect::<Vec<_>>())));
}
