//! A verifier in one SQLite file.
//!
//! Each check is one transaction that holds the file's write lock from its first read to its end (`BEGIN IMMEDIATE`): of two
//! submissions of one code, in whatever threads and processes, the second one reads what the first one wrote. A verdict is
//! told after the disk has it (`synchronous = FULL`): neither `kill -9` nor a power failure gives a code back.

mod check;
mod store;
mod tokens;

use crate::enrolment::{LATEST, minted};
use crate::{Enrolment, Letter, Verdict, Verifier, VerifierError};
use check::Asked;
use skts_token::issuer;
use skts_token::token::{Draft, Payee, Serial, Transaction, UnixTime};
use std::path::Path;
use store::Store;
use tokens::State;
pub(crate) use tokens::{Kept, Secret};
use zeroize::Zeroizing;

/// A verifier in one SQLite file. Several processes may open the same file.
#[derive(Debug)]
pub struct Embedded {
    store: Store,
}

impl Embedded {
    /// Steps to either side of the token's own clock in which a code is taken.
    pub const WINDOW: u8 = 1;

    /// A token's clock is followed for so many steps and no further: five minutes.
    pub const MAX_DRIFT: i32 = 10;

    /// Opens the file, or makes it for its owner alone. A file that others may read or write is refused.
    pub fn open(path: &Path) -> Result<Self, VerifierError> {
        Ok(Self { store: Store::open(path)? })
    }

    /// Keeps a token that another program minted.
    pub(crate) fn keep(&self, kept: Kept) -> Result<(), VerifierError> {
        self.store.write(move |tokens| tokens.insert(&kept))
    }

    /// What refuses every code of a token, whatever its digits: `None` where the digits decide.
    pub(crate) fn barred(&self, serial: &Serial) -> Result<Option<Verdict>, VerifierError> {
        self.store
            .read(|tokens| Ok(tokens.find(serial)?.map_or(Some(Verdict::Unknown), |token| token.barred())))
    }

    /// Whether the token is there; the failures of its codes are another question.
    pub(crate) fn holds(&self, serial: &Serial) -> Result<bool, VerifierError> {
        self.store.read(|tokens| Ok(tokens.find(serial)?.is_some()))
    }

    /// The steps, within `window` of `now`, that have this code of a token's, were they taken or not: the nearest one.
    pub(crate) fn step_of(
        &self,
        serial: &Serial,
        code: &str,
        now: UnixTime,
        window: u8,
    ) -> Result<Option<u64>, VerifierError> {
        let token = self.store.read(|tokens| tokens.find(serial))?;
        Ok(token.and_then(|token| check::step_of(&token, code, now, window)))
    }

    /// Uses up a step that another program took: `false` where it, or a later one, was used up before.
    pub(crate) fn use_up(&self, serial: &Serial, step: u64) -> Result<bool, VerifierError> {
        let serial = serial.clone();
        self.store.write(move |tokens| tokens.use_up(&serial, step))
    }

    /// Both halves of a token that waits for the phone's, without keeping the whole.
    pub(crate) fn joined(&self, serial: &Serial, letters: &str) -> Result<Draft, VerifierError> {
        let half = self.store.read(|tokens| tokens.half(serial))?;
        let half = half.ok_or_else(|| VerifierError::NotHalf(serial.clone()))?;
        issuer::finish(&half, letters, LATEST).map_err(|error| match error {
            issuer::FinishError::Part => VerifierError::Part,
            _ => VerifierError::Damaged("half a token's URI is none"),
        })
    }

    /// Keeps what [`Embedded::joined`] gave.
    pub(crate) fn finish(&self, serial: &Serial, whole: Draft) -> Result<(), VerifierError> {
        let serial = serial.clone();
        self.store.write(move |tokens| tokens.finish(&serial, whole.seed()))
    }

    fn ask(
        &self,
        serial: &Serial,
        asked: Asked,
        code: &str,
        now: UnixTime,
    ) -> Result<Verdict, VerifierError> {
        let (serial, code) = (serial.clone(), Zeroizing::new(code.to_owned()));
        self.store.write(move |tokens| check::check(tokens, &serial, &asked, &code, now))
    }

    fn set_state(&self, serial: &Serial, state: State) -> Result<(), VerifierError> {
        let serial = serial.clone();
        self.store.write(move |tokens| tokens.set_state(&serial, state))
    }
}

