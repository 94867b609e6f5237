//! 登録するトークンを選んでください.

use super::super::Sink;
use crate::app::{ChooseAct, ChooseView, Language};
use skts_screens::{Choosable, Choose, MainWindow};
use slint::{ComponentHandle, Model, ModelRc, VecModel};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let choose = window.global::<Choose>();
    let (picks, weak) = (sink.clone(), window.as_weak());
    choose.on_pick(move |row| {
        let rows = weak.upgrade().map(|window| window.global::<Choose>().get_rows());
        let row = rows.zip(usize::try_from(row).ok()).and_then(|(rows, row)| rows.row_data(row));
        if let Some(serial) = row.and_then(|row| row.serial.parse().ok()) {
            picks(ChooseAct::Pick(serial).into());
        }
    });
    send!(choose, sink, on_go_on => ChooseAct::Continue.into());
}

pub(super) fn show(window: &MainWindow, view: &ChooseView, _: Option<&ChooseView>, _: Language) {
    let choose = window.global::<Choose>();
    choose.set_can_continue(view.chosen.is_some());
    let rows = view.tokens.iter().map(|token| {
        let (name, unconfirmed) = super::named(&token.name);
        Choosable {
            name,
            unconfirmed,
            serial: token.serial.grouped().into(),
            is_here: token.is_here,
            chosen: view.chosen.as_ref() == Some(&token.serial),
        }
    });
    choose.set_rows(ModelRc::new(VecModel::from(rows.collect::<Vec<_>>())));
}

pub(super) fn forget(window: &MainWindow) {
    let rows = window.global::<Choose>().get_rows();
    if let Some(rows) = rows.as_any().downcast_ref::<VecModel<Choosable>>() {
        rows.set_vec(Vec::new());
    }
}
