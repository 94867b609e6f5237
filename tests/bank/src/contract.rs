//! New contracts and their letters (申込, 再発行).

use crate::clock::day;
use crate::faults::Fault;
use crate::granting::{Brought, away};
use crate::letters::Paper;
use crate::passwords;
use crate::secrets;
use crate::store::{Decision, NewCustomer};
use crate::visit::Visit;
use skts_bank_engine::{Contract, Proofs, Request, TokenSerial};
use skts_bank_verifier::{Enrolment, Letter, VerifierError};
use skts_token::token::Serial;
use zeroize::Zeroizing;

/// Digits of a 契約者ID.
pub const CONTRACT_DIGITS: usize = 8;
/// Digits of a 資金移動用パスワード.
pub const TRANSFER_PASSWORD_DIGITS: usize = 10;
/// Characters of a customer's name.
pub const MAX_NAME: usize = 40;
/// Letters and digits that nobody takes for one another on paper.
const LEGIBLE: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Characters of a login password: 60 bits.
const PASSWORD: usize = 12;
/// Random numbers that are drawn before the bank gives up finding a free one.
const DRAWS: usize = 20;

impl Visit {
    /// 申込: a new contract and the letter for it. The part of the letter's address behind `/letter/`.
    pub fn open_contract(&mut self, name: &str, two_step: bool) -> Result<String, Fault> {
        let password = legible(PASSWORD);
        let transfer_password = Zeroizing::new(secrets::digits(TRANSFER_PASSWORD_DIGITS));
        let phc = passwords::hash(&password);
        let new = NewCustomer { name, password: &phc, transfer_password: &transfer_password };
        let letter = self.mint(two_step, |_| Ok(()))?;
        let id = self.write_contract(&new, &letter)?;
        let passwords = Some((password, transfer_password));
        let paper = Paper { name: name.to_owned(), contract: id, passwords, replaces: false, letter };
        Ok(self.bank.letters().keep(paper))
    }

    /// A letter for a contract that is there: for 交換 (`Issue`), or in place of every token that it had (`Reissue`).
    pub fn another_letter(
        &mut self,
        id: &str,
        two_step: bool,
        request: fn(TokenSerial) -> Request,
        journey: &str,
    ) -> Result<String, Fault> {
        let letter = self.issue(id, two_step, request, journey)?;
        let customer = self.bank.store().customer(id)?.ok_or(Fault::UnknownContract)?;
        let replaces = customer.contract.live().is_some();
        let paper = Paper { name: customer.name, contract: id.to_owned(), passwords: None, replaces, letter };
        Ok(self.bank.letters().keep(paper))
    }

    /// Writes a contract under a free number.
    fn write_contract(&mut self, new: &NewCustomer<'_>, letter: &Letter) -> Result<String, Fault> {
        let request = Request::Issue { serial: TokenSerial(letter.serial.as_str().to_owned()) };
        let decision = Decision {
            today: day(self.now),
            policy: self.policy()?,
            request: &request,
            proofs: &Proofs::default(),
        };
        for _ in 0..DRAWS {
            let id = secrets::digits(CONTRACT_DIGITS);
            self.about = Some(id.clone());
            let line = self.line("apply", "granted");
            if self.bank.store().add_customer(
                new,
                &id,
                (&letter.serial, letter.two_step),
                &decision,
                &line,
            )? {
                return Ok(id);
            }
        }
        Err(Fault::Broken)
    }

    /// Mints a token and writes it into the contract.
    fn issue(
        &mut self,
        id: &str,
        two_step: bool,
        request: fn(TokenSerial) -> Request,
        journey: &str,
    ) -> Result<Letter, Fault> {
        // A refusal of the contract leaves no seed behind.
        let letter = self.mint(two_step, |serial| self.needs(id, &request(serial)).map(|_| ()))?;
        let request = request(TokenSerial(letter.serial.as_str().to_owned()));
        self.grant(id, &request, &Brought { two_step, ..Brought::default() }, journey)?;
        Ok(letter)
    }

    /// A seed under a free serial number. `may` is asked before it is made.
    fn mint(&self, two_step: bool, may: impl Fn(TokenSerial) -> Result<(), Fault>) -> Result<Letter, Fault> {
        for _ in 0..DRAWS {
            let text = format!("{}{}", Serial::PREFIX, secrets::digits(8));
            let serial: Serial = text.parse().map_err(|_| Fault::Broken)?;
            may(TokenSerial(text))?;
            let order =
                Enrolment { two_step, ..Enrolment::new(self.bank.issuer().clone(), serial, self.now) };
            match self.bank.verifier().enrol(&order) {
                Ok(letter) => return Ok(letter),
                Err(VerifierError::Exists(_)) => {}
                Err(error) => return Err(away(error)),
            }
        }
        Err(Fault::Broken)
    }

    /// The day on which transfers begin, for the words of a page.
    pub fn first_transfer(&self, contract: &Contract) -> Result<Option<i64>, Fault> {
        let policy = self.policy()?;
        let from = contract.transfers_from(policy.wait_until_next_day);
        Ok(from.filter(|from| *from > day(self.now)).map(|from| from.0))
    }
}

fn legible(count: usize) -> Zeroizing<String> {
    let drawn = secrets::random::<PASSWORD>();
    let letters = drawn.iter().take(count).map(|byte| char::from(LEGIBLE[usize::from(byte % 32)]));
    Zeroizing::new(letters.collect())
}
