//! The page that is shown while the vault is shut.

use super::super::{Sink, words};
use crate::app::{Action, Copied, Language, TroubleView};
use skts_screens::{MainWindow, Trouble};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let trouble = window.global::<Trouble>();
    send!(trouble, sink, on_try_again => TryAgain);
    let sink = sink.clone();
    trouble.on_copy_serial(move |index| {
        if let Ok(index) = usize::try_from(index) {
            sink(Action::Copy(Copied::KnownSerial(index)));
        }
    });
}

pub(super) fn show(window: &MainWindow, view: &TroubleView, language: Language) {
    let trouble = window.global::<Trouble>();
    let words = words::trouble(view.kind, !view.serials.is_empty());
    trouble.set_icon(words.icon);
    trouble.set_title(words.title.text(language).into());
    trouble.set_what(words.what.text(language).into());
    trouble.set_next(words.next.text(language).into());
    trouble.set_serials(super::serials(&view.serials));
    trouble.set_copied(super::index(view.copied));
    trouble.set_can_register_anew(view.can_register_anew);
}
