//! What a contract may do with which token on which day: the practice bank's journeys as one pure state machine.
//!
//! A [`Contract`] and a [`Request`] say what must be proven ([`Contract::needs`]); with the proofs the request leads to a
//! new contract or to a [`Refusal`] ([`Contract::grant`]). Nothing here reads a clock, a file or a network:
//! [`Circumstances`] holds the day and whatever lies outside the contract.
//!
//! A verifier says that a code is right. The engine believes it no more than it must: it compares token, kind, payee and
//! amount with what the request needs, and remembers which step or transaction a code used up, so that no fault of a
//! verifier lets one code through twice.
//!
//! `rules.rs` holds which journey needs what and moves which token. `TABLE.md` is written from what the engine answers.
//! In `tests/engine` a witness, who keeps notes of its own, watches generated sequences of requests and lies, and a model
//! checker walks through every state of small banks; its actions are calls of this engine.
#![forbid(unsafe_code)]

mod bank;
mod contract;
mod effect;
mod names;
mod proof;
mod refusal;
mod request;
mod rules;
mod token;

pub use bank::Bank;
pub use contract::Contract;
pub use effect::{Outcome, Transfer};
pub use names::{
    Account, ContractId, Day, Institution, Payee, PayeeNumber, TokenSerial, TransactionId, TransferId, Yen,
};
pub use proof::{CodeKind, NeededCode, Needs, Place, Proof, Proofs};
pub use refusal::Refusal;
pub use request::{By, Circumstances, Journey, Policy, Request};
pub use token::{Token, TokenState};
