//! The customer's token: it reads the picture of the letter as the app does, and computes with the app's own rooms.

use crate::bench::{Answer, Bench};
use skts_token::otp::{Step, sign_payee, sign_transaction, totp};
use skts_token::provisioning::limits::MAX_PICTURE_PIXELS;
use skts_token::provisioning::{Found, PhonePart, found_in_text, picture, transaction_from_text};
use skts_token::token::Draft;

/// A token that read a letter.
pub struct Phone {
    draft: Draft,
}

impl Phone {
    /// Reads the QR code of the letter that an answer shows.
    pub fn of(bench: &Bench, letter: &Answer) -> Self {
        let Found::Whole(draft) = found(bench, letter) else { panic!("the letter is not for a whole token") };
        Self { draft }
    }

    /// The first half of a two-step enrolment: the letters that the customer types, and the token.
    pub fn in_two_steps(bench: &Bench, letter: &Answer) -> (String, Self) {
        let Found::Half(half) = found(bench, letter) else { panic!("the letter is not for half a token") };
        let part: PhonePart = half.draw(&ring::rand::SystemRandom::new()).unwrap();
        let letters = part.text().to_string();
        (letters, Self { draft: half.join(&part) })
    }

    pub fn serial(&self) -> String {
        self.draft.profile().serial.as_str().to_owned()
    }

    /// The six digits of this moment.
    pub fn code(&self, bench: &Bench) -> String {
        totp(self.draft.seed(), self.draft.profile().algorithm, Step::at(bench.now())).as_str().to_owned()
    }

    /// The six digits of the next step; the clock goes there.
    pub fn next(&self, bench: &Bench) -> String {
        bench.later(30);
        self.code(bench)
    }

    /// 取引認証, typed.
    pub fn sign(&self, bench: &Bench, payee: &str) -> String {
        let suite = self.draft.profile().payee_suite().unwrap();
        sign_payee(self.draft.seed(), suite, &payee.parse().unwrap(), bench.now())
            .unwrap()
            .as_str()
            .to_owned()
    }

    /// The eight digits of the 取引QR that an answer shows, its payee and its amount.
    pub fn sign_shown(&self, bench: &Bench, page: &Answer) -> (String, String, u64) {
        let transaction = transaction_from_text(&qr(page, "transaction-qr")).unwrap();
        let code = sign_transaction(self.draft.seed(), &transaction, bench.now());
        let payee = transaction.destination().payee().as_str().to_owned();
        (code.as_str().to_owned(), payee, transaction.amount().count())
    }
}

fn found(bench: &Bench, letter: &Answer) -> Found {
    found_in_text(&qr(letter, "qr"), bench.now()).unwrap()
}

/// What the QR code of a page says, read from its pixels.
fn qr(page: &Answer, id: &str) -> String {
    let png = page.picture(id);
    let picture = picture::from_bytes(&png, MAX_PICTURE_PIXELS).unwrap();
    picture.read(&|| false).unwrap().expose().to_owned()
}
