//! 手順: the list of the guides.

use super::super::Sink;
use crate::app::{GuideId, GuidesAct, GuidesView, Instructions, Language};
use skts_screens::{GuideRow, Guides, MainWindow};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let guides = window.global::<Guides>();
    send!(guides, sink,
        on_open_loss => GuidesAct::Open(GuideId::Loss).into(),
        on_open_start => GuidesAct::Open(GuideId::Start).into(),
        on_open_replace => GuidesAct::Open(GuideId::Replace).into(),
        on_open_suspend => GuidesAct::Open(GuideId::Suspend).into(),
        on_open_safe => GuidesAct::Open(GuideId::Safe).into(),
        on_open_refused => GuidesAct::OpenRefused.into());
}

pub(super) fn show(window: &MainWindow, view: &GuidesView, _: Option<&GuidesView>, language: Language) {
    let guides = window.global::<Guides>();
    let [loss, start, replace, suspend, safe] = view.guides.map(|guide| row(guide, language));
    guides.set_loss(loss);
    guides.set_start(start);
    guides.set_replace(replace);
    guides.set_suspend(suspend);
    guides.set_safe(safe);
}

pub(super) fn row(guide: &Instructions, language: Language) -> GuideRow {
    GuideRow {
        word: super::words_of(&guide.row, language),
        detail: guide
            .detail
            .as_ref()
            .map_or_else(Default::default, |detail| super::words_of(detail, language)),
    }
}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}
