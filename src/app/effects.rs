//! Performs effects: what concerns the vault goes into the keeper's queue, what concerns the device is done here.
//!
//! What may take long or wait for a person runs on a worker and answers later; the rest answers at once.

use super::keeper::{Keeper, Request, When};
use super::{
    BootId, Clip, ClipboardText, Device, Effect, Event, KeystoreChoice, Language, LastRun, Refusal, Reply,
    Source, Speech, Ticket,
};
use crate::otp::{self, Clock};
use crate::provisioning::{
    self, Container, Found, HalfDraft, PskcSecret, Surroundings, picture::PictureError,
};
use crate::scrub::on_scrubbed_stack;
use crate::token::{Transaction, UnixTime};
use crate::vault::{Cost, Moment, VaultError};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

type Work = Box<dyn FnOnce() + Send>;

/// How work leaves the thread of the screen, and how what it found comes back.
#[derive(Clone)]
pub struct Workers {
    pub spawn: Arc<dyn Fn(Work) + Send + Sync>,
    pub post: Arc<dyn Fn(Event) + Send + Sync>,
}

/// What a reading on a worker is told of the world around it.
#[derive(Clone)]
pub struct Ambient {
    pub built: UnixTime,
    pub max_pixels: u64,
    pub clock: Arc<dyn Clock + Send + Sync>,
    pub boot: Option<BootId>,
}

impl Ambient {
    fn last_run(&self) -> LastRun {
        LastRun::new(self.clock.read(), self.boot.as_ref())
    }

    fn when(&self) -> When {
        let moment = Moment::new(self.clock.read().monotonic, self.boot.as_ref());
        When { last_run: self.last_run(), moment: moment.map_err(VaultError::from) }
    }

    fn now(&self) -> Surroundings<'_> {
        Surroundings::new(self.built, self.max_pixels, &*self.clock)
    }
}

pub struct Effects {
    keeper: Keeper,
    device: Arc<dyn Device>,
    ambient: Ambient,
    workers: Workers,
}

impl Effects {
    pub fn new(
        folder: PathBuf,
        keystore: KeystoreChoice,
        passcode_cost: Cost,
        device: Arc<dyn Device>,
        ambient: Ambient,
        workers: Workers,
    ) -> Self {
        let keeper = Keeper::new(folder, keystore, passcode_cost, device.clone(), workers.clone());
        Self { keeper, device, ambient, workers }
    }

    /// From now on nothing is written: for a picture of the app.
    pub fn read_only(&self) {
        self.keeper.read_only();
    }

    /// Performs one effect; what it answers at once is returned, the rest comes through [`Workers::post`].
    pub fn perform(&mut self, effect: Effect, language: Language, now: UnixTime) -> Option<Event> {
        match effect {
            Effect::OpenVault => self.keeper.ask(Request::Open(self.ambient.when())),
            Effect::OpenOlderVault => self.keeper.ask(Request::OpenOlder(self.ambient.when())),
            Effect::Unlock(passcode) => self.keeper.ask(Request::Unlock(passcode, self.ambient.when())),
            Effect::LockVault => self.keeper.ask(Request::Lock(self.ambient.when())),
            Effect::ConfirmPasscode(ticket, passcode) => {
                self.keeper.ask(Request::Confirm(ticket, passcode, self.ambient.when()));
            }
            Effect::PutPasscodeAway => self.keeper.ask(Request::PutPasscodeAway),
            Effect::SetPasscode(ticket, passcode) => self.keeper.ask(Request::SetPasscode(ticket, passcode)),
            Effect::RemovePasscode(ticket) => self.keeper.ask(Request::RemovePasscode(ticket)),
            Effect::UnlockByBiometrics { forgotten } => {
                let when = self.ambient.when();
                self.keeper.ask(Request::UnlockByBiometrics { forgotten, language, when });
            }
            Effect::TurnBiometricsOn(ticket) => self.keeper.ask(Request::TurnBiometricsOn(ticket, language)),
            Effect::TurnBiometricsOff(ticket) => self.keeper.ask(Request::TurnBiometricsOff(ticket)),
            Effect::KeepClock => self.keeper.ask(Request::KeepClock(self.ambient.last_run())),
            Effect::Compare(ticket, draft) => self.keeper.ask(Request::Compare(ticket, draft)),
            Effect::CompareAll(ticket, drafts) => self.keeper.ask(Request::CompareAll(ticket, drafts)),
            Effect::Store { ticket, token, mode } => {
                let when = self.ambient.when();
                self.keeper.ask(Request::Store { ticket, token, mode, file_agreed: false, now, when });
            }
            Effect::StoreInFile { ticket, token, mode } => {
                let when = self.ambient.when();
                self.keeper.ask(Request::Store { ticket, token, mode, file_agreed: true, now, when });
            }
            Effect::Change(ticket, change) => {
                let now = self.ambient.clock.read().time;
                let when = self.ambient.when();
                self.keeper.ask(Request::Change { ticket, change, now, when });
            }
            Effect::ComputeCodes(question) => self.keeper.ask(Request::Codes(question)),
            Effect::Sign { ticket, serial, what } => {
                let at = self.ambient.clock.read().time;
                self.keeper.ask(Request::Sign { ticket, serial, what, at });
            }
            Effect::SaveSettings(settings) => self.keeper.ask(Request::SaveSettings(settings)),
            Effect::ChooseFile(ticket) => self.choose(ticket, language),
            Effect::Read(ticket, source) => self.read(ticket, move |around| found_in(&source, around)),
            Effect::ReadClipboard(ticket) => self.read_clipboard(ticket),
            Effect::ReadTransaction(ticket, source) => {
                self.read_transaction(ticket, move |around| transaction_from(&source, around));
            }
            Effect::ReadClipboardTransaction(ticket) => {
                let device = self.device.clone();
                self.read_transaction(ticket, move |around| pasted_transaction(&*device, around));
            }
            Effect::Draw(ticket, half) => {
                let device = self.device.clone();
                self.work(ticket, move || drawn(half, &*device));
            }
            Effect::Join(ticket, half, part) => {
                self.work(ticket, move || Reply::Read(Ok(Found::Whole(half.join(&part)))));
            }
            Effect::Unseal(ticket, container, secret) => {
                self.work(ticket, move || unsealed(container, &secret))
            }
            Effect::Scan(ticket) => self.scan(ticket, language),
            Effect::OpenPermissions => self.device.open_permissions(),
            Effect::Copy(copy) => return Some(self.copy(copy)),
            Effect::ClearClipboard => self.device.clear_copied(),
            Effect::Speak(speech) => self.speak(speech),
            Effect::Feel(touch) => self.device.feel(touch),
            Effect::GuardScreen => self.device.guard_screen(),
            Effect::RunSelfTest => return Some(Event::SelfTested(otp::self_test())),
        }
        None
    }

