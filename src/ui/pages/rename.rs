//! 名前を変える. The text of the field is the screen's; each change is handed over.

use super::super::{Sink, cells, words};
use crate::app::{Language, RenameAct, RenameView};
use skts_screens::{MainWindow, Number, Rename};
use slint::{ComponentHandle, SharedString};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let rename = window.global::<Rename>();
    send!(rename, sink, on_use_issuer => RenameAct::UseIssuer.into());
    let (changed, save) = (sink.clone(), sink.clone());
    rename.on_changed_to(move |label| changed(RenameAct::Changed(label.into()).into()));
    rename.on_save(move |label| save(RenameAct::Save(label.into()).into()));
}

pub(super) fn show(window: &MainWindow, view: &RenameView, _: Option<&RenameView>, language: Language) {
    let rename = window.global::<Rename>();
    let (issuer, unconfirmed) = super::named(&view.issuer);
    rename.set_issuer(issuer);
    rename.set_unconfirmed(unconfirmed);
    rename.set_serial(cells::plain(&view.serial));
    rename.set_label(view.label.as_str().into());
    rename.set_fault(words::fault(view.fault, language).into());
    rename.set_can_save(view.can_save);
    rename.set_saving(view.saving);
    rename.set_refused(super::told(view.refused, language));
}

/// What is typed stays in the field while the window is hidden, and goes with it when the page is left.
pub(super) fn forget(window: &MainWindow) {
    let rename = window.global::<Rename>();
    cells::empty(&rename.get_serial().cells);
    rename.set_serial(Number::default());
    rename.set_issuer(SharedString::default());
    rename.set_label(SharedString::default());
}
