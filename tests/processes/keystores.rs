//! One suite for every keystore that can run here: memory, file, and a real gnome-keyring in a private
//! D-Bus session, with its collection locked, without one, and without D-Bus at all.
//!
//! Each test of the Secret Service starts this program again inside its own session, with a home of its
//! own, so that no test touches the keyring of whoever runs it. Without gnome-keyring they fail.
#![cfg(all(unix, not(target_os = "macos")))]

use crate::vault_support::*;
use skts_token::keystore::{
    Attempts, FileKeystore, Floor, KeyId, Keystore, KeystoreError, MemoryKeystore, Prompts, Protection,
    VaultKey,
};
use skts_token::vault::{Locked, VaultError};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Nothing here may hang: a keystore that waits for a person who is not there is a failure.
const LIMIT: Duration = Duration::from_secs(60);
const SCENARIO: &str = "SKTS_KEYSTORE_SCENARIO";
/// A scenario leaves this in its home: a test in which nothing ran does not pass.
const DONE: &str = "done";

/// The keystore of a session without a display.
fn system() -> Result<Box<dyn Keystore>, KeystoreError> {
    skts_token::keystore::system(Prompts::Unseen)
}

/// What every keystore does. `again` is a second door to the same keys.
fn conforms(keystore: &dyn Keystore, again: &dyn Keystore, protection: Protection) {
    assert_eq!(keystore.protection(), protection);
    let (one, two) = (KeyId::generate().unwrap(), KeyId::generate().unwrap());
    assert_eq!(keystore.load(&one).unwrap_err(), KeystoreError::NoEntry);
    assert_eq!(keystore.delete(&one), Err(KeystoreError::NoEntry));
    for bytes in [[0; 32], [0xff; 32], [b'\n'; 32], std::array::from_fn(|at| at as u8 + 0x70)] {
        let key = VaultKey::new(&bytes);
        keystore.store(&one, &key).unwrap();
        assert!(keystore.load(&one).unwrap().same_as(&key));
        assert!(again.load(&one).unwrap().same_as(&key));
        assert_eq!(keystore.load(&two).unwrap_err(), KeystoreError::NoEntry);
    }
    let floors = [
        Floor::new(1, [0; 16], 2),
        Floor::new(u64::MAX, [0xff; 16], 0),
        Floor::new(7, *b"0123456789abcdef", 2),
    ];
    assert_eq!(keystore.floor(&one), Ok(None));
    for floor in floors {
        keystore.set_floor(&one, &floor).unwrap();
        assert_eq!((keystore.floor(&one), again.floor(&one)), (Ok(Some(floor)), Ok(Some(floor))));
        assert_eq!(keystore.floor(&two), Ok(None), "each vault has its own");
    }
    assert_eq!(keystore.attempts(&one), Ok(None));
    for attempts in
        [Attempts::default(), Attempts::new(u32::MAX, u64::MAX, [0xff; 8]), Attempts::new(7, 9, *b"01234567")]
    {
        keystore.set_attempts(&one, &attempts).unwrap();
        assert_eq!((keystore.attempts(&one), again.attempts(&one)), (Ok(Some(attempts)), Ok(Some(attempts))));
        assert_eq!(keystore.attempts(&two), Ok(None), "each vault has its own");
    }
    let (first, second) = (VaultKey::generate().unwrap(), VaultKey::generate().unwrap());
    keystore.store(&one, &first).unwrap();
    again.store(&two, &second).unwrap();
    assert!(keystore.load(&one).unwrap().same_as(&first));
    assert!(keystore.load(&two).unwrap().same_as(&second));
    keystore.delete(&one).unwrap();
    assert_eq!(again.load(&one).unwrap_err(), KeystoreError::NoEntry);
    assert_eq!(again.floor(&one), Ok(None), "what is noted goes with the key");
    assert_eq!(again.attempts(&one), Ok(None));
    assert!(again.load(&two).unwrap().same_as(&second));
    again.delete(&two).unwrap();
    assert_eq!(keystore.delete(&two), Err(KeystoreError::NoEntry));
}

