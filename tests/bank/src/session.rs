//! What the bank knows of one browser: a row in the database, under a random id that the cookie holds.

use crate::secrets;
use serde::{Deserialize, Serialize};
use skts_token::token::UnixTime;

/// The cookie's name.
pub const COOKIE: &str = "skts-bank";
/// Seconds without a request after which a session has ended.
pub const IDLE_SECONDS: u64 = 600;
/// Seconds after which nobody is told any more that a session has ended.
pub const FORGOTTEN_SECONDS: u64 = 86_400;
/// Seconds for which an order waits for its code, and its 取引QR can be signed.
pub const ORDER_SECONDS: u64 = 600;
/// Orders of one session that wait for their code: as many tabs can be open at a transfer.
const MAX_ORDERS: usize = 8;

/// What the bank knows of one browser.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Session {
    /// The pages are English.
    pub english: bool,
    /// In every form of the session: another site's page does not know it.
    pub csrf: String,
    /// The contract that is logged in.
    pub customer: Option<String>,
    /// The contract whose password was right and whose code is still to come (認証する).
    pub half: Option<String>,
    /// The two digits of the 資金移動用パスワード that are asked for, from 0. They stay until they were told right: whoever
    /// does not know them is not asked for others.
    pub places: Option<(u8, u8)>,
    pub orders: Vec<Order>,
    /// The contract whose 現ワンタイムパスワードの認証 has passed.
    pub replacing: Option<Replacing>,
    /// What was granted last, for the page that says so.
    pub receipt: Option<Receipt>,
    /// What the branch did last, to which contract: said once.
    pub branch_said: Option<(String, String)>,
    /// The switches of practice were saved: said once.
    pub practice_saved: bool,
}

/// A transfer or a payment that waits for its code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    /// Sixteen random bytes: the name of the order, and the transaction's id of its 取引QR.
    pub id: [u8; 16],
    pub contract: String,
    pub serial: String,
    /// Bank and branch; neither for Pay-easy.
    pub account: Option<(String, String)>,
    /// Seven digits of an account, five of an institution.
    pub payee: String,
    pub yen: u64,
    pub by: SignedBy,
    /// The first second in which it is refused.
    pub ends: u64,
}

/// How a payment is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignedBy {
    /// The customer types the payee into the token: six digits.
    Payee,
    /// The token reads the 取引QR: eight digits.
    Qr,
    /// The code of a login, where this bank does not demand 取引認証.
    Code,
}

/// A 交換 whose old code was taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Replacing {
    pub contract: String,
    /// The first second in which it has to begin anew.
    pub ends: u64,
}

/// What was granted last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Receipt {
    /// `first_transfer`: the day, if it is still to come.
    Started {
        contract: String,
        first_transfer: Option<i64>,
        login_code: bool,
    },
    Replaced {
        contract: String,
        serial: String,
    },
    TwoStep {
        contract: String,
        serial: String,
    },
    Paid {
        number: u64,
        payee: String,
        yen: u64,
        day: i64,
        institution: bool,
    },
    Cancelled {
        number: u64,
    },
    Limit {
        yen: u64,
    },
    Suspended,
    BankingStopped {
        contract: String,
    },
}

impl Session {
    /// A new one, in the language of the one before.
    pub fn new(english: bool) -> Self {
        Self { english, csrf: secrets::token(), ..Self::default() }
    }

    /// Whether nobody has asked for it for too long. A clock that was set back ends nothing.
    pub fn has_ended(seen: UnixTime, now: UnixTime) -> bool {
        now.seconds().saturating_sub(seen.seconds()) >= IDLE_SECONDS
    }

    /// The places that are asked for: the same ones on every page until they were told right.
    pub fn places(&mut self) -> (u8, u8) {
        *self.places.get_or_insert_with(secrets::two_places)
    }

    /// Remembers an order; of too many the oldest is forgotten.
    pub fn remember(&mut self, order: Order) {
        if self.orders.len() >= MAX_ORDERS {
            self.orders.remove(0);
        }
        self.orders.push(order);
    }

    /// The order of that name; the latest one where none is named.
    pub fn order(&self, id: Option<&str>) -> Option<&Order> {
        match id {
            Some(id) => self.orders.iter().find(|order| order.name() == id),
            None => self.orders.last(),
        }
    }

    pub fn forget_order(&mut self, id: [u8; 16]) {
        self.orders.retain(|order| order.id != id);
    }
}

impl Order {
    /// The id in hexadecimal digits.
    pub fn name(&self) -> String {
        self.id.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_after_ten_idle_minutes() {
        let at = UnixTime::from_seconds;
        assert!(!Session::has_ended(at(1000), at(1599)));
        assert!(Session::has_ended(at(1000), at(1600)));
        assert!(!Session::has_ended(at(1000), at(0)));
    }

    #[test]
    fn the_places_stay_until_they_are_forgotten() {
        let mut session = Session::new(false);
        let places = session.places();
        assert_eq!(session.places(), places);
    }
}
