//! Disks that are full, folders that are read-only, paths that lead nowhere.
#![cfg(target_os = "linux")]

use crate::vault_support::*;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use skts_token::keystore::FileKeystore;
use skts_token::vault::{Locked, VaultError};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The keystore lies outside the folder that cannot be written.
fn keystore(folder: &Path) -> FileKeystore {
    FileKeystore::new(&folder.with_file_name("keys"))
}

fn prepared(numbers: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    fs::create_dir(&folder).unwrap();
    let keystore = keystore(&folder);
    let mut vault = Locked::open(&folder).unwrap().unlock(&keystore).unwrap();
    numbers.iter().for_each(|&number| vault.add(&token(number), &keystore).unwrap());
    (home, folder)
}

#[track_caller]
fn assert_ran(output: &Output) {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("it ran to its end"), "{out}{err}");
}

/// Whether this process may mount a file system that nobody else sees.
fn can_mount(wrapper: &[&str]) -> bool {
    let mut command = Command::new(wrapper[0]);
    command.args(&wrapper[1..]).args(["sh", "-c", "mount -t tmpfs tmpfs \"$0\"", "/mnt"]);
    command.output().is_ok_and(|output| output.status.success())
}

/// How to run a program in a mount namespace: as root, or in a user namespace of its own.
fn namespace() -> Option<&'static [&'static str]> {
    const WAYS: [&[&str]; 2] =
        [&["unshare", "--mount"], &["unshare", "--user", "--map-root-user", "--mount"]];
    WAYS.into_iter().find(|way| can_mount(way))
}

#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    const NAME: &str = "disk::a_full_disk_refuses_and_loses_nothing";
    if let Some(folder) = folder_for("full") {
        return on_a_full_disk(&folder);
    }
    if let Some(folder) = folder_for("limit") {
        return within_limits(&folder);
    }
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    fs::create_dir(&folder).unwrap();
    let exe = std::env::current_exe().unwrap();
    let Some(namespace) = namespace() else {
        eprintln!("no file system can be mounted here: a limit on the size of files stands for a full disk");
        return with_limits(NAME);
    };
    let script = format!("mount -t tmpfs -o size=64k,mode=700 tmpfs '{}' && exec \"$@\"", folder.display());
    let wrapper = [namespace, &["sh", "-c", &script, "sh"]].concat();
    assert_ran(&again(&wrapper, &exe, NAME, "full", &folder).output().unwrap());
}

/// On 16 pages of 4 KiB, of which fewer and fewer are free.
fn on_a_full_disk(folder: &Path) {
    let keystore = keystore(folder);
    let ballast = folder.join("ballast");
    let mut refused = 0;
    for free_pages in 0..=4 {
        let mut vault = Locked::open(folder).unwrap().unlock(&keystore).unwrap();
        if vault.profiles().is_empty() {
            vault.add(&token(1), &keystore).unwrap();
        }
        let before = fs::read(folder.join("vault.skts")).unwrap();
        fill(&ballast, free_pages);
        match vault.add(&token(2), &keystore) {
            Err(error) => {
                assert_eq!(error, VaultError::Unreachable(ErrorKind::StorageFull));
                assert_tokens(&vault, &[1]);
                assert_eq!(fs::read(folder.join("vault.skts")).unwrap(), before);
                assert_eq!(names_in(folder), ["ballast", "vault.lock", "vault.skts"]);
                assert_tokens(&vault.lock().unlock(&keystore).unwrap(), &[1]);
                refused += 1;
            }
            Ok(()) => {
                fs::remove_file(&ballast).unwrap();
                let _ = vault.remove_for_good(&serial(2), &keystore).unwrap();
                drop(vault);
            }
        }
        let _ = fs::remove_file(&ballast);
        // Once the disk has room again, the vault can be changed.
        let mut vault = Locked::open(folder).unwrap().unlock(&keystore).unwrap();
        vault.add(&token(3), &keystore).unwrap();
        let _ = vault.remove_for_good(&serial(3), &keystore).unwrap();
    }
    assert!((1..5).contains(&refused), "{refused} times full");
    println!("it ran to its end");
}

fn fill(ballast: &Path, free_pages: usize) {
    let mut file = fs::File::create(ballast).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    let pages = file.metadata().unwrap().len() / 4096;
    file.set_len((pages - free_pages as u64) * 4096).unwrap();
}

/// Where a mount needs rights that a machine may not give, this needs none: a limit on the size of files
/// cuts each write off after so many bytes.
#[test]
fn a_limit_on_files_is_a_full_disk() {
    const NAME: &str = "disk::a_limit_on_files_is_a_full_disk";
    if let Some(folder) = folder_for("limit") {
        return within_limits(&folder);
    }
    with_limits(NAME);
}

#[track_caller]
fn with_limits(test: &str) {
    let (_home, folder) = prepared(&[1]);
    let exe = std::env::current_exe().unwrap();
    let wrapper = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];
    assert_ran(&again(&wrapper, &exe, test, "limit", &folder).output().unwrap());
}

fn within_limits(folder: &Path) {
    let keystore = keystore(folder);
    let before = bytes_of(folder);
    let size = before[&folder.join("vault.skts")].len() as u64;
    // With these limits nothing fits, a part of the first half, a part of the second, or all but the last byte.
    for limit in [0, 1, size / 4, size / 2 + 40, size - 1] {
        let mut vault = Locked::open(folder).unwrap().unlock(&keystore).unwrap();
        let refused = limited(limit, || vault.add(&token(2), &keystore));
        assert_eq!(refused, Err(VaultError::Unreachable(ErrorKind::FileTooLarge)), "{limit} of {size} bytes");
        assert_tokens(&vault, &[1]);
        assert_eq!(bytes_of(folder), before, "{limit} of {size} bytes");
        assert_tokens(&vault.lock().unlock(&keystore).unwrap(), &[1]);
    }
    // Once the limit is gone, the vault can be changed.
    let mut vault = Locked::open(folder).unwrap().unlock(&keystore).unwrap();
    vault.add(&token(2), &keystore).unwrap();
    assert_tokens(&vault, &[1, 2]);
    println!("it ran to its end");
}

