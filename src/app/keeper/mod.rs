//! The vault's one owner. Whoever wants something of the vault puts it into the keeper's queue and hears the
//! answer as an [`Event`]; the vault is never lent to anyone.
//!
//! Whenever the queue is not empty one worker empties it, in order: there is no thread that waits.

mod biometrics;
mod given;
mod key_home;
mod opening;
mod request;

pub use given::{Given, Proof};
pub use opening::{InFile, KeystoreChoice, OpenVault, look, open};
pub(super) use request::{Request, When};

use super::{
    Bar, Barred, Change, ClockStory, Device, Event, LastRun, NotOpened, Opened, Postponed, Question, Refusal,
    Reply, StoreMode, Ticket, VaultTrouble, Workers, load_last_run, save_last_run, save_settings,
};
use crate::keystore::KeyId;
use crate::token::{Draft, Serial, ToSign, Token, UnixTime};
use crate::vault::{Cost, Erasure, Held, Passcode, Tries, VaultError};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(super) struct Keeper {
    queue: Arc<Queue>,
    workers: Workers,
}

struct Queue {
    waiting: Mutex<Waiting>,
    vault: Mutex<Guarded>,
}

#[derive(Default)]
struct Waiting {
    requests: VecDeque<Request>,
    /// Whether a worker is emptying the queue.
    busy: bool,
}

/// The vault, and what it is opened with.
struct Guarded {
    folder: PathBuf,
    keystore: KeystoreChoice,
    device: Arc<dyn Device>,
    vault: Option<OpenVault>,
    passcode_cost: Cost,
    /// The customer has agreed to a vault that is older than what was written last, and it opens with a passcode.
    older: bool,
    /// A secret that the biometric keystore will never give out again.
    unusable: Option<KeyId>,
    /// For pictures: the vault is read beside a window that has it, and nothing is written.
    read_only: bool,
}

impl Keeper {
    pub fn new(
        folder: PathBuf,
        keystore: KeystoreChoice,
        passcode_cost: Cost,
        device: Arc<dyn Device>,
        workers: Workers,
    ) -> Self {
        let guarded = Guarded {
            folder,
            keystore,
            device,
            vault: None,
            passcode_cost,
            older: false,
            unusable: None,
            read_only: false,
        };
        let queue = Queue { waiting: Mutex::default(), vault: Mutex::new(guarded) };
        Self { queue: Arc::new(queue), workers }
    }

    pub fn read_only(&self) {
        lock(&self.queue.vault).read_only = true;
    }

    pub fn ask(&self, request: Request) {
        let mut waiting = lock(&self.queue.waiting);
        waiting.requests.push_back(request);
        if std::mem::replace(&mut waiting.busy, true) {
            return;
        }
        drop(waiting);
        let (queue, post) = (self.queue.clone(), self.workers.post.clone());
        (self.workers.spawn)(Box::new(move || queue.empty(&*post)));
    }
}

impl Queue {
    /// Answers one request after the other until the queue is empty.
    fn empty(&self, post: &dyn Fn(Event)) {
        while let Some(request) = self.next() {
            let answer = lock(&self.vault).answer(request, post);
            if let Some(event) = answer {
                post(event);
            }
        }
    }

    fn next(&self) -> Option<Request> {
        let mut waiting = lock(&self.waiting);
        let next = waiting.requests.pop_front();
        waiting.busy = next.is_some();
        next
    }
}

