//! The audit trail: time, contract, journey, result. Never a code, a seed or a password.

use super::{Store, StoreError};
use rusqlite::{Connection, params};
use skts_token::token::UnixTime;

/// Lines that a page shows at the most.
const MAX_LINES: u32 = 500;

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    pub at: UnixTime,
    pub contract: String,
    pub journey: String,
    pub result: String,
}

/// Writes a line inside the transaction that it tells of.
pub(super) fn note(connection: &Connection, line: &AuditLine) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO audit (at, contract, journey, result) VALUES (?1, ?2, ?3, ?4)",
        params![line.at.seconds().cast_signed(), line.contract, line.journey, line.result],
    )?;
    Ok(())
}

impl Store {
    /// A line of its own: of an attempt that changed nothing.
    pub fn note(&self, line: &AuditLine) -> Result<(), StoreError> {
        self.write(|transaction| note(transaction, line))
    }

    /// The lines from `from` on, the newest first.
    pub fn audit_since(&self, from: UnixTime) -> Result<Vec<AuditLine>, StoreError> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT at, contract, journey, result FROM audit WHERE at >= ?1 ORDER BY number DESC LIMIT ?2",
            )?;
            let lines = query.query_map(params![from.seconds().cast_signed(), MAX_LINES], |row| {
                Ok(AuditLine {
                    at: UnixTime::from_seconds(row.get::<_, i64>(0)?.cast_unsigned()),
                    contract: row.get(1)?,
                    journey: row.get(2)?,
                    result: row.get(3)?,
                })
            })?;
            Ok(lines.collect::<Result<_, _>>()?)
        })
    }
}
