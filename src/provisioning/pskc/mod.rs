//! A key container (PSKC, RFC 6030) → tokens.
//!
//! Everything but the sealed values is read before a passphrase is asked for, so that a file that would be refused anyway is
//! refused at once. What the format has and this app cannot keep (a policy, a validity, a binding to a device) is refused,
//! and so is every element and attribute that is not known here. A signature is not verified; the draft says that it is there.

mod cipher;
mod error;
mod key;
mod lock;
mod xml;

pub use error::PskcError;
pub use lock::{Asks, PskcSecret};

use super::limits::MAX_PSKC_KEYS;
use super::{DraftError, Found};
use crate::scrub::on_scrubbed_stack;
use crate::token::Draft;
use cipher::mac_key;
use key::Package;
use lock::Lock;
use std::collections::BTreeSet;
use std::fmt;
use xml::Space::{Ds, Pskc};

/// A key container whose keys are still locked.
pub struct Container {
    lock: Lock,
    packages: Vec<Package>,
    signed: bool,
}

/// Reads a key container. One whose keys are plain is tokens already.
pub(super) fn read(text: &str) -> Result<Found, DraftError> {
    on_scrubbed_stack(|| {
        let root = xml::parse(text)?;
        if !root.is(Pskc, "KeyContainer") {
            return Err(PskcError::Version.into());
        }
        // The schema has `Id`, and an example of the RFC `id`.
        root.knows(&["Version", "Id", "id"])?;
        if root.attribute("Version") != Some("1.0") {
            return Err(PskcError::Version.into());
        }
        let mut children = root.children()?;
        let lock = Lock::read(children.take(Pskc, "EncryptionKey")?, children.take(Pskc, "MACMethod")?)?;
        let packages = children.all(Pskc, "KeyPackage");
        // Its elements are not read: what they say would have to be verified first.
        let signed = children.take(Ds, "Signature")?.is_some();
        children.end()?;
        let packages = packages_of(&packages)?;
        match (packages.iter().any(Package::is_sealed), lock) {
            (false, _) => {
                let drafts = packages.into_iter().map(Package::plain);
                Ok(found(drafts.collect::<Result<_, _>>()?, signed))
            }
            (true, Some(lock)) if packages.iter().all(|package| package.has_sealed_secret()) => {
                Ok(Found::Sealed(Container { lock, packages, signed }))
            }
            (true, Some(_)) => Err(PskcError::PlainBesideSealed.into()),
            (true, None) => Err(PskcError::NoLock.into()),
        }
    })
}

fn packages_of(elements: &[&xml::Element]) -> Result<Vec<Package>, DraftError> {
    match elements.len() {
        0 => return Err(PskcError::NoKeys.into()),
        n if n > MAX_PSKC_KEYS => return Err(PskcError::TooManyKeys.into()),
        _ => {}
    }
    let packages = elements.iter().map(|element| Package::read(element)).collect::<Result<Vec<_>, _>>()?;
    let serials: BTreeSet<_> = packages.iter().map(|package| &package.profile().serial).collect();
    // Two seeds under one serial: which one the bank has cannot be known.
    let are_different = serials.len() == packages.len();
    if are_different { Ok(packages) } else { Err(PskcError::SerialTwice.into()) }
}

fn found(drafts: Vec<Draft>, signed: bool) -> Found {
    let told = |draft: Draft| if signed { draft.with_unverified_signature() } else { draft };
    let mut drafts: Vec<_> = drafts.into_iter().map(told).collect();
    match drafts.len() {
        1 => Found::Whole(drafts.remove(0)),
        _ => Found::Several(drafts),
    }
}

impl Container {
    /// What opens it.
    pub fn asks_for(&self) -> Asks {
        self.lock.asks_for()
    }

    /// Reads what a person typed as what this container asks for.
    pub fn typed(&self, text: &str) -> Result<PskcSecret, PskcError> {
        match self.asks_for() {
            Asks::Passphrase => PskcSecret::passphrase(text),
            Asks::Key => PskcSecret::hex_key(text),
        }
    }

    /// Opens all keys. A passphrase takes up to some seconds. Every way to be wrong is [`PskcError::Unopened`].
    pub fn open(&self, secret: &PskcSecret) -> Result<Found, DraftError> {
        on_scrubbed_stack(|| {
            let key = self.lock.key(secret)?;
            let mac = mac_key(self.lock.mac.hash, &self.lock.mac.key.decrypt(&key)?)?;
            let drafts = self.packages.iter().map(|package| package.open(&key, &mac));
            Ok(found(drafts.collect::<Result<_, _>>()?, self.signed))
        })
    }
}

impl fmt::Debug for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Container({} keys)", self.packages.len())
    }
}

#[cfg(test)]
mod tests;
