//! A token's page: the number, the serial, and the seconds, which alone change every second.

use super::cells::{cell_list, cells, code, plain, serial};
use super::enums;
use crate::app::{TokenRow as RowView, TokenView};
use skts_screens::{Cell, MainWindow, TokenData, TokenRow, Tokens};
use slint::{ComponentHandle, Model, ModelRc, VecModel};
use std::rc::Rc;

/// The digits of the seconds: one model for the window's life, so that a tick makes no new elements.
pub(super) struct Seconds(Rc<VecModel<Cell>>);

impl Seconds {
    pub(super) fn bind(window: &MainWindow) -> Self {
        let digits = Rc::new(VecModel::default());
        window.global::<Tokens>().set_seconds(ModelRc::from(digits.clone()));
        Self(digits)
    }

    fn set(&self, left: u8) {
        let digits = cell_list(&left.to_string());
        if digits.len() != self.0.row_count() {
            return self.0.set_vec(digits);
        }
        for (row, digit) in digits.into_iter().enumerate() {
            if self.0.row_data(row).is_none_or(|old| old.text != digit.text) {
                self.0.set_row_data(row, digit);
            }
        }
    }
}

/// What a screen reader says of itself: ten seconds and five, when they are reached. A page that opens later than
/// that says nothing, rather than a number that is wrong. `None` leaves it as it is.
fn announced(left: u8, before: Option<u8>) -> Option<i32> {
    let mark = |left| match left {
        0..=5 => 5,
        6..=10 => 10,
        _ => 0,
    };
    match before {
        Some(before) if mark(before) == mark(left) => None,
        Some(before) if before > left => Some(mark(left)),
        _ => Some(0),
    }
}

pub(super) fn show(window: &MainWindow, seconds: &Seconds, view: &TokenView, last: Option<&TokenView>) {
    let tokens = window.global::<Tokens>();
    if last.is_none_or(|last| last.seconds_left != view.seconds_left) {
        tokens.set_seconds_left(view.seconds_left.into());
        tokens.set_warning(view.seconds_left <= 5);
        if let Some(announced) = announced(view.seconds_left, last.map(|last| last.seconds_left)) {
            tokens.set_announced(announced);
        }
        seconds.set(view.seconds_left);
    }
    let steady = |view: &TokenView| TokenView { seconds_left: 0, ..view.clone() };
    if last.is_none_or(|last| steady(last) != steady(view)) {
        tokens.set_token(data(view));
    }
    if last.is_none_or(|last| last.tokens != view.tokens) {
        show_rows(window, &view.tokens);
    }
}

fn data(view: &TokenView) -> TokenData {
    let half = view.code.len() / 2;
    let (upper, lower) = view.code.split_at_checked(half).unwrap_or_default();
    TokenData {
        issuer: view.issuer.as_str().into(),
        serial: serial(&view.serial),
        code: code(&view.code),
        upper: cells(upper),
        lower: cells(lower),
        next: code(view.next_code.as_deref().unwrap_or_default()),
        has_next: view.next_code.is_some(),
        valid_until: plain(&view.valid_until),
        copied: enums::copied(view.copied.as_ref()),
        can_speak: view.can_speak,
        index: view.tokens.iter().position(|row| row.selected).unwrap_or_default() as i32,
        count: view.tokens.len() as i32,
        unavailable: view.unavailable,
        mode: enums::mode(view.mode),
    }
}

pub(super) fn show_rows(window: &MainWindow, rows: &[RowView]) {
    let rows = rows.iter().map(|row| TokenRow {
        issuer: row.issuer.as_str().into(),
        serial: plain(&row.serial.grouped()),
        selected: row.selected,
    });
    window.global::<Tokens>().set_rows(ModelRc::new(VecModel::from(rows.collect::<Vec<_>>())));
}
