//! 取引認証: the entry, the question, the code. Payee, amount and code are taken off the screen when the page is left.

use super::super::{Sink, cells};
use super::token::{announced, cover_kind};
use crate::app::{
    Action, Copied, Language, Refusal, SignAct, SignAsked, SignEntry, SignResult, SignView, Signee as Signed,
};
use crate::token::PayeeKind;
use skts_screens::{MainWindow, Number, Sign, SignStage, Signee};
use slint::{ComponentHandle, ModelRc, SharedString};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let sign = window.global::<Sign>();
    send!(sign, sink,
        on_continue => SignAct::Continue.into(),
        on_scan => SignAct::Scan.into(),
        on_open_permissions => SignAct::OpenPermissions.into(),
        on_choose_image => SignAct::ChooseImage.into(),
        on_paste => Action::Paste,
        on_cancel => SignAct::Cancel.into(),
        on_yes => SignAct::Yes.into(),
        on_again => SignAct::Again.into(),
        on_told => SignAct::Told.into(),
        on_renew => SignAct::Renew.into(),
        on_uncover => SignAct::Uncover.into(),
        on_cover_again => SignAct::CoverAgain.into(),
        on_copy => Action::Copy(Copied::Code),
        on_speak => Action::Speak);
    let choose = sink.clone();
    sign.on_choose(move |institution| {
        let kind = if institution { PayeeKind::Institution } else { PayeeKind::Account };
        choose(SignAct::Choose(kind).into());
    });
}

pub(super) fn show(window: &MainWindow, view: &SignView, before: Option<&SignView>, language: Language) {
    let sign = window.global::<Sign>();
    match view {
        SignView::Entry(entry) => {
            forget_signee(&sign);
            show_entry(&sign, entry, language);
        }
        SignView::Asks(asked) => {
            forget_entry(&sign);
            show_asked(&sign, asked);
        }
        SignView::Result(result) => {
            let before = before.and_then(|view| match view {
                SignView::Result(result) => Some(result),
                SignView::Entry(_) | SignView::Asks(_) => None,
            });
            show_result(&sign, result, before);
        }
    }
}

fn show_entry(sign: &Sign<'_>, view: &SignEntry, language: Language) {
    let (name, unconfirmed) = super::named(&view.name);
    sign.set_name(name);
    sign.set_unconfirmed(unconfirmed);
    sign.set_types(view.types);
    sign.set_scans(view.scans);
    sign.set_institution(view.kind == PayeeKind::Institution);
    let gap = if view.kind == PayeeKind::Institution { 2 } else { 3 };
    sign.set_typed(cells::typed(&view.typed.0, view.kind.digits(), &[gap]));
    sign.set_typed_spoken(cells::digit_by_digit(&view.typed.0).into());
    sign.set_missing(super::index(Some(view.missing)));
    sign.set_camera(view.camera);
    sign.set_reading(view.reading);
    sign.set_can_cancel(view.can_cancel);
    sign.set_refused(super::told(view.refused, language));
    sign.set_offers_permissions(view.refused == Some(Refusal::CameraDeniedForEver));
    sign.set_stage(SignStage::Entry);
}

fn show_asked(sign: &Sign<'_>, view: &SignAsked) {
    sign.set_signee(signee(&view.signee));
    sign.set_signing(view.signing);
    sign.set_stage(SignStage::Asks);
}

fn show_result(sign: &Sign<'_>, view: &SignResult, before: Option<&SignResult>) {
    let steady = |view: &SignResult| SignResult { seconds_left: 0, thirtieths: 0, ..view.clone() };
    sign.set_seconds_left(i32::try_from(view.seconds_left).unwrap_or(i32::MAX));
    sign.set_thirtieths(view.thirtieths.into());
    let left = |view: &SignResult| u8::try_from(view.seconds_left).unwrap_or(u8::MAX);
    if let Some(announced) = announced(left(view), before.map(left)) {
        sign.set_announced(announced);
    }
    if before.is_some_and(|before| steady(before) == steady(view)) {
        return;
    }
    let (name, unconfirmed) = super::named(&view.name);
    sign.set_name(name);
    sign.set_unconfirmed(unconfirmed);
    sign.set_signee(signee(&view.signee));
    sign.set_eight(view.digits > 6);
    sign.set_code(cells::code(&view.code.0));
    sign.set_ended(view.ended);
    sign.set_valid_until(view.valid_until.as_str().into());
    sign.set_cover(cover_kind(view.cover));
    sign.set_shown_in_call(view.shown_in_call);
    sign.set_copied(view.copied);
    sign.set_can_speak(view.can_speak);
    sign.set_can_copy(view.can_copy);
    sign.set_stage(SignStage::Result);
}

fn signee(view: &Signed) -> Signee {
    let bank = view.bank.as_ref();
    let payee = &view.payee.0;
    Signee {
        institution: view.kind == PayeeKind::Institution,
        payee: Number { spoken: cells::digit_groups(payee).into(), ..cells::plain(payee) },
        amount: view.amount.as_ref().map(|amount| SharedString::from(&amount.0)).unwrap_or_default(),
        bank: bank
            .map(|bank| SharedString::from(&bank.name.as_ref().unwrap_or(&bank.number).0))
            .unwrap_or_default(),
        known: bank.is_some_and(|bank| bank.name.is_some()),
        branch: bank.map(|bank| SharedString::from(&bank.branch.0)).unwrap_or_default(),
        account: bank.map_or(0, |bank| bank.account as i32),
    }
}

pub(super) fn forget(window: &MainWindow) {
    let sign = window.global::<Sign>();
    forget_entry(&sign);
    forget_signee(&sign);
    sign.set_name(SharedString::default());
}

fn forget_entry(sign: &Sign<'_>) {
    sign.set_typed(ModelRc::default());
    sign.set_typed_spoken(SharedString::default());
}

fn forget_signee(sign: &Sign<'_>) {
    cells::empty(&sign.get_signee().payee.cells);
    cells::empty(&sign.get_code().cells);
    sign.set_signee(Signee::default());
    sign.set_code(Number::default());
}
