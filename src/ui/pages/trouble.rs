//! The page that is shown while the vault is shut.

use super::super::{Sink, words};
use crate::app::{Action, Copied, Language, TroubleAct, TroubleView};
use skts_screens::{MainWindow, Trouble};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let trouble = window.global::<Trouble>();
    send!(trouble, sink, on_try_again => TroubleAct::TryAgain.into());
    send!(trouble, sink, on_use_older => TroubleAct::UseOlder.into());
    let (sink, weak) = (sink.clone(), window.as_weak());
    trouble.on_copy_serial(move |row| {
        let Some(window) = weak.upgrade() else { return };
        if let Some(serial) = super::serial_in(&window.global::<Trouble>().get_serials(), row) {
            sink(Action::Copy(Copied::KnownSerial(serial)));
        }
    });
}

pub(super) fn show(window: &MainWindow, view: &TroubleView, _: Option<&TroubleView>, language: Language) {
    let trouble = window.global::<Trouble>();
    let words = words::trouble(view.trouble, !view.serials.is_empty());
    trouble.set_icon(words.icon);
    trouble.set_title(words.title.text(language).into());
    trouble.set_what(words.what.text(language).into());
    let next = if view.warned { words::older_warning() } else { words.next };
    trouble.set_next(next.text(language).into());
    trouble.set_reassures(view.trouble.looks_like_loss());
    trouble.set_serials(super::serials(&view.serials));
    trouble.set_copied(super::row_of(&view.serials, view.copied.as_ref()));
    trouble.set_can_register_anew(view.can_register_anew);
    trouble.set_can_use_older(view.can_use_older);
    trouble.set_warned(view.warned);
}

pub(super) fn forget(window: &MainWindow) {
    let trouble = window.global::<Trouble>();
    super::forget_serials(&trouble.get_serials());
    trouble.set_serials(slint::ModelRc::default());
}
