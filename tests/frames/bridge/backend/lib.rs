//! As much of Slint's Android back end as Android's composition root names.

/// A touch through another app's window is dropped at once.
pub fn on_obscured_touch(tell: impl Fn() + 'static) {
    tell();
}
