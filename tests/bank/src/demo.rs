//! Customers to begin with.

use crate::bank::Bank;
use crate::faults::Fault;
use crate::visit::Visit;
use std::fmt;

/// Who they are, and whether their letter is for a two-step enrolment.
const PEOPLE: [(&str, bool); 3] = [("見本 花子", false), ("見本 太郎", true), ("練習 一郎", false)];

/// A customer whose letter waits to be opened.
pub struct DemoCustomer {
    pub name: String,
    pub contract: String,
    pub password: String,
    pub transfer_password: String,
    pub serial: String,
    pub two_step: bool,
    /// The letter's address on this site.
    pub letter: String,
}

/// Opens contracts where the bank has none yet.
pub fn demo_customers(bank: &Bank) -> Result<Vec<DemoCustomer>, Refused> {
    if !bank.store().customers().map_err(Fault::from)?.is_empty() {
        return Ok(Vec::new());
    }
    let open = |(name, two_step): (&str, bool)| {
        let mut visit = Visit::of_the_bank(bank);
        let id = visit.open_contract(name, two_step)?;
        let paper = bank.letters().get(&id).ok_or(Fault::LetterGone)?;
        let (password, transfer_password) = paper.passwords.as_ref().ok_or(Fault::LetterGone)?;
        Ok(DemoCustomer {
            name: paper.name.clone(),
            contract: paper.contract.clone(),
            password: password.to_string(),
            transfer_password: transfer_password.to_string(),
            serial: paper.letter.serial.as_str().to_owned(),
            two_step,
            letter: format!("/letter/{id}"),
        })
    };
    PEOPLE.into_iter().map(open).collect()
}

/// Why there are no customers to begin with: the verifier is away, or the database.
#[derive(Debug)]
pub struct Refused(Fault);

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no customers could be made: {}", self.0.name())
    }
}

impl std::error::Error for Refused {}
