//! The token's page: the code, the serial, and the seconds, which alone change every second.

use super::super::{Sink, cells, frame};
use super::{guides, purpose, tokens};
use crate::app::{Action, Copied, Cover, GuideId, Language, TokenAct, TokenView};
use skts_screens::{Cell, CopiedKind, CoverKind, MainWindow, Token, TokenData, TokenGuides};
use slint::{ComponentHandle, Model, ModelRc, VecModel};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let token = window.global::<Token>();
    // The same model as long as the window lives: a new one every second would make new elements every second.
    token.set_seconds(ModelRc::new(VecModel::<Cell>::default()));
    send!(token, sink,
        on_speak => Action::Speak,
        on_uncover => TokenAct::Uncover.into(),
        on_cover_again => TokenAct::CoverAgain.into(),
        on_change_purpose => TokenAct::ChangePurpose.into(),
        on_read_safe => TokenAct::ReadGuide(GuideId::Safe).into(),
        on_read_start => TokenAct::ReadGuide(GuideId::Start).into(),
        on_read_replace => TokenAct::ReadGuide(GuideId::Replace).into(),
        on_read_loss => TokenAct::ReadGuide(GuideId::Loss).into());
    let aloud = sink.clone();
    token.on_answer_aloud(move |yes| aloud(TokenAct::Aloud(yes).into()));
    let sink = sink.clone();
    token.on_copy(move |kind| {
        if let Some(what) = to_copy(kind) {
            sink(Action::Copy(what));
        }
    });
}

pub(super) fn show(window: &MainWindow, view: &TokenView, before: Option<&TokenView>, language: Language) {
    let token = window.global::<Token>();
    if before.is_none_or(|before| before.seconds_left != view.seconds_left) {
        token.set_seconds_left(view.seconds_left.into());
        token.set_last_second(view.seconds_left == 1);
        token.set_warning(view.seconds_left <= 5);
        if let Some(announced) = announced(view.seconds_left, before.map(|before| before.seconds_left)) {
            token.set_announced(announced);
        }
        set_seconds(&token, view.seconds_left);
    }
    let steady = |view: &TokenView| TokenView { seconds_left: 0, ..view.clone() };
    if before.is_none_or(|before| steady(before) != steady(view)) {
        token.set_shown(data(view));
    }
    if before.is_none_or(|before| before.tokens != view.tokens) {
        tokens::show_rows(window, &view.tokens);
    }
    if before.is_none_or(|before| before.guides != view.guides) {
        token.set_guides(view.guides.map_or_else(TokenGuides::default, |guides| {
            let [loss, start, replace, _, safe] = guides.map(|guide| guides::row(guide, language));
            TokenGuides { loss, start, replace, safe }
        }));
    }
}

pub(super) fn forget(window: &MainWindow) {
    let token = window.global::<Token>();
    let TokenData { serial, code, upper, lower, next, can_speak, index, count, mode, .. } = token.get_shown();
    [&code.cells, &upper, &lower, &next.cells].into_iter().for_each(cells::empty);
    cells::empty_serial(&serial);
    // What the page is made of stays, so that the customer who comes back finds it as it was.
    token.set_shown(TokenData { can_speak, index, count, mode, ..TokenData::default() });
}

/// Changes only the digits that differ.
fn set_seconds(token: &Token<'_>, left: u8) {
    let digits = cells::cell_list(&left.to_string());
    let shown = token.get_seconds();
    let Some(shown) = shown.as_any().downcast_ref::<VecModel<Cell>>() else { return };
    if digits.len() != shown.row_count() {
        return shown.set_vec(digits);
    }
    for (row, digit) in digits.into_iter().enumerate() {
        if shown.row_data(row).is_none_or(|old| old.text != digit.text) {
            shown.set_row_data(row, digit);
        }
    }
}

/// What a screen reader is to say by itself: 10 when ten seconds are left, 5 when five are, 0 for nothing. A page
/// that opens at seven seconds says nothing, and not the ten that have passed. `None` keeps what it was told last.
pub(super) fn announced(left: u8, before: Option<u8>) -> Option<i32> {
    let mark = |left| match left {
        0..=5 => 5,
        6..=10 => 10,
        _ => 0,
    };
    match before {
        Some(before) if mark(before) == mark(left) => None,
        Some(before) if before > left => Some(mark(left)),
        _ => Some(0),
    }
}

fn data(view: &TokenView) -> TokenData {
    let half = view.code.len() / 2;
    let (upper, lower) = view.code.split_at_checked(half).unwrap_or_default();
    let (name, unconfirmed) = super::named(&view.name);
    TokenData {
        name,
        unconfirmed,
        serial: cells::serial(&view.serial),
        code: cells::code(&view.code),
        upper: cells::cells(upper),
        lower: cells::cells(lower),
        next: cells::code(view.next_code.as_deref().unwrap_or_default()),
        has_next: view.next_code.is_some(),
        valid_until: cells::plain(&view.valid_until),
        copied: copied(view.copied.as_ref()),
        cover: cover_kind(view.cover),
        tap_shows: matches!(view.cover, Some(Cover::Told | Cover::Purpose | Cover::Hidden)),
        guarded: view.shown_in_call || view.cover == Some(Cover::Call),
        shown_in_call: view.shown_in_call,
        purpose: purpose::kind(view.purpose),
        used: view.used,
        asks_aloud: view.asks_aloud,
        can_speak: view.can_speak,
        can_copy: view.can_copy,
        index: super::index(view.tokens.iter().position(|row| row.selected)),
        count: super::index(Some(view.tokens.len())),
        mode: frame::mode_kind(view.mode),
    }
}

pub(super) fn cover_kind(cover: Option<Cover>) -> CoverKind {
    match cover {
        None => CoverKind::None,
        Some(Cover::Told) => CoverKind::Told,
        Some(Cover::Recorded) => CoverKind::Recorded,
        Some(Cover::Call) => CoverKind::Call,
        Some(Cover::Purpose) => CoverKind::Purpose,
        Some(Cover::Hidden) => CoverKind::Hidden,
    }
}

fn copied(copied: Option<&Copied>) -> CopiedKind {
    match copied {
        // The pages Trouble and Clock show by themselves which of their serials was copied.
        None | Some(Copied::KnownSerial(_)) => CopiedKind::Nothing,
        Some(Copied::Code) => CopiedKind::Code,
        Some(Copied::NextCode) => CopiedKind::NextCode,
        Some(Copied::Serial) => CopiedKind::Serial,
    }
}

/// `None` for the screen's "nothing": no button asks for it.
fn to_copy(kind: CopiedKind) -> Option<Copied> {
    match kind {
        CopiedKind::Nothing => None,
        CopiedKind::Code => Some(Copied::Code),
        CopiedKind::NextCode => Some(Copied::NextCode),
        CopiedKind::Serial => Some(Copied::Serial),
    }
}
