//! What the keystores decide, apart from the calls into the system: compiled and tested on every system, so that
//! a mistake shows without a phone or a Mac.
//!
//! Nothing here reads, stores or deletes a key by itself.

pub mod android_codes;
pub mod apple_biometry;
pub mod apple_codes;
pub mod iphone_orphans;
