//! A device in memory.

use super::MemoryBiometrics;
use crate::app::{Clip, ClipboardError, Device, Language, NoFileChooser, Scan, Source, Surroundings, Touch};
use crate::keystore::{
    Attempts, BiometricKeystore, FileKeystore, Floor, KeyId, Keystore, KeystoreError, MemoryKeystore,
    Protection, VaultKey,
};
use crate::provisioning::{HalfDraft, PhonePart};
use crate::token::UnixTime;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use zeroize::Zeroizing;

/// A device in memory; a test says what is on its clipboard and whether its keystore answers.
#[derive(Default)]
pub struct MemoryDevice {
    /// Where the keys are kept and whether there is a camera.
    pub phone: bool,
    pub keys: Arc<MemoryKeystore>,
    /// What recognises faces and fingers, where the phone has it.
    pub biometrics: Option<MemoryBiometrics>,
    /// Where the keys are kept instead of in memory: they outlive the process.
    pub key_folder: Option<PathBuf>,
    pub no_keystore: Mutex<Option<KeystoreError>>,
    /// The keystore answers, and can keep nothing.
    pub hollow: bool,
    /// What another process does, once, right after this one has looked for the keystore.
    pub meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    pub clipboard: Mutex<Option<String>>,
    /// A picture's file; it comes before a text.
    pub clipboard_file: Mutex<Option<Vec<u8>>>,
    /// Each text, and when it ends.
    pub copied: Mutex<Vec<(String, Option<UnixTime>)>>,
    pub no_clipboard: Mutex<bool>,
    /// Every app may read the clipboard, as on Android 8 and 9.
    pub open_clipboard: bool,
    pub cleared: Mutex<usize>,
    pub file: Mutex<Option<PathBuf>>,
    pub scans: Mutex<VecDeque<Scan>>,
    pub permissions: Mutex<usize>,
    pub felt: Mutex<Vec<Touch>>,
    pub guarded: Mutex<usize>,
    /// What the system says when the app starts.
    pub surroundings: Surroundings,
    /// The app's version, where it is not the first.
    pub version: Mutex<Option<&'static str>>,
    /// The system gives no random numbers.
    pub no_random: Mutex<bool>,
    /// What was read aloud.
    pub spoken: Mutex<Vec<String>>,
}

/// A second handle on the same keys.
struct Shared(Arc<dyn Keystore>, Protection);

impl Keystore for Shared {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        self.0.load(id)
    }
    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        self.0.store(id, key)
    }
    fn floor(&self, id: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        self.0.floor(id)
    }
    fn set_floor(&self, id: &KeyId, floor: &Floor) -> Result<(), KeystoreError> {
        self.0.set_floor(id, floor)
    }
    fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        self.0.attempts(id)
    }
    fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError> {
        self.0.set_attempts(id, attempts)
    }
    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.0.delete(id)
    }
    fn protection(&self) -> Protection {
        self.1
    }
}

impl MemoryDevice {
    /// A phone: a camera, and keys in secure hardware.
    pub fn phone() -> Self {
        Self { phone: true, ..Self::default() }
    }

    /// A phone that recognises the customer.
    pub fn recognising() -> Self {
        Self { biometrics: Some(MemoryBiometrics::default()), ..Self::phone() }
    }

    /// The faces and fingers of a phone that recognises the customer.
    pub fn faces(&self) -> &MemoryBiometrics {
        self.biometrics.as_ref().expect("the test is of a phone that recognises somebody")
    }

    fn protection(&self) -> Protection {
        if self.phone { Protection::SecureHardware } else { Protection::SystemKeystore }
    }

    /// The clipboard holds this text.
    pub fn hold(&self, text: &str) {
        *self.clipboard.lock().unwrap() = Some(text.to_owned());
    }

    /// The texts that were copied, in their order.
    pub fn texts_copied(&self) -> Vec<String> {
        self.copied.lock().unwrap().iter().map(|(text, _)| text.clone()).collect()
    }
}

