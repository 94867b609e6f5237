//! One of the guides, step by step, with the serial of the token that is shown.

use super::super::Sink;
use super::{token, words_of};
use crate::app::{GuideAct, GuideId, GuideView, Instructions, Language, NoteKind, Shows, StepPlace, Text};
use skts_screens::{Guide, GuideKind, GuideNote, GuideNoteKind, GuideStep, MainWindow, StepOn};
use slint::{ComponentHandle, ModelRc, SharedString, VecModel};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    send!(window.global::<Guide>(), sink,
        on_read_replacement => GuideAct::ReadReplacement.into(),
        on_show_old_code => GuideAct::ShowOldCode.into(),
        on_uncover => GuideAct::Uncover.into(),
        on_register => GuideAct::Register.into(),
        on_remove => GuideAct::Remove.into());
}

pub(super) fn forget(window: &MainWindow) {
    token::forget(window);
}

pub(super) fn show(window: &MainWindow, view: &GuideView, last: Option<&GuideView>, language: Language) {
    let guide = window.global::<Guide>();
    // The steps are a list, whose elements would be made anew with every second of the code.
    if last.is_none_or(|last| last.guide != view.guide) {
        show_instructions(&guide, view.guide, language);
    }
    guide.set_kind(match view.id {
        GuideId::Loss => GuideKind::Loss,
        GuideId::Start => GuideKind::Start,
        GuideId::Replace => GuideKind::Replace,
        GuideId::Suspend => GuideKind::Suspend,
        GuideId::Safe => GuideKind::Safe,
    });
    guide.set_has_token(!view.token.serial.is_empty());
    guide.set_tomorrow(super::day(view.tomorrow, language));
    token::show(window, &view.token, last.map(|last| &last.token), language);
}

fn show_instructions(guide: &Guide<'_>, shown: &Instructions, language: Language) {
    let optional = |text: &Option<Text>| -> SharedString {
        text.as_ref().map_or_else(SharedString::default, |text| words_of(text, language))
    };
    let note = |note: &Option<crate::app::Note>| match note {
        None => GuideNote::default(),
        Some(note) => GuideNote {
            kind: match note.kind {
                NoteKind::Soft => GuideNoteKind::Soft,
                NoteKind::Warn => GuideNoteKind::Warn,
                NoteKind::Danger => GuideNoteKind::Danger,
                NoteKind::Write => GuideNoteKind::Write,
            },
            headline: words_of(&note.headline, language),
            sentence: words_of(&note.sentence, language),
        },
    };
    let steps = shown.steps.iter().map(|step| GuideStep {
        on: match step.on {
            None => StepOn::Anywhere,
            Some(StepPlace::New) => StepOn::NewPhone,
            Some(StepPlace::Old) => StepOn::OldPhone,
            Some(StepPlace::Site) => StepOn::Site,
        },
        says: words_of(&step.says, language),
        more: optional(&step.more),
        serial: step.shows == Some(Shows::Serial),
    });
    guide.set_title(words_of(&shown.title, language));
    guide.set_first(note(&shown.first));
    guide.set_second(note(&shown.second));
    guide.set_intro(optional(&shown.intro));
    guide.set_heading(optional(&shown.heading));
    guide.set_steps(ModelRc::new(VecModel::from(steps.collect::<Vec<_>>())));
    guide.set_last(optional(&shown.last));
}
