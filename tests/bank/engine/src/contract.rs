//! A contract, and the two questions that are asked of it.

use crate::rules::{Asker, Code, Rule, With, rule};
use crate::{
    By, Circumstances, CodeKind, ContractId, Day, NeededCode, Needs, Outcome, Proofs, Refusal, Request,
    Token, TokenSerial, TokenState, Transfer, Yen,
};

/// A customer's contract for internet banking. It changes through [`Contract::grant`] alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Contract {
    pub(crate) id: ContractId,
    pub(crate) tokens: Vec<Token>,
    pub(crate) login_code: bool,
    pub(crate) started: Option<Day>,
    pub(crate) transfers: Vec<Transfer>,
    pub(crate) limit: Yen,
    pub(crate) old_code_proven: Option<Day>,
    pub(crate) banking_stopped: bool,
    pub(crate) locked: bool,
}

impl Contract {
    /// The highest limit of a day, and the limit of a new contract.
    pub const HIGHEST_LIMIT: Yen = Yen(10_000_000);

    /// A contract without a token.
    pub fn new(id: ContractId) -> Self {
        Self {
            id,
            tokens: Vec::new(),
            login_code: false,
            started: None,
            transfers: Vec::new(),
            limit: Self::HIGHEST_LIMIT,
            old_code_proven: None,
            banking_stopped: false,
            locked: false,
        }
    }

    pub fn id(&self) -> &ContractId {
        &self.id
    }

    /// Every token that the contract ever had, the oldest first.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The token in use.
    pub fn live(&self) -> Option<&Token> {
        self.newest(TokenState::Live)
    }

    /// The token of the letter that is under way.
    pub fn letter(&self) -> Option<&Token> {
        self.newest(TokenState::Issued)
    }

    /// 認証する: chosen at the last 利用開始, and in force until the next one.
    pub fn login_code(&self) -> bool {
        self.login_code
    }

    /// The day of 利用開始 of the token in use.
    pub fn started(&self) -> Option<Day> {
        self.started
    }

    /// The first day of transfers with the token in use.
    pub fn transfers_from(&self, wait_until_next_day: bool) -> Option<Day> {
        self.started.map(|day| if wait_until_next_day { day.next() } else { day })
    }

    /// Every transfer and payment, the oldest first.
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// The most that goes out on one day (利用限度額).
    pub fn limit(&self) -> Yen {
        self.limit
    }

    /// What is left of the limit on a day.
    pub fn left_of_limit(&self, day: Day) -> Yen {
        let counts = |transfer: &&Transfer| transfer.day == day && !transfer.cancelled;
        let spent = self.transfers.iter().filter(counts).map(|transfer| transfer.amount.0);
        Yen(self.limit.0.saturating_sub(spent.fold(0, u64::saturating_add)))
    }

    /// 現ワンタイムパスワードの認証 was passed on this day, and 交換 may go on until the day ends.
    pub fn old_code_proven(&self) -> Option<Day> {
        self.old_code_proven
    }

    /// IB取引中止
    pub fn banking_stopped(&self) -> bool {
        self.banking_stopped
    }

    /// Too many wrong codes.
    pub fn locked(&self) -> bool {
        self.locked
    }

    /// What must be proven before the request can be granted; or the refusal that no proof could change.
    pub fn needs(&self, request: &Request, circumstances: &Circumstances) -> Result<Needs, Refusal> {
        let rule = rule(request.journey());
        self.open_to(rule.asker)?;
        let serial = self.token_for(&rule, request, circumstances)?;
        self.terms(request, circumstances)?;
        let code = serial.zip(kind_of(rule.code, request));
        Ok(Needs {
            code: code.map(|(serial, kind)| NeededCode { serial, kind }),
            transfer_password: rule.transfer_password,
        })
    }

    /// The contract after the request, or the reason why it stays as it is.
    pub fn grant(
        &self,
        request: &Request,
        proofs: &Proofs,
        circumstances: &Circumstances,
    ) -> Result<(Self, Outcome), Refusal> {
        let needs = self.needs(request, circumstances)?;
        if needs.transfer_password && !proofs.transfer_password {
            return Err(Refusal::TransferPasswordMissing);
        }
        let mut after = self.clone();
        if let Some(code) = needs.code {
            let proof = proofs.code.as_ref().ok_or(Refusal::CodeMissing)?;
            code.met_by(proof)?;
            after.use_up(&proof.serial, proof.place)?;
        }
        after.move_tokens(request);
        let outcome = after.apply(request, circumstances);
        Ok((after, outcome))
    }

    fn newest(&self, state: TokenState) -> Option<&Token> {
        self.tokens.iter().rev().find(|token| token.state == state)
    }

    fn open_to(&self, asker: Asker) -> Result<(), Refusal> {
        match asker {
            Asker::Customer | Asker::CustomerThoughLocked if self.banking_stopped => {
                Err(Refusal::BankingStopped)
            }
            Asker::Customer if self.locked => Err(Refusal::Locked),
            _ => Ok(()),
        }
    }

