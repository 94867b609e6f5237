//! What Slint's compiler makes of the screens in this folder. Only `src/ui` of the app uses it.

#![allow(clippy::all, clippy::todo, clippy::unimplemented, clippy::dbg_macro)]

slint::include_modules!();
