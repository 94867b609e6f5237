//! One generation of the vault, and how the next one is made of it.

use super::document::Document;
use super::edit::Edit;
use super::envelope::{Envelope, FIRST_VERSION};
use super::sealing::Key;
use super::{Removed, VaultError};
use crate::keystore::{Floor, KeyId};
use crate::scrub::on_scrubbed_stack;
use crate::token::Profile;

/// One generation, as it lies on the disk.
#[derive(Default)]
pub struct State {
    /// `None` before the first token.
    pub sealed: Option<Envelope>,
    pub generation: u64,
    pub profiles: Vec<Profile>,
    pub removed: Vec<Removed>,
    /// Keys that sealed a token that is gone for good, as far as they are not known to be deleted.
    pub erased_keys: Vec<KeyId>,
}

/// The document of a generation, unsealed.
pub fn document_of<'a>(sealed: &Envelope, plain: &'a [u8]) -> Result<Document<'a>, VaultError> {
    if sealed.version() == FIRST_VERSION { Document::parse_first(plain) } else { Document::parse(plain) }
}

impl State {
    pub fn of(sealed: Envelope, key: &Key) -> Result<Self, VaultError> {
        on_scrubbed_stack(|| {
            let plain = key.unseal(&sealed)?;
            let document = document_of(&sealed, &plain)?;
            let (generation, erased_keys) = (document.generation, document.erased_keys());
            let (profiles, removed) = (document.profiles()?, document.removed()?);
            Ok(Self { sealed: Some(sealed), generation, profiles, removed, erased_keys })
        })
    }

    /// What the keystore is to note; `None` before the first token.
    pub fn floor(&self) -> Option<Floor> {
        self.sealed.as_ref().map(|sealed| sealed.floor(self.generation))
    }

    /// The next generation, sealed with `next`; `old` is what the present one was sealed with.
    pub fn edited(&self, old: &Key, next: &Key, edit: Edit<'_>) -> Result<Envelope, VaultError> {
        let Key::OfDocument(header, data) = next else {
            unreachable!("what is written has a key of its own")
        };
        let old_id = self.sealed.as_ref().map(Envelope::key_id).filter(|id| *id != header.id());
        on_scrubbed_stack(|| {
            let plain = self.sealed.as_ref().map(|sealed| old.unseal(sealed)).transpose()?;
            let mut document = match (&plain, &self.sealed) {
                (Some(plain), Some(sealed)) => document_of(sealed, plain)?,
                _ => Document::empty(),
            };
            document.generation = self.generation.saturating_add(1);
            document.erased_keys.retain(|key| key.id().is_some_and(|id| self.erased_keys.contains(&id)));
            edit.apply(&mut document)?;
            if let Some(id) = &old_id {
                document.erase_key(id);
            }
            Envelope::seal(header, data, |buffer| document.write(buffer))
        })
    }
}
