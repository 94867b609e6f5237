//! Why a request is not granted.

use crate::{Day, Yen};

/// Makes the enum, its names and their list of one list, so that no reason is forgotten in any of them.
macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident $({ $($(#[$said:meta])* $field:ident: $type:ty),+ })? = $name:literal,)+) => {
        /// Why a request is not granted. Nothing of the contract changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Refusal {
            $($(#[$doc])* $variant $({ $($(#[$said])* $field: $type),+ })?,)+
        }

        impl Refusal {
            /// The name of every reason.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// The reason's name in pages and logs. It never changes.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $name,)+
                }
            }
        }
    };
}

refusals! {
    /// IB取引中止: the branch alone takes it back.
    BankingStopped = "banking-stopped",
    /// Too many wrong codes: the branch alone releases it.
    Locked = "locked",
    /// The contract has no token, and no letter is under way.
    NoToken = "no-token",
    /// A letter is under way; 利用開始 comes first.
    NotStarted = "not-started",
    /// 利用中止: 利用開始 comes first.
    TokenSuspended = "token-suspended",
    /// 利用停止: the branch alone takes it back.
    TokenStopped = "token-stopped",
    /// 紛失・盗難: the branch alone issues another.
    TokenLost = "token-lost",
    /// Another token or another letter took its place.
    TokenReplaced = "token-replaced",
    /// 利用開始 of a contract that has a token in use: 交換 is the way.
    AlreadyStarted = "already-started",
    /// No contract of the bank has this serial.
    UnknownSerial = "unknown-serial",
    /// Another contract of the bank has this serial.
    SerialOfAnother = "serial-of-another",
    /// A letter cannot go out for a serial that a contract of the bank has already.
    SerialTaken = "serial-taken",
    /// 交換 without a letter for the new token.
    NothingIssued = "nothing-issued",
    /// The second page of 交換 without the first one of the same day.
    OldCodeNotProven = "old-code-not-proven",
    /// Transfers begin the day after 利用開始.
    TooEarly { /** The first day of transfers. */ from: Day } = "too-early",
    /// The bank takes no normal code for a transfer or payment.
    TransactionRequired = "transaction-required",
    /// 0 yen.
    NoAmount = "no-amount",
    /// More than the day's limit.
    OverLimit { /** What is left of it today. */ left: Yen } = "over-limit",
    /// A limit above what the bank allows.
    LimitTooHigh { /** The highest limit. */ most: Yen } = "limit-too-high",
    /// The contract has no such transfer.
    UnknownTransfer = "unknown-transfer",
    /// The transfer was cancelled before.
    AlreadyCancelled = "already-cancelled",
    /// No code was accepted.
    CodeMissing = "code-missing",
    /// The two digits were not given, or were wrong.
    TransferPasswordMissing = "transfer-password-missing",
    /// The code is right, and another token's.
    CodeOfAnotherToken = "code-of-another-token",
    /// The code is right, and of another kind: normal instead of 取引認証, or the other way round.
    CodeOfAnotherKind = "code-of-another-kind",
    /// The code is right, and for another payee.
    CodeForAnotherPayee = "code-for-another-payee",
    /// The code is right, and for another amount.
    CodeForAnotherAmount = "code-for-another-amount",
    /// The code is right, and of another 取引QR.
    CodeForAnotherTransaction = "code-for-another-transaction",
    /// The code was used before, or an earlier one than the last used.
    CodeUsed = "code-used",
    /// 利用停止 or 紛失・盗難 where there is no token that could still be used.
    NothingToStop = "nothing-to-stop",
    /// Neither a token nor banking is stopped.
    NothingToResume = "nothing-to-resume",
    /// The contract is not locked.
    NotLocked = "not-locked",
}