impl Device for MemoryDevice {
    fn system_keystore(&self) -> Result<Box<dyn Keystore>, KeystoreError> {
        let answer = *self.no_keystore.lock().unwrap();
        // Both locks are let go before the other process runs, which looks for the same keystore.
        let meanwhile = self.meanwhile.lock().unwrap().take();
        if let Some(other_process) = meanwhile {
            other_process();
        }
        match answer {
            Some(error) => Err(error),
            None if self.hollow => Ok(Box::new(Hollow)),
            None => {
                let keys: Arc<dyn Keystore> = match &self.key_folder {
                    Some(folder) => Arc::new(FileKeystore::new(folder)),
                    None => self.keys.clone(),
                };
                Ok(Box::new(Shared(keys, self.protection())))
            }
        }
    }
    fn biometrics(&self, _: Language) -> Option<Box<dyn BiometricKeystore>> {
        Some(Box::new(self.biometrics.clone()?))
    }
    fn copy(&self, text: &str, end: Option<UnixTime>) -> Result<(), ClipboardError> {
        if *self.no_clipboard.lock().unwrap() {
            return Err(ClipboardError);
        }
        self.copied.lock().unwrap().push((text.to_owned(), end));
        Ok(())
    }
    fn clear_copied(&self) {
        *self.cleared.lock().unwrap() += 1;
    }
    fn clipboard(&self) -> Result<Clip, ClipboardError> {
        if let Some(file) = self.clipboard_file.lock().unwrap().clone() {
            return Ok(Clip::Bytes(Zeroizing::new(file)));
        }
        let text = self.clipboard.lock().unwrap().clone().ok_or(ClipboardError)?;
        Ok(Clip::Text(Zeroizing::new(text)))
    }
    fn choose_file(&self, _: Language) -> Result<Option<Source>, NoFileChooser> {
        Ok(self.file.lock().unwrap().clone().map(Source::File))
    }
    fn scan(&self, _: Language) -> Scan {
        self.scans.lock().unwrap().pop_front().expect("the test says how the camera's page ends")
    }
    fn open_permissions(&self) {
        *self.permissions.lock().unwrap() += 1;
    }
    fn can_speak(&self) -> bool {
        true
    }
    fn speak(&self, text: &str, _: Language) {
        self.spoken.lock().unwrap().push(text.to_owned());
    }
    /// privacyIDEA's own example, and so the same letters at each try.
    fn draw(&self, _: &HalfDraft) -> Option<PhonePart> {
        if *self.no_random.lock().unwrap() { None } else { PhonePart::typed("M5BD5PYAAEBAGBAFAYDQ") }
    }
    fn feel(&self, touch: Touch) {
        self.felt.lock().unwrap().push(touch);
    }
    fn guard_screen(&self) {
        *self.guarded.lock().unwrap() += 1;
    }
}

/// Answers, and can keep nothing: a session whose Secret Service has no collection.
struct Hollow;

impl Keystore for Hollow {
    fn load(&self, _: &KeyId) -> Result<VaultKey, KeystoreError> {
        Err(KeystoreError::NoEntry)
    }
    fn store(&self, _: &KeyId, _: &VaultKey) -> Result<(), KeystoreError> {
        Err(KeystoreError::Unavailable)
    }
    fn floor(&self, _: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        Ok(None)
    }
    fn set_floor(&self, _: &KeyId, _: &Floor) -> Result<(), KeystoreError> {
        Err(KeystoreError::Unavailable)
    }
    fn attempts(&self, _: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        Ok(None)
    }
    fn set_attempts(&self, _: &KeyId, _: &Attempts) -> Result<(), KeystoreError> {
        Ok(())
    }
    fn delete(&self, _: &KeyId) -> Result<(), KeystoreError> {
        Ok(())
    }
    fn protection(&self) -> Protection {
        Protection::SystemKeystore
    }
}