impl Verifier for Embedded {
    fn enrol(&self, order: &Enrolment) -> Result<Letter, VerifierError> {
        let (kept, letter) = minted(order)?;
        self.keep(kept)?;
        Ok(letter)
    }

    fn finish_two_step(&self, serial: &Serial, letters: &str) -> Result<(), VerifierError> {
        self.finish(serial, self.joined(serial, letters)?)
    }

    fn check(&self, serial: &Serial, code: &str, now: UnixTime) -> Result<Verdict, VerifierError> {
        self.ask(serial, Asked::Login, code, now)
    }

    fn check_payee(
        &self,
        serial: &Serial,
        payee: &Payee,
        code: &str,
        now: UnixTime,
    ) -> Result<Verdict, VerifierError> {
        self.ask(serial, Asked::Payee(payee.clone()), code, now)
    }

    fn check_transaction(
        &self,
        serial: &Serial,
        transaction: &Transaction,
        code: &str,
        now: UnixTime,
    ) -> Result<Verdict, VerifierError> {
        self.ask(serial, Asked::Transaction(transaction.clone()), code, now)
    }

    fn stop(&self, serial: &Serial) -> Result<(), VerifierError> {
        self.set_state(serial, State::Stopped)
    }

    fn resume(&self, serial: &Serial) -> Result<(), VerifierError> {
        self.set_state(serial, State::Live)
    }

    fn revoke(&self, serial: &Serial) -> Result<(), VerifierError> {
        self.set_state(serial, State::Revoked)
    }

    fn release_lock(&self, serial: &Serial) -> Result<(), VerifierError> {
        let serial = serial.clone();
        self.store.write(move |tokens| tokens.release(&serial))
    }

    fn drift(&self, serial: &Serial) -> Result<i32, VerifierError> {
        let token = self.store.read(|tokens| tokens.find(serial))?;
        Ok(token.ok_or_else(|| VerifierError::Unknown(serial.clone()))?.drift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skts_token::otp::{Step, totp};
    use skts_token::provisioning::read_key_uri;
    use skts_token::token::Seed;

    const NOW: UnixTime = UnixTime::from_seconds(1_800_000_000);

    #[test]
    fn halves_are_joined_as_privacyidea_joins_them() {
        let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/two_step.json");
        let vectors: serde_json::Value = serde_json::from_slice(&std::fs::read(vectors).unwrap()).unwrap();
        let cases = vectors["cases"].as_array().unwrap();
        assert!(cases.len() >= 9);
        for case in cases {
            let (uri, text, seed) = (
                case["uri"].as_str().unwrap(),
                case["text"].as_str().unwrap(),
                case["seed"].as_str().unwrap(),
            );
            let folder = tempfile::tempdir().unwrap();
            let verifier = Embedded::open(&folder.path().join("bank")).unwrap();
            let profile = match read_key_uri(uri, NOW).unwrap() {
                skts_token::provisioning::Found::Half(half) => half.profile().clone(),
                other => panic!("{other:?}"),
            };
            let (serial, algorithm) = (profile.serial.clone(), profile.algorithm);
            verifier.keep(Kept { profile, secret: Secret::Half(uri.to_owned().into()) }).unwrap();
            assert_eq!(verifier.check(&serial, "000000", NOW).unwrap(), Verdict::Unfinished);
            verifier.finish_two_step(&serial, &text.to_lowercase()).unwrap();
            let bytes: Vec<u8> = (0..seed.len() / 2)
                .map(|at| u8::from_str_radix(&seed[2 * at..2 * at + 2], 16).unwrap())
                .collect();
            let code = totp(&Seed::new(&bytes).unwrap(), algorithm, Step::at(NOW)).as_str().to_owned();
            assert!(
                matches!(verifier.check(&serial, &code, NOW).unwrap(), Verdict::Accepted { .. }),
                "{uri}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bank");
        let verifier = Embedded::open(&path).unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let file = file.unwrap();
            assert_eq!(
                file.metadata().unwrap().permissions().mode() & 0o777,
                0o600,
                "{:?}",
                file.file_name()
            );
        }
        drop(verifier);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(Embedded::open(&path), Err(VerifierError::File { .. })));
    }
}
