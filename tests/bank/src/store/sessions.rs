//! Sessions, under the hash of their id, and the tokens of the forms that they sent.

use super::{Store, StoreError};
use crate::secrets::fingerprint;
use crate::session::{FORGOTTEN_SECONDS, Session};
use rusqlite::{OptionalExtension, params};
use skts_token::token::UnixTime;

impl Store {
    /// The session of a cookie, and when it was last seen.
    pub fn session(&self, id: &str) -> Result<Option<(Session, UnixTime)>, StoreError> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT state, seen FROM session WHERE id = ?1")?;
            let row = query
                .query_row([fingerprint(id)], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)));
            let Some((state, seen)) = row.optional()? else { return Ok(None) };
            Ok(Some((serde_json::from_str(&state)?, UnixTime::from_seconds(seen.cast_unsigned()))))
        })
    }

    /// A session that begins. Those that nobody has asked for since a day are forgotten, and so are their forms.
    pub fn begin_session(&self, id: &str, session: &Session, now: UnixTime) -> Result<(), StoreError> {
        let state = serde_json::to_string(session)?;
        self.write(|transaction| {
            let oldest = now.seconds().saturating_sub(FORGOTTEN_SECONDS).cast_signed();
            transaction.execute("DELETE FROM session WHERE seen < ?1", [oldest])?;
            transaction.execute("DELETE FROM session_form WHERE sent < ?1", [oldest])?;
            transaction.execute(
                "INSERT INTO session (id, state, seen) VALUES (?1, ?2, ?3)",
                params![fingerprint(id), state, now.seconds().cast_signed()],
            )?;
            Ok(())
        })
    }

    /// Writes what a visit left. A session that ended meanwhile stays ended: an answer that comes late does not bring it back.
    pub fn keep_session(&self, id: &str, session: &Session, now: UnixTime) -> Result<(), StoreError> {
        let state = serde_json::to_string(session)?;
        self.write(|transaction| {
            transaction.execute(
                "UPDATE session SET state = ?2, seen = ?3 WHERE id = ?1",
                params![fingerprint(id), state, now.seconds().cast_signed()],
            )?;
            Ok(())
        })
    }

    pub fn end_session(&self, id: &str) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM session WHERE id = ?1", [fingerprint(id)])?;
            Ok(())
        })
    }

    /// Takes a form's token. `false`: it was taken before, and the form was sent twice.
    pub fn take_form(&self, token: &str, session: &str, now: UnixTime) -> Result<bool, StoreError> {
        self.write(|transaction| {
            let rows = transaction.execute(
                "INSERT INTO session_form (token, session, sent) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                params![fingerprint(token), fingerprint(session), now.seconds().cast_signed()],
            )?;
            Ok(rows == 1)
        })
    }

    /// Gives a form's token back: the form was refused, and may be filled in again.
    pub fn give_form_back(&self, token: &str) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM session_form WHERE token = ?1", [fingerprint(token)])?;
            Ok(())
        })
    }
}
