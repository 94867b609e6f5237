//! The tables of the embedded verifier's file, and what is read and written of a token.

use crate::{MAX_FAILURES, Verdict, VerifierError};
use rusqlite::{Connection, OptionalExtension, Row, params};
use skts_token::token::{Algorithm, Profile, Seed, Serial};
use zeroize::Zeroizing;

/// `step` and `payee_step` are the last steps that were used up, -1 before the first. Seeds are not encrypted.
pub const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS token (
        serial TEXT PRIMARY KEY,
        algorithm TEXT NOT NULL,
        seed BLOB,
        half TEXT,
        transactions INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'stopped', 'revoked')),
        failures INTEGER NOT NULL DEFAULT 0,
        step INTEGER NOT NULL DEFAULT -1,
        payee_step INTEGER NOT NULL DEFAULT -1,
        drift INTEGER NOT NULL DEFAULT 0,
        lean INTEGER NOT NULL DEFAULT 0,
        CHECK ((seed IS NULL) <> (half IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS taken (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;";

/// A token as it is kept when it is enrolled.
pub struct Kept {
    pub profile: Profile,
    pub secret: Secret,
}

pub enum Secret {
    Whole(Seed),
    /// The Key URI of half a token, which `skts_token::issuer::finish` joins with the phone's part.
    Half(Zeroizing<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Live,
    /// Until the branch says otherwise.
    Stopped,
    /// For good.
    Revoked,
}

/// A token's row.
pub struct Token {
    pub algorithm: Algorithm,
    /// `None`: the phone's part is missing.
    pub seed: Option<Seed>,
    pub transactions: bool,
    pub state: State,
    pub failures: u32,
    /// Steps by which the token's clock is ahead.
    pub drift: i32,
    /// The side, -1 or 1, on which the last code was found; 0: in the middle.
    pub lean: i32,
}

/// The tokens as one transaction sees them.
pub struct Tokens<'c>(pub &'c Connection);

impl Tokens<'_> {
    pub fn find(&self, serial: &Serial) -> Result<Option<Token>, VerifierError> {
        const QUERY: &str =
            "SELECT algorithm, seed, transactions, state, failures, drift, lean FROM token WHERE serial = ?";
        let mut query = self.0.prepare_cached(QUERY)?;
        query.query_row([serial.as_str()], |row| Ok(token(row))).optional()?.transpose()
    }

    pub fn half(&self, serial: &Serial) -> Result<Option<Zeroizing<String>>, VerifierError> {
        let half =
            self.0.query_row("SELECT half FROM token WHERE serial = ?", [serial.as_str()], |row| row.get(0));
        let half: Option<String> = half.optional()?.ok_or_else(|| VerifierError::Unknown(serial.clone()))?;
        Ok(half.map(Zeroizing::new))
    }

    pub fn insert(&self, kept: &Kept) -> Result<(), VerifierError> {
        let serial = &kept.profile.serial;
        let (seed, half) = match &kept.secret {
            Secret::Whole(seed) => (Some(seed.expose()), None),
            Secret::Half(uri) => (None, Some(uri.as_str())),
        };
        let done = self.0.execute(
            "INSERT INTO token (serial, algorithm, seed, half, transactions) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO NOTHING",
            params![serial.as_str(), kept.profile.algorithm.name(), seed, half, kept.profile.tx],
        )?;
        if done == 1 { Ok(()) } else { Err(VerifierError::Exists(serial.clone())) }
    }

    pub fn finish(&self, serial: &Serial, seed: &Seed) -> Result<(), VerifierError> {
        let done = self.0.execute(
            "UPDATE token SET seed = ?, half = NULL WHERE serial = ? AND half IS NOT NULL",
            params![seed.expose(), serial.as_str()],
        )?;
        if done == 1 { Ok(()) } else { Err(VerifierError::NotHalf(serial.clone())) }
    }

    pub fn set_state(&self, serial: &Serial, state: State) -> Result<(), VerifierError> {
        let token = self.find(serial)?.ok_or_else(|| VerifierError::Unknown(serial.clone()))?;
        if token.state == State::Revoked && state != State::Revoked {
            return Err(VerifierError::Revoked(serial.clone()));
        }
        self.0
            .execute("UPDATE token SET state = ? WHERE serial = ?", params![state.name(), serial.as_str()])?;
        Ok(())
    }

    pub fn release(&self, serial: &Serial) -> Result<(), VerifierError> {
        let done = self.0.execute("UPDATE token SET failures = 0 WHERE serial = ?", [serial.as_str()])?;
        if done == 1 { Ok(()) } else { Err(VerifierError::Unknown(serial.clone())) }
    }

    pub fn fail(&self, serial: &Serial) -> Result<(), VerifierError> {
        let mut update =
            self.0.prepare_cached("UPDATE token SET failures = failures + 1 WHERE serial = ?")?;
        update.execute([serial.as_str()])?;
        Ok(())
    }

    /// `false` where the step, or a later one, was used up before.
    pub fn use_up(&self, serial: &Serial, step: u64) -> Result<bool, VerifierError> {
        const UPDATE: &str = "UPDATE token SET step = ?1, failures = 0 WHERE serial = ?2 AND step < ?1";
        Ok(self.0.prepare_cached(UPDATE)?.execute(params![step as i64, serial.as_str()])? == 1)
    }

    /// As [`Tokens::use_up`], for a payee's step.
    pub fn use_up_payee(&self, serial: &Serial, step: u64) -> Result<bool, VerifierError> {
        const UPDATE: &str =
            "UPDATE token SET payee_step = ?1, failures = 0 WHERE serial = ?2 AND payee_step < ?1";
        Ok(self.0.prepare_cached(UPDATE)?.execute(params![step as i64, serial.as_str()])? == 1)
    }

    /// `false` where the transaction was taken before, with whatever token.
    pub fn take(&self, serial: &Serial, id: &[u8; 16]) -> Result<bool, VerifierError> {
        let mut insert = self.0.prepare_cached("INSERT INTO taken (id) VALUES (?) ON CONFLICT DO NOTHING")?;
        if insert.execute([id.as_slice()])? == 0 {
            return Ok(false);
        }
        self.release(serial)?;
        Ok(true)
    }

    pub fn follow(&self, serial: &Serial, drift: i32, lean: i32) -> Result<(), VerifierError> {
        let mut update = self.0.prepare_cached("UPDATE token SET drift = ?, lean = ? WHERE serial = ?")?;
        update.execute(params![drift, lean, serial.as_str()])?;
        Ok(())
    }
}

fn token(row: &Row) -> Result<Token, VerifierError> {
    let seed: Option<Vec<u8>> = row.get(1)?;
    let seed = seed.map(|bytes| Seed::from_zeroizing(Zeroizing::new(bytes))).transpose();
    Ok(Token {
        algorithm: row.get_ref(0)?.as_str().ok().and_then(|name| name.parse().ok()).ok_or(WRONG)?,
        seed: seed.map_err(|_| WRONG)?,
        transactions: row.get(2)?,
        state: row.get_ref(3)?.as_str().ok().and_then(State::named).ok_or(WRONG)?,
        failures: row.get(4)?,
        drift: row.get(5)?,
        lean: row.get(6)?,
    })
}

const WRONG: VerifierError = VerifierError::Damaged("a token's row");

impl Token {
    /// The verdict on every code, whatever its digits. `None`: the digits decide.
    pub fn barred(&self) -> Option<Verdict> {
        match (self.state, &self.seed) {
            (State::Stopped | State::Revoked, _) => Some(Verdict::Stopped),
            (State::Live, None) => Some(Verdict::Unfinished),
            (State::Live, Some(_)) => (self.failures >= MAX_FAILURES).then_some(Verdict::Locked),
        }
    }
}

impl State {
    const ALL: [Self; 3] = [Self::Live, Self::Stopped, Self::Revoked];

    fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Stopped => "stopped",
            Self::Revoked => "revoked",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}
