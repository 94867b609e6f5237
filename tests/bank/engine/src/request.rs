//! What is asked of a contract.

use crate::{Account, ContractId, Day, Institution, Payee, TokenSerial, TransactionId, TransferId, Yen};

/// One step of a journey. The site has checked the login password of a customer who asks, and the branch knows its own
/// people.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Request {
    /// 申込: a letter with a new seed goes out. An earlier letter that was not used yet is void from then on.
    Issue { serial: TokenSerial },
    /// 利用開始, also after 利用中止. `login_code`: 認証する.
    Start { serial: TokenSerial, login_code: bool },
    /// ログイン
    Login,
    /// 振込
    Transfer { payee: Account, amount: Yen, by: By },
    /// Pay-easy
    PayEasy { payee: Institution, amount: Yen, by: By },
    /// 振込予約取消, also of a payment.
    CancelTransfer { id: TransferId },
    /// 利用限度額変更. The limit is for all transfers and payments of one day together.
    ChangeLimit { limit: Yen },
    /// 交換, first page: 現ワンタイムパスワードの認証. It holds until the day ends.
    ReplaceBegin,
    /// 交換, second page: the token of the newest letter takes the place of the one in use.
    ReplaceFinish { serial: TokenSerial },
    /// 利用中止
    Suspend,
    /// IB取引中止: by oneself, day and night, with a locked contract too.
    StopBanking,
    /// The verifier locked the token after too many wrong codes.
    Lock,
    /// 利用停止 at the branch. It can be taken back.
    BranchStop,
    /// 紛失・盗難 at the branch. No token of that day is ever used again.
    BranchLoss,
    /// The branch takes back 利用停止 and IB取引中止. A token that was stopped needs 利用開始 again.
    BranchResume,
    /// ロック解除 at the branch.
    ReleaseLock,
    /// 再発行 at the branch: a new letter, and every earlier token is out of use at once.
    Reissue { serial: TokenSerial },
}

/// What the code of a transfer or payment is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// Nothing: the normal code. Banks where 取引認証 is obligatory refuse it.
    NormalCode,
    /// 取引認証, typed: the payee's digits.
    Payee,
    /// 取引認証 by 取引QR: the whole payee and the amount.
    TransactionQr { id: TransactionId },
}

/// The kind of a request: a row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Journey {
    Issue,
    Start,
    Login,
    Transfer,
    PayEasy,
    CancelTransfer,
    ChangeLimit,
    ReplaceBegin,
    ReplaceFinish,
    Suspend,
    StopBanking,
    Lock,
    BranchStop,
    BranchLoss,
    BranchResume,
    ReleaseLock,
    Reissue,
}

impl Journey {
    /// Every journey, in the order of the table.
    pub const ALL: [Self; 17] = [
        Self::Issue,
        Self::Start,
        Self::Login,
        Self::Transfer,
        Self::PayEasy,
        Self::CancelTransfer,
        Self::ChangeLimit,
        Self::ReplaceBegin,
        Self::ReplaceFinish,
        Self::Suspend,
        Self::StopBanking,
        Self::Lock,
        Self::BranchStop,
        Self::BranchLoss,
        Self::BranchResume,
        Self::ReleaseLock,
        Self::Reissue,
    ];

    /// The journey's name in logs and in the table. It never changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Start => "start",
            Self::Login => "login",
            Self::Transfer => "transfer",
            Self::PayEasy => "pay-easy",
            Self::CancelTransfer => "cancel-transfer",
            Self::ChangeLimit => "change-limit",
            Self::ReplaceBegin => "replace-begin",
            Self::ReplaceFinish => "replace-finish",
            Self::Suspend => "suspend",
            Self::StopBanking => "stop-banking",
            Self::Lock => "lock",
            Self::BranchStop => "branch-stop",
            Self::BranchLoss => "branch-loss",
            Self::BranchResume => "branch-resume",
            Self::ReleaseLock => "release-lock",
            Self::Reissue => "reissue",
        }
    }
}

impl Request {
    /// The row of the table.
    pub fn journey(&self) -> Journey {
        match self {
            Self::Issue { .. } => Journey::Issue,
            Self::Start { .. } => Journey::Start,
            Self::Login => Journey::Login,
            Self::Transfer { .. } => Journey::Transfer,
            Self::PayEasy { .. } => Journey::PayEasy,
            Self::CancelTransfer { .. } => Journey::CancelTransfer,
            Self::ChangeLimit { .. } => Journey::ChangeLimit,
            Self::ReplaceBegin => Journey::ReplaceBegin,
            Self::ReplaceFinish { .. } => Journey::ReplaceFinish,
            Self::Suspend => Journey::Suspend,
            Self::StopBanking => Journey::StopBanking,
            Self::Lock => Journey::Lock,
            Self::BranchStop => Journey::BranchStop,
            Self::BranchLoss => Journey::BranchLoss,
            Self::BranchResume => Journey::BranchResume,
            Self::ReleaseLock => Journey::ReleaseLock,
            Self::Reissue { .. } => Journey::Reissue,
        }
    }

    /// The serial that the request names. Its owner goes into [`Circumstances`].
    pub fn serial(&self) -> Option<&TokenSerial> {
        match self {
            Self::Issue { serial }
            | Self::Start { serial, .. }
            | Self::ReplaceFinish { serial }
            | Self::Reissue { serial } => Some(serial),
            _ => None,
        }
    }

    /// Payee, amount and signature of a request that moves money.
    pub fn order(&self) -> Option<(Payee, Yen, By)> {
        match self {
            Self::Transfer { payee, amount, by } => Some((Payee::Account(payee.clone()), *amount, *by)),
            Self::PayEasy { payee, amount, by } => Some((Payee::Institution(payee.clone()), *amount, *by)),
            _ => None,
        }
    }
}

/// What differs between banks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// Transfers from the day after 利用開始. Practice may skip the wait.
    pub wait_until_next_day: bool,
    /// Transfers and payments need 取引認証.
    pub transaction_obligatory: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self { wait_until_next_day: true, transaction_obligatory: true }
    }
}

/// What the engine cannot know by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// The day in Japan's time.
    pub today: Day,
    pub policy: Policy,
    /// The contract of this bank that has [`Request::serial`] among its tokens, in whatever state. `None`: no contract has
    /// it.
    /// Other banks do not count, since one serial may be registered at several.
    pub owner: Option<ContractId>,
}
