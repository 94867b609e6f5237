//! A code of 取引認証, what it is bound to, and when it ends.

use crate::otp::{Reading, TransactionCode};
use crate::token::{Payee, ToSign, UnixTime, Yen};
use std::time::Duration;

/// A code whose suite has no time step does not end; it is shown and kept on the clipboard this long.
const ENDLESS_SHOWN_FOR: u64 = 60;

/// A code, and what it is bound to.
#[derive(Debug)]
pub(super) struct Signed {
    what: ToSign,
    code: TransactionCode,
    /// The first second in which the code does not hold any more.
    end: UnixTime,
    /// How many seconds the code holds in all.
    seconds: u64,
    /// When it ends on the clock that nobody can set.
    until: Duration,
}

impl Signed {
    pub fn new(what: ToSign, code: TransactionCode, now: Reading) -> Self {
        let endless = (now.time, UnixTime::from_seconds(now.time.seconds() + ENDLESS_SHOWN_FOR));
        let (start, end) = code.life().unwrap_or(endless);
        let left = end.seconds().saturating_sub(now.time.seconds());
        let until = match left {
            0 => now.monotonic,
            left => now.monotonic + Duration::from_secs(left - 1) + now.to_next_second,
        };
        Self { what, code, end, seconds: end.seconds() - start.seconds(), until }
    }

    /// Either clock may say so: the wall clock could be set back, and the other one may stand while the device sleeps.
    pub fn has_ended(&self, now: Reading) -> bool {
        now.monotonic >= self.until || now.time >= self.end || !self.code.is_of(now.time)
    }

    pub fn what(&self) -> &ToSign {
        &self.what
    }

    /// The code is overwritten as it is dropped.
    pub fn into_what(self) -> ToSign {
        self.what
    }

    pub fn code(&self) -> &TransactionCode {
        &self.code
    }

    pub fn end(&self) -> UnixTime {
        self.end
    }

    /// How many seconds the code holds in all.
    pub fn seconds(&self) -> u64 {
        self.seconds
    }

    /// When it ends on the clock that nobody can set.
    pub fn until(&self) -> Duration {
        self.until
    }

    /// What is read aloud before the code: whom it pays, and how much where that is signed.
    pub fn paid(&self) -> (&Payee, Option<Yen>) {
        match &self.what {
            ToSign::Payee(payee) => (payee, None),
            ToSign::Transaction(transaction) => {
                (transaction.destination().payee(), Some(transaction.amount()))
            }
        }
    }
}
