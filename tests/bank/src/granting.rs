//! From a request to what the engine grants: who asks, what is proven, which code the verifier takes.

use crate::clock::day;
use crate::faults::{CodeFault, Fault};
use crate::limits::TooMany;
use crate::passwords;
use crate::secrets;
use crate::session::{Order, SignedBy};
use crate::store::{Decision, Granted};
use crate::visit::Visit;
use skts_bank_engine::{
    CodeKind, Contract, NeededCode, Policy, Proof, Proofs, Refusal, Request, TokenSerial, TokenState,
    TransactionId,
};
use skts_bank_verifier::{Place, Verdict, VerifierError};
use skts_token::token::Serial;

/// What a customer brings along.
#[derive(Default)]
pub struct Brought<'a> {
    pub code: &'a str,
    /// The two digits of the 資金移動用パスワード were right.
    pub transfer_password: bool,
    /// The order that the code is for.
    pub order: Option<&'a Order>,
    /// A letter that goes out is for a two-step enrolment.
    pub two_step: bool,
}

impl Visit {
    /// Contract and login password of a form. Says the same of an unknown contract and of a wrong password, after the same time.
    pub fn password(&mut self) -> Result<String, Fault> {
        let typed = self.fields.digits("contract", crate::contract::CONTRACT_DIGITS);
        let contract = match typed {
            Err(Fault::NotDigits { .. }) => "-".to_owned(),
            other => other?,
        };
        let password = self.fields.raw("password");
        if password.is_empty() {
            return Err(Fault::Empty("password"));
        }
        self.count(&contract)?;
        let known = self.bank.store().password(&contract)?;
        let short = password.chars().count() <= passwords::MAX_PASSWORD;
        if !passwords::matches(if short { password } else { "" }, known.as_deref()) {
            self.about = known.map(|_| contract);
            return Err(Fault::WrongPassword);
        }
        self.about = Some(contract.clone());
        Ok(contract)
    }

    /// Whether the two digits of the form are those of the contract's 資金移動用パスワード.
    pub fn transfer_password(&mut self, contract: &str) -> Result<bool, Fault> {
        let typed = [self.fields.digits("digit-a", 1)?, self.fields.digits("digit-b", 1)?].concat();
        self.count(contract)?;
        let whole = self.bank.store().transfer_password(contract)?.ok_or(Fault::UnknownContract)?;
        let (first, second) = self.session.places();
        let asked: String =
            [first, second].iter().filter_map(|place| whole.chars().nth((*place).into())).collect();
        let right = secrets::same(&typed, &asked);
        if right {
            self.session.places = None;
        }
        Ok(right)
    }

    fn count(&self, contract: &str) -> Result<(), Fault> {
        self.bank.limits().count(contract, self.address).map_err(|TooMany| Fault::TooManyTries)
    }

    pub fn policy(&self) -> Result<Policy, Fault> {
        let practice = self.bank.store().practice()?;
        Ok(Policy {
            wait_until_next_day: !practice.skip_wait,
            transaction_obligatory: practice.transaction_obligatory,
        })
    }

    /// What the engine would need; or the refusal that no code changes. Nothing is taken.
    pub fn needs(&self, id: &str, request: &Request) -> Result<Option<NeededCode>, Fault> {
        let customer = self.bank.store().customer(id)?.ok_or(Fault::UnknownContract)?;
        let decision =
            Decision { today: day(self.now), policy: self.policy()?, request, proofs: &Proofs::default() };
        let circumstances = self.bank.store().circumstances(&decision)?;
        Ok(customer.contract.needs(request, &circumstances)?.code)
    }

    /// Lets the verifier take the code and the engine decide, and writes what it decided.
    ///
    /// The code is taken before the contract is written: two requests with one code are told apart by the verifier, and two requests
    /// that are granted for one contract come one after the other (see [`crate::store::Store::grant`]).
    pub fn grant(
        &mut self,
        id: &str,
        request: &Request,
        brought: &Brought<'_>,
        journey: &str,
    ) -> Result<Granted, Fault> {
        let needed = self.needs(id, request)?;
        let mut proofs = Proofs { code: None, transfer_password: brought.transfer_password };
        if needed.is_some() && brought.code.is_empty() {
            return Err(Refusal::CodeMissing.into());
        }
        if let Some(needed) = needed {
            self.ask_before_code(id, request, &proofs)?;
            self.count(id)?;
            proofs.code = Some(self.prove(id, &needed, brought)?);
        }
        let decision = Decision { today: day(self.now), policy: self.policy()?, request, proofs: &proofs };
        let line = self.line(journey, "granted");
        let granted = self.bank.store().grant(id, &decision, brought.two_step, &line)?;
        self.tell_verifier(&granted)?;
        Ok(granted)
    }

