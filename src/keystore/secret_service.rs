//! The Secret Service of a Linux or BSD desktop (gnome-keyring, KWallet, KeePassXC), over D-Bus.
//!
//! Every program of the same user can ask for what it keeps: [`Protection::SystemKeystore`] says so. A
//! locked collection with a display waits until the customer answers the prompt; nobody else is waited for.

use super::patience::{Patience, Turns};
use super::system::{SERVICE, SystemKeystore, common_refusal};
use super::{Attempts, Floor, KeyId, Keystore, KeystoreError, Prompts, Protection, VaultKey};
use keyring_core::Error;
use secret_service::Error as ServiceError;
use secret_service::{EncryptionType, blocking::SecretService};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use zbus_secret_service_keyring_store::Store;

/// What libsecret calls the collection that it makes for a home that has none.
const NEW_COLLECTION: &str = "Default keyring";

const PATIENCE: Patience = Patience { answer: Duration::from_secs(3), person: Duration::from_secs(120) };

/// A store is opened anew with each vault, and a late question of the one before may still be on its way.
static TURNS: LazyLock<Arc<Turns>> = LazyLock::new(Turns::new);

pub fn open(prompts: Prompts) -> Result<Box<dyn Keystore>, KeystoreError> {
    // Without a session bus, or without a service on the bus, there is no keystore. No person is asked before a
    // session is open.
    let store = PATIENCE.ask(|| Store::new().map_err(|_| KeystoreError::Unavailable), || false)?;
    type Fns = (fn(Error) -> KeystoreError, fn() -> Result<(), KeystoreError>);
    let (refusal, prepare): Fns = match prompts {
        Prompts::Seen => (refusal::<true>, ensure_collection::<true>),
        Prompts::Unseen => (refusal::<false>, ensure_collection::<false>),
    };
    let modifiers = &[("label", "SKTS Token")];
    Ok(Box::new(SecretStore(Arc::new(SystemKeystore { store, modifiers, refusal, prepare }))))
}

/// The store, each question to it with an end.
struct SecretStore(Arc<SystemKeystore>);

impl SecretStore {
    fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&SystemKeystore) -> Result<T, KeystoreError> + Send + 'static,
    ) -> Result<T, KeystoreError> {
        let store = self.0.clone();
        PATIENCE.ask_in_turn(&TURNS, move || question(&store), service_lives)
    }
}

impl Keystore for SecretStore {
    fn load(&self, id: &KeyId) -> Result<VaultKey, KeystoreError> {
        let id = *id;
        self.ask(move |store| store.load(&id))
    }

    fn store(&self, id: &KeyId, key: &VaultKey) -> Result<(), KeystoreError> {
        let (id, key) = (*id, VaultKey::new(key.expose()));
        self.ask(move |store| store.store(&id, &key))
    }

    fn floor(&self, id: &KeyId) -> Result<Option<Floor>, KeystoreError> {
        let id = *id;
        self.ask(move |store| store.floor(&id))
    }

    fn set_floor(&self, id: &KeyId, floor: &Floor) -> Result<(), KeystoreError> {
        let (id, floor) = (*id, *floor);
        self.ask(move |store| store.set_floor(&id, &floor))
    }

    fn attempts(&self, id: &KeyId) -> Result<Option<Attempts>, KeystoreError> {
        let id = *id;
        self.ask(move |store| store.attempts(&id))
    }

    fn set_attempts(&self, id: &KeyId, attempts: &Attempts) -> Result<(), KeystoreError> {
        let (id, attempts) = (*id, *attempts);
        self.ask(move |store| store.set_attempts(&id, &attempts))
    }

    fn delete(&self, id: &KeyId) -> Result<(), KeystoreError> {
        let id = *id;
        self.ask(move |store| store.delete(&id))
    }

    fn protection(&self) -> Protection {
        self.0.protection()
    }
}

/// A search needs no person, locked or not: a service that answers it has not stopped.
fn service_lives() -> bool {
    let service = SecretService::connect(EncryptionType::Plain);
    service.is_ok_and(|service| service.search_items(HashMap::from([("service", SERVICE)])).is_ok())
}

