//! How long somebody waits after wrong passcodes. A try counts before it is made: to end the process, to restart the device
//! or to set its clock saves no wait. Nothing is ever deleted after too many.

use super::VaultError;
use crate::keystore::{Attempts, KeyId, Keystore, NoRandomness};
use crate::otp::BootId;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use std::sync::OnceLock;
use std::time::Duration;

/// So many wrong passcodes cost no wait.
pub const FREE_ATTEMPTS: u32 = 5;
/// What the free ones and each further one cost, in seconds; the last holds for all that follow.
const WAITS: [u64; 5] = [30, 60, 5 * 60, 15 * 60, 60 * 60];

/// A moment on the clock that nobody can set. The wall clock never counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    since_boot: Duration,
    boot: [u8; 8],
}

/// How often a wrong passcode was tried since the last right one, and how long the next try has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tries {
    pub failures: u32,
    pub wait: Duration,
}

impl Moment {
    /// `since_boot` counts from the start of the system that `boot` names. A system that names none has its clock compared
    /// within one process alone.
    pub fn new(since_boot: Duration, boot: Option<&BootId>) -> Result<Self, NoRandomness> {
        static PROCESS: OnceLock<[u8; 8]> = OnceLock::new();
        let boot = match (boot, PROCESS.get()) {
            (Some(boot), _) => first_bytes(digest(&SHA256, String::from(boot.clone()).as_bytes()).as_ref()),
            (None, Some(process)) => *process,
            (None, None) => {
                let mut process = [0; 8];
                SystemRandom::new().fill(&mut process).map_err(|_| NoRandomness)?;
                *PROCESS.get_or_init(|| process)
            }
        };
        Ok(Self { since_boot, boot })
    }

    /// Whole seconds, rounded up: a wait is never shorter than it must be.
    fn seconds(&self) -> u64 {
        self.since_boot.as_secs().saturating_add(u64::from(self.since_boot.subsec_nanos() > 0))
    }

    fn note(&self, failures: u32) -> Attempts {
        Attempts::new(failures, self.seconds(), self.boot)
    }
}

fn first_bytes(digest: &[u8]) -> [u8; 8] {
    *digest.first_chunk().expect("SHA-256 has 32 bytes")
}

fn wait_after(failures: u32) -> Duration {
    wait_beyond(failures, FREE_ATTEMPTS)
}

/// What so many failures cost where the last of `free` of them is the first that costs anything.
pub fn wait_beyond(failures: u32, free: u32) -> Duration {
    let Some(beyond) = failures.checked_sub(free) else { return Duration::ZERO };
    let at = usize::try_from(beyond).map_or(WAITS.len() - 1, |at| at.min(WAITS.len() - 1));
    Duration::from_secs(WAITS[at])
}

/// What is left of the wait.
fn left(noted: &Attempts, now: &Moment) -> Duration {
    let since = Duration::from_secs(noted.since_boot());
    let passed = now.since_boot.checked_sub(since).filter(|_| *noted.boot() == now.boot);
    wait_after(noted.failures()).saturating_sub(passed.unwrap_or_default())
}

/// Whether the note says something of this run of the system's clock.
fn is_comparable(noted: &Attempts, now: &Moment) -> bool {
    *noted.boot() == now.boot && noted.since_boot() <= now.seconds()
}

/// How often a wrong passcode was tried for the vault of `id`. After a restart of the system the wait begins anew, and that
/// is noted.
pub fn tries(id: &KeyId, now: &Moment, keystore: &dyn Keystore) -> Result<Tries, VaultError> {
    let noted = keystore.attempts(id).map_err(VaultError::of_store)?.unwrap_or_default();
    let wait = left(&noted, now);
    if !wait.is_zero() && !is_comparable(&noted, now) {
        keystore.set_attempts(id, &now.note(noted.failures())).map_err(VaultError::of_store)?;
    }
    Ok(Tries { failures: noted.failures(), wait })
}

/// Counts a try as failed before it is made. `TooSoon` while the wait is not over; a keystore that takes no note allows no
/// try.
pub fn begin(id: &KeyId, now: &Moment, keystore: &dyn Keystore) -> Result<(), VaultError> {
    let Tries { failures, wait } = tries(id, now, keystore)?;
    if !wait.is_zero() {
        return Err(VaultError::TooSoon);
    }
    keystore.set_attempts(id, &now.note(failures.saturating_add(1))).map_err(VaultError::of_store)
}

/// The passcode was right. A keystore that does not forget the failures by now counts them at the next try.
pub fn forget(id: &KeyId, keystore: &dyn Keystore) {
    let _ = keystore.set_attempts(id, &Attempts::default());
}

