//! One code of one token, inside one transaction of the file.
//!
//! Codes are computed and compared by `skts_token::issuer`: every step of the window, whole, in a time that tells nothing
//! about the digits.

use super::Embedded;
use super::tokens::{Token, Tokens};
use crate::enrolment::payee_suite;
use crate::{MAX_FAILURES, Place, Verdict, VerifierError};
use skts_token::issuer::{verify, verify_payee, verify_transaction};
use skts_token::token::{Payee, Seed, Serial, Transaction, UnixTime};

/// A step of the codes of ログイン and of payees, in seconds.
const STEP: u64 = 30;

/// What a code is to be the code of.
pub enum Asked {
    Login,
    Payee(Payee),
    Transaction(Transaction),
}

/// A code that is right, at a place that may have been used up.
struct Match {
    place: Place,
    /// Steps from the middle of the window; `None` where the step is another than the token's own.
    offset: Option<i32>,
}

pub fn check(
    tokens: &Tokens,
    serial: &Serial,
    asked: &Asked,
    code: &str,
    now: UnixTime,
) -> Result<Verdict, VerifierError> {
    let Some(token) = tokens.find(serial)? else { return Ok(Verdict::Unknown) };
    if let Some(verdict) = token.barred().or_else(|| refused(&token, serial, asked, now)) {
        return Ok(verdict);
    }
    let Some(found) = token.seed.as_ref().and_then(|seed| matching(&token, seed, asked, code, now)) else {
        tokens.fail(serial)?;
        return Ok(Verdict::Wrong { left: Some(MAX_FAILURES - token.failures - 1) });
    };
    let taken = match found.place {
        Place::Step(step) => tokens.use_up(serial, step)?,
        Place::PayeeStep(step) => tokens.use_up_payee(serial, step)?,
        Place::Transaction(id) => tokens.take(serial, &id)?,
    };
    if !taken {
        return Ok(Verdict::Used);
    }
    if let Some(offset) = found.offset {
        let (drift, lean) = followed(token.drift, token.lean, offset);
        tokens.follow(serial, drift, lean)?;
    }
    Ok(Verdict::Accepted { place: found.place })
}

/// What is refused before the digits are looked at, and is no failure.
fn refused(token: &Token, serial: &Serial, asked: &Asked, now: UnixTime) -> Option<Verdict> {
    match asked {
        Asked::Login => None,
        _ if !token.transactions => Some(Verdict::NotEnabled),
        Asked::Transaction(transaction) if transaction.serial() != serial => Some(Verdict::OtherToken),
        Asked::Transaction(transaction) if transaction.expires() <= now => Some(Verdict::Expired),
        _ => None,
    }
}

fn matching(token: &Token, seed: &Seed, asked: &Asked, code: &str, now: UnixTime) -> Option<Match> {
    let middle = now.seconds().checked_add_signed(i64::from(token.drift) * STEP as i64)?;
    let at = UnixTime::from_seconds(middle);
    let step = |offset: i16| (middle / STEP).checked_add_signed(offset.into());
    // A code of another length is no code.
    let offset = |found: Result<Option<i16>, _>| found.ok().flatten();
    match asked {
        Asked::Login => {
            let offset = offset(verify(seed, token.algorithm, code, at, Embedded::WINDOW))?;
            Some(Match { place: Place::Step(step(offset)?), offset: Some(offset.into()) })
        }
        Asked::Payee(payee) => {
            let offset = offset(verify_payee(seed, &payee_suite(), payee, code, at, Embedded::WINDOW))?;
            Some(Match { place: Place::PayeeStep(step(offset)?), offset: Some(offset.into()) })
        }
        Asked::Transaction(transaction) => {
            offset(verify_transaction(seed, transaction, code, at, Embedded::WINDOW))?;
            Some(Match { place: Place::Transaction(*transaction.id().as_bytes()), offset: None })
        }
    }
}

/// The step, within `window` of `now`, that has this code.
pub fn step_of(token: &Token, code: &str, now: UnixTime, window: u8) -> Option<u64> {
    let offset = verify(token.seed.as_ref()?, token.algorithm, code, now, window).ok()??;
    (now.seconds() / STEP).checked_add_signed(offset.into())
}

/// The token's drift after a code was taken `offset` steps from the middle. One code to the side may be one that was typed
/// slowly; two in a row are a clock.
fn followed(drift: i32, lean: i32, offset: i32) -> (i32, i32) {
    let further = drift + offset;
    if offset != 0 && offset == lean && further.abs() <= Embedded::MAX_DRIFT {
        (further, 0)
    } else {
        (drift, offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_followed_on_its_second_code_and_not_without_end() {
        assert_eq!(followed(0, 0, 1), (0, 1));
        assert_eq!(followed(0, 1, 1), (1, 0));
        assert_eq!(followed(0, 1, -1), (0, -1));
        assert_eq!(followed(0, 1, 0), (0, 0));
        assert_eq!(followed(-3, -1, -1), (-4, 0));
        let (mut drift, mut lean) = (0, 0);
        for _ in 0..100 {
            (drift, lean) = followed(drift, lean, 1);
        }
        assert_eq!(drift, Embedded::MAX_DRIFT);
        assert_eq!(followed(Embedded::MAX_DRIFT, -1, -1).0, Embedded::MAX_DRIFT - 1);
    }
}
