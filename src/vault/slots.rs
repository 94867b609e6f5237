//! The slots of a vault: in each of them the key of the document lies wrapped for one way to open the vault.
//!
//! There are three kinds: the keystore's, a passcode's and biometrics'. A kind that is not defined makes the file damaged: a
//! new one comes with a new version of the format, since a program that does not know a slot could neither wrap a new key for
//! it nor say that the customer's way in is gone.

use super::VaultError;
use super::biometrics::{BiometricSecret, Enclosed};
use super::envelope::{cipher, fresh_nonce};
use super::passcode::Stretching;
use crate::keystore::{KeyId, VaultKey};
use ring::aead::{Aad, NONCE_LEN, Nonce, Tag};
use ring::hmac;
use zeroize::Zeroizing;

const COMMITMENT: usize = 16;
const TAG: usize = 16;
/// The key of the document, wrapped.
const WRAPPED: usize = COMMITMENT + NONCE_LEN + VaultKey::BYTES + TAG;

/// What opens a slot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Keystore,
    Passcode,
    Biometric,
}

#[derive(Clone, PartialEq, Eq)]
struct Slot {
    kind: Kind,
    /// What the key is computed with, or found by; empty where the keystore's key is all.
    parameters: Vec<u8>,
    /// Commitment, nonce, the wrapped key and its tag.
    wrapped: [u8; WRAPPED],
}

/// The slots of one vault: the keystore's alone, or a passcode's with or without one of biometrics. Beside a
/// passcode's there is none of the keystore's, which would open the vault without the passcode.
#[derive(Clone, PartialEq, Eq)]
pub struct Slots(Vec<Slot>);

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        Some(match byte {
            1 => Self::Keystore,
            2 => Self::Passcode,
            3 => Self::Biometric,
            _ => return None,
        })
    }

    fn byte(self) -> u8 {
        match self {
            Self::Keystore => 1,
            Self::Passcode => 2,
            Self::Biometric => 3,
        }
    }

    fn parameter_bytes(self) -> usize {
        match self {
            Self::Keystore => 0,
            Self::Passcode => Stretching::BYTES,
            Self::Biometric => Enclosed::BYTES,
        }
    }

    /// Whether the parameters are ones that the app would write. No memory is taken before they are.
    fn allows(self, parameters: &[u8]) -> bool {
        match self {
            Self::Keystore | Self::Biometric => true,
            Self::Passcode => parameters.first_chunk().and_then(Stretching::from_bytes).is_some(),
        }
    }
}

impl Slots {
    /// Their number, and the two slots of a vault with an app lock.
    pub const MAX_BYTES: usize = 1 + 2 * (1 + WRAPPED) + Stretching::BYTES + Enclosed::BYTES;

    /// One slot, for the keystore's key. `name`: magic, version and key id of the file.
    pub fn of_keystore(name: &[u8], kek: &VaultKey, data: &VaultKey) -> Result<Self, VaultError> {
        Ok(Self(vec![Slot::wrap(Kind::Keystore, Vec::new(), name, kek, data)?]))
    }

    /// One slot, for the key that a passcode gives.
    pub fn of_passcode(
        name: &[u8],
        stretching: Stretching,
        kek: &VaultKey,
        data: &VaultKey,
    ) -> Result<Self, VaultError> {
        let parameters = stretching.to_bytes().to_vec();
        Ok(Self(vec![Slot::wrap(Kind::Passcode, parameters, name, kek, data)?]))
    }

    /// What a passcode is stretched with; `None` where the keystore's key alone opens the vault.
    pub fn stretching(&self) -> Option<Stretching> {
        let slot = self.of(Kind::Passcode)?;
        slot.parameters.first_chunk().and_then(Stretching::from_bytes)
    }