    /// The token whose code is needed, if the rule works with one.
    fn token_for(
        &self,
        rule: &Rule,
        request: &Request,
        circumstances: &Circumstances,
    ) -> Result<Option<TokenSerial>, Refusal> {
        let live = || self.live().ok_or_else(|| self.why_none_is_live());
        let token = match rule.with {
            With::Nothing => None,
            With::LiveIfChosen if !self.login_code => None,
            With::Live | With::LiveIfChosen => Some(live()?),
            With::LiveBesideLetter => {
                let live = live()?;
                self.letter().ok_or(Refusal::NothingIssued)?;
                Some(live)
            }
            With::NewSerial | With::NewSerialUnlessStopped => {
                self.new_serial(rule, circumstances)?;
                None
            }
            With::ToStart => {
                let named = self.named(request, circumstances)?;
                if self.live().is_some() {
                    return Err(Refusal::AlreadyStarted);
                }
                startable(named, &[TokenState::Issued, TokenState::Suspended])?;
                Some(named)
            }
            With::Successor => {
                live()?;
                let named = self.named(request, circumstances)?;
                startable(named, &[TokenState::Issued])?;
                if self.old_code_proven != Some(circumstances.today) {
                    return Err(Refusal::OldCodeNotProven);
                }
                Some(named)
            }
        };
        Ok(token.map(|token| token.serial.clone()))
    }

    /// Whether a letter may go out for a serial.
    fn new_serial(&self, rule: &Rule, circumstances: &Circumstances) -> Result<(), Refusal> {
        unless(circumstances.owner.is_some(), Refusal::SerialTaken)?;
        let why = self.why_none_is_live();
        let branch_alone = matches!(why, Refusal::TokenStopped | Refusal::TokenLost);
        unless(branch_alone && rule.with == With::NewSerialUnlessStopped, why)
    }

    /// The contract's own token that the request names.
    fn named(&self, request: &Request, circumstances: &Circumstances) -> Result<&Token, Refusal> {
        let own = || self.tokens.iter().find(|token| Some(&token.serial) == request.serial());
        match &circumstances.owner {
            Some(owner) if *owner != self.id => Err(Refusal::SerialOfAnother),
            _ => own().ok_or(Refusal::UnknownSerial),
        }
    }

    /// The state of the newest token that could have been in use.
    fn why_none_is_live(&self) -> Refusal {
        let newest = self.tokens.iter().rev().find(|token| token.state != TokenState::Replaced);
        newest.map_or(Refusal::NoToken, |token| refusal_of(token.state))
    }

    /// What is asked of the numbers in a request.
    fn terms(&self, request: &Request, circumstances: &Circumstances) -> Result<(), Refusal> {
        if let Some((_, amount, by)) = request.order() {
            return self.order_terms(amount, by, circumstances);
        }
        match request {
            Request::CancelTransfer { id } => {
                let transfer = self.transfers.iter().find(|transfer| transfer.id == *id);
                let cancelled = transfer.ok_or(Refusal::UnknownTransfer)?.cancelled;
                unless(cancelled, Refusal::AlreadyCancelled)
            }
            Request::ChangeLimit { limit } => {
                unless(*limit > Self::HIGHEST_LIMIT, Refusal::LimitTooHigh { most: Self::HIGHEST_LIMIT })
            }
            Request::Lock => unless(self.locked, Refusal::Locked),
            Request::ReleaseLock => unless(!self.locked, Refusal::NotLocked),
            Request::BranchStop | Request::BranchLoss => {
                unless(!self.moves_a_token(request), Refusal::NothingToStop)
            }
            Request::BranchResume => {
                unless(!self.banking_stopped && !self.moves_a_token(request), Refusal::NothingToResume)
            }
            _ => Ok(()),
        }
    }

    fn order_terms(&self, amount: Yen, by: By, circumstances: &Circumstances) -> Result<(), Refusal> {
        let Circumstances { today, policy, .. } = circumstances;
        let from = self.transfers_from(policy.wait_until_next_day);
        if let Some(from) = from.filter(|from| today < from) {
            return Err(Refusal::TooEarly { from });
        }
        unless(by == By::NormalCode && policy.transaction_obligatory, Refusal::TransactionRequired)?;
        unless(amount == Yen(0), Refusal::NoAmount)?;
        let left = self.left_of_limit(*today);
        unless(amount > left, Refusal::OverLimit { left })?;
        let By::TransactionQr { id } = by else { return Ok(()) };
        unless(self.transfers.iter().any(|transfer| transfer.transaction == Some(id)), Refusal::CodeUsed)
    }

    fn moves_a_token(&self, request: &Request) -> bool {
        let rule = rule(request.journey());
        self.tokens.iter().any(|token| rule.leads(token.state) != token.state)
    }
}

/// What the needed code is computed over.
fn kind_of(code: Code, request: &Request) -> Option<CodeKind> {
    match code {
        Code::No => None,
        Code::Normal => Some(CodeKind::Login),
        Code::Order => request.order().map(|(payee, amount, by)| match by {
            By::NormalCode => CodeKind::Login,
            By::Payee => CodeKind::Payee(payee.number().clone()),
            By::TransactionQr { id } => CodeKind::Transaction { id, payee, amount },
        }),
    }
}

fn startable(token: &Token, states: &[TokenState]) -> Result<(), Refusal> {
    unless(!states.contains(&token.state), refusal_of(token.state))
}

/// Why a token in this state does not do what was asked of it.
fn refusal_of(state: TokenState) -> Refusal {
    match state {
        TokenState::Issued => Refusal::NotStarted,
        TokenState::Live => Refusal::AlreadyStarted,
        TokenState::Suspended => Refusal::TokenSuspended,
        TokenState::Replaced => Refusal::TokenReplaced,
        TokenState::Stopped => Refusal::TokenStopped,
        TokenState::Lost => Refusal::TokenLost,
    }
}

fn unless(fault: bool, refusal: Refusal) -> Result<(), Refusal> {
    if fault { Err(refusal) } else { Ok(()) }
}
