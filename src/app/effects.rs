//! The only place that performs effects: opens the vault, reads what comes from outside, copies.
//!
//! What may take long or wait for a person runs on a worker and answers later; the rest answers at once.

use super::opening::{self, KeystoreChoice, OpenVault};
use super::settings_file::save_settings;
use super::{
    Clip, Copy, Device, Effect, Event, Language, Opened, Refusal, Source, Speech, Store, TroubleKind,
};
use crate::otp::{self, Code, Step};
use crate::provisioning::qr::QrError;
use crate::provisioning::{self, DraftError, SourceError};
use crate::scrub::on_scrubbed_stack;
use crate::token::{Draft, Serial, Token};
use crate::vault::{Held, VaultError};
use std::path::PathBuf;
use std::sync::Arc;

/// What a worker sends back to the thread that owns the model.
pub enum Answer {
    Event(Event),
    Opened(Result<OpenVault, TroubleKind>),
    /// The vault comes back with the result, whatever it is.
    Stored {
        serial: Serial,
        vault: Option<OpenVault>,
        result: Result<(), Refusal>,
    },
}

type Work = Box<dyn FnOnce() + Send>;

/// How work leaves the thread of the screen and how its answer comes back.
#[derive(Clone)]
pub struct Workers {
    pub spawn: Arc<dyn Fn(Work) + Send + Sync>,
    pub post: Arc<dyn Fn(Answer) + Send + Sync>,
}

pub struct Effects {
    folder: PathBuf,
    keystore: KeystoreChoice,
    device: Arc<dyn Device>,
    workers: Workers,
    vault: Option<OpenVault>,
    keeps_settings: bool,
}

impl Effects {
    pub fn new(folder: PathBuf, keystore: KeystoreChoice, device: Arc<dyn Device>, workers: Workers) -> Self {
        Self { folder, keystore, device, workers, vault: None, keeps_settings: true }
    }

    /// Changes of settings are not written: for pictures.
    pub fn read_only(&mut self) {
        self.keeps_settings = false;
    }

    /// Performs one effect; what it answers at once is returned, the rest comes as an [`Answer`].
    pub fn perform(&mut self, effect: Effect, language: Language) -> Option<Event> {
        match effect {
            Effect::OpenVault => self.open(),
            Effect::ChooseFile => self.choose(language),
            Effect::Read(source) => self.read(move || draft_from(&source)),
            Effect::ReadClipboard => self.read_clipboard(),
            Effect::Scan => self.scan(language),
            Effect::OpenPermissions => self.device.open_permissions(),
            Effect::Compare(draft) => return Some(self.compare(draft)),
            Effect::Store { token, how } => self.store(token, how),
            Effect::Compute { serial, steps } => return Some(self.compute(serial, &steps)),
            Effect::Copy(copy) => return Some(self.copy(&copy)),
            Effect::ClearClipboard => self.device.clear_copied(),
            Effect::Speak(speech) => self.speak(speech),
            Effect::Feel(touch) => self.device.feel(touch),
            Effect::GuardScreen => self.device.guard_screen(),
            Effect::RunSelfTest => return Some(Event::SelfTested(otp::self_test())),
            Effect::SaveSettings(settings) if self.keeps_settings => save_settings(&self.folder, &settings),
            Effect::SaveSettings(_) => {}
        }
        None
    }

    /// Takes in what a worker sent.
    pub fn receive(&mut self, answer: Answer) -> Event {
        match answer {
            Answer::Event(event) => event,
            Answer::Opened(result) => Event::VaultOpened(result.map(|vault| self.keep(vault))),
            Answer::Stored { serial, vault, result } => {
                let opened = vault.map(|vault| self.keep(vault));
                let result = result.and_then(|()| opened.ok_or(Refusal::NotStored));
                Event::Stored { serial, result }
            }
        }
    }

    fn keep(&mut self, vault: OpenVault) -> Opened {
        let opened = vault.summary();
        self.vault = Some(vault);
        opened
    }

    fn work(&self, work: impl FnOnce() -> Answer + Send + 'static) {
        let post = self.workers.post.clone();
        (self.workers.spawn)(Box::new(move || post(work())));
    }

    fn open(&mut self) {
        // One process holds one lock: the old hold must be gone before the new one is asked for.
        self.vault = None;
        let (folder, keystore, device) = (self.folder.clone(), self.keystore, self.device.clone());
        self.work(move || Answer::Opened(opening::open(&folder, keystore, &*device)));
    }

    fn choose(&self, language: Language) {
        let device = self.device.clone();
        self.work(move || {
            Answer::Event(match device.choose_file(language) {
                Ok(file) => Event::FileChosen(file),
                Err(_) => Event::Read(Err(Refusal::NoFileChooser)),
            })
        });
    }