    fn work(&self, ticket: Ticket, work: impl FnOnce() -> Reply + Send + 'static) {
        let post = self.workers.post.clone();
        (self.workers.spawn)(Box::new(move || post(Event::Reply(ticket, work()))));
    }

    fn choose(&self, ticket: Ticket, language: Language) {
        let device = self.device.clone();
        self.work(ticket, move || match device.choose_file(language) {
            Ok(file) => Reply::FileChosen(file),
            Err(_) => Reply::Read(Err(Refusal::NoFileChooser)),
        });
    }

    fn scan(&self, ticket: Ticket, language: Language) {
        let device = self.device.clone();
        self.work(ticket, move || Reply::Scanned(device.scan(language)));
    }

    fn read(
        &self,
        ticket: Ticket,
        read: impl FnOnce(&Surroundings) -> Result<Found, Refusal> + Send + 'static,
    ) {
        let ambient = self.ambient.clone();
        self.work(ticket, move || Reply::Read(on_scrubbed_stack(|| read(&ambient.now()))));
    }

    fn read_transaction(
        &self,
        ticket: Ticket,
        read: impl FnOnce(&Surroundings) -> Result<Transaction, Refusal> + Send + 'static,
    ) {
        let ambient = self.ambient.clone();
        self.work(ticket, move || Reply::Transaction(read(&ambient.now())));
    }

    fn read_clipboard(&self, ticket: Ticket) {
        let device = self.device.clone();
        self.read(ticket, move |around| match device.clipboard().map_err(|_| Refusal::NothingToPaste)? {
            Clip::Text(text) => provisioning::found_in_text(&text, around.today()).map_err(Refusal::Draft),
            Clip::Bytes(bytes) => Ok(provisioning::found_in_bytes(&bytes, around)?),
            Clip::Picture { width, height, rgba } => {
                Ok(provisioning::found_in_pixels(width, height, &rgba, around)?)
            }
        });
    }

    fn copy(&self, copy: ClipboardText) -> Event {
        match self.device.copy(&copy.text, copy.clear_at) {
            Ok(()) => Event::Copied { what: copy.what, clear_at: copy.clear_at },
            Err(_) => Event::CopyFailed,
        }
    }

    fn speak(&self, speech: Speech) {
        let device = self.device.clone();
        (self.workers.spawn)(Box::new(move || device.speak(&speech.text, speech.language)));
    }
}

/// The halves stay together: what was drawn for one enrolment is of no use to another.
fn drawn(half: HalfDraft, device: &dyn Device) -> Reply {
    match device.draw(&half) {
        Some(part) => Reply::Drawn(half, part),
        None => Reply::Read(Err(Refusal::NoRandomNumbers)),
    }
}

/// A container that did not open stays with the customer, who may have mistyped the passphrase.
fn unsealed(container: Container, secret: &PskcSecret) -> Reply {
    Reply::Unsealed(container.open(secret).map_err(|error| (container, error)))
}

fn found_in(source: &Source, around: &Surroundings) -> Result<Found, Refusal> {
    match source {
        Source::File(path) => Ok(provisioning::found_in_file(path, around)?),
        Source::Bytes(bytes) => Ok(provisioning::found_in_bytes(bytes, around)?),
        Source::Unreadable => Err(Refusal::Picture(PictureError::Unreadable(ErrorKind::Other))),
        Source::Text(text) => provisioning::found_in_text(text, around.today()).map_err(Refusal::Draft),
    }
}

fn transaction_from(source: &Source, around: &Surroundings) -> Result<Transaction, Refusal> {
    Ok(match source {
        Source::File(path) => provisioning::transaction_in_file(path, around)?,
        Source::Bytes(bytes) => provisioning::transaction_in_bytes(bytes, around)?,
        Source::Unreadable => return Err(Refusal::Picture(PictureError::Unreadable(ErrorKind::Other))),
        Source::Text(text) => transaction_from_text(text)?,
    })
}

fn pasted_transaction(device: &dyn Device, around: &Surroundings) -> Result<Transaction, Refusal> {
    Ok(match device.clipboard().map_err(|_| Refusal::NothingToPaste)? {
        Clip::Text(text) => transaction_from_text(&text)?,
        Clip::Bytes(bytes) => provisioning::transaction_in_bytes(&bytes, around)?,
        Clip::Picture { width, height, rgba } => {
            provisioning::transaction_in_pixels(width, height, &rgba, around)?
        }
    })
}

fn transaction_from_text(text: &str) -> Result<Transaction, Refusal> {
    provisioning::transaction_from_text(text).map_err(Refusal::Transaction)
}
