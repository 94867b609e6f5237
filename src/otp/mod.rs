//! Time → code. Pure: the clock is handed in as a reading.
//!
//! This room never keeps a seed longer than one computation and never shows a code in `Debug`.

mod boot_id;
mod clock_check;
mod ocra;
mod signing;
mod time;
mod totp;

pub use boot_id::{BootId, NoBootId};
pub use clock_check::{ClockCheck, ClockFault};
pub use ocra::{OcraCounter, OcraError, OcraInput, PinHash, TransactionCode, ocra};
pub use signing::{sign_payee, sign_transaction};
pub use time::{Clock, Countdown, Reading, Step};
pub use totp::{Code, self_test, totp};
