//! What a granted request does.

use crate::rules::{With, rule};
use crate::{
    By, Circumstances, Contract, Day, Payee, Place, Refusal, Request, Token, TokenSerial, TransactionId,
    TransferId, Yen,
};

/// A reserved transfer or payment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Transfer {
    pub id: TransferId,
    pub payee: Payee,
    pub amount: Yen,
    /// The day of the reservation.
    pub day: Day,
    /// The 取引QR that was signed, if it was one.
    pub transaction: Option<TransactionId>,
    /// 振込予約取消
    pub cancelled: bool,
}

/// What a granted request has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Issued { serial: TokenSerial },
    Started { serial: TokenSerial, transfers_from: Day },
    LoggedIn,
    Reserved { id: TransferId },
    Cancelled { id: TransferId },
    LimitChanged { limit: Yen },
    OldCodeProven,
    Replaced { serial: TokenSerial },
    Suspended,
    BankingStopped,
    Locked,
    TokenStopped,
    TokenLost,
    Resumed,
    LockReleased,
}

impl Contract {
    /// Remembers what a code of an own token used up.
    pub(crate) fn use_up(&mut self, serial: &TokenSerial, place: Place) -> Result<(), Refusal> {
        let own = self.tokens.iter_mut().find(|token| token.serial == *serial);
        own.ok_or(Refusal::CodeOfAnotherToken)?.use_up(place)
    }

    /// Lets every token become what the table says.
    pub(crate) fn move_tokens(&mut self, request: &Request) {
        let rule = rule(request.journey());
        for token in &mut self.tokens {
            token.state = rule.leads(token.state);
        }
        let Some((serial, state)) = request.serial().zip(rule.becomes) else { return };
        if matches!(rule.with, With::NewSerial | With::NewSerialUnlessStopped) {
            self.tokens.push(Token::issued(serial.clone()));
        }
        for token in self.tokens.iter_mut().filter(|token| token.serial == *serial) {
            token.state = state;
        }
    }

    /// Changes all but the tokens.
    pub(crate) fn apply(&mut self, request: &Request, circumstances: &Circumstances) -> Outcome {
        let today = circumstances.today;
        if self.live().is_none() {
            self.started = None;
        }
        let goes_on = matches!(
            request,
            Request::Login
                | Request::Transfer { .. }
                | Request::PayEasy { .. }
                | Request::CancelTransfer { .. }
                | Request::ChangeLimit { .. }
        );
        if !goes_on {
            self.old_code_proven = None;
        }
        match request {
            Request::Issue { serial } | Request::Reissue { serial } => {
                Outcome::Issued { serial: serial.clone() }
            }
            Request::Start { serial, login_code } => {
                self.login_code = *login_code;
                self.started = Some(today);
                let wait = circumstances.policy.wait_until_next_day;
                Outcome::Started {
                    serial: serial.clone(),
                    transfers_from: if wait { today.next() } else { today },
                }
            }
            Request::Login => Outcome::LoggedIn,
            Request::Transfer { payee, amount, by } => {
                self.reserve(Payee::Account(payee.clone()), *amount, *by, today)
            }
            Request::PayEasy { payee, amount, by } => {
                self.reserve(Payee::Institution(payee.clone()), *amount, *by, today)
            }
            Request::CancelTransfer { id } => {
                for transfer in self.transfers.iter_mut().filter(|transfer| transfer.id == *id) {
                    transfer.cancelled = true;
                }
                Outcome::Cancelled { id: *id }
            }
            Request::ChangeLimit { limit } => {
                self.limit = *limit;
                Outcome::LimitChanged { limit: *limit }
            }
            Request::ReplaceBegin => {
                self.old_code_proven = Some(today);
                Outcome::OldCodeProven
            }
            Request::ReplaceFinish { serial } => Outcome::Replaced { serial: serial.clone() },
            Request::Suspend => Outcome::Suspended,
            Request::StopBanking => {
                self.banking_stopped = true;
                Outcome::BankingStopped
            }
            Request::Lock => {
                self.locked = true;
                Outcome::Locked
            }
            Request::BranchStop => Outcome::TokenStopped,
            Request::BranchLoss => Outcome::TokenLost,
            Request::BranchResume => {
                self.banking_stopped = false;
                Outcome::Resumed
            }
            Request::ReleaseLock => {
                self.locked = false;
                Outcome::LockReleased
            }
        }
    }

    fn reserve(&mut self, payee: Payee, amount: Yen, by: By, day: Day) -> Outcome {
        let id = TransferId(self.transfers.len() as u64 + 1);
        let transaction = match by {
            By::TransactionQr { id } => Some(id),
            By::NormalCode | By::Payee => None,
        };
        self.transfers.push(Transfer { id, payee, amount, day, transaction, cancelled: false });
        Outcome::Reserved { id }
    }
}
