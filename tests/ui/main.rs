//! The real screens, headless: elements by their accessible labels, actions from fingers and keys, pictures compared
//! with tests/golden. `UPDATE_GOLDEN=1` rewrites the pictures.

mod actions;
mod bench;
mod flows;
mod goldens;
mod keys;
mod labels;
mod layout;
mod phones;
mod pictures;
mod says;
mod support;
mod texts;
mod views;
