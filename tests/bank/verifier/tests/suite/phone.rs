//! The customer's side: a letter becomes a token that gives codes, through the app's own reading and computing.

use ring::rand::SystemRandom;
use skts_bank_verifier::{Letter, PAYEE_SUITE, Payee, Serial, Transaction, UnixTime};
use skts_token::otp::{Step, sign_payee, sign_transaction, totp};
use skts_token::provisioning::{Found, found_in_text};
use skts_token::token::Draft;

/// Seconds of a step.
pub const STEP: i64 = 30;

pub struct Phone(Draft);

/// The phone's letters in a two-step enrolment.
pub type Letters = String;

impl Phone {
    pub fn import(letter: &Letter, now: UnixTime) -> Self {
        match found_in_text(&letter.key_uri, now).unwrap() {
            Found::Whole(draft) => Self(draft),
            other => panic!("the letter has no whole token: {other:?}"),
        }
    }

    pub fn import_half(letter: &Letter, now: UnixTime) -> (Self, Letters) {
        match found_in_text(&letter.key_uri, now).unwrap() {
            Found::Half(half) => {
                let part = half.draw(&SystemRandom::new()).unwrap();
                let letters =
                    part.groups().iter().map(|group| group.to_lowercase()).collect::<Vec<_>>().join(" ");
                (Self(half.join(&part)), letters)
            }
            other => panic!("the letter has no half of a token: {other:?}"),
        }
    }

    pub fn serial(&self) -> &Serial {
        &self.0.profile().serial
    }

    /// The code `steps` away from `now`.
    pub fn code(&self, now: UnixTime, steps: i64) -> String {
        let step = Step::at(later(now, steps * STEP));
        totp(self.0.seed(), self.0.profile().algorithm, step).as_str().to_owned()
    }

    pub fn payee(&self, payee: &Payee, at: UnixTime) -> String {
        sign_payee(self.0.seed(), &PAYEE_SUITE.parse().unwrap(), payee, at).unwrap().as_str().to_owned()
    }

    pub fn transaction(&self, transaction: &Transaction, at: UnixTime) -> String {
        sign_transaction(self.0.seed(), transaction, at).as_str().to_owned()
    }

    /// Six digits that are none of the token's for ten minutes to either side.
    pub fn wrong(&self, now: UnixTime) -> String {
        let right: Vec<_> = (-20..=20).map(|steps| self.code(now, steps)).collect();
        (0..).map(|number| format!("{number:06}")).find(|code| !right.contains(code)).unwrap()
    }
}

pub fn later(now: UnixTime, seconds: i64) -> UnixTime {
    UnixTime::from_seconds(now.seconds().checked_add_signed(seconds).unwrap())
}