    /// A code is not taken for a request that lacks the 資金移動用パスワード.
    fn ask_before_code(&self, id: &str, request: &Request, proofs: &Proofs) -> Result<(), Fault> {
        let customer = self.bank.store().customer(id)?.ok_or(Fault::UnknownContract)?;
        let decision = Decision { today: day(self.now), policy: self.policy()?, request, proofs };
        let circumstances = self.bank.store().circumstances(&decision)?;
        match customer.contract.grant(request, proofs, &circumstances) {
            Err(Refusal::CodeMissing) | Ok(_) => Ok(()),
            Err(refusal) => Err(refusal.into()),
        }
    }

    fn prove(&mut self, id: &str, needed: &NeededCode, brought: &Brought<'_>) -> Result<Proof, Fault> {
        let serial = serial(&needed.serial)?;
        let verdict = self.ask(&serial, &needed.kind, brought.order, brought.code)?;
        let verdict = match verdict {
            Verdict::Wrong { .. } => match self.prove_otherwise(&serial, needed, brought)? {
                Otherwise::Proof(proof) => return Ok(proof),
                Otherwise::Wrong(later) => later.unwrap_or(verdict),
            },
            other => other,
        };
        match verdict {
            Verdict::Accepted { place } => Ok(proof(&needed.serial, needed.kind.clone(), place)),
            other => Err(self.refused(id, other)),
        }
    }

    /// A wrong code may be a right one for something else: for an order in another tab, or the normal code. The engine says which
    /// (別のお振込先, 別の金額, another kind), so the customer learns what went wrong. The code is used up either way.
    fn prove_otherwise(
        &mut self,
        serial: &Serial,
        needed: &NeededCode,
        brought: &Brought<'_>,
    ) -> Result<Otherwise, Fault> {
        let mut last = None;
        let Some(order) = brought.order else { return Ok(Otherwise::Wrong(None)) };
        let waiting = self.session.orders.iter().filter(|other| {
            other.id != order.id
                && other.by == order.by
                && other.serial == order.serial
                && other.ends > self.now.seconds()
        });
        let mut kinds: Vec<_> = waiting.filter_map(|other| Some((kind_of(other)?, Some(other)))).collect();
        kinds.retain(|(kind, _)| *kind != needed.kind);
        kinds.dedup_by(|one, other| one.0 == other.0);
        if order.by == SignedBy::Payee {
            kinds.push((CodeKind::Login, None));
        }
        for (kind, other) in kinds {
            match self.ask(serial, &kind, other, brought.code)? {
                Verdict::Accepted { place } => {
                    return Ok(Otherwise::Proof(proof(&needed.serial, kind, place)));
                }
                // It was right for that, and is spent: no further question makes it better.
                Verdict::Used => return Ok(Otherwise::Wrong(Some(Verdict::Used))),
                verdict @ (Verdict::Wrong { .. } | Verdict::Locked) => last = Some(verdict),
                _ => {}
            }
        }
        Ok(Otherwise::Wrong(last))
    }

    fn ask(
        &self,
        serial: &Serial,
        kind: &CodeKind,
        order: Option<&Order>,
        code: &str,
    ) -> Result<Verdict, Fault> {
        let verifier = self.bank.verifier();
        let verdict = match kind {
            CodeKind::Login => verifier.check(serial, code, self.now),
            CodeKind::Payee(payee) => {
                let payee = payee.as_str().parse().map_err(|_| Fault::Broken)?;
                verifier.check_payee(serial, &payee, code, self.now)
            }
            CodeKind::Transaction { .. } => {
                let transaction = order.and_then(Order::transaction).ok_or(Fault::Broken)?;
                verifier.check_transaction(serial, &transaction, code, self.now)
            }
        };
        verdict.map_err(away)
    }