/// A fresh home has no collection to store in; the service asks the customer for a password for it.
fn ensure_collection<const SEEN: bool>() -> Result<(), KeystoreError> {
    let service = SecretService::connect(EncryptionType::Plain).map_err(|_| KeystoreError::Unavailable)?;
    match service.get_default_collection() {
        Ok(_) => Ok(()),
        Err(ServiceError::NoResult) => match service.create_collection(NEW_COLLECTION, "default") {
            Ok(_) => Ok(()),
            // The customer has closed the question, and may answer the next one.
            Err(ServiceError::Prompt) if SEEN => Err(KeystoreError::Cancelled),
            // There is no display to ask on: there is no keystore here.
            Err(_) => Err(KeystoreError::Unavailable),
        },
        Err(error) => Err(service_refusal::<SEEN>(&error)),
    }
}

fn refusal<const SEEN: bool>(error: Error) -> KeystoreError {
    match &error {
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => {
            cause.downcast_ref().map_or_else(|| common_refusal(&error), service_refusal::<SEEN>)
        }
        _ => common_refusal(&error),
    }
}

fn service_refusal<const SEEN: bool>(error: &ServiceError) -> KeystoreError {
    match error {
        // The service says the same of a prompt that was closed and of one that it could not show.
        ServiceError::Prompt if SEEN => KeystoreError::Cancelled,
        ServiceError::Locked | ServiceError::Prompt => KeystoreError::Locked,
        ServiceError::NoResult | ServiceError::Unavailable | ServiceError::PromptDisconnected => {
            KeystoreError::Unavailable
        }
        ServiceError::Zbus(_) | ServiceError::ZbusFdo(_) => answer_of_the_bus(&error.to_string()),
        _ => KeystoreError::Platform(0),
    }
}

/// Errors of D-Bus are told by name; a name never holds what was stored.
fn answer_of_the_bus(text: &str) -> KeystoreError {
    if text.contains("org.freedesktop.Secret.Error.IsLocked") {
        KeystoreError::Locked
    } else if text.contains("org.freedesktop.Secret.Error.NoSuchObject") {
        KeystoreError::NoEntry
    } else {
        // The service went away, or does not do what it should.
        KeystoreError::Unavailable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(error: ServiceError, expected: KeystoreError) {
        assert_eq!(refusal::<false>(Error::PlatformFailure(Box::new(error))), expected);
    }

    #[test]
    fn the_services_errors_have_their_names() {
        case(ServiceError::Locked, KeystoreError::Locked);
        case(ServiceError::Prompt, KeystoreError::Locked);
        let closed = || Error::NoStorageAccess(Box::new(ServiceError::Prompt));
        assert_eq!(refusal::<true>(closed()), KeystoreError::Cancelled);
        assert_eq!(refusal::<false>(closed()), KeystoreError::Locked);
        case(ServiceError::PromptDisconnected, KeystoreError::Unavailable);
        case(ServiceError::Unavailable, KeystoreError::Unavailable);
        case(ServiceError::NoResult, KeystoreError::Unavailable);
        case(ServiceError::Crypto("x"), KeystoreError::Platform(0));
    }

    #[test]
    fn what_is_stored_but_no_key_is_invalidated() {
        let cause = Box::new(std::io::Error::other("bad"));
        assert_eq!(refusal::<true>(Error::BadDataFormat(vec![1, 2, 3], cause)), KeystoreError::Invalidated);
        assert_eq!(refusal::<true>(Error::BadEncoding(vec![0xff])), KeystoreError::Invalidated);
        assert_eq!(refusal::<true>(Error::NoEntry), KeystoreError::NoEntry);
    }

    #[test]
    fn the_buss_errors_are_told_by_name() {
        let of = answer_of_the_bus;
        assert_eq!(
            of("zbus error: org.freedesktop.Secret.Error.IsLocked: Cannot get"),
            KeystoreError::Locked
        );
        assert_eq!(of("org.freedesktop.Secret.Error.NoSuchObject"), KeystoreError::NoEntry);
        assert_eq!(of("org.freedesktop.DBus.Error.ServiceUnknown"), KeystoreError::Unavailable);
    }
}
