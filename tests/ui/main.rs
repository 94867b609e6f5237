//! The real screens, headless: elements by their accessible labels, actions from fingers and keys, and what holds for
//! every page at every size. Pictures are taken where a customer walks by: tests/journeys.

mod actions;
mod contrast;
mod drawing;
mod hidden;
mod keys;
mod labels;
mod layout;
mod notices;
mod phones;
mod says;
mod texts;
mod views;
mod wide;

use skts_token::testing as support;
