//! The ways to a token. The page welcomes the customer while there is none.

use super::super::Sink;
use crate::app::{Action, AddAct, AddView, Language, Refusal};
use skts_screens::{Add, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let add = window.global::<Add>();
    send!(add, sink,
        on_scan => Action::Add(AddAct::Scan),
        on_open_permissions => Action::Add(AddAct::OpenPermissions),
        on_choose_image => Action::Add(AddAct::ChooseImage),
        on_paste => Action::Add(AddAct::Paste),
        on_by_hand => Action::Add(AddAct::EnterByHand),
        on_cancel => Action::Add(AddAct::Cancel));
}

pub(super) fn show(window: &MainWindow, view: &AddView, welcomes: bool, language: Language) {
    let add = window.global::<Add>();
    add.set_welcomes(welcomes);
    add.set_camera(view.camera);
    add.set_reading(view.reading);
    add.set_can_cancel(view.can_cancel);
    add.set_refused(super::told(view.refused, language));
    add.set_offers_permissions(view.refused == Some(Refusal::CameraDeniedForEver));
}
