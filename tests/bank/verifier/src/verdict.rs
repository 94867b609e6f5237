//! What a verifier says of a code, and which place a code used up.

/// What a verifier says of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The code is right, and was taken now: nobody will be told so again.
    Accepted { place: Place },
    /// No code of this token, kind and time. `left`: so many more failures lock the token, where that is known.
    Wrong { left: Option<u32> },
    /// The code was right, and it or a later one was taken before. It counts as a failure.
    Used,
    /// Too many failures: the branch releases it ([`crate::Verifier::release_lock`]).
    Locked,
    /// The token was stopped or revoked.
    Stopped,
    /// The token lacks the phone's part ([`crate::Verifier::finish_two_step`]).
    Unfinished,
    /// No token of this serial was enrolled here.
    Unknown,
    /// The transaction is for another token.
    OtherToken,
    /// The transaction has expired. Not a failure of the customer's.
    Expired,
    /// The token was enrolled without 取引認証.
    NotEnabled,
}

/// What an accepted code used up. Each place of a token is used up once, in all time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The step of 30 seconds, counted from 1970 by the token's clock (RFC 6238 §4.2). It and all before it are gone.
    Step(u64),
    /// The same for payees, which count for themselves: a code of ログイン does not use up a payee's.
    PayeeStep(u64),
    /// The transaction's id.
    Transaction([u8; 16]),
}