/// Runs `work` while no file may grow beyond `bytes`.
fn limited<R>(bytes: u64, work: impl FnOnce() -> R) -> R {
    let set = |current| {
        let maximum = getrlimit(Resource::Fsize).maximum;
        setrlimit(Resource::Fsize, Rlimit { current, maximum }).unwrap();
    };
    set(Some(bytes));
    let result = work();
    set(getrlimit(Resource::Fsize).maximum);
    result
}

/// A network drive's server refuses a lock on a file that was not opened for writing.
#[test]
fn the_lock_is_held_by_a_descriptor_that_can_write() {
    let (_home, folder) = prepared(&[1]);
    let lock = folder.join("vault.lock");
    let flags = || {
        let mut open = fs::read_dir("/proc/self/fd").unwrap().map(|entry| entry.unwrap().path());
        let descriptor = open.find(|path| fs::read_link(path).is_ok_and(|to| to == lock))?;
        let info = Path::new("/proc/self/fdinfo").join(descriptor.file_name().unwrap());
        let info = fs::read_to_string(info).unwrap();
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:")).unwrap();
        Some(u32::from_str_radix(flags.trim(), 8).unwrap() & 3)
    };
    assert_eq!(flags(), None, "nobody has it");
    let locked = Locked::open(&folder).unwrap();
    assert_eq!(flags(), Some(2), "O_RDWR");
    drop(locked);
}

#[test]
fn a_read_only_folder_shows_codes_and_refuses_changes() {
    const NAME: &str = "disk::a_read_only_folder_shows_codes_and_refuses_changes";
    if let Some(folder) = folder_for("read-only") {
        return on_a_read_only_folder(&folder, &argument());
    }
    // A vault with its lock file, one without a lock file, and a folder without a vault.
    for (case, numbers) in [("locked", &[1, 2][..]), ("copied", &[1, 2]), ("empty", &[])] {
        let (home, folder) = prepared(numbers);
        if case == "copied" {
            fs::remove_file(folder.join("vault.lock")).unwrap();
        }
        let before = bytes_of(&folder);
        let exe = reachable_exe(home.path());
        let script = read_only_script(home.path(), &folder);
        let wrapper: Vec<&str> = script.iter().map(String::as_str).collect();
        assert_ran(&again(&wrapper, &exe, NAME, &format!("read-only:{case}"), &folder).output().unwrap());
        set_mode(&folder, "u+w");
        assert_eq!(bytes_of(&folder), before, "{case}");
    }
}

fn on_a_read_only_folder(folder: &Path, case: &str) {
    assert!(fs::write(folder.join("probe"), "").is_err(), "the folder can be written: nothing is tested");
    let keystore = keystore(folder);
    let mut vault = Locked::open(folder).unwrap().unlock(&keystore).unwrap();
    let numbers: &[u8] = if case == "empty" { &[] } else { &[1, 2] };
    assert_tokens(&vault, numbers);
    let refused = vault.add(&token(3), &keystore).unwrap_err();
    let read_only = [ErrorKind::ReadOnlyFilesystem, ErrorKind::PermissionDenied];
    assert!(read_only.map(VaultError::Unreachable).contains(&refused), "{refused:?}");
    if case != "empty" {
        assert!(matches!(vault.remove(&serial(1), now(), &keystore), Err(VaultError::Unreachable(_))));
    }
    assert_tokens(&vault, numbers);
    println!("it ran to its end");
}

/// Root writes into read-only folders too, so root gets a read-only mount, or, where it may not mount, becomes the
/// user `nobody`.
fn read_only_script(home: &Path, folder: &Path) -> Vec<String> {
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    if !is_root() {
        set_mode(folder, "u-w");
        return Vec::new();
    }
    if let Some(namespace) = namespace() {
        let data = folder.display();
        let mount = format!("mount --bind '{data}' '{data}' && mount -o remount,bind,ro '{data}'");
        return [words(namespace), words(&["sh", "-c", &format!("{mount} && exec \"$@\""), "sh"])].concat();
    }
    let owned = Command::new("chown").args(["-R", "65534:65534"]).arg(home).status().unwrap();
    assert!(owned.success());
    set_mode(folder, "u-w");
    words(&["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
}

/// A copy of this program in a folder from which the user `nobody` can run it too.
fn reachable_exe(home: &Path) -> PathBuf {
    let copy = home.join("tests");
    // By another program: a file that this one has open for writing is open in whatever another test's thread starts in that
    // moment too, and is then not run ("Text file busy").
    assert!(Command::new("cp").arg(std::env::current_exe().unwrap()).arg(&copy).status().unwrap().success());
    copy
}

fn set_mode(folder: &Path, mode: &str) {
    assert!(Command::new("chmod").arg(mode).arg(folder).status().unwrap().success());
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().unwrap().stdout == b"0\n"
}

#[test]
fn a_path_that_leads_nowhere_is_unreachable() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "not a folder").unwrap();
    assert_eq!(Locked::open(&file).unwrap_err(), VaultError::Unreachable(ErrorKind::NotADirectory));
    let long = home.path().join("x".repeat(300));
    assert_eq!(Locked::open(&long).unwrap_err(), VaultError::Unreachable(ErrorKind::InvalidFilename));
    assert_eq!(fs::read(&file).unwrap(), b"not a folder");
}