    /// These slots with one for biometrics behind the passcode's, in place of one that is there. `id`: that of the file; `key`:
    /// what the keystore has under it.
    pub fn with_biometrics(
        &self,
        name: &[u8],
        id: &KeyId,
        secret: &BiometricSecret,
        key: &VaultKey,
        data: &VaultKey,
    ) -> Result<Self, VaultError> {
        let Self(mut slots) = self.without_biometrics();
        let parameters = Enclosed::new(secret, name, data)?.bytes().to_vec();
        slots.push(Slot::wrap(Kind::Biometric, parameters, name, &secret.kek(id, key), data)?);
        Ok(Self(slots))
    }

    pub fn without_biometrics(&self) -> Self {
        Self(self.0.iter().filter(|slot| slot.kind != Kind::Biometric).cloned().collect())
    }

    /// The secret of the slot for biometrics, which the key of the document opens.
    pub fn enclosed(&self) -> Option<Enclosed> {
        self.of(Kind::Biometric)?.parameters.first_chunk().map(Enclosed::from_bytes)
    }

    fn of(&self, kind: Kind) -> Option<&Slot> {
        self.0.iter().find(|slot| slot.kind == kind)
    }

    /// Reads the slots that begin at `at`; also gives where they end.
    pub fn parse(bytes: &[u8], at: usize) -> Option<(Self, usize)> {
        let (&count, mut rest) = bytes.get(at..)?.split_first()?;
        // As many as are allowed, before any memory is taken for them.
        if !(1..=2).contains(&count) {
            return None;
        }
        let mut slots = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let (&byte, body) = rest.split_first()?;
            let kind = Kind::of(byte)?;
            let (parameters, body) = body.split_at_checked(kind.parameter_bytes())?;
            let (wrapped, body) = body.split_first_chunk()?;
            if !kind.allows(parameters) {
                return None;
            }
            slots.push(Slot { kind, parameters: parameters.to_vec(), wrapped: *wrapped });
            rest = body;
        }
        let kinds: Vec<Kind> = slots.iter().map(|slot| slot.kind).collect();
        let known =
            matches!(kinds[..], [Kind::Keystore] | [Kind::Passcode] | [Kind::Passcode, Kind::Biometric]);
        known.then_some((Self(slots), bytes.len() - rest.len()))
    }

    pub fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(u8::try_from(self.0.len()).expect("there are one or two slots"));
        for slot in &self.0 {
            bytes.push(slot.kind.byte());
            bytes.extend_from_slice(&slot.parameters);
            bytes.extend_from_slice(&slot.wrapped);
        }
    }

    /// The key of the document. `PasscodeNeeded` where an app lock is on: the keystore's key alone opens no slot then.
    pub fn open(&self, name: &[u8], kek: &VaultKey) -> Result<VaultKey, VaultError> {
        let slot = self.of(Kind::Keystore).ok_or(VaultError::PasscodeNeeded)?;
        if slot.fits(kek) { slot.unwrap(name, kek) } else { Err(VaultError::Damaged) }
    }

    /// The key of the document, by the key that a passcode gives. `WrongPasscode` where it is the key of another one.
    pub fn open_by_passcode(&self, name: &[u8], kek: &VaultKey) -> Result<VaultKey, VaultError> {
        let slot = self.of(Kind::Passcode).ok_or(VaultError::Damaged)?;
        if slot.fits(kek) { slot.unwrap(name, kek) } else { Err(VaultError::WrongPasscode) }
    }

    /// The key of the document, by the key that biometrics give. `PasscodeNeeded` where there is no such slot, or it was made
    /// with another key: the passcode opens the vault all the same.
    pub fn open_by_biometrics(&self, name: &[u8], kek: &VaultKey) -> Result<VaultKey, VaultError> {
        let slot = self.of(Kind::Biometric).filter(|slot| slot.fits(kek));
        slot.ok_or(VaultError::PasscodeNeeded)?.unwrap(name, kek)
    }
}

