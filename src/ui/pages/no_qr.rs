//! What to do without a QR code.

use super::super::Sink;
use crate::app::{Language, NoQrView};
use skts_screens::MainWindow;

/// The page's one button leads back, as Back does.
pub(super) fn connect(_: &MainWindow, _: &Sink) {}

pub(super) fn show(_: &MainWindow, _: &NoQrView, _: Option<&NoQrView>, _: Language) {}

/// The page names no token.
pub(super) fn forget(_: &MainWindow) {}
