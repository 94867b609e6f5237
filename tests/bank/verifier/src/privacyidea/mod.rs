//! privacyIDEA as the verifier, over HTTP.
//!
//! privacyIDEA mints the seed, and takes or refuses the codes of ログイン. It signs no payee over HTTP: the bank keeps the
//! same seed in a file of an [`Embedded`], which answers for 取引認証.
//!
//! **How privacyIDEA must be run.** It reads the last step of a token, computes, and writes the new one, without a lock. One
//! process that answers one request after the other (`pi-manage run --without-threads`, or gunicorn with one worker) cannot
//! take a code twice. Two nodes over one PostgreSQL at its usual isolation (`READ COMMITTED`) did, and so did one node with
//! threads. Either of these closes it, and this module does the second one by itself:
//!
//! 1. `SQLALCHEMY_ENGINE_OPTIONS = {"isolation_level": "REPEATABLE READ"}` in every node's `pi.cfg`: PostgreSQL refuses the
//!    second writer, and that node answers with an error instead of a yes.
//! 2. The bank uses up the step in its own file before it believes a yes (one `UPDATE … WHERE step < …`): of two yeses for
//!    one code one is told as [`Verdict::Used`]. This holds for every process of the bank that shares the file.
//!
//! Besides, a serial is always sent to the same node while that one answers, so that two nodes seldom meet over a token.

mod answer;
mod client;

use crate::embedded::Embedded;
use crate::enrolment::written;
use crate::{Enrolment, Letter, Place, Verdict, Verifier, VerifierError};
pub use answer::Checked;
use answer::{Record, bank_seed};
pub use client::Client;
use serde_json::json;
use skts_token::token::{Payee, Serial, Transaction, UnixTime};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Where privacyIDEA is, and where the bank's own part is kept.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Addresses of the nodes, as `http://127.0.0.1:5001`.
    pub nodes: Vec<String>,
    /// The name of an administrator.
    pub user: String,
    /// Has the administrator's password in its first line.
    pub password_file: PathBuf,
    /// The SQLite file for what privacyIDEA does not do over HTTP: 取引認証.
    pub store: PathBuf,
    /// The bank's name at privacyIDEA, which serves others too: tokens that have another one are not this bank's. At most 80
    /// characters.
    pub owner: String,
}

/// privacyIDEA, one node or several over one database.
#[derive(Debug)]
pub struct PrivacyIdea {
    client: Client,
    own: Embedded,
    owner: String,
    /// Held while a token is enrolled or finished: a second `/token/init` of a serial would silently replace its seed.
    enrolling: Mutex<()>,
}

/// How far from the bank's clock the step of a code is looked for that privacyIDEA took.
const SEARCH: u8 = 20;

/// Late in a step privacyIDEA learns a clock as half a minute slow; with less than 60 it would then refuse good codes.
const TIME_WINDOW: u32 = 60;

impl PrivacyIdea {
    /// Signs in, so that a wrong address or password is told at once.
    pub fn open(settings: Settings) -> Result<Self, VerifierError> {
        let own = Embedded::open(&settings.store)?;
        let client = Client::open(settings.nodes, settings.user, &settings.password_file)?;
        Ok(Self { client, own, owner: settings.owner, enrolling: Mutex::new(()) })
    }

    /// The raw HTTP under this verifier.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// What privacyIDEA has of a token that it calls this bank's.
    fn record(&self, serial: &Serial) -> Result<Record, VerifierError> {
        let record = self.find(serial)?.ok_or_else(|| VerifierError::Unknown(serial.clone()))?;
        if record.is_of(&self.owner) { Ok(record) } else { Err(VerifierError::Foreign(serial.clone())) }
    }

    fn find(&self, serial: &Serial) -> Result<Option<Record>, VerifierError> {
        let answer = self.client.get(serial, &format!("/token/?serial={serial}"))?;
        Record::first(&answer["result"]["value"]["tokens"])
    }

    fn tell(&self, serial: &Serial, path: &str) -> Result<(), VerifierError> {
        self.record(serial)?;
        self.client.post(serial, path, &json!({ "serial": serial.as_str() })).map(drop)
    }

    /// The step that privacyIDEA took for a code.
    fn taken(
        &self,
        serial: &Serial,
        code: &str,
        now: UnixTime,
        record: &Record,
    ) -> Result<u64, VerifierError> {
        // Another code may have been taken since: what privacyIDEA has as its last step may be a later one.
        Ok(self.own.step_of(serial, code, now, SEARCH)?.unwrap_or(record.step))
    }
}