impl Slot {
    fn wrap(
        kind: Kind,
        parameters: Vec<u8>,
        name: &[u8],
        kek: &VaultKey,
        data: &VaultKey,
    ) -> Result<Self, VaultError> {
        let nonce = fresh_nonce()?;
        let mut key = Zeroizing::new(*data.expose());
        let tag = cipher(kek)
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(associated(name, kind, &parameters)),
                &mut *key,
            )
            .expect("AES-GCM takes 32 bytes");
        let mut wrapped = [0; WRAPPED];
        let (commitment, rest) = wrapped.split_at_mut(COMMITMENT);
        commitment.copy_from_slice(&commit(kek));
        rest[..NONCE_LEN].copy_from_slice(&nonce);
        rest[NONCE_LEN..][..VaultKey::BYTES].copy_from_slice(&*key);
        rest[NONCE_LEN + VaultKey::BYTES..].copy_from_slice(tag.as_ref());
        Ok(Self { kind, parameters, wrapped })
    }

    /// Whether the slot was made with this key. GCM alone opens one text with several keys; with the commitment there is
    /// one key for each slot.
    fn fits(&self, kek: &VaultKey) -> bool {
        let (commitment, _) = self.wrapped.split_first_chunk().expect("a slot has its length");
        same(commitment, &commit(kek))
    }

    fn unwrap(&self, name: &[u8], kek: &VaultKey) -> Result<VaultKey, VaultError> {
        let (_, rest) = self.wrapped.split_at(COMMITMENT);
        let (nonce, rest) = rest.split_first_chunk().expect("a slot has its length");
        let (key, tag) = rest.split_first_chunk::<{ VaultKey::BYTES }>().expect("a slot has its length");
        let tag: [u8; TAG] = tag.try_into().expect("a slot has its length");
        let mut key = Zeroizing::new(*key);
        cipher(kek)
            .open_in_place_separate_tag(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(associated(name, self.kind, &self.parameters)),
                Tag::from(tag),
                &mut *key,
                0..,
            )
            .map_err(|_| VaultError::Damaged)?;
        Ok(VaultKey::new(&key))
    }
}

/// A slot's key is wrapped for this file's id, this version, this kind and these parameters.
fn associated(name: &[u8], kind: Kind, parameters: &[u8]) -> Vec<u8> {
    [name, &[kind.byte()], parameters].concat()
}

/// What only this key gives.
fn commit(kek: &VaultKey) -> [u8; COMMITMENT] {
    let key = hmac::Key::new(hmac::HMAC_SHA256, kek.expose());
    let tag = hmac::sign(&key, b"skts commit");
    *tag.as_ref().first_chunk().expect("SHA-256 has 32 bytes")
}

