//! 番号を何にお使いになりますか

use super::super::Sink;
use crate::app::{Language, Purpose as Wanted, PurposeAct, PurposeView};
use skts_screens::{MainWindow, Purpose, PurposeKind};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let purpose = window.global::<Purpose>();
    send!(purpose, sink, on_asked => PurposeAct::Asked.into());
    let sink = sink.clone();
    purpose.on_choose(move |kind| {
        if let Some(wanted) = wanted(kind) {
            sink(PurposeAct::For(wanted).into());
        }
    });
}

/// The page is the same whatever the app is at.
pub(super) fn show(_: &MainWindow, _: &PurposeView, _: Option<&PurposeView>, _: Language) {}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}

pub(super) fn kind(purpose: Option<Wanted>) -> PurposeKind {
    match purpose {
        None => PurposeKind::None,
        Some(Wanted::Login) => PurposeKind::Login,
        Some(Wanted::Transfer) => PurposeKind::Transfer,
        Some(Wanted::Start) => PurposeKind::Start,
        Some(Wanted::Replace) => PurposeKind::Replace,
        Some(Wanted::Other) => PurposeKind::Other,
    }
}

fn wanted(kind: PurposeKind) -> Option<Wanted> {
    match kind {
        PurposeKind::None => None,
        PurposeKind::Login => Some(Wanted::Login),
        PurposeKind::Transfer => Some(Wanted::Transfer),
        PurposeKind::Start => Some(Wanted::Start),
        PurposeKind::Replace => Some(Wanted::Replace),
        PurposeKind::Other => Some(Wanted::Other),
    }
}