/// Whether tries can be counted under `id`: without that no passcode is set.
pub fn prepare(id: &KeyId, keystore: &dyn Keystore) -> Result<(), VaultError> {
    keystore.set_attempts(id, &Attempts::default()).map_err(VaultError::of_store)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keystore::{KeystoreError, MemoryKeystore};

    const ID: KeyId = KeyId::from_bytes([7; 16]);

    fn at(seconds: u64, boot: &str) -> Moment {
        let boot = BootId::try_from(boot.to_owned()).unwrap();
        Moment::new(Duration::from_secs(seconds), Some(&boot)).unwrap()
    }

    fn waits(keystore: &MemoryKeystore, now: Moment) -> u64 {
        tries(&ID, &now, keystore).unwrap().wait.as_secs()
    }

    /// So many failures, the last one 1,000 seconds after the start `one`.
    fn after(failures: u32) -> MemoryKeystore {
        let keystore = MemoryKeystore::new();
        keystore.set_attempts(&ID, &at(1000, "one").note(failures)).unwrap();
        keystore
    }

    #[test]
    fn the_waits_grow_to_an_hour() {
        let waits = (0..12).map(|failures| wait_after(failures).as_secs()).collect::<Vec<_>>();
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 300, 900, 3600, 3600, 3600]);
        assert_eq!(wait_after(u32::MAX).as_secs(), 3600);
    }

    #[test]
    fn a_wait_ends_with_the_clock_that_nobody_can_set() {
        let keystore = after(5);
        for (now, left) in [(1000, 30), (1001, 29), (1029, 1), (1030, 0), (9999, 0)] {
            assert_eq!(waits(&keystore, at(now, "one")), left, "at {now}");
        }
        assert_eq!(begin(&ID, &at(1029, "one"), &keystore), Err(VaultError::TooSoon));
        assert_eq!(keystore.attempts(&ID).unwrap().unwrap().failures(), 5, "a try that is refused is none");
        begin(&ID, &at(1030, "one"), &keystore).unwrap();
        assert_eq!(waits(&keystore, at(1030, "one")), 60, "counted before it is made");
    }

    #[test]
    fn after_a_restart_of_the_system_the_wait_begins_anew() {
        let keystore = after(8);
        assert_eq!(waits(&keystore, at(1899, "one")), 1);
        // The other start's clock is further already.
        assert_eq!(waits(&keystore, at(5000, "two")), 900);
        assert_eq!(waits(&keystore, at(5600, "two")), 300, "from then on it goes on");
        assert_eq!(waits(&keystore, at(5, "three")), 900);
        assert_eq!(waits(&keystore, at(905, "three")), 0);
        // A clock that went back within one start is none that can be compared.
        let keystore = after(8);
        assert_eq!(waits(&keystore, at(10, "one")), 900);
        assert_eq!(waits(&keystore, at(20, "one")), 890);
    }

    #[test]
    fn a_system_without_names_compares_within_a_process() {
        let moment = |seconds| Moment::new(Duration::from_secs(seconds), None).unwrap();
        assert_eq!(moment(1).boot, moment(2).boot);
        assert_ne!(moment(1).boot, at(1, "one").boot);
        let keystore = MemoryKeystore::new();
        // Another process of a system that names no starts.
        keystore.set_attempts(&ID, &Attempts::new(5, 1, [1; 8])).unwrap();
        assert_eq!(waits(&keystore, moment(5000)), 30);
        assert_eq!(waits(&keystore, moment(5030)), 0);
    }

    #[test]
    fn a_part_of_a_second_shortens_no_wait() {
        let boot = BootId::try_from("one".to_owned()).unwrap();
        let moment = |millis| Moment::new(Duration::from_millis(millis), Some(&boot)).unwrap();
        let keystore = MemoryKeystore::new();
        keystore.set_attempts(&ID, &moment(1_000_900).note(5)).unwrap();
        assert!(!tries(&ID, &moment(1_030_800), &keystore).unwrap().wait.is_zero());
        assert!(tries(&ID, &moment(1_031_000), &keystore).unwrap().wait.is_zero());
        // The note that was just made is of this run.
        assert!(is_comparable(&moment(1_000_900).note(5), &moment(1_000_900)));
    }

    #[test]
    fn a_keystore_that_takes_no_note_allows_no_try() {
        let keystore = after(0);
        keystore.take_no_notes();
        assert_eq!(
            begin(&ID, &at(1000, "one"), &keystore),
            Err(VaultError::Keystore(KeystoreError::Platform(0)))
        );
        let keystore = after(0);
        keystore.fail(KeystoreError::Locked);
        assert_eq!(begin(&ID, &at(1000, "one"), &keystore), Err(VaultError::Keystore(KeystoreError::Locked)));
    }
}
