//! Contracts: who, with which passwords, and the engine's state as JSON.

use super::{AuditLine, Store, StoreError, audit};
use crate::faults::Fault;
use rusqlite::{Connection, OptionalExtension, params};
use skts_bank_engine::{
    Circumstances, Contract, ContractId, Day, Outcome, Policy, Proofs, Request, TokenSerial,
};
use skts_token::token::Serial;

/// A contract and its owner.
#[derive(Clone, Debug)]
pub struct Customer {
    pub name: String,
    pub contract: Contract,
}

/// What 申込 writes down.
pub struct NewCustomer<'a> {
    pub name: &'a str,
    /// A PHC string.
    pub password: &'a str,
    /// Ten digits. Two of them are asked for at a time, so a hash of all ten would answer nothing, and hashes of pairs
    /// would hide nothing. A real bank keeps them in a hardware module; this one keeps them as they are.
    pub transfer_password: &'a str,
}

/// A token as its letter went out.
#[derive(Clone, Debug)]
pub struct IssuedToken {
    pub contract: String,
    pub two_step: bool,
    /// The phone's part is there, or none is needed.
    pub finished: bool,
}

/// What a request is decided with, besides the contract itself.
pub struct Decision<'a> {
    pub today: Day,
    pub policy: Policy,
    pub request: &'a Request,
    pub proofs: &'a Proofs,
}

/// A contract before and after a request that was granted.
pub struct Granted {
    pub before: Contract,
    pub after: Contract,
    pub outcome: Outcome,
}

impl Store {
    pub fn customer(&self, id: &str) -> Result<Option<Customer>, StoreError> {
        self.read(|connection| customer(connection, id))
    }

    /// All contracts, the oldest first.
    pub fn customers(&self) -> Result<Vec<Customer>, StoreError> {
        self.read(|connection| {
            let mut query =
                connection.prepare_cached("SELECT name, state FROM contract ORDER BY created, rowid")?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
            rows.map(|row| {
                let (name, state) = row?;
                Ok(Customer { name, contract: serde_json::from_str(&state)? })
            })
            .collect()
        })
    }

    /// The PHC string of a login password.
    pub fn password(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.read(|connection| column(connection, "SELECT password FROM contract WHERE id = ?1", id))
    }

    /// The ten digits of the 資金移動用パスワード.
    pub fn transfer_password(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.read(|connection| column(connection, "SELECT transfer_password FROM contract WHERE id = ?1", id))
    }

    /// A token of the bank's letters.
    pub fn issued(&self, serial: &Serial) -> Result<Option<IssuedToken>, StoreError> {
        self.read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT contract, two_step, finished FROM token WHERE serial = ?1")?;
            let token = query.query_row([serial.as_str()], |row| {
                Ok(IssuedToken { contract: row.get(0)?, two_step: row.get(1)?, finished: row.get(2)? })
            });
            Ok(token.optional()?)
        })
    }

    /// The phone's part has come.
    pub fn finish_token(&self, serial: &Serial, line: &AuditLine) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("UPDATE token SET finished = 1 WHERE serial = ?1", [serial.as_str()])?;
            audit::note(transaction, line)
        })
    }

    /// Writes a new contract down, with the token of its first letter. `false`: there is one of that number already.
    pub fn add_customer(
        &self,
        new: &NewCustomer<'_>,
        id: &str,
        token: (&Serial, bool),
        decision: &Decision<'_>,
        line: &AuditLine,
    ) -> Result<bool, Fault> {
        self.write(|transaction| {
            let taken = customer(transaction, id)?.is_some();
            if taken {
                return Ok(false);
            }
            let circumstances = circumstances(transaction, decision)?;
            let contract = Contract::new(ContractId(id.to_owned()));
            let (contract, _) = contract.grant(decision.request, decision.proofs, &circumstances)?;
            let state = serde_json::to_string(&contract).map_err(StoreError::from)?;
            let at = line.at.seconds().cast_signed();
            let written = transaction.execute(
                "INSERT INTO contract (id, name, password, transfer_password, state, created)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id, new.name, new.password, new.transfer_password, state, at],
            );
            written.map_err(StoreError::from)?;
            add_token(transaction, token, id, at)?;
            audit::note(transaction, line)?;
            Ok(true)
        })
    }

    /// What lies outside a contract when it is asked.
    pub fn circumstances(&self, decision: &Decision<'_>) -> Result<Circumstances, StoreError> {
        self.read(|connection| circumstances(connection, decision))
    }

    /// Asks the engine and writes its answer, in one transaction: the contract is read behind SQLite's lock for writers, so nobody
    /// else can change it between the question and the answer. A letter's token is written with it (`two_step`).
    pub fn grant(
        &self,
        id: &str,
        decision: &Decision<'_>,
        two_step: bool,
        line: &AuditLine,
    ) -> Result<Granted, Fault> {
        self.write(|transaction| {
            let before = customer(transaction, id)?.ok_or(Fault::UnknownContract)?.contract;
            let circumstances = circumstances(transaction, decision)?;
            let (after, outcome) = before.grant(decision.request, decision.proofs, &circumstances)?;
            let state = serde_json::to_string(&after).map_err(StoreError::from)?;
            let written =
                transaction.execute("UPDATE contract SET state = ?2 WHERE id = ?1", params![id, state]);
            written.map_err(StoreError::from)?;
            if let Outcome::Issued { serial } = &outcome {
                let serial = serial.0.parse().map_err(|_| Fault::Broken)?;
                add_token(transaction, (&serial, two_step), id, line.at.seconds().cast_signed())?;
            }
            audit::note(transaction, line)?;
            Ok(Granted { before, after, outcome })
        })
    }
}

fn add_token(
    connection: &Connection,
    (serial, two_step): (&Serial, bool),
    contract: &str,
    at: i64,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO token (serial, contract, two_step, finished, issued) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![serial.as_str(), contract, two_step, !two_step, at],
    )?;
    Ok(())
}

fn customer(connection: &Connection, id: &str) -> Result<Option<Customer>, StoreError> {
    let mut query = connection.prepare_cached("SELECT name, state FROM contract WHERE id = ?1")?;
    let row = query.query_row([id], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).optional()?;
    let Some((name, state)) = row else { return Ok(None) };
    Ok(Some(Customer { name, contract: serde_json::from_str(&state)? }))
}

fn circumstances(connection: &Connection, decision: &Decision<'_>) -> Result<Circumstances, StoreError> {
    let owner = match decision.request.serial() {
        Some(TokenSerial(serial)) => {
            column(connection, "SELECT contract FROM token WHERE serial = ?1", serial)?
        }
        None => None,
    };
    Ok(Circumstances { today: decision.today, policy: decision.policy, owner: owner.map(ContractId) })
}

fn column(connection: &Connection, query: &str, key: &str) -> Result<Option<String>, StoreError> {
    Ok(connection.prepare_cached(query)?.query_row([key], |row| row.get(0)).optional()?)
}

impl From<StoreError> for Fault {
    /// The customer is told that nothing can be done; whoever runs the bank, why.
    fn from(error: StoreError) -> Self {
        eprintln!("skts-bank: {error}");
        Self::Broken
    }
}
