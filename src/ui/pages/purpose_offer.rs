//! 番号の前に使いみちを確かめますか: offered once, on the way from Registered to the token.

use super::super::Sink;
use crate::app::{Language, PurposeOfferAct, PurposeOfferView};
use skts_screens::{MainWindow, PurposeOffer};
use slint::ComponentHandle;

pub(super) fn connect(window: &MainWindow, sink: &Sink) {
    let offer = window.global::<PurposeOffer>();
    send!(offer, sink, on_yes => PurposeOfferAct::Yes.into(), on_no => PurposeOfferAct::No.into());
}

/// The page says the same to everybody.
pub(super) fn show(_: &MainWindow, _: &PurposeOfferView, _: Option<&PurposeOfferView>, _: Language) {}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}