impl Verifier for PrivacyIdea {
    fn enrol(&self, order: &Enrolment) -> Result<Letter, VerifierError> {
        let serial = &order.serial;
        let _alone = self.enrolling.lock().unwrap_or_else(PoisonError::into_inner);
        if self.own.holds(serial)? || self.find(serial)?.is_some() {
            return Err(VerifierError::Exists(serial.clone()));
        }
        let mut parameters = json!({
            "type": "totp", "serial": serial.as_str(), "genkey": 1, "otplen": 6, "timeStep": 30,
            "timeWindow": TIME_WINDOW, "hashlib": order.algorithm.name().to_lowercase(), "description": self.owner,
        });
        if order.two_step {
            parameters["2stepinit"] = 1.into();
        }
        let answer = self.client.post(serial, "/token/init", &parameters)?;
        let seed = bank_seed(&answer["detail"]["googleurl"]["value"], order)?;
        let (kept, letter) = written(order.profile(), seed, order.two_step);
        self.own.keep(kept)?;
        Ok(letter)
    }

    fn finish_two_step(&self, serial: &Serial, letters: &str) -> Result<(), VerifierError> {
        let _alone = self.enrolling.lock().unwrap_or_else(PoisonError::into_inner);
        let draft = self.own.joined(serial, letters)?;
        if !self.record(serial)?.unfinished {
            return Err(VerifierError::NotHalf(serial.clone()));
        }
        let letters = Serial::typed(letters);
        let parameters = json!({
            "type": "totp", "serial": serial.as_str(), "otpkey": letters, "otpkeyformat": "base32check",
        });
        self.client.post(serial, "/token/init", &parameters)?;
        self.own.finish(serial, draft)
    }

    fn check(&self, serial: &Serial, code: &str, now: UnixTime) -> Result<Verdict, VerifierError> {
        if let Some(verdict) = self.own.barred(serial)? {
            return Ok(verdict);
        }
        let code: String = code.split(' ').collect();
        // privacyIDEA would read what is longer as a PIN and a code. It counts this as the failure that it is.
        let digits = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
        let code = if digits { code } else { "none".to_owned() };
        let checked = self.client.validate(serial, &code)?;
        let record = self.record(serial)?;
        if checked != Checked::Accepted {
            return Ok(record.refusal(checked));
        }
        let step = self.taken(serial, &code, now, &record)?;
        let first = self.own.use_up(serial, step)?;
        Ok(if first { Verdict::Accepted { place: Place::Step(step) } } else { Verdict::Used })
    }

    fn check_payee(
        &self,
        serial: &Serial,
        payee: &Payee,
        code: &str,
        now: UnixTime,
    ) -> Result<Verdict, VerifierError> {
        self.own.check_payee(serial, payee, code, now)
    }

    fn check_transaction(
        &self,
        serial: &Serial,
        transaction: &Transaction,
        code: &str,
        now: UnixTime,
    ) -> Result<Verdict, VerifierError> {
        self.own.check_transaction(serial, transaction, code, now)
    }

    fn stop(&self, serial: &Serial) -> Result<(), VerifierError> {
        // First the own part: a failure in between leaves a token that is stopped.
        self.own.stop(serial)?;
        self.tell(serial, "/token/disable")
    }

    fn resume(&self, serial: &Serial) -> Result<(), VerifierError> {
        if self.record(serial)?.revoked {
            return Err(VerifierError::Revoked(serial.clone()));
        }
        self.tell(serial, "/token/enable")?;
        self.own.resume(serial)
    }

    /// `/token/revoke`, and never `/token/lost`, which makes a static password.
    fn revoke(&self, serial: &Serial) -> Result<(), VerifierError> {
        self.own.revoke(serial)?;
        if self.record(serial)?.revoked { Ok(()) } else { self.tell(serial, "/token/revoke") }
    }

    fn release_lock(&self, serial: &Serial) -> Result<(), VerifierError> {
        self.tell(serial, "/token/reset")?;
        self.own.release_lock(serial)
    }

    fn drift(&self, serial: &Serial) -> Result<i32, VerifierError> {
        Ok(self.record(serial)?.drift)
    }
}
