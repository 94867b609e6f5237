//! The table: which journey needs what, and where it leads.

use crate::{Journey, TokenState};
use TokenState::{Issued, Live, Lost, Replaced, Stopped, Suspended};

/// One row.
pub(crate) struct Rule {
    pub asker: Asker,
    pub with: With,
    pub code: Code,
    /// Two digits of the 資金移動用パスワード.
    pub transfer_password: bool,
    /// What the token that the request names becomes.
    pub becomes: Option<TokenState>,
    /// What every other token becomes; one whose state is not listed stays as it is.
    pub others: &'static [(TokenState, TokenState)],
}

/// Whose request it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    /// Refused while banking is stopped or the contract locked.
    Customer,
    /// Refused while banking is stopped alone: whoever is locked can still stop.
    CustomerThoughLocked,
    /// Never refused for a stop or a lock.
    Bank,
}

/// The token that a request works with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum With {
    /// None.
    Nothing,
    /// The one in use.
    Live,
    /// The one in use, where the customer chose 認証する; else none.
    LiveIfChosen,
    /// The one in use; and a letter for another must be there.
    LiveBesideLetter,
    /// One that no contract has.
    NewSerial,
    /// The same, while the customer's newest token is neither stopped nor lost: then the branch alone issues another.
    NewSerialUnlessStopped,
    /// The named one: of a letter or suspended, while none is in use.
    ToStart,
    /// The named one: of a letter, while the one in use was proven today.
    Successor,
}

/// The code that a request needs of its token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// None.
    No,
    /// The normal one.
    Normal,
    /// As the order says: bound to the payee, to the transaction, or the normal one where the policy allows it.
    Order,
}

/// A customer's request that works with the token in use and changes no token.
const fn daily(with: With, code: Code) -> Rule {
    Rule { asker: Asker::Customer, with, code, transfer_password: false, becomes: None, others: &[] }
}

/// A request of the bank itself. Nothing is proven.
const fn internal(
    with: With,
    becomes: Option<TokenState>,
    others: &'static [(TokenState, TokenState)],
) -> Rule {
    Rule { asker: Asker::Bank, with, code: Code::No, transfer_password: false, becomes, others }
}

/// The row of a journey.
pub(crate) const fn rule(journey: Journey) -> Rule {
    match journey {
        Journey::Issue => Rule {
            becomes: Some(Issued),
            others: &[(Issued, Replaced)],
            ..daily(With::NewSerialUnlessStopped, Code::No)
        },
        Journey::Start => Rule {
            transfer_password: true,
            becomes: Some(Live),
            others: &[(Suspended, Replaced)],
            ..daily(With::ToStart, Code::Normal)
        },
        Journey::Login => daily(With::LiveIfChosen, Code::Normal),
        Journey::Transfer | Journey::PayEasy => daily(With::Live, Code::Order),
        Journey::CancelTransfer | Journey::ChangeLimit => daily(With::Live, Code::Normal),
        Journey::ReplaceBegin => daily(With::LiveBesideLetter, Code::Normal),
        Journey::ReplaceFinish => {
            Rule { becomes: Some(Live), others: &[(Live, Replaced)], ..daily(With::Successor, Code::Normal) }
        }
        Journey::Suspend => {
            Rule { transfer_password: true, others: &[(Live, Suspended)], ..daily(With::Live, Code::No) }
        }
        Journey::StopBanking => Rule { asker: Asker::CustomerThoughLocked, ..daily(With::Nothing, Code::No) },
        Journey::Lock | Journey::ReleaseLock => internal(With::Nothing, None, &[]),
        Journey::BranchStop => {
            internal(With::Nothing, None, &[(Issued, Stopped), (Live, Stopped), (Suspended, Stopped)])
        }
        Journey::BranchLoss => {
            internal(With::Nothing, None, &[(Issued, Lost), (Live, Lost), (Suspended, Lost), (Stopped, Lost)])
        }
        Journey::BranchResume => internal(With::Nothing, None, &[(Stopped, Suspended)]),
        Journey::Reissue => internal(
            With::NewSerial,
            Some(Issued),
            &[(Issued, Replaced), (Live, Replaced), (Suspended, Replaced), (Stopped, Replaced)],
        ),
    }
}

impl Rule {
    /// What another token than the named one becomes.
    pub fn leads(&self, from: TokenState) -> TokenState {
        self.others.iter().find(|(before, _)| *before == from).map_or(from, |(_, after)| *after)
    }
}