    fn refused(&self, id: &str, verdict: Verdict) -> Fault {
        let fault = match verdict {
            Verdict::Accepted { .. } => return Fault::Broken,
            Verdict::Wrong { left } => CodeFault::Wrong { left },
            Verdict::Used => CodeFault::Used,
            Verdict::Locked => CodeFault::Locked,
            Verdict::Stopped => CodeFault::Stopped,
            Verdict::Unfinished => CodeFault::Unfinished,
            Verdict::Unknown => CodeFault::Unknown,
            Verdict::OtherToken => CodeFault::OtherToken,
            Verdict::Expired => CodeFault::Expired,
            Verdict::NotEnabled => CodeFault::NotEnabled,
        };
        if matches!(fault, CodeFault::Locked | CodeFault::Wrong { left: Some(0) }) {
            return self.lock(id).err().unwrap_or(Fault::Code(CodeFault::Locked));
        }
        Fault::Code(fault)
    }

    /// Writes into the contract that the verifier has locked its token.
    fn lock(&self, id: &str) -> Result<(), Fault> {
        let decision = Decision {
            today: day(self.now),
            policy: self.policy()?,
            request: &Request::Lock,
            proofs: &Proofs::default(),
        };
        match self.bank.store().grant(id, &decision, false, &self.line("lock", "granted")) {
            Ok(_) | Err(Fault::Refused(Refusal::Locked)) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    /// The verifier refuses the codes of tokens that the contract has stopped, lost or replaced. The engine refuses them already:
    /// where the verifier is away at this moment, nothing is open.
    fn tell_verifier(&self, granted: &Granted) -> Result<(), Fault> {
        for (token, state) in changed(&granted.before, &granted.after) {
            let serial = serial(token)?;
            let told = match state {
                (_, TokenState::Stopped) => self.bank.verifier().stop(&serial),
                (_, TokenState::Replaced | TokenState::Lost) => self.bank.verifier().revoke(&serial),
                (TokenState::Stopped, _) => self.bank.verifier().resume(&serial),
                _ => Ok(()),
            };
            if let Err(error) = told {
                eprintln!("skts-bank: the verifier was not told of {serial}: {error}");
            }
        }
        Ok(())
    }
}

/// What a wrong code is instead.
enum Otherwise {
    Proof(Proof),
    /// Nothing that is known; the last verdict, if another was asked for.
    Wrong(Option<Verdict>),
}

impl Order {
    /// What the engine is asked.
    pub fn by(&self) -> skts_bank_engine::By {
        match self.by {
            SignedBy::Payee => skts_bank_engine::By::Payee,
            SignedBy::Code => skts_bank_engine::By::NormalCode,
            SignedBy::Qr => skts_bank_engine::By::TransactionQr { id: TransactionId(self.id) },
        }
    }
}

fn kind_of(order: &Order) -> Option<CodeKind> {
    let (payee, amount, by) = order.request()?.order()?;
    Some(match by {
        skts_bank_engine::By::NormalCode => CodeKind::Login,
        skts_bank_engine::By::Payee => CodeKind::Payee(payee.number().clone()),
        skts_bank_engine::By::TransactionQr { id } => CodeKind::Transaction { id, payee, amount },
    })
}

fn proof(serial: &TokenSerial, kind: CodeKind, place: Place) -> Proof {
    let place = match place {
        Place::Step(step) => skts_bank_engine::Place::Step(step),
        Place::PayeeStep(step) => skts_bank_engine::Place::PayeeStep(step),
        Place::Transaction(id) => skts_bank_engine::Place::Transaction(TransactionId(id)),
    };
    Proof { serial: serial.clone(), kind, place }
}

fn serial(token: &TokenSerial) -> Result<Serial, Fault> {
    token.0.parse().map_err(|_| Fault::Broken)
}

/// Tokens whose state a request has changed: before and after.
fn changed<'a>(
    before: &'a Contract,
    after: &'a Contract,
) -> impl Iterator<Item = (&'a TokenSerial, (TokenState, TokenState))> {
    after.tokens().iter().filter_map(|token| {
        let old = before.tokens().iter().find(|old| old.serial() == token.serial())?;
        (old.state() != token.state()).then(|| (token.serial(), (old.state(), token.state())))
    })
}

/// The customer is told to try later; whoever runs the bank, why.
pub fn away(error: VerifierError) -> Fault {
    eprintln!("skts-bank: no verdict: {error}");
    Fault::VerifierAway
}