    fn scan(&self, language: Language) {
        let device = self.device.clone();
        self.work(move || Answer::Event(Event::Scanned(device.scan(language))));
    }

    fn read(&self, read: impl FnOnce() -> Result<Draft, Refusal> + Send + 'static) {
        self.work(move || Answer::Event(Event::Read(on_scrubbed_stack(read))));
    }

    fn read_clipboard(&self) {
        let device = self.device.clone();
        self.read(move || match device.clipboard().map_err(|_| Refusal::NothingToPaste)? {
            Clip::Text(text) => provisioning::draft_from_text(&text).map_err(Refusal::Draft),
            Clip::Bytes(bytes) => provisioning::draft_from_bytes(&bytes).map_err(refusal),
            Clip::Picture { width, height, rgba } => {
                provisioning::draft_from_pixels(width, height, &rgba).map_err(refusal)
            }
        });
    }

    fn compare(&self, draft: Draft) -> Event {
        match self.vault.as_ref().map_or(Ok(Held::Nothing), |vault| vault.holds(&draft)) {
            Ok(held) => Event::Compared(draft, held),
            Err(_) => Event::Read(Err(Refusal::NotStored)),
        }
    }

    fn store(&mut self, token: Token, how: Store) {
        let vault = self.vault.take();
        let (folder, keystore, device) = (self.folder.clone(), self.keystore, self.device.clone());
        let serial = token.profile().serial.clone();
        self.work(move || {
            let (vault, result) = opening::store(vault, token, how, &folder, keystore, &*device);
            Answer::Stored { serial, vault, result }
        });
    }

    fn compute(&mut self, serial: Serial, steps: &[Step]) -> Event {
        let codes = self.vault.as_ref().map(|vault| vault.codes(&serial, steps));
        let event = computed(serial, codes);
        if matches!(event, Event::VaultOpened(_)) {
            // It is shut, so that it can be opened again or registered over.
            self.vault = None;
        }
        event
    }

    fn copy(&self, copy: &Copy) -> Event {
        match self.device.copy(&copy.text, copy.clear_at) {
            Ok(()) => Event::Copied { what: copy.what, clear_at: copy.clear_at },
            Err(_) => Event::CopyFailed,
        }
    }

    fn speak(&self, speech: Speech) {
        let device = self.device.clone();
        (self.workers.spawn)(Box::new(move || device.speak(&speech.digits, speech.language)));
    }
}

/// A vault that is away (it is being opened or written) is waited for. One that was open, and whose bytes
/// do not open any more, has a page of its own: waiting would help nobody.
fn computed(serial: Serial, codes: Option<Result<Vec<Code>, VaultError>>) -> Event {
    match codes.transpose() {
        Ok(codes) => Event::Computed { serial, codes },
        // It was removed meanwhile; the list of tokens is about to say so.
        Err(VaultError::NoSuchToken) => Event::Computed { serial, codes: None },
        Err(error) => Event::VaultOpened(Err(opening::trouble(&error))),
    }
}

fn draft_from(source: &Source) -> Result<Draft, Refusal> {
    match source {
        Source::File(path) => provisioning::draft_from_file(path).map_err(refusal),
        Source::Bytes(bytes) => provisioning::draft_from_bytes(bytes).map_err(refusal),
        Source::Unreadable => Err(Refusal::NotAPicture),
        Source::Text(text) => provisioning::draft_from_text(text).map_err(Refusal::Draft),
    }
}

fn refusal(error: SourceError) -> Refusal {
    match error {
        SourceError::Draft(error) => Refusal::Draft(error),
        SourceError::Qr(QrError::NoQrCode) => Refusal::NoQrCode,
        SourceError::Qr(QrError::SeveralQrCodes) => Refusal::SeveralQrCodes,
        SourceError::Qr(QrError::NoToken | QrError::PartOfSeveral | QrError::NotText) => {
            Refusal::Draft(DraftError::NotAKeyUri)
        }
        SourceError::Empty | SourceError::Picture(_) => Refusal::NotAPicture,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vault_that_is_away_is_waited_for_and_one_that_broke_is_told() {
        let serial: Serial = "SKTS12345678".parse().unwrap();
        let waits = |event| matches!(event, Event::Computed { codes: None, .. });
        assert!(waits(computed(serial.clone(), None)));
        assert!(waits(computed(serial.clone(), Some(Err(VaultError::NoSuchToken)))));
        let broken = computed(serial.clone(), Some(Err(VaultError::Damaged)));
        assert!(matches!(broken, Event::VaultOpened(Err(TroubleKind::DataDamaged))));
        assert!(matches!(computed(serial, Some(Ok(vec![]))), Event::Computed { codes: Some(_), .. }));
    }
}
