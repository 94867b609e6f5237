//! What the page of 取引認証 shows.

use super::super::{Cover, LocalTime, Named, Reading, Room, named};
use super::{Awaited, Sign, shown};
use crate::app::signed::Signed;
use crate::app::{Copied, Refusal};
use crate::token::{AccountKind, CreditUnion, Destination, Payee, PayeeKind, Profile, ToSign};
use std::fmt;

/// Digits of a payee, an amount or a code as they stand on the screen. `Debug` does not show them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Private(pub String);

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "Private()" } else { "Private(…)" })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum SignView {
    Entry(SignEntry),
    Asks(SignAsked),
    Result(SignResult),
}

#[derive(Clone, Debug, PartialEq)]
pub struct SignEntry {
    pub name: Named,
    /// Whether the token signs a payee that is typed, and whether it signs a 取引QR.
    pub types: bool,
    pub scans: bool,
    pub kind: PayeeKind,
    pub typed: Private,
    pub missing: usize,
    pub camera: bool,
    /// Something is on its way in: the buttons wait.
    pub reading: bool,
    /// The wait is for the system's file chooser, which may never answer.
    pub can_cancel: bool,
    pub refused: Option<Refusal>,
}

/// What is signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Signee {
    pub kind: PayeeKind,
    /// `123 4567`
    pub payee: Private,
    /// `50,000`; with a 取引QR alone.
    pub amount: Option<Private>,
    pub bank: Option<SigneeBank>,
}

/// Where the account is, as a 取引QR says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigneeBank {
    /// The credit union that has the number; `None`: the list knows no such number.
    pub name: Option<Private>,
    pub number: Private,
    pub branch: Private,
    pub account: AccountKind,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SignAsked {
    pub signee: Signee,
    /// The vault computes the code: the buttons wait.
    pub signing: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SignResult {
    pub name: Named,
    pub signee: Signee,
    /// Six or eight digits; empty while they are covered, and when their time has passed.
    pub code: Private,
    pub digits: usize,
    pub ended: bool,
    pub seconds_left: u64,
    /// How many thirtieths of its time the code still has.
    pub thirtieths: u8,
    /// `12:34:30`, local time
    pub valid_until: String,
    pub cover: Option<Cover>,
    /// The phone is in a call, and the customer has asked for the code nevertheless.
    pub shown_in_call: bool,
    pub copied: bool,
    pub can_speak: bool,
    pub can_copy: bool,
}

impl Sign {
    pub fn view(&self, room: Room, now: Reading, local: &dyn LocalTime) -> SignView {
        let profile = shown(room.vault);
        let name = profile.map(named).unwrap_or_default();
        let asks = |what: &ToSign, signing| SignView::Asks(SignAsked { signee: signee(what), signing });
        match self {
            Self::Entry { kind, typed, refused } => SignView::Entry(SignEntry {
                typed: Private(typed.as_str().to_owned()),
                missing: typed.missing(),
                refused: *refused,
                ..entry(profile, *kind, room)
            }),
            Self::Reading { kind, awaited } => SignView::Entry(SignEntry {
                reading: true,
                can_cancel: *awaited == Awaited::FileChooser,
                ..entry(profile, *kind, room)
            }),
            Self::Asking(what) => asks(what, false),
            Self::Signing(what) => asks(what, true),
            Self::Signed(signed) => SignView::Result(result(name, signed, room, now, local)),
            Self::Ended(what) => SignView::Result(SignResult {
                name,
                signee: signee(what),
                code: Private::default(),
                digits: 0,
                ended: true,
                seconds_left: 0,
                thirtieths: 0,
                valid_until: String::new(),
                cover: None,
                shown_in_call: false,
                copied: false,
                can_speak: false,
                can_copy: false,
            }),
        }
    }
}

fn entry(profile: Option<&Profile>, kind: PayeeKind, room: Room) -> SignEntry {
    SignEntry {
        name: profile.map(named).unwrap_or_default(),
        types: profile.is_some_and(|profile| profile.payee_suite().is_some()),
        scans: profile.is_some_and(|profile| profile.tx),
        kind,
        typed: Private::default(),
        missing: kind.digits(),
        camera: room.device.camera,
        reading: false,
        can_cancel: false,
        refused: None,
    }
}

fn signee(what: &ToSign) -> Signee {
    let bare = |payee: &Payee| Signee {
        kind: payee.kind(),
        payee: Private(payee.grouped()),
        amount: None,
        bank: None,
    };
    let transaction = match what {
        ToSign::Payee(payee) => return bare(payee),
        ToSign::Transaction(transaction) => transaction,
    };
    let bank = match transaction.destination() {
        Destination::Institution(_) => None,
        Destination::Account { bank, branch, kind, .. } => Some(SigneeBank {
            name: CreditUnion::by_number(*bank).map(|union| Private(union.name.to_owned())),
            number: Private(bank.to_string()),
            branch: Private(branch.to_string()),
            account: *kind,
        }),
    };
    let amount = Some(Private(transaction.amount().to_string()));
    Signee { amount, bank, ..bare(transaction.destination().payee()) }
}

fn result(name: Named, signed: &Signed, room: Room, now: Reading, local: &dyn LocalTime) -> SignResult {
    let cover = room.cover_where_purpose_is_known();
    let in_call = room.covers.is_in_call() && room.settings.cover_in_calls;
    let left = signed.end().seconds().saturating_sub(now.time.seconds());
    let digits = signed.code().as_str();
    SignResult {
        name,
        signee: signee(signed.what()),
        code: Private(if cover.is_none() { digits.to_owned() } else { String::new() }),
        digits: digits.len(),
        ended: false,
        seconds_left: left,
        thirtieths: u8::try_from((left * 30).div_ceil(signed.seconds().max(1))).unwrap_or(30).min(30),
        valid_until: local.time_of_day(signed.end()),
        cover,
        shown_in_call: in_call && cover.is_none(),
        copied: room.clipboard.copied() == Some(&Copied::Code),
        can_speak: room.device.can_speak && !in_call && cover.is_none(),
        can_copy: room.device.can_copy_codes && cover.is_none_or(Cover::may_copy),
    }
}
