//! この文字を、サイトに入力してください. The letters leave Slint's properties with the page.

use super::super::Sink;
use crate::app::{Language, TwoStepAct, TwoStepStage, TwoStepView};
use skts_screens::{LetterGroup, MainWindow, TwoStep, TwoStepShows};
use slint::{ComponentHandle, Model, ModelRc, VecModel};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let two_step = window.global::<TwoStep>();
    send!(two_step, sink, on_entered => TwoStepAct::Entered.into(), on_done => TwoStepAct::Done.into(),
        on_look_again => TwoStepAct::LookAgain.into(), on_leave => TwoStepAct::Leave.into());
}

pub(super) fn show(window: &MainWindow, view: &TwoStepView, _: Option<&TwoStepView>, language: Language) {
    let two_step = window.global::<TwoStep>();
    forget(window);
    two_step.set_shows(match view.stage {
        TwoStepStage::Letters => TwoStepShows::Letters,
        TwoStepStage::Sure => TwoStepShows::Sure,
        TwoStepStage::Leaving => TwoStepShows::Leaving,
        TwoStepStage::Joining => TwoStepShows::Joining,
    });
    let groups = view.groups.iter().enumerate().map(|(place, group)| LetterGroup {
        text: group.as_str().into(),
        spoken: spoken(place + 1, group, language).into(),
    });
    two_step.set_groups(ModelRc::new(VecModel::from(groups.collect::<Vec<_>>())));
}

/// The group's number and its letters one by one, as a screen reader says them. A Japanese voice would read O and I as a zero
/// and a one.
fn spoken(number: usize, group: &str, language: Language) -> String {
    let letters = group.chars().map(|letter| match (letter, language) {
        ('O', Language::Japanese) => "オー".to_owned(),
        ('I', Language::Japanese) => "アイ".to_owned(),
        _ => letter.to_string(),
    });
    let letters = letters.collect::<Vec<_>>();
    match language {
        Language::Japanese => format!("{number}番、{}", letters.join("、")),
        Language::English => format!("Group {number}: {}", letters.join(", ")),
    }
}

pub(super) fn forget(window: &MainWindow) {
    let groups = window.global::<TwoStep>().get_groups();
    if let Some(groups) = groups.as_any().downcast_ref::<VecModel<LetterGroup>>() {
        groups.set_vec(Vec::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_look_like_digits_are_named() {
        assert_eq!(spoken(3, "OI2B", Language::Japanese), "3番、オー、アイ、2、B");
        assert_eq!(spoken(3, "OI2B", Language::English), "Group 3: O, I, 2, B");
    }
}
