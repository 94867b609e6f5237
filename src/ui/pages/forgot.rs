//! パスコードを忘れたときは: what helps without the passcode.

use super::super::{Sink, cells};
use crate::app::{Action, Copied, ForgotAct, ForgotView, Language};
use crate::token::Serial;
use skts_screens::{Forgot, MainWindow};
use slint::{ComponentHandle, SharedString};

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let forgot = window.global::<Forgot>();
    send!(forgot, sink, on_ask_for_a_face => ForgotAct::Biometrics.into(), on_delete => ForgotAct::Delete.into(), on_yes => ForgotAct::Yes.into());
    let answer = sink.clone();
    forgot.on_answer(move |answered| answer(ForgotAct::Answer(answered).into()));
    let (sink, weak) = (sink.clone(), window.as_weak());
    forgot.on_copy_serial(move |row| {
        let Some(window) = weak.upgrade() else { return };
        if let Some(serial) = super::serial_in(&window.global::<Forgot>().get_serials(), row) {
            sink(Action::Copy(Copied::KnownSerial(serial)));
        }
    });
}

pub(super) fn show(window: &MainWindow, view: &ForgotView, last: Option<&ForgotView>, language: Language) {
    let forgot = window.global::<Forgot>();
    forgot.set_biometrics(view.biometrics);
    forgot.set_asking(view.asking);
    forgot.set_unrecognised(super::unrecognised(view.unrecognised, language));
    // The same list again would make the cards anew, and a screen reader begin from the top.
    if last.is_none_or(|last| last.serials != view.serials) {
        forgot.set_serials(super::serials(&view.serials));
    }
    forgot.set_copied(super::row_of(&view.serials, view.copied.as_ref()));
    forgot.set_knows(!view.serials.is_empty());
    forgot.set_asks(view.asks);
    forgot.set_answered(view.answered);
    let asked_for = view.serials.first().map(Serial::grouped).unwrap_or_default();
    forgot.set_serial(cells::serial_with_marks(&asked_for, Serial::ENDING_DIGITS));
    forgot.set_typed(cells::typed(&view.typed, Serial::ENDING_DIGITS, &[]));
    forgot.set_typed_spoken(cells::digit_by_digit(&view.typed).into());
    let (missing, differs) = super::ending(view.ending);
    forgot.set_missing(missing);
    forgot.set_differs(differs);
    forgot.set_can_say_yes(view.can_say_yes);
}

pub(super) fn forget(window: &MainWindow) {
    let forgot = window.global::<Forgot>();
    super::forget_serials(&forgot.get_serials());
    forgot.set_serials(slint::ModelRc::default());
    cells::empty_serial(&forgot.get_serial());
    forgot.set_serial(skts_screens::Serial::default());
    forgot.set_typed(slint::ModelRc::default());
    forgot.set_typed_spoken(SharedString::default());
}
