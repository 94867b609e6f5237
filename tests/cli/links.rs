//! What is absent differs from what is out of reach: links that lead nowhere, and names that lead to something else
//! than a file.
#![cfg(unix)]

use super::*;
use std::fs;
use std::os::unix::fs::symlink;

/// A home whose vault lies in a synced folder, behind a link.
fn linked() -> Home {
    let home = Home::with(&[URI]);
    fs::create_dir(home.path("synced")).unwrap();
    fs::rename(home.vault(), home.path("synced/vault.skts")).unwrap();
    symlink("../synced/vault.skts", home.vault()).unwrap();
    home
}

#[test]
fn a_vault_behind_a_link_that_leads_nowhere_is_out_of_reach() {
    let home = linked();
    fs::rename(home.path("synced"), home.path("away")).unwrap();
    let before = home.snapshot_of_names();
    for test in [home.run("list"), home.run("code"), home.import(OTHER), home.run("check").stdout_any()] {
        test.refused("[data-unreachable]");
    }
    assert_eq!(home.snapshot_of_names(), before);
    fs::rename(home.path("away"), home.path("synced")).unwrap();
    home.run("list").stdout("SKTS12345678  SHA1  Mihon\n").success();
    assert!(home.vault().is_symlink());
}

#[test]
fn a_data_folder_behind_a_link_that_leads_nowhere_is_out_of_reach() {
    let home = Home::new();
    symlink("away", home.data()).unwrap();
    let before = home.snapshot_of_names();
    for test in [home.run("list"), home.run("code"), home.import(URI)] {
        test.refused("[data-unreachable]");
    }
    assert_eq!(home.snapshot_of_names(), before);
    fs::create_dir(home.path("away")).unwrap();
    home.import(URI).success();
    assert!(home.path("away/vault.skts").is_file());
}

/// A write would replace the link by a file, and the file that the link leads to would stay old without a word.
#[test]
fn a_linked_vault_is_read_and_not_written() {
    let home = linked();
    let before = home.snapshot();
    home.run("code --at 59").stdout("SKTS12345678  287082  1 s left, until 09:01:00\n").success();
    for test in [
        home.import(OTHER),
        home.run("import - --replace").stdin(REISSUED),
        home.run("remove SKTS12345678 --yes"),
    ] {
        test.refused("vault.skts is a link");
    }
    assert_eq!(home.snapshot(), before);
    assert!(home.vault().is_symlink());
}

#[test]
fn scratch_files_follow_no_link() {
    let home = Home::with(&[URI]);
    fs::write(home.path("letter"), "of somebody else").unwrap();
    for name in ["vault.next", "vault.previous", "settings.json.new"] {
        let _ = fs::remove_file(home.data().join(name));
        symlink("../letter", home.data().join(name)).unwrap();
    }
    home.import(OTHER).success();
    assert_eq!(fs::read(home.path("letter")).unwrap(), b"of somebody else");
    assert_eq!(home.run("list").success().lines().count(), 2);

    let lock = home.data().join("vault.lock");
    fs::remove_file(&lock).unwrap();
    symlink("../made", &lock).unwrap();
    home.run("remove SKTS12345678 --yes").refused("[data-unreachable]");
    assert!(!home.path("made").exists());
}

/// A pipe or a folder in the place of a file is neither waited for nor taken for a first start.
#[test]
fn what_is_no_file_is_out_of_reach() {
    for name in ["vault.skts", "vault.lock"] {
        let home = Home::with(&[URI]);
        let path = home.data().join(name);
        for make in ["mkfifo", "mkdir", "ln -s /dev/zero"] {
            fs::remove_file(&path).or_else(|_| fs::remove_dir(&path)).unwrap();
            Test::of("sh").args(["-c", &format!("{make} \"$0\"")]).arg(&path).success();
            home.import(OTHER).refused("[data-unreachable]");
            home.run("remove SKTS12345678 --yes").refused("[data-unreachable]");
            match name {
                "vault.skts" => drop(home.run("code").refused("[data-unreachable]")),
                _ => drop(home.run("code").success()),
            }
        }
    }
}

/// Whatever lies under the names that a write uses, and that this program did not put there: the write waits for nothing,
/// follows nothing, and loses no token.
#[test]
fn what_is_planted_under_the_vaults_names_is_neither_followed_nor_waited_for() {
    for name in ["vault.next", "vault.previous", "vault.lock", "settings.json", "settings.json.new"] {
        for make in
            ["ln -s ../letter", "ln -s ../absent", "ln -s /dev/zero", "ln -s /dev/tty", "mkfifo", "mkdir"]
        {
            let home = Home::with(&[URI]);
            fs::write(home.path("letter"), "of somebody else").unwrap();
            let path = home.data().join(name);
            let _ = fs::remove_file(&path);
            Test::of("sh").args(["-c", &format!("{make} \"$0\"")]).arg(&path).success();
            let in_time = |test: Test| test.through("exec timeout 20 \"$@\"").ran();
            let import = in_time(home.import(OTHER));
            let stored = match import.status {
                Some(0) => 2,
                Some(1) if import.err.contains("[data-unreachable]") => 1,
                status => panic!("{name}, {make}: {status:?} {}", import.err),
            };
            assert_eq!(in_time(home.run("list")).out.lines().count(), stored, "{name}, {make}");
            assert_eq!(fs::read(home.path("letter")).unwrap(), b"of somebody else", "{name}, {make}");
            assert!(!home.path("absent").exists(), "{name}, {make}");
        }
    }
}

/// Somebody else may put files of his own into such a folder, or take ours away.
#[test]
fn a_data_folder_that_is_not_ours_takes_no_token() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let home = Home::with(&[URI]);
    let refused = |home: &Home| {
        let before = home.snapshot();
        home.import(OTHER).refused("permissions");
        assert_eq!(home.snapshot(), before);
    };
    fs::set_permissions(home.data(), fs::Permissions::from_mode(0o777)).unwrap();
    refused(&home);
    fs::set_permissions(home.data(), fs::Permissions::from_mode(0o700)).unwrap();
    // Root alone can give a folder away.
    if home.data().metadata().unwrap().uid() == 0 {
        chown(home.data(), Some(65534), None).unwrap();
        refused(&home);
        chown(home.data(), Some(0), None).unwrap();
    }
    home.import(OTHER).success();
}
