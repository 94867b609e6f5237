//! The ways to a token. The page welcomes the customer while there is none.

use super::super::Sink;
use crate::app::{AddAct, AddView, Language, Refusal};
use skts_screens::{Add, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let add = window.global::<Add>();
    send!(add, sink,
        on_scan => AddAct::Scan.into(),
        on_open_permissions => AddAct::OpenPermissions.into(),
        on_choose_image => AddAct::ChooseImage.into(),
        on_paste => AddAct::Paste.into(),
        on_by_hand => AddAct::EnterByHand.into(),
        on_no_qr => AddAct::NoQr.into(),
        on_cancel => AddAct::Cancel.into());
}

pub(super) fn show(window: &MainWindow, view: &AddView, _: Option<&AddView>, language: Language) {
    let add = window.global::<Add>();
    add.set_welcomes(view.welcomes);
    add.set_camera(view.camera);
    add.set_reading(view.reading);
    add.set_can_cancel(view.can_cancel);
    add.set_has_former(view.has_former);
    add.set_refused(super::told(view.refused, language));
    add.set_offers_permissions(view.refused == Some(Refusal::CameraDeniedForEver));
}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}