#[test]
fn memory_conforms() {
    let keystore = MemoryKeystore::new();
    conforms(&keystore, &keystore, Protection::File);
    assert!(keystore.is_empty());
}

#[test]
fn memory_fails_when_it_is_told_to() {
    let keystore = MemoryKeystore::new();
    let (id, key) = (KeyId::generate().unwrap(), VaultKey::generate().unwrap());
    keystore.fail_after(1, KeystoreError::Cancelled);
    keystore.store(&id, &key).unwrap();
    assert_eq!(keystore.load(&id).unwrap_err(), KeystoreError::Cancelled);
    assert!(keystore.load(&id).unwrap().same_as(&key));
    keystore.fail(KeystoreError::Locked);
    assert_eq!(keystore.load(&id).unwrap_err(), KeystoreError::Locked);
    assert_eq!(keystore.delete(&id), Err(KeystoreError::Locked));
    keystore.work();
    assert!(keystore.load(&id).unwrap().same_as(&key));
}

#[test]
fn file_conforms() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("not/yet");
    conforms(&FileKeystore::new(&folder), &FileKeystore::new(&folder), Protection::File);
    assert_eq!(names_in(&folder), [""; 0]);
}

#[test]
fn a_damaged_key_file_is_no_key_and_stays() {
    let home = tempfile::tempdir().unwrap();
    let keystore = FileKeystore::new(home.path());
    let (id, key) = (KeyId::generate().unwrap(), VaultKey::generate().unwrap());
    keystore.store(&id, &key).unwrap();
    let path = home.path().join(format!("vault-{id}.key"));
    let whole = std::fs::read(&path).unwrap();
    assert_eq!(whole.len(), 65);
    for length in 0..64 {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert_eq!(keystore.load(&id).unwrap_err(), KeystoreError::Invalidated, "{length} bytes");
        assert_eq!(std::fs::read(&path).unwrap(), &whole[..length]);
    }
    std::fs::write(&path, [&whole[..], b"0"].concat()).unwrap();
    assert_eq!(keystore.load(&id).unwrap_err(), KeystoreError::Invalidated);
    std::fs::write(&path, &whole[..64]).unwrap();
    assert!(keystore.load(&id).unwrap().same_as(&key));
}

/// As ssh does: a key that others can read is theirs too, and one that they can write may be theirs alone.
#[test]
fn a_key_file_that_others_can_read_or_write_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let keystore = FileKeystore::new(home.path());
    let (id, key) = (KeyId::generate().unwrap(), VaultKey::generate().unwrap());
    keystore.store(&id, &key).unwrap();
    let file = home.path().join(format!("vault-{id}.key"));
    let set =
        |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let (file_loose, folder_loose) = (Some(KeystoreError::LooseFile), Some(KeystoreError::LooseFolder));
    for (file_mode, folder_mode, refused) in [
        (0o600, 0o700, None),
        (0o400, 0o755, None),
        (0o640, 0o700, file_loose),
        (0o604, 0o700, file_loose),
        (0o620, 0o700, file_loose),
        (0o602, 0o700, file_loose),
        (0o600, 0o720, folder_loose),
        (0o600, 0o775, folder_loose),
        (0o600, 0o777, folder_loose),
        (0o600, 0o1777, folder_loose),
    ] {
        set(&file, file_mode);
        set(home.path(), folder_mode);
        let loaded = keystore.load(&id).map(|loaded| loaded.same_as(&key));
        assert_eq!(loaded, refused.map_or(Ok(true), Err), "{file_mode:o} {folder_mode:o}");
        let stored = keystore.store(&KeyId::generate().unwrap(), &key);
        let refused = refused.filter(|why| *why == KeystoreError::LooseFolder);
        assert_eq!(stored, refused.map_or(Ok(()), Err), "{folder_mode:o}");
    }
    // How far a vault is, is no secret.
    set(home.path(), 0o700);
    let floor = Floor::new(3, [7; 16], 2);
    keystore.set_floor(&id, &floor).unwrap();
    set(&home.path().join(format!("vault-{id}.floor")), 0o644);
    assert_eq!(keystore.floor(&id), Ok(Some(floor)));
}

