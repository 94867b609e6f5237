//! A bank whose verifier is honest, and short names for what the tests ask of it.

use skts_bank_engine::*;

pub const A: &str = "A";
pub const B: &str = "B";

pub fn contract_id(name: &str) -> ContractId {
    ContractId(name.to_owned())
}

pub fn serial(number: u8) -> TokenSerial {
    TokenSerial(format!("SKTS0000000{number}"))
}

pub fn account(number: u8) -> Account {
    Account::new("0001", "001", &format!("000000{number}")).expect("four, three and seven digits")
}

/// An account with the same seven digits at another bank.
pub fn elsewhere(number: u8) -> Account {
    Account::new("0009", "001", &format!("000000{number}")).expect("four, three and seven digits")
}

pub fn institution(number: u8) -> Institution {
    Institution::new(&format!("0000{number}")).expect("five digits")
}

pub fn transaction(number: u8) -> TransactionId {
    TransactionId([number; 16])
}

pub fn transfer(number: u8, yen: u64, by: By) -> Request {
    Request::Transfer { payee: account(number), amount: Yen(yen), by }
}

pub fn issue(number: u8) -> Request {
    Request::Issue { serial: serial(number) }
}

pub fn start(number: u8) -> Request {
    Request::Start { serial: serial(number), login_code: false }
}

pub fn start_with_login_code(number: u8) -> Request {
    Request::Start { serial: serial(number), login_code: true }
}

pub fn replace_finish(number: u8) -> Request {
    Request::ReplaceFinish { serial: serial(number) }
}

pub fn reissue(number: u8) -> Request {
    Request::Reissue { serial: serial(number) }
}

/// The place that a verifier uses up for a code of this kind.
pub fn place(kind: &CodeKind, step: u64) -> Place {
    match kind {
        CodeKind::Login => Place::Step(step),
        CodeKind::Payee(_) => Place::PayeeStep(step),
        CodeKind::Transaction { id, .. } => Place::Transaction(*id),
    }
}

/// What an honest customer and an honest verifier bring for these needs.
pub fn honest(needs: &Needs, step: u64) -> Proofs {
    let code = needs.code.as_ref().map(|code| Proof {
        serial: code.serial.clone(),
        kind: code.kind.clone(),
        place: place(&code.kind, step),
    });
    Proofs { code, transfer_password: needs.transfer_password }
}

/// A bank of the contracts A and B on a day of its own. Each code is of the next step.
#[derive(Clone, Debug)]
pub struct Practice {
    pub bank: Bank,
    pub today: Day,
    pub policy: Policy,
    pub step: u64,
}

impl Practice {
    pub fn new() -> Self {
        Self {
            bank: Bank::with([A, B].map(contract_id)),
            today: Day(20_000),
            policy: Policy::default(),
            step: 1,
        }
    }

    /// A bank where A has been granted these requests.
    pub fn after(requests: &[Request]) -> Self {
        let mut practice = Self::new();
        for request in requests {
            practice.grants(request);
        }
        practice
    }

    /// A bank where A started the token 1 a day ago.
    pub fn in_use() -> Self {
        Self::after(&[issue(1), start(1)]).next_day()
    }

    pub fn next_day(mut self) -> Self {
        self.today = self.today.next();
        self
    }

    pub fn contract(&self) -> &Contract {
        self.bank.contract(&contract_id(A)).expect("the bank has the contract A")
    }

    pub fn needs(&self, request: &Request) -> Result<Needs, Refusal> {
        self.bank
            .needs(&contract_id(A), request, self.today, self.policy)
            .expect("the bank has the contract A")
    }

    /// The proofs that A's request needs, of a step that was not used yet.
    pub fn proofs(&self, request: &Request) -> Proofs {
        honest(&self.needs(request).expect("the request can be granted"), self.step)
    }

    pub fn ask(&self, request: &Request, proofs: &Proofs) -> Result<(Bank, Outcome), Refusal> {
        self.ask_as(A, request, proofs)
    }

    pub fn ask_as(&self, name: &str, request: &Request, proofs: &Proofs) -> Result<(Bank, Outcome), Refusal> {
        let granted = self.bank.grant(&contract_id(name), request, proofs, self.today, self.policy);
        granted.expect("the bank has the contract")
    }

    /// Lets A do what must be granted.
    pub fn grants(&mut self, request: &Request) -> Outcome {
        self.grants_as(A, request)
    }

    pub fn grants_as(&mut self, name: &str, request: &Request) -> Outcome {
        let needs = self.bank.needs(&contract_id(name), request, self.today, self.policy);
        let needs = needs.expect("the bank has the contract");
        let needs = needs.unwrap_or_else(|refusal| panic!("{request:?} is refused: {refusal:?}"));
        let (bank, outcome) = self.ask_as(name, request, &honest(&needs, self.step)).expect("proven");
        self.bank = bank;
        self.step += 1;
        outcome
    }

    /// Why A's request is refused whatever is proven.
    pub fn refuses(&self, request: &Request) -> Refusal {
        let refusal = self.needs(request).expect_err("no proof could grant it");
        let proofs = Proofs { code: None, transfer_password: true };
        assert_eq!(self.ask(request, &proofs), Err(refusal), "both questions have one answer");
        refusal
    }

    /// Why A's request is refused with a proof that is not the needed one.
    pub fn refuses_with(&self, request: &Request, change: impl FnOnce(&mut Proofs)) -> Refusal {
        let mut proofs = self.proofs(request);
        change(&mut proofs);
        self.ask(request, &proofs).expect_err("this proof is not the needed one")
    }
}

pub fn code(proofs: &mut Proofs) -> &mut Proof {
    proofs.code.as_mut().expect("the request needs a code")
}
