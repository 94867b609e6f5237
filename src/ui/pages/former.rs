//! 以前のトークン: what can be brought back.

use super::super::{Sink, cells};
use crate::app::{FormerAct, FormerView, Gone, Language};
use crate::vault::RemovedId;
use skts_screens::{Former, FormerRow, MainWindow};
use slint::{ComponentHandle, Model, ModelRc, VecModel};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let act = |act: fn(RemovedId) -> FormerAct| {
        let (sink, weak) = (sink.clone(), window.as_weak());
        move |row| {
            let id = weak.upgrade().and_then(|window| id_in(&window.global::<Former>().get_rows(), row));
            id.into_iter().for_each(|id| sink(act(id).into()));
        }
    };
    window.global::<Former>().on_bring_back(act(FormerAct::BringBack));
    window.global::<Former>().on_erase(act(FormerAct::Erase));
}

/// The customer pressed the token that the row shows, whatever has become of the list since.
fn id_in(rows: &ModelRc<FormerRow>, row: i32) -> Option<RemovedId> {
    rows.row_data(usize::try_from(row).ok()?)?.id.parse().ok()
}

pub(super) fn show(window: &MainWindow, view: &FormerView, _: Option<&FormerView>, language: Language) {
    let former = window.global::<Former>();
    let rows = view.rows.iter().map(|row| {
        let (name, unconfirmed) = super::named(&row.name);
        let serial = cells::plain(&row.serial.grouped());
        let days = i32::try_from(row.days_left).unwrap_or(i32::MAX);
        FormerRow {
            id: row.id.to_string().into(),
            name,
            unconfirmed,
            issuer: super::issuer_below(&row.issuer),
            serial,
            replaces: row.replaces,
            days,
        }
    });
    former.set_rows(ModelRc::new(VecModel::from(rows.collect::<Vec<_>>())));
    former.set_removed(view.after == Some(Gone::ForNow));
    former.set_erased(view.after == Some(Gone::ForGood));
    former.set_key_stays(view.after == Some(Gone::ButItsKey));
    former.set_waiting(view.waiting);
    former.set_refused(super::told(view.refused, language));
}

pub(super) fn forget(window: &MainWindow) {
    let former = window.global::<Former>();
    former.get_rows().iter().for_each(|row| cells::empty(&row.serial.cells));
    former.set_rows(ModelRc::default());
}