/// A wallet that was copied or imported has each entry twice. That must end with the next change, and not fail for ever.
#[test]
fn gnome_keyring_with_every_entry_twice_still_stores_notes_and_deletes() {
    in_session("gnome_keyring_with_every_entry_twice_still_stores_notes_and_deletes", || {
        let _daemon = Daemon::unlocked();
        let keystore = system().unwrap();
        let (id, key) = (KeyId::generate().unwrap(), VaultKey::generate().unwrap());
        let (first, second) = (Floor::new(1, [1; 16], 2), Floor::new(2, [2; 16], 2));
        keystore.store(&id, &key).unwrap();
        keystore.set_floor(&id, &first).unwrap();
        for name in [id.to_string(), format!("floor/{id}")] {
            copy_entry(&name);
        }
        assert!(keystore.load(&id).unwrap().same_as(&key));
        keystore.set_floor(&id, &second).unwrap();
        assert_eq!(keystore.floor(&id), Ok(Some(second)));
        let other = VaultKey::generate().unwrap();
        keystore.store(&id, &other).unwrap();
        assert!(keystore.load(&id).unwrap().same_as(&other));
        keystore.delete(&id).unwrap();
        assert_eq!(keystore.load(&id).unwrap_err(), KeystoreError::NoEntry);
        assert_eq!(keystore.floor(&id), Ok(None));
    });
}

/// A second entry that answers to the same name, with the same text.
fn copy_entry(name: &str) {
    let found =
        Command::new("secret-tool").args(["lookup", "service", "skts-token", "username", name]).output();
    let text = found.expect("libsecret-tools is installed").stdout;
    assert!(!text.is_empty(), "{name} is there");
    let mut store = Command::new("secret-tool");
    store.args(["store", "--label=copy", "service", "skts-token", "username", name, "copy", "1"]);
    let mut store = store.stdin(Stdio::piped()).spawn().unwrap();
    store.stdin.take().unwrap().write_all(&text).unwrap();
    assert!(store.wait().unwrap().success());
}

#[test]
fn gnome_keyring_conforms() {
    in_session("gnome_keyring_conforms", || {
        let _daemon = Daemon::unlocked();
        let (keystore, again) = (system().unwrap(), system().unwrap());
        conforms(&*keystore, &*again, Protection::SystemKeystore);
    });
}

#[test]
fn gnome_keyring_locked_is_locked_and_loses_nothing() {
    in_session("gnome_keyring_locked_is_locked_and_loses_nothing", || {
        let daemon = Daemon::unlocked();
        let keystore = system().unwrap();
        let home = tempfile::tempdir().unwrap();
        let mut vault = Locked::open(home.path()).unwrap().unlock(&*keystore).unwrap();
        vault.add(&token(1), &*keystore).unwrap();
        let id = vault.key_id().unwrap();
        let before = bytes_of(home.path());

        lock_collection();
        assert_eq!(keystore.load(&id).unwrap_err(), KeystoreError::Locked);
        assert_eq!(keystore.store(&id, &VaultKey::new(&[1; 32])), Err(KeystoreError::Locked));
        assert_eq!(keystore.delete(&id), Err(KeystoreError::Locked));
        assert_eq!(
            keystore.floor(&id),
            Err(KeystoreError::Locked),
            "locked does not mean that nothing is noted"
        );
        assert_eq!(keystore.set_floor(&id, &Floor::new(1, [0; 16], 2)), Err(KeystoreError::Locked));
        let fresh = KeyId::generate().unwrap();
        assert_eq!(keystore.store(&fresh, &VaultKey::new(&[1; 32])), Err(KeystoreError::Locked));
        // A program that starts while the keyring is locked gets the same error.
        let (locked, error) = vault.lock().unlock(&*system().unwrap()).unwrap_err();
        assert_eq!(error, VaultError::Keystore(KeystoreError::Locked));
        assert_eq!(bytes_of(home.path()), before);

        // After the next login the vault opens.
        drop(daemon);
        let _daemon = Daemon::unlocked();
        assert_tokens(&locked.unlock(&*system().unwrap()).unwrap(), &[1]);
    });
}

