//! The vault's one owner. Whoever wants something of the vault puts it into the keeper's queue and hears the
//! answer as an [`Event`]; the vault is never lent to anyone.
//!
//! Whenever the queue is not empty one worker empties it, in order: there is no thread that waits.

mod key_home;
mod opening;

pub use opening::{InFile, KeystoreChoice, OpenVault, look, open};

use super::{
    Change, ClockStory, Device, Event, LastRun, Opened, Question, Refusal, Reply, Settings, StoreMode,
    Ticket, VaultTrouble, Workers, load_last_run, save_last_run, save_settings,
};
use crate::token::{Draft, Token, UnixTime};
use crate::vault::{Erasure, Held, VaultError};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is asked of the keeper, and when, where the vault must know. Each is answered by one event, but for the settings
/// and the clock.
pub(super) enum Request {
    Open(LastRun),
    /// Opens a vault that is older than what was written last.
    OpenOlder(LastRun),
    KeepClock(LastRun),
    Compare(Ticket, Draft),
    Store {
        ticket: Ticket,
        token: Token,
        mode: StoreMode,
        /// The customer has agreed that a file has the vault's key where no system keystore answers.
        file_agreed: bool,
        now: UnixTime,
    },
    Change {
        ticket: Ticket,
        change: Change,
        now: UnixTime,
    },
    Codes(Question),
    SaveSettings(Settings),
}

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
    /// For pictures: the vault is read beside a window that has it, and nothing is written.
    read_only: bool,
}

impl Keeper {
    pub fn new(folder: PathBuf, keystore: KeystoreChoice, device: Arc<dyn Device>, workers: Workers) -> Self {
        let guarded = Guarded { folder, keystore, device, vault: None, read_only: false };
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
            Request::Open(now) => self.open(false, now, post),
            Request::OpenOlder(now) => self.open(true, now, post),
            Request::Compare(ticket, draft) => Event::Reply(ticket, self.compare(draft)),
            Request::Store { ticket, token, mode, file_agreed, now } => {
                let serial = token.profile().serial.clone();
                let result = self.written(&token, mode, file_agreed, now).map_err(|why| (token, why));
                Event::Stored { ticket, serial, result }
            }
            Request::Change { ticket, change, now } => {
                let before = self.vault.as_ref().map(OpenVault::summary);
                let result = self.change(&change, now);
                let opened = self.vault.as_ref().map(OpenVault::summary);
                // What stands although it failed must not be said to have changed nothing.
                let why = |error| if opened == before { Refusal::from(error) } else { Refusal::OpenAgain };
                Event::Changed { ticket, result: result.map_err(why), opened }
            }
            Request::Codes(question) => self.codes(question),
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

    fn open(&mut self, older: bool, now: LastRun, post: &dyn Fn(Event)) -> Event {
        // One process holds one lock: the old hold must be gone before the new one is asked for.
        self.vault = None;
        let open = match (self.read_only, older) {
            (true, _) => look,
            (false, true) => opening::open_older,
            (false, false) => open,
        };
        let mut opened = open(&self.folder, self.keystore, &*self.device);
        if let Ok(vault) = &mut opened {
            self.look_at_clock(vault, now, post);
        }
        Event::VaultOpened(opened.map(|vault| self.vault.insert(vault).summary()))
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
        match self.vault.as_ref().map_or(Ok(Held::Nothing), |vault| vault.holds(&draft)) {
            Ok(held) => Reply::Compared(draft, held),
            Err(_) => Reply::Read(Err(Refusal::NotStored)),
        }
    }

    fn written(
        &mut self,
        token: &Token,
        mode: StoreMode,
        file_agreed: bool,
        now: UnixTime,
    ) -> Result<Opened, Refusal> {
        let mut vault = match self.vault.take() {
            Some(vault) => vault,
            None => opening::begin_over_unopened(&self.folder, self.keystore, &*self.device, now)?,
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

    fn change(&mut self, change: &Change, now: UnixTime) -> Result<Erasure, VaultError> {
        let vault = self.vault.as_mut().ok_or(VaultError::NoSuchToken)?;
        // No key goes where nothing goes for good.
        match change {
            Change::Remove(serial) => vault.remove(serial, now).map(|()| Erasure::Complete),
            Change::BringBack(id) => vault.bring_back(*id, now).map(|()| Erasure::Complete),
            Change::Erase(id) => vault.erase_removed(*id),
        }
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
