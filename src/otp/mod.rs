//! Time → code. Pure: the clock is handed in as a reading.
//!
//! This room never keeps a seed longer than one computation and never shows a code in `Debug`.

mod clock_check;
mod scrub;
mod time;
mod totp;

pub use clock_check::{ClockCheck, ClockFault};
pub use scrub::on_scrubbed_stack;
pub use time::{Clock, Countdown, Reading, Step, UnixTime};
pub use totp::{Code, self_test, totp};