/// An older file of the same vault does not pass for it, and a token that is removed for good takes its key along.
#[test]
fn gnome_keyring_keeps_the_floor_and_deletes_keys() {
    in_session("gnome_keyring_keeps_the_floor_and_deletes_keys", || {
        let _daemon = Daemon::unlocked();
        let keystore = system().unwrap();
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("vault.skts");
        let mut vault = Locked::open(home.path()).unwrap().unlock(&*keystore).unwrap();
        vault.add(&token(1), &*keystore).unwrap();
        let older = std::fs::read(&file).unwrap();
        vault.add(&token(2), &*keystore).unwrap();
        let newer = std::fs::read(&file).unwrap();
        let first = vault.key_id().unwrap();
        drop(vault);
        std::fs::write(&file, &older).unwrap();
        let (_, error) = Locked::open(home.path()).unwrap().unlock(&*system().unwrap()).unwrap_err();
        assert_eq!(error, VaultError::Older);
        std::fs::write(&file, &newer).unwrap();
        let mut vault = Locked::open(home.path()).unwrap().unlock(&*keystore).unwrap();
        let _ = vault.remove_for_good(&serial(1), &*keystore).unwrap();
        assert_tokens(&vault, &[2]);
        assert_eq!(system().unwrap().load(&first).unwrap_err(), KeystoreError::NoEntry);
        assert_eq!(system().unwrap().floor(&first), Ok(None));
    });
}

#[test]
fn a_home_without_a_collection_has_no_keystore() {
    in_session("a_home_without_a_collection_has_no_keystore", || {
        let _daemon = Daemon::start(&["--components=secrets"], "");
        let keystore = system().unwrap();
        let (id, key) = (KeyId::generate().unwrap(), VaultKey::generate().unwrap());
        assert_eq!(keystore.load(&id).unwrap_err(), KeystoreError::NoEntry);
        assert_eq!(keystore.store(&id, &key), Err(KeystoreError::Unavailable));
        let home = tempfile::tempdir().unwrap();
        let mut vault = Locked::open(home.path()).unwrap().unlock(&*keystore).unwrap();
        let refused = vault.add(&token(1), &*keystore);
        assert_eq!(refused, Err(VaultError::Keystore(KeystoreError::Unavailable)));
        assert_eq!(names_in(home.path()), [""; 0]);
    });
}

#[test]
fn a_keyring_that_was_reset_is_a_missing_key() {
    in_session("a_keyring_that_was_reset_is_a_missing_key", || {
        let _daemon = Daemon::unlocked();
        let keystore = system().unwrap();
        let home = tempfile::tempdir().unwrap();
        let vault = vault_with(home.path(), &MemoryKeystore::new(), &[1]);
        let before = bytes_of(home.path());
        let (_, error) = vault.lock().unlock(&*keystore).unwrap_err();
        assert_eq!(error, VaultError::KeyMissing);
        assert_eq!(bytes_of(home.path()), before);
    });
}

#[test]
fn a_daemon_that_went_away_is_unavailable() {
    in_session("a_daemon_that_went_away_is_unavailable", || {
        let daemon = Daemon::unlocked();
        let keystore = system().unwrap();
        let (id, key) = (KeyId::generate().unwrap(), VaultKey::generate().unwrap());
        keystore.store(&id, &key).unwrap();
        drop(daemon);
        assert_eq!(keystore.load(&id).unwrap_err(), KeystoreError::Unavailable);
        assert_eq!(keystore.store(&id, &key), Err(KeystoreError::Unavailable));
    });
}

#[test]
fn a_bus_without_a_secret_service_has_no_keystore() {
    in_session("a_bus_without_a_secret_service_has_no_keystore", || {
        assert_eq!(system().map(drop).unwrap_err(), KeystoreError::Unavailable);
    });
}