/// In constant time.
fn same(one: &[u8; COMMITMENT], other: &[u8; COMMITMENT]) -> bool {
    one.iter().zip(other).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::super::passcode::Cost;
    use super::*;

    const NAME: [u8; 26] = [7; 26];

    fn keys() -> [VaultKey; 2] {
        [VaultKey::new(&[1; 32]), VaultKey::new(&[2; 32])]
    }

    fn bytes_of(slots: &Slots) -> Vec<u8> {
        let mut bytes = Vec::new();
        slots.write(&mut bytes);
        bytes
    }

    /// A passcode's slot that no key opens.
    fn passcode(kib: u32, passes: u32) -> Vec<u8> {
        [&[2][..], &[9; 16], &kib.to_be_bytes(), &passes.to_be_bytes(), &[5; WRAPPED]].concat()
    }

    fn biometric() -> Vec<u8> {
        [&[3][..], &[6; Enclosed::BYTES], &[5; WRAPPED]].concat()
    }

    fn parsed(slots: &[Vec<u8>]) -> Option<Slots> {
        let bytes = [&[slots.len() as u8][..], &slots.concat()].concat();
        let (slots, end) = Slots::parse(&bytes, 0)?;
        assert_eq!((end, bytes_of(&slots)), (bytes.len(), bytes.clone()), "what is read is written again");
        assert!(bytes.len() <= Slots::MAX_BYTES);
        Some(slots)
    }

    #[test]
    fn only_the_right_key_for_the_right_file_opens_a_slot() {
        let [kek, data] = keys();
        let slots = Slots::of_keystore(&NAME, &kek, &data).unwrap();
        assert!(slots.open(&NAME, &kek).unwrap().same_as(&data));
        assert_eq!(slots.open(&NAME, &data).unwrap_err(), VaultError::Damaged);
        assert_eq!(slots.open(&[8; 26], &kek).unwrap_err(), VaultError::Damaged);
        let whole = bytes_of(&slots);
        for at in 2..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            let (slots, _) = Slots::parse(&bytes, 0).unwrap();
            assert_eq!(slots.open(&NAME, &kek).unwrap_err(), VaultError::Damaged, "byte {at}");
        }
        for length in 0..whole.len() {
            assert!(Slots::parse(&whole[..length], 0).is_none(), "{length} bytes");
        }
    }

    #[test]
    fn only_a_passcodes_key_opens_its_slot() {
        let [kek, data] = keys();
        let stretching = Stretching::generate(Cost::default()).unwrap();
        let slots = Slots::of_passcode(&NAME, stretching, &kek, &data).unwrap();
        assert!(slots.stretching() == Some(stretching));
        assert!(slots.open_by_passcode(&NAME, &kek).unwrap().same_as(&data));
        assert_eq!(slots.open(&NAME, &kek).unwrap_err(), VaultError::PasscodeNeeded);
        assert_eq!(slots.open_by_passcode(&NAME, &data).unwrap_err(), VaultError::WrongPasscode);
        assert_eq!(slots.open_by_passcode(&[8; 26], &kek).unwrap_err(), VaultError::Damaged);
        // Salt and cost are bound to the key that is wrapped; a commitment that is changed is that of another passcode.
        let whole = bytes_of(&slots);
        for at in 2..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            let Some((slots, _)) = Slots::parse(&bytes, 0) else { continue };
            let error = slots.open_by_passcode(&NAME, &kek).unwrap_err();
            let commitment = 2 + Stretching::BYTES..2 + Stretching::BYTES + COMMITMENT;
            let expected =
                if commitment.contains(&at) { VaultError::WrongPasscode } else { VaultError::Damaged };
            assert_eq!(error, expected, "byte {at}");
        }
    }

    #[test]
    fn beside_a_passcode_the_keystores_key_opens_nothing() {
        let slots = parsed(&[passcode(64 * 1024, 3), biometric()]).unwrap();
        assert_eq!(slots.open(&NAME, &keys()[0]).unwrap_err(), VaultError::PasscodeNeeded);
        assert!(slots.stretching().is_some());
        let [kek, data] = keys();
        assert!(Slots::of_keystore(&NAME, &kek, &data).unwrap().stretching().is_none());
    }

    #[test]
    fn no_other_set_of_slots_is_read() {
        let [kek, data] = keys();
        let keystore = bytes_of(&Slots::of_keystore(&NAME, &kek, &data).unwrap())[1..].to_vec();
        let unknown = [&[4][..], &[5; WRAPPED]].concat();
        for slots in [
            vec![],
            vec![biometric()],
            vec![unknown],
            vec![keystore.clone(), keystore.clone()],
            vec![keystore.clone(), passcode(64 * 1024, 3)],
            vec![passcode(64 * 1024, 3), keystore],
            vec![biometric(), passcode(64 * 1024, 3)],
            vec![passcode(64 * 1024, 3), biometric(), biometric()],
            vec![biometric(); 255],
        ] {
            assert!(parsed(&slots).is_none(), "{} slots", slots.len());
        }
    }

    /// Who opens a file must not be made to give all memory or hours of time.
    #[test]
    fn a_passcode_asks_for_no_more_and_no_less_than_is_allowed() {
        for (kib, passes, taken) in
            [(256 * 1024, 10, true), (256 * 1024 + 1, 3, false), (64 * 1024, 11, false), (1024, 3, false)]
        {
            assert_eq!(parsed(&[passcode(kib, passes)]).is_some(), taken, "{kib} KiB, {passes} passes");
        }
    }
}
