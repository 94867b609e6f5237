//! What the phones' shims decide, apart from the calls into the phone's system: compiled and tested on every
//! system, so that a mistake shows without a phone.
//!
//! Nothing here calls Android, iOS or Java. It is handed what they said, and says what the app is to do.

pub mod android_answers;
pub mod camera_visit;
pub mod ios_copies;
pub mod ios_rules;
pub mod one_reader;
pub mod question;
pub mod share_queue;
