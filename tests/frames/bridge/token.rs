//! As much of a token as a device names.

#[path = "src/token/unix_time.rs"]
mod unix_time;

pub use unix_time::UnixTime;