/// A worker that panicked has not left a vault half written: what `OpenVault` holds is what is on the disk.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Guarded {
    fn answer(&mut self, request: Request, post: &dyn Fn(Event)) -> Option<Event> {
        Some(match request {
            Request::Open(when) => {
                self.older = false;
                self.open(Proof::Nothing, when, post)
            }
            Request::OpenOlder(when) => {
                self.older = true;
                self.open(Proof::Nothing, when, post)
            }
            Request::Unlock(passcode, when) => self.open(Proof::Passcode(&passcode), when, post),
            Request::UnlockByBiometrics { forgotten, language, when } => {
                self.unlock_by_biometrics(forgotten, language, when, post)
            }
            Request::Lock(when) => {
                post(Event::CanRecognise(self.can_recognise()));
                let tries = self.tries(&when);
                let biometrics = self.vault.take().and_then(|vault| vault.biometric_id());
                Event::VaultLocked(self.usable(Barred { why: Bar::Untried, tries, biometrics }))
            }
            Request::Confirm(ticket, passcode, when) => {
                Event::Reply(ticket, Reply::Tried(self.confirm(&passcode, when)))
            }
            Request::PutPasscodeAway => {
                self.put_passcode_away();
                return None;
            }
            Request::SetPasscode(ticket, passcode) => {
                let cost = self.passcode_cost;
                let before = self.vault.as_ref().map(OpenVault::summary);
                let set = self.change(|vault| vault.set_passcode(&passcode, cost));
                self.changed_since(ticket, before, set.map_err(Refusal::from))
            }
            Request::RemovePasscode(ticket) => self.changed(ticket, OpenVault::remove_passcode),
            Request::TurnBiometricsOn(ticket, language) => self.turn_biometrics_on(ticket, language),
            Request::TurnBiometricsOff(ticket) => self.turn_biometrics_off(ticket),
            Request::Compare(ticket, draft) => Event::Reply(ticket, self.compare(draft)),
            Request::CompareAll(ticket, drafts) => Event::Reply(ticket, self.compare_all(drafts)),
            Request::Store { ticket, token, mode, file_agreed, now, when } => {
                let serial = token.profile().serial.clone();
                let result = self.written(&token, mode, file_agreed, now, &when);
                self.put_passcode_away();
                if result == Err(Refusal::PasscodeNeeded) {
                    let postponed = Postponed::Store { ticket, token, mode };
                    return Some(Event::PasscodeNeeded(postponed, self.tries(&when)));
                }
                Event::Stored { ticket, serial, result: result.map_err(|why| (token, why)) }
            }
            Request::Change { ticket, change, now, when } => {
                match self.changed(ticket, |vault| changed(vault, &change, now)) {
                    Event::Changed { result: Err(Refusal::PasscodeNeeded), .. } => {
                        Event::PasscodeNeeded(Postponed::Change(ticket, change), self.tries(&when))
                    }
                    event => event,
                }
            }
            Request::Codes(question) => self.codes(question),
            Request::Sign { ticket, serial, what, at } => self.sign(ticket, &serial, &what, at),
            Request::SaveSettings(settings) => {
                if !self.read_only {
                    save_settings(&self.folder, &settings);
                }
                return None;
            }
            Request::KeepClock(now) => {
                self.keep_clock(now);
                return None;
            }
        })
    }

    fn open(&mut self, proof: Proof, when: When, post: &dyn Fn(Event)) -> Event {
        let event = self.open_by(proof, when, post);
        // It has opened the vault. What needs it once more asks for it.
        self.put_passcode_away();
        event
    }

    /// As [`open`](Self::open), and what has opened the vault still counts.
    fn open_by(&mut self, proof: Proof, when: When, post: &dyn Fn(Event)) -> Event {
        post(Event::CanRecognise(self.can_recognise()));
        // One process holds one lock: the old hold must be gone before the new one is asked for.
        self.vault = None;
        let opened = when.moment.map_err(NotOpened::from).and_then(|now| {
            let open = match (self.read_only, self.older) {
                (true, _) => look,
                (false, true) => opening::open_older,
                (false, false) => open,
            };
            open(&self.folder, self.keystore, &*self.device, Given { proof, now })
        });
        match opened {
            Ok(mut vault) => {
                self.older = false;
                self.look_at_clock(&mut vault, when.last_run, post);
                self.drop_unusable(&mut vault);
                Event::VaultOpened(Ok(self.vault.insert(vault).summary()))
            }
            Err(NotOpened::Trouble(trouble)) => Event::VaultOpened(Err(trouble)),
            Err(NotOpened::Barred(barred)) => Event::VaultLocked(self.usable(barred)),
        }
    }

    fn confirm(&mut self, passcode: &Passcode, when: When) -> Result<(), NotOpened> {
        let vault = self.vault.as_mut().ok_or(VaultError::NoSuchToken)?;
        vault.confirm_passcode(passcode, &when.moment?)
    }

    /// A right passcode counts for one change.
    fn put_passcode_away(&mut self) {
        if let Some(vault) = &mut self.vault {
            vault.put_passcode_away();
        }
    }

    /// A keystore that does not tell them now tells them at the next try.
    fn tries(&self, when: &When) -> Tries {
        let tries = self.vault.as_ref().zip(when.moment.ok()).map(|(vault, now)| vault.tries(&now));
        tries.and_then(Result::ok).unwrap_or_default()
    }

    /// Changes the open vault, and tells what it holds then.
    fn changed(
        &mut self,
        ticket: Ticket,
        change: impl FnOnce(&mut OpenVault) -> Result<Erasure, VaultError>,
    ) -> Event {
        let before = self.vault.as_ref().map(OpenVault::summary);
        let result = self.change(change);
        self.put_passcode_away();
        self.changed_since(ticket, before, result.map_err(Refusal::from))
    }

    fn change(
        &mut self,
        change: impl FnOnce(&mut OpenVault) -> Result<Erasure, VaultError>,
    ) -> Result<Erasure, VaultError> {
        let biometrics = self.vault.as_ref().and_then(OpenVault::biometric_id);
        let result = self.vault.as_mut().ok_or(VaultError::NoSuchToken).and_then(change);
        self.delete_unneeded(biometrics);
        result
    }

    fn changed_since(
        &self,
        ticket: Ticket,
        before: Option<Opened>,
        result: Result<Erasure, Refusal>,
    ) -> Event {
        let opened = self.vault.as_ref().map(OpenVault::summary);
        // What stands although it failed must not be said to have changed nothing.
        let why = |error| if opened == before { error } else { Refusal::OpenAgain };
        Event::Changed { ticket, result: result.map_err(why), opened }
    }

    /// Tells that the clock was set since the last run, or lets go what is overdue. A picture is made at any time.
    fn look_at_clock(&self, vault: &mut OpenVault, now: LastRun, post: &dyn Fn(Event)) {
        // Nothing is written before there is a token. One that can be brought back has codes as soon as it is.
        if self.read_only || vault.summary().profiles.is_empty() && vault.removed().is_empty() {
            return;
        }
        if let Some(last) = load_last_run(&self.folder) {
            if last.story(&now) == ClockStory::Moved {
                // The record stays as it is until the customer has read of it.
                return post(Event::ClockMoved);
            }
            if last.may_end_days(&now) {
                // What does not go now is asked for again at the next opening.
                let _ = vault.expire(now.time());
            }
        }
        self.keep_clock(now);
    }

    fn keep_clock(&self, now: LastRun) {
        if !self.read_only {
            let last = load_last_run(&self.folder);
            save_last_run(&self.folder, &last.map_or(now.clone(), |last| last.followed_by(now)));
        }
    }

    fn compare(&self, draft: Draft) -> Reply {
        match self.held(&draft) {
            Ok(held) => Reply::Compared(draft, held),
            Err(refusal) => Reply::Read(Err(refusal)),
        }
    }

    fn compare_all(&self, drafts: Vec<Draft>) -> Reply {
        let compared = drafts.into_iter().map(|draft| self.held(&draft).map(|held| (draft, held)));
        match compared.collect() {
            Ok(all) => Reply::ComparedAll(all),
            Err(refusal) => Reply::Read(Err(refusal)),
        }
    }

    fn held(&self, draft: &Draft) -> Result<Held, Refusal> {
        let held = self.vault.as_ref().map_or(Ok(Held::Nothing), |vault| vault.holds(draft));
        held.map_err(|_| Refusal::NotStored)
    }

    fn written(
        &mut self,
        token: &Token,
        mode: StoreMode,
        file_agreed: bool,
        now: UnixTime,
        when: &When,
    ) -> Result<Opened, Refusal> {
        let mut vault = match self.vault.take() {
            Some(vault) => vault,
            None => {
                let (forgotten, now) = (mode == StoreMode::OverUnopened, (now, when.moment?));
                opening::begin_over_unopened(&self.folder, self.keystore, &*self.device, forgotten, now)?
            }
        };
        let mut result = vault.store(token, mode, now);
        if let Err(error) = &result
            && vault.could_use_file(error)
        {
            if !file_agreed {
                // The vault is let go: at the next try the system's keystore is asked once more.
                return Err(Refusal::OnlyAFile);
            }
            vault.use_file();
            result = vault.store(token, mode, now);
        }
        let result = result.map(|()| vault.summary());
        // A new vault that was not written is let go: the old one is still there, and what went wrong may
        // have brought its key back, so it is opened again at the next try.
        if mode != StoreMode::OverUnopened || result.is_ok() {
            self.vault = Some(vault);
        }
        Ok(result?)
    }

    fn sign(&mut self, ticket: Ticket, serial: &Serial, what: &ToSign, at: UnixTime) -> Event {
        let signed = match &self.vault {
            Some(vault) => vault.sign(serial, what, at),
            None => Err(VaultError::NoSuchToken),
        };
        let result = signed.map_err(|error| {
            // The vault is shut, so that it can be opened again.
            self.vault = None;
            VaultTrouble::from(&error)
        });
        Event::Signed { ticket, result }
    }

    fn codes(&mut self, question: Question) -> Event {
        let codes = match &self.vault {
            Some(vault) => vault.codes(&question.serial, &question.steps),
            None => Err(VaultError::NoSuchToken),
        };
        let result = codes.map_err(|error| {
            // The vault is shut, so that it can be opened again or registered over.
            self.vault = None;
            VaultTrouble::from(&error)
        });
        Event::Codes { question, result }
    }
}

fn changed(vault: &mut OpenVault, change: &Change, now: UnixTime) -> Result<Erasure, VaultError> {
    // No key goes where nothing goes for good.
    match change {
        Change::Reorder(order) => vault.reorder(order).map(|()| Erasure::Complete),
        Change::Rename(serial, label) => vault.rename(serial, label.as_ref()).map(|()| Erasure::Complete),
        Change::Remove(serial) => vault.remove(serial, now).map(|()| Erasure::Complete),
        Change::BringBack(id) => vault.bring_back(*id, now).map(|()| Erasure::Complete),
        Change::Retire(serial) => vault.remove_for_good(serial),
        Change::Erase(id) => vault.erase_removed(*id),
    }
}
