//! Each state of the vault and of the device names the page of trouble that the window would show.

use super::*;
use std::fs;

#[test]
fn trouble_names_its_page() {
    let home = Home::with(&[URI]);
    let sealed = fs::read(home.vault()).unwrap();

    let mut flipped = sealed.clone();
    *flipped.last_mut().unwrap() ^= 1;
    fs::write(home.vault(), &flipped).unwrap();
    home.run("code").refused("[data-damaged]");
    assert_eq!(fs::read(home.vault()).unwrap(), flipped, "kept as it is");

    fs::write(home.vault(), &sealed).unwrap();
    let (key, aside) = (home.key(), home.path("aside"));
    fs::rename(&key, &aside).unwrap();
    for test in [home.run("code"), home.run("list"), home.import(OTHER)] {
        test.refused("[key-missing]");
    }
    assert_eq!(fs::read(home.vault()).unwrap(), sealed);
    fs::rename(&aside, &key).unwrap();
    assert!(home.run("code").success().starts_with("SKTS12345678"));
}

/// A vault of the next version, as FORMAT.md says: the version is bytes 8 and 9, the last 32 are the SHA-256 of what
/// is before.
fn of_the_next_version(mut vault: Vec<u8>) -> Vec<u8> {
    vault[9] += 1;
    let end = vault.len() - 32;
    let checksum = ring::digest::digest(&ring::digest::SHA256, &vault[..end]);
    vault[end..].copy_from_slice(checksum.as_ref());
    vault
}

#[test]
fn a_newer_vault_names_its_page() {
    let home = Home::with(&[URI]);
    let newer = of_the_next_version(fs::read(home.vault()).unwrap());
    fs::write(home.vault(), &newer).unwrap();
    for words in ["code", "list", "remove SKTS12345678 --yes"] {
        home.run(words).refused("[data-newer]");
    }
    let check = home.run("check --json").ends(1);
    assert!(check.out.contains("\"vault\":\"data-newer\""), "{}", check.out);
    assert!(check.err.contains("[data-newer]"), "{}", check.err);
    assert_eq!(fs::read(home.vault()).unwrap(), newer, "kept as it is");
}

/// Somebody puts an older copy of the file back, with tokens that were removed or replaced since.
#[test]
fn an_older_vault_names_its_page() {
    let home = Home::with(&[URI]);
    let older = fs::read(home.vault()).unwrap();
    home.import(OTHER).success();
    let newer = fs::read(home.vault()).unwrap();
    fs::write(home.vault(), &older).unwrap();
    for words in ["code", "list", "remove SKTS12345678 --yes"] {
        home.run(words).refused("[data-older]");
    }
    assert_eq!(fs::read(home.vault()).unwrap(), older, "kept as it is");
    fs::write(home.vault(), &newer).unwrap();
    assert_eq!(home.run("list").success().lines().count(), 2);
}

/// A token that is removed takes its key along: a copy of the file from before opens no more.
#[test]
fn what_is_removed_comes_back_with_no_older_file() {
    let home = Home::with(&[URI, OTHER]);
    let (older, key) = (fs::read(home.vault()).unwrap(), home.key());
    home.run("remove SKTS12345678 --yes").success();
    assert!(!key.exists(), "the key that sealed it is deleted");
    assert!(home.run("code --at 59").success().starts_with("SKTS87654321"));
    fs::write(home.vault(), older).unwrap();
    home.run("list").refused("[key-missing]");
}

/// As ssh does: a key that others can read or write is none.
#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::with(&[URI]);
    let set =
        |path: std::path::PathBuf, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    set(home.key(), 0o640);
    let told = home.run("code").refused("[key-file-loose]");
    assert!(told.contains(&format!("chmod 600 '{}'/vault-*.key", home.data().display())), "{told}");
    set(home.key(), 0o600);
    for mode in [0o775, 0o777] {
        set(home.data(), mode);
        let told = home.run("code").refused("[key-folder-loose]");
        assert!(told.contains(&format!("chmod 700 '{}'", home.data().display())), "{told}");
        assert!(told.contains("FAT"), "{told}");
    }
    set(home.data(), 0o700);
    home.run("code").success();
}

#[test]
fn a_folder_out_of_reach_names_its_page() {
    let home = Home::new();
    fs::write(home.data(), "a file where the folder should be").unwrap();
    home.run("code").refused("[data-unreachable]");
    home.import(URI).refused("[data-unreachable]");
    assert_eq!(fs::read(home.data()).unwrap(), b"a file where the folder should be");
}

/// A token that the issuer made tomorrow: this device's clock is behind.
#[test]
fn a_clock_that_cannot_be_right_is_told_and_hides_nothing() {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let home = Home::with(&[&format!("{URI}&iat={}", now + 86_400)]);
    let check = home.run("check").ends(1);
    assert!(check.err.contains("[clock-wrong]"), "{}", check.err);
    assert!(home.run("code").warning("[clock-wrong]").success().starts_with("SKTS12345678"));
    home.run("code --at 59").stdout("SKTS12345678  287082  1 s left, until 09:01:00\n").success();
}

#[test]
fn no_system_keystore_is_said_where_one_is_asked_for() {
    let home = Home::new();
    let test = home.bare("--keystore platform list --data-dir").arg(home.data());
    test.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").refused("[keystore-unavailable]");
}

/// The window has recorded the clock, and somebody has set the clock since.
#[test]
fn code_says_that_the_clock_was_moved_since_the_window_was_open() {
    let home = Home::with(&[URI]);
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let record = |wall: u64| {
        let record = format!(r#"{{"wall":{wall},"since_boot":0,"boot":null,"steady_since":0}}"#);
        std::fs::write(home.data().join("last-run.json"), record).unwrap();
    };
    record(now - 5);
    let plain = home.run("code").ran();
    assert!(!plain.err.contains("[clock-moved]"), "{}", plain.err);
    record(now + 86_400);
    let before = home.snapshot();
    assert!(home.run("code").warning("[clock-moved]").success().starts_with("SKTS12345678"));
    assert_eq!(home.snapshot(), before, "a command that only reads leaves the record to the window");
    std::fs::write(home.data().join("last-run.json"), [0xff; 9]).unwrap();
    home.run("code").success();
}