#[test]
fn without_a_bus_there_is_no_keystore() {
    for address in [None, Some("unix:path=/nonexistent/bus"), Some("nonsense")] {
        let home = tempfile::tempdir().unwrap();
        let mut command = child(std::env::current_exe().unwrap().as_path(), "no_bus", home.path());
        command.args(["--exact", "keystores::no_bus", "--ignored"]);
        address.map(|address| command.env("DBUS_SESSION_BUS_ADDRESS", address));
        finish(command.spawn().unwrap());
        assert!(home.path().join(DONE).exists(), "no_bus did not run");
    }
}

#[test]
#[ignore = "run by without_a_bus_there_is_no_keystore, in a process without a bus"]
fn no_bus() {
    assert_eq!(std::env::var(SCENARIO).as_deref(), Ok("no_bus"));
    assert_eq!(system().map(drop).unwrap_err(), KeystoreError::Unavailable);
    std::fs::write(std::env::home_dir().unwrap().join(DONE), "").unwrap();
}

/// Runs `scenario` in this program started again, inside a session bus and a home of its own.
fn in_session(name: &str, scenario: impl FnOnce()) {
    if std::env::var(SCENARIO).as_deref() == Ok(name) {
        scenario();
        return std::fs::write(std::env::home_dir().unwrap().join(DONE), "").unwrap();
    }
    let home = tempfile::tempdir().unwrap();
    let mut command = child(Path::new("dbus-run-session"), name, home.path());
    command.arg(bus_without_services(home.path()));
    command.arg("--").arg(std::env::current_exe().unwrap()).args([
        "--exact",
        &format!("keystores::{name}"),
        "--nocapture",
    ]);
    finish(command.spawn().expect("dbus-run-session (package dbus) is installed"));
    assert!(home.path().join(DONE).exists(), "{name} did not run");
}

/// A bus that starts no service by itself: the test decides when there is a keyring.
fn bus_without_services(home: &Path) -> String {
    let file = home.join("bus.conf");
    let listen = format!("<listen>unix:dir={}</listen>", home.display());
    let policy = "<allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/><allow own='*'/>";
    let policy = format!("<policy context='default'>{policy}</policy>");
    std::fs::write(&file, format!("<busconfig><type>session</type>{listen}{policy}</busconfig>")).unwrap();
    format!("--config-file={}", file.display())
}

fn child(program: &Path, scenario: &str, home: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env(SCENARIO, scenario);
    command.env("HOME", home).env("XDG_RUNTIME_DIR", home);
    command.stdin(Stdio::null());
    command
}

#[track_caller]
fn finish(mut child: Child) {
    let end = Instant::now() + LIMIT;
    while Instant::now() < end {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return;
        }
        sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    panic!("it still waits after {LIMIT:?}");
}

/// A gnome-keyring of its own, ended with the test.
struct Daemon(Child);

impl Daemon {
    fn unlocked() -> Self {
        Self::start(&["--unlock", "--components=secrets"], "a password")
    }

    fn start(arguments: &[&str], password: &str) -> Self {
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.arg("--foreground").args(arguments).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut daemon = daemon.spawn().expect("gnome-keyring is installed");
        daemon.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        let daemon = Self(daemon);
        wait_for("org.freedesktop.secrets");
        daemon
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn wait_for(name: &str) {
    let end = Instant::now() + Duration::from_secs(20);
    let owned = || {
        let method = "org.freedesktop.DBus.NameHasOwner";
        call("org.freedesktop.DBus", "/org/freedesktop/DBus", method, name).contains("true")
    };
    while !owned() {
        assert!(Instant::now() < end, "{name} does not appear on the bus");
        sleep(Duration::from_millis(50));
    }
}

fn lock_collection() {
    let path = "['/org/freedesktop/secrets/collection/login']";
    call("org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock", path);
}

fn call(destination: &str, path: &str, method: &str, argument: &str) -> String {
    let mut gdbus = Command::new("gdbus");
    gdbus.args(["call", "--session", "--dest", destination, "--object-path", path]);
    let output = gdbus.args(["--method", method, argument]).output().expect("gdbus is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
